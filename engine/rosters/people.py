"""A few people of a roster as cases, with all that stands in their rows."""

from collections.abc import Collection, Iterator, Mapping
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
from engine.rosters.ids import ids_of
from engine.rosters.reading import Reader, closed_lists
from engine.rosters.sources import open_source

_CHUNK = 100_000
_Row = dict[str, object]


def people(
    base: RuleBase, roster: Path, lists: Mapping[str, Path], ids: Collection[str], today: date
) -> dict[str, Case]:
    """The cases of some ids; of one with a mistake in its row there is none.

    Reads the files once more, chunk by chunk, the roster no further than the last of the ids.
    Raises BadInput where they cannot be read.
    """
    own = _Rows(base, roster, principals(base), ids, once=True)
    others = {name: _Rows(base, path, (base.entities[name],), ids) for name, path in lists.items()}
    return {
        name: _case(base, rows[0], others, name, today) for name, rows in own.rows.items() if rows
    }


class _Rows:
    """The good rows of some ids in a table; `torn` are the ids of which rows are missing."""

    def __init__(
        self,
        base: RuleBase,
        path: Path,
        entities: tuple[Entity, ...],
        ids: Collection[str],
        *,
        once: bool = False,
    ) -> None:
        self.rows: dict[str, list[_Row]] = {}
        self.torn: set[str] = set()
        source = open_source(path)
        self._reader = Reader(base, source, entities)
        for raw in source.chunks(_CHUNK):
            found = raw.filter(ids_of(raw).is_in(list(ids)))
            if len(found):
                self._take(found)
            if once and len(self.rows) == len(set(ids)):
                return

    def _take(self, raw: pl.DataFrame) -> None:
        read, words = self._reader.read(raw, ()), self._texts(raw)
        for place, row in enumerate(read.frame.iter_rows(named=True)):
            found = self.rows.setdefault(str(row[ID]), [])
            if place in read.bad or len(found) == MAX_MEMBERS:
                self.torn.add(str(row[ID]))
            else:
                found.append(row | words[place])

    def _texts(self, raw: pl.DataFrame) -> list[_Row]:
        """What was written to questions that are answered in words."""
        facts = self._reader.headings.facts.items()
        words = {f.id: raw[h].cast(pl.String) for h, f in facts if f.kind is Kind.TEXT}
        return list(pl.DataFrame(words).iter_rows(named=True)) if words else [{}] * len(raw)


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
