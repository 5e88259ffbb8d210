"""What one more question, put to everybody who was not asked it, would settle.

Each answer that it can have is tried on everybody at once; one that contradicts what somebody said
is left out for that person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from engine.columns.conditions import only_one
from engine.columns.program import Bit
from engine.columns.run import full, run
from engine.columns.tables import Tables
from engine.ir.base import RuleBase
from engine.rosters.triage_columns import Columns, Found, owners, series
from engine.rosters.triage_questions import Changes, Key, Question, questions
from engine.rosters.triage_rest import Rest, kept_as, rest_of


@dataclass
class Settling:
    """For how many a question is still to be asked while something is open, how many of them it
    would settle surely (whatever they answer), possibly, and on average by its shares."""

    open: int = 0
    surely: int = 0
    possibly: int = 0
    expected: float = 0.0


class Asking:
    """Tries every question on chunk after chunk; `found` is what came of each."""

    def __init__(self, columns: Columns) -> None:
        program = columns.program
        self.questions, self.untried = questions(columns.base, list(columns.goals))
        self.found = {one.name: Settling() for one in self.questions}
        self._base, self._program = columns.base, program
        self._done = [only_one(program, list(picks.values())) for picks in columns.goals.values()]
        bits: list[Bit] = [*self._done, *columns.broken]
        self._rests = {q.name: rest_of(program, q.keys, bits) for q in self.questions}
        needed = (column for rest in self._rests.values() for column in rest.needs)
        self._wanted = [*bits, *dict.fromkeys(needed)]

    def take(self, tables: Tables) -> None:
        """Count a chunk."""
        found = run(self._program, tables, self._wanted)
        settled = [series(found, bit, tables.size) for bit in self._done]
        if settled and not (all_done := _all(settled)).all():
            for question in self.questions:
                open_for = _unasked(question, tables, self._base) & ~all_done
                if open_for.any():
                    self._try(question, tables, found, open_for)

    def _try(self, question: Question, tables: Tables, found: Found, open_for: pl.Series) -> None:
        size, rest = tables.size, self._rests[question.name]
        total, settled = full(0.0, size), full(0.0, size)
        surely, possibly = full(True, size), full(False, size)
        for changes, share in question.answers:
            columns = _Answered(tables, question, changes, found, rest)
            after = run(rest.program, Tables(size, columns, tables.members), rest.bits)
            can = ~self._newly(rest, found, after, size, goals=False)
            more = can & self._newly(rest, found, after, size, goals=True)
            total = total + can.cast(pl.Float64) * share
            settled = settled + more.cast(pl.Float64) * share
            surely, possibly = surely & (more | ~can), possibly | more
        counts = self.found[question.name]
        counts.open += int(open_for.sum())
        counts.possibly += int((possibly & open_for).sum())
        counts.surely += int((surely & possibly & open_for).sum())
        counts.expected += float((settled / total).filter(open_for & (total > 0)).sum())

    def _newly(
        self, rest: Rest, before: Found, after: Found, size: int, *, goals: bool
    ) -> pl.Series:
        """Where a goal is settled that was not, or answers contradict that did not."""
        found = full(False, size)
        for bit in rest.bits:
            if (bit in self._done) is goals:
                found = found | (after[bit] & ~before[bit])
        return found


def _all(bits: list[pl.Series]) -> pl.Series:
    found = bits[0]
    for bit in bits[1:]:
        found = found & bit
    return found


def _unasked(question: Question, tables: Tables, base: RuleBase) -> pl.Series:
    """Who was not asked, of one of the members at least; of principals it is these that count."""
    rows = ~tables.columns[question.asked]
    entity = base.entities[question.entity]
    if entity.principal:
        return rows.head(tables.size)
    cases = owners(tables, entity.name).filter(rows)
    return pl.int_range(tables.size, dtype=pl.UInt32, eager=True).is_in(cases.unique().implode())


class _Answered(Mapping[Key, pl.Series]):
    """The columns with an answer wherever a question was not asked, and what does not depend on it
    as it was found."""

    def __init__(
        self, tables: Tables, question: Question, changes: Changes, found: Found, rest: Rest
    ) -> None:
        self._columns = tables.columns
        self._asked = tables.columns[question.asked]
        self._changes = changes
        self._found = {kept_as(column): found[column] for column in rest.needs}

    def __getitem__(self, key: Key) -> pl.Series:
        if key in self._found:
            return self._found[key]
        column = self._columns[key]
        if key not in self._changes:
            return column
        return column.zip_with(self._asked, full(self._changes[key], len(column)))

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0
