"""Codes of a roster, and of the lists that go with it, as the columns that rules are run over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from engine.columns.asked import ANSWERED, ASKED, HIGH, LOW, is_value
from engine.columns.conditions import COMPLETE, DATED
from engine.columns.disputes import FIRST
from engine.columns.narrow import Same
from engine.columns.program import Bit, Figure
from engine.columns.run import full
from engine.columns.tables import ROW as ROW_KIND
from engine.columns.tables import Members, Tables
from engine.ir.base import Entity, RuleBase
from engine.rosters.cells import CODE, FIRST_VALUE, OPEN, UNKNOWN, end_of, state_of, values_of
from engine.rosters.headings import CLOSED, ID
from engine.rosters.reading import closed_lists
from engine.rosters.sources import CASE, ROW

_NOBODY = pl.DataFrame(schema={ID: pl.String, ROW: ROW_KIND, CASE: ROW_KIND})


@dataclass(frozen=True)
class Answered:
    """A chunk of cases with their members; `lists` has the members' rows in their order.

    `same` says which of the columns have one value in all rows, as far as that shows at once.
    """

    tables: Tables
    same: Same
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
    own, members = {}, {}
    for entity in base.entities.values():
        if not entity.single:
            own[entity.name] = lists.get(entity.name, _NOBODY)
            members[entity.name] = Members(entity.principal, own[entity.name][CASE])
    columns = _Columns(base, cases, own, torn, today)
    return Answered(Tables(size, columns, members), columns.same, cases, own)


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
        self._names = {id(part): set(part.columns) for part in (cases, *lists.values())}

    def __getitem__(self, key: tuple[str, str]) -> pl.Series:
        name, what = key
        same = self.same(name, what)
        if same is not None:
            return full(same, self._size(name))
        if what == COMPLETE:
            return self._complete(self._base.entities[name])
        if what == FIRST:
            return pl.concat([full(True, len(self._cases)), full(False, len(self._lists[name]))])
        return self._answers(name, what)

    def same(self, name: str, what: str) -> Bit | Figure | None:
        """What all rows of a column have: no answers where there are no cells, and one date."""
        if not name:
            return True if what == DATED else float(self._today.toordinal())
        if what == COMPLETE:
            return False if self._cases[CLOSED].null_count() == len(self._cases) else None
        if what == FIRST:
            return None
        if any(state_of(name) in self._names[id(part)] for part in self._parts(name)):
            return None
        return 0.0 if what in (LOW, HIGH) else False

    def _parts(self, name: str) -> list[pl.DataFrame]:
        """The rows that a fact has: principals first, or its cases."""
        entity = self._base.entities[self._base.facts[name].entity]
        parts = [self._cases] if entity.principal else []
        return parts + [self._lists[entity.name]] if entity.name in self._lists else parts

    def _size(self, name: str) -> int:
        if name not in self._base.facts:
            return len(self._cases)
        return sum(map(len, self._parts(name)))

    def _complete(self, entity: Entity) -> pl.Series:
        cells = self._cases[CLOSED]
        named = [t for t in cells.unique().drop_nulls() if entity.list_key in closed_lists(t)]
        whole = cells.is_in(named).fill_null(False)
        torn = self._torn.get(entity.name)
        return whole & ~self._cases[ID].is_in(list(torn)) if torn else whole

    def _answers(self, name: str, what: str) -> pl.Series:
        fact = self._base.facts[name]
        if what in (LOW, HIGH):
            return self._column(name, end_of(name, what), pl.Float64())
        codes = self._column(name, state_of(name), CODE)
        if what == ASKED:
            return codes > OPEN
        if what == ANSWERED:
            return codes > UNKNOWN
        values = values_of(fact)
        return codes == next(n for n, v in enumerate(values, FIRST_VALUE) if is_value(v) == what)

    def _column(self, fact: str, name: str, kind: pl.DataType) -> pl.Series:
        """A column of all members; nothing is known of those in whose table it is missing."""
        found = [
            part[name]
            if name in self._names[id(part)]
            else pl.Series([0], dtype=kind).new_from_index(0, len(part))
            for part in self._parts(fact)
        ]
        return pl.concat(found) if len(found) > 1 else found[0]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def __len__(self) -> int:
        return 0
