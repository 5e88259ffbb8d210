"""What several runs say of the same people, and where the second says something else than the
first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from engine.ir.base import RuleBase
from engine.rosters.aligned import paired
from engine.rosters.decided import OPEN
from engine.rosters.headings import ID
from engine.rosters.outcomes import Outcomes
from engine.rosters.sources import ROW

DECISION, DETAIL = "decision", "detail"
ABOUT, KIND, ITEM, BEFORE, AFTER = "about", "kind", "item", "before", "after"
ENTRY, CAUSE = "entry", "cause"
YES, NO = "yes", "no"  # whether an item is said
COLUMNS = (ID, ABOUT, ROW, KIND, ITEM, BEFORE, AFTER)
_KEYS = [ID, ABOUT, ROW, KIND, ITEM]
_MOST_ITEMS, _MOST_ROWS = 1 << 16, 1 << 28  # so that three numbers fit into one
Table = pl.DataFrame
SCHEMA = {name: pl.UInt32 if name == ROW else pl.String for name in COLUMNS}


@dataclass(frozen=True)
class Comparison:
    """Finds what changed from the first run of a chunk to the second.

    `bases` are those of the runs. `details` are advice that says something else in the second run,
    with what it said before and says now. A decision that only one of the first two bases has
    counts if it is among `shown`.
    """

    bases: Sequence[RuleBase]
    details: Mapping[str, tuple[str, str]]
    shown: frozenset[str]
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def changes(self, runs: Sequence[Outcomes]) -> pl.DataFrame:
        """A row for each change; for each further run whether it says what the second does."""
        parts = [self._decided("", [run.cases for run in runs])]
        names = [*runs[0].lists, *(name for name in runs[1].lists if name not in runs[0].lists)]
        for name in names:
            if all(name in run.lists for run in runs):
                parts.append(self._decided(name, [run.lists[name] for run in runs]))
        parts += self._said(runs)
        return pl.concat([_empty(len(runs) - 2), *parts])

    def _decided(self, scope: str, tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
        tables = [tables[0], *(paired(tables[0], table) for table in tables[1:])]
        found = [self._decision(name, scope, tables) for name in self._decisions(scope)]
        return pl.concat([_empty(len(tables) - 2), *found])

    def _decisions(self, scope: str) -> Iterator[str]:
        old, new = ({*base.decisions} for base in self.bases[:2])
        for name in dict.fromkeys([*self.bases[0].decisions, *self.bases[1].decisions]):
            base = self.bases[0] if name in old else self.bases[1]
            entity = base.entities[base.decisions[name].scope]
            counts = name in old & new or name in self.shown
            if counts and (scope == entity.name or (not scope and entity.principal)):
                yield name

    def _decision(self, name: str, scope: str, tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
        base = next(base for base in self.bases if name in base.decisions)
        fact = base.facts[name]
        texts = [_values(table, f"{fact.entity}.{fact.name}") for table in tables]
        old, new, *others = texts
        frame = pl.DataFrame(
            {
                ID: tables[0][ID],
                ABOUT: pl.repeat(fact.entity, len(old), dtype=pl.String, eager=True),
                ROW: tables[0][ROW] if scope else pl.repeat(None, len(old), eager=True),
                KIND: pl.repeat(DECISION, len(old), dtype=pl.String, eager=True),
                ITEM: pl.repeat(name, len(old), dtype=pl.String, eager=True),
                BEFORE: old,
                AFTER: new,
                **{str(n): one.eq_missing(new) for n, one in enumerate(others)},
            }
        )
        return frame.with_columns(pl.col(ROW).cast(pl.UInt32)).filter(old.ne_missing(new))

    def _said(self, runs: Sequence[Outcomes]) -> Iterator[pl.DataFrame]:
        """What one of the first two runs says and the other does not, or says otherwise."""
        ids = pl.Enum(runs[0].cases[ID])
        old, new, *others = (self._numbered(run.items, ids) for run in runs)
        for mine, its, run, (was, now) in (
            (old, new, runs[0], (YES, NO)),
            (new, old, runs[1], (NO, YES)),
        ):
            other = ~mine.is_in(its.implode())
            found, keys = _texts(run.items.filter(other)), mine.filter(other)
            said_there = [keys.is_in(one.implode()) == (now == YES) for one in others]
            texts = pl.lit(was).alias(BEFORE), pl.lit(now).alias(AFTER)
            trials = [one.alias(str(number)) for number, one in enumerate(said_there)]
            yield found.with_columns(*texts, *trials)
        if self.details:
            yield self._detailed(runs[0].items.filter(old.is_in(new.implode())), len(others))

    def _numbered(self, said: pl.DataFrame, ids: pl.Enum) -> pl.Series:
        """A number for each thing said, the same in each run: who, what, and which row."""
        kinds = said.select(ITEM, KIND).unique().cast(pl.String).rows()
        numbers = {
            item: self._numbers.setdefault((kind, item), len(self._numbers)) for item, kind in kinds
        }
        named, meant = pl.Series([*numbers], dtype=pl.String), pl.Series([*numbers.values()])
        items, meant = said[ITEM].cast(pl.String), meant.cast(pl.UInt64)
        what = items.replace_strict(named, meant, default=None, return_dtype=pl.UInt64)
        who = said[ID].cast(ids).to_physical().cast(pl.UInt64)
        return (who * _MOST_ITEMS + what) * _MOST_ROWS + said[ROW].fill_null(0)

    def _detailed(self, both: pl.DataFrame, others: int) -> pl.DataFrame:
        """Advice that is given before and after, but is not the same."""
        found = _texts(both.filter(both[ITEM].cast(pl.String).is_in(list(self.details))))
        sides = [{name: pair[side] for name, pair in self.details.items()} for side in (0, 1)]
        old, new = (found[ITEM].replace_strict(side, return_dtype=pl.String) for side in sides)
        found = found.with_columns(pl.lit(DETAIL).alias(KIND), old.alias(BEFORE), new.alias(AFTER))
        return found.with_columns(pl.lit(False).alias(str(n)) for n in range(others))


def _texts(items: pl.DataFrame) -> pl.DataFrame:
    return items.select(pl.col(name).cast(SCHEMA[name]) for name in _KEYS)


def _values(table: pl.DataFrame, title: str) -> pl.Series:
    """The outcome, or that it is open and between which; null where there is none."""
    if title not in table.columns:
        return pl.repeat(None, len(table), dtype=pl.String, eager=True)
    several = pl.lit(f"{OPEN}: ") + pl.col(f"{title}.candidates").cast(pl.String)
    return table.select(pl.coalesce(pl.col(title).cast(pl.String), several).alias(title))[title]


def _empty(others: int) -> pl.DataFrame:
    """Without rows: what the table of changes looks like."""
    return pl.DataFrame(schema=SCHEMA | dict.fromkeys(map(str, range(others)), pl.Boolean()))


def table_of(rows: Sequence[Sequence[str | int | None]]) -> Table:
    """A table of changes from rows: the cells of COLUMNS, the name of the entry, the cause."""
    return pl.DataFrame(rows, SCHEMA | {ENTRY: pl.String, CAUSE: pl.Int64}, orient="row")
