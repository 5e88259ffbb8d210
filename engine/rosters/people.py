"""A few people of a roster as cases, with all that stands in their rows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from engine.columns.asked import HIGH, LOW, is_number
from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Choices, Interval
from engine.reading.case import MAX_MEMBERS
from engine.rosters.cells import FIRST_VALUE, OPEN, UNKNOWN, end_of, state_of, values_of
from engine.rosters.headings import CLOSED, ID, principals
from engine.rosters.reading import Reader, closed_lists
from engine.rosters.sources import ROW, Source, open_source

_CHUNK = 100_000
_Row = dict[str, object]


def people(
    base: RuleBase, roster: Path, lists: Mapping[str, Path], ids: Collection[str], today: date
) -> dict[str, Case]:
    """The cases of some ids; of one with a mistake in its row there is none.

    Reads the files once more, chunk by chunk. Raises BadInput where they cannot be read.
    """
    own = _Rows(base, roster, principals(base), ids, unique=True)
    others = {name: _Rows(base, path, (base.entities[name],), ids) for name, path in lists.items()}
    return {name: _case(base, rows[0], others, name, today) for name, rows in own.rows.items()}


class _Rows:
    """The good rows of some ids in a table; `torn` are the ids of which rows are missing."""

    def __init__(
        self,
        base: RuleBase,
        path: Path,
        entities: tuple[Entity, ...],
        ids: Collection[str],
        *,
        unique: bool = False,
    ) -> None:
        self._ids = list(ids)
        self._words: dict[int, _Row] = {}
        source = open_source(path)
        wanted = replace(source, chunks=lambda size: self._wanted(source, size))
        self._reader = Reader(base, wanted, entities, unique=unique)
        self._texts = {h: f for h, f in self._reader.headings.facts.items() if f.kind is Kind.TEXT}
        self.rows: dict[str, list[_Row]] = {}
        self.torn = self._reader.rejected
        for chunk in self._reader.chunks(_CHUNK):
            for row in chunk.iter_rows(named=True):
                self._keep(row, unique=unique)

    def _keep(self, row: _Row, *, unique: bool) -> None:
        name = str(row[ID])
        found = self.rows.setdefault(name, [])
        if not unique and len(found) == MAX_MEMBERS:
            self.torn.add(name)
        else:
            found.append(row | self._words[int(str(row[ROW]))])

    def _wanted(self, source: Source, size: int) -> Iterator[pl.DataFrame]:
        """The rows of these ids, as they stand in the file."""
        for raw in source.chunks(size):
            names = raw[ID].cast(pl.String).str.strip_chars()
            found = raw.filter(names.is_in(self._ids))
            words = {
                fact.id: found[heading].cast(pl.String) for heading, fact in self._texts.items()
            }
            frame = pl.DataFrame({ROW: found[ROW], **words})
            for row in frame.iter_rows(named=True):
                self._words[row[ROW]] = row
            if len(found):
                yield found


def _case(base: RuleBase, row: _Row, lists: Mapping[str, _Rows], name: str, today: date) -> Case:
    """Principals are numbered first, then the members of each list."""
    members: dict[str, tuple[int, ...]] = dict.fromkeys(base.entities, ())
    answers: dict[Place, Answer] = {}
    rows = [(entity, row) for entity in principals(base)]
    for entity in base.entities.values():
        found = lists[entity.name].rows.get(name, ()) if entity.name in lists else ()
        rows += [(entity, one) for one in found]
    for number, (entity, one) in enumerate(rows):
        members[entity.name] += (number,)
        for place, answer in _answers(base, entity, one):
            answers[place, number] = answer
    return Case(members, answers, _complete(base, row, lists, name), as_of=today)


def _complete(base: RuleBase, row: _Row, lists: Mapping[str, _Rows], name: str) -> frozenset[str]:
    closed = closed_lists(str(row[CLOSED] or ""))
    torn = {entity for entity, found in lists.items() if name in found.torn}
    return frozenset(
        e.name for e in base.entities.values() if e.list_key in closed and e.name not in torn
    )


def _answers(base: RuleBase, entity: Entity, row: _Row) -> Iterator[tuple[str, Answer]]:
    for fact in base.facts.values():
        code = row.get(state_of(fact.id), OPEN)
        if fact.entity == entity.name and code != OPEN:
            yield fact.id, Answer(None if code == UNKNOWN else _value(fact, row))


def _value(fact: Fact, row: _Row) -> Choices | Interval | str:
    if fact.kind is Kind.TEXT:
        return str(row[fact.id]).strip()
    if is_number(fact):
        low, high = (float(str(row[end_of(fact.id, end)])) for end in (LOW, HIGH))
        return Interval(low, high)
    return Choices({values_of(fact)[int(str(row[state_of(fact.id)])) - FIRST_VALUE]})
