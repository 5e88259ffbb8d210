"""Codes of a roster, and of the lists that go with it, as the columns that rules are run over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from engine.columns.asked import ANSWERED, ASKED, HIGH, LOW, is_value
from engine.columns.conditions import COMPLETE, DATED
from engine.columns.disputes import FIRST
from engine.columns.run import full
from engine.columns.tables import ROW as ROW_KIND
from engine.columns.tables import Members, Tables
from engine.ir.base import Entity, RuleBase
from engine.rosters.cells import CODE, FIRST_VALUE, OPEN, UNKNOWN, end_of, state_of, values_of
from engine.rosters.headings import CLOSED, ID
from engine.rosters.reading import closed_lists
from engine.rosters.sources import ROW

_CASE = "row of the case"


@dataclass(frozen=True)
class Answered:
    """A chunk of cases with their members; `lists` has the members' rows in their order."""

    tables: Tables
    cases: pl.DataFrame
    lists: Mapping[str, pl.DataFrame]


def answered(
    base: RuleBase,
    cases: pl.DataFrame,
    lists: Mapping[str, pl.DataFrame],
    torn: Mapping[str, frozenset[str]],
    today: date,
) -> Answered:
    """The columns of a chunk.

    `torn` names for each list the cases of which rows are missing, so that their list may grow.
    """
    size = len(cases)
    places = pl.DataFrame({ID: cases[ID], _CASE: pl.int_range(size, dtype=ROW_KIND, eager=True)})
    own, members = {}, {}
    for entity in base.entities.values():
        if not entity.single:
            found = lists.get(entity.name)
            own[entity.name] = _joined(places, found)
            members[entity.name] = Members(entity.principal, own[entity.name][_CASE])
    columns = _Columns(base, cases, own, torn, today)
    return Answered(Tables(size, columns, members), cases, own)


def _joined(places: pl.DataFrame, found: pl.DataFrame | None) -> pl.DataFrame:
    """The rows that belong to some cases, case by case, as they stood in the file."""
    if found is None or found.is_empty():
        return places.head(0).with_columns(pl.lit(0, pl.UInt32).alias(ROW))
    return found.join(places, on=ID, how="inner").sort(_CASE, ROW)


class _Columns(Mapping[tuple[str, str], pl.Series]):
    """Columns made when a program takes them: what no rule looks at costs nothing."""

    def __init__(
        self,
        base: RuleBase,
        cases: pl.DataFrame,
        lists: Mapping[str, pl.DataFrame],
        torn: Mapping[str, frozenset[str]],
        today: date,
    ) -> None:
        self._base = base
        self._cases = cases
        self._lists = lists
        self._torn = torn
        self._today = today

    def __getitem__(self, key: tuple[str, str]) -> pl.Series:
        name, what = key
        if not name:
            day = float(self._today.toordinal())
            return full(True if what == DATED else day, len(self._cases))
        if what == COMPLETE:
            return self._complete(self._base.entities[name])
        if what == FIRST:
            return pl.concat([full(True, len(self._cases)), full(False, len(self._lists[name]))])
        return self._answers(name, what)

    def _complete(self, entity: Entity) -> pl.Series:
        cells = self._cases[CLOSED]
        named = [t for t in cells.unique().drop_nulls() if entity.list_key in closed_lists(t)]
        whole = cells.is_in(named).fill_null(False)
        torn = self._torn.get(entity.name)
        return whole & ~self._cases[ID].is_in(list(torn)) if torn else whole

    def _answers(self, name: str, what: str) -> pl.Series:
        fact = self._base.facts[name]
        if what in (LOW, HIGH):
            return self._column(fact.entity, end_of(name, what), pl.Float64())
        codes = self._column(fact.entity, state_of(name), CODE)
        if what == ASKED:
            return codes > OPEN
        if what == ANSWERED:
            return codes > UNKNOWN
        values = values_of(fact)
        return codes == next(n for n, v in enumerate(values, FIRST_VALUE) if is_value(v) == what)

    def _column(self, entity: str, name: str, kind: pl.DataType) -> pl.Series:
        """A column of all members: principals first, with nothing known where there is none."""
        parts = [self._cases] if self._base.entities[entity].principal else []
        parts += [self._lists[entity]] if entity in self._lists else []
        found = [
            part[name] if name in part.columns else pl.repeat(0, len(part), dtype=kind, eager=True)
            for part in parts
        ]
        return pl.concat(found) if len(found) > 1 else found[0]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def __len__(self) -> int:
        return 0
