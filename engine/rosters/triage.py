"""What a page about everybody says, counted while a roster is answered chunk by chunk."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import nsmallest
from math import inf

import polars as pl

from engine.columns.compile import compiled
from engine.columns.tables import Executor, Tables
from engine.ir.layout import Triage
from engine.rosters.answers import answered
from engine.rosters.cohort import Cohort
from engine.rosters.headings import ID
from engine.rosters.outcomes import Outcomes
from engine.rosters.roster import Chunk
from engine.rosters.triage_asking import Asking
from engine.rosters.triage_columns import Columns, Found, Reason, series
from engine.rosters.triage_dates import CASE, DAY, ITEM, LAST, Near

OPEN = ""  # stands where the value of a fact does that is not settled
_DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody to list: the number of the reason, the first near day, the place on the roster."""

    reason: int
    day: float
    place: int
    id: str = field(compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A date that is near: days of the calendar counted from the year 1."""

    day: float
    last: float
    place: int
    item: str
    id: str = field(compare=False)


@dataclass
class Tally:
    """Counts of a whole roster, and the first few of everything that is listed.

    `reasons` counts people by the first reason that surely holds, `unsettled` those for whom an
    earlier one may hold as well. `weeks` counts near dates by the week they begin in.
    """

    reasons: list[Reason]
    answered: int = 0
    by_reason: Counter[int] = field(default_factory=Counter)
    unsettled: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    dates: Counter[str] = field(default_factory=Counter)
    dated_people: int = 0
    weeks: Counter[int] = field(default_factory=Counter)
    people: dict[str, list[Person]] = field(default_factory=dict)
    deadlines: list[Deadline] = field(default_factory=list)


class Watched(Cohort):
    """A roster of which a page is made while chunks are judged."""

    def __post_init__(self) -> None:
        super().__post_init__()
        layout = self.base.layout
        assert layout.triage is not None
        self._columns = Columns(compiled(self.base), layout.triage)
        self.triage: Triage = layout.triage
        self.listed = int(self.base.settings[self.triage.listed].value)
        self.days = int(self.base.settings[self.triage.days].value)
        self.tally = Tally(self._columns.reasons)
        self.asking = Asking(self._columns)
        self._near = Near(self._columns, self.today, self.days)

    @property
    def goals(self) -> list[str]:
        """The headline decisions, which questions are to settle."""
        return list(self._columns.goals)

    def judged(
        self, chunk: Chunk, execute: Executor | None = None, *, packed: bool = False
    ) -> Outcomes:
        """One chunk counted; of the outcomes only whose they are, for the page shows no others."""
        batch = answered(self.base, chunk.cases, chunk.lists, chunk.torn, self.today)
        work_out = execute or self.execute
        found = work_out(self._columns.program, batch.tables, self._columns.wanted)
        self._count(chunk.cases[ID], batch.tables, found)
        return Outcomes(chunk.cases.select(ID), {}, pl.DataFrame())

    def _count(self, ids: pl.Series, tables: Tables, found: Found) -> None:
        near = self._near.of(tables, found)
        reasons = self._reasons(tables, found)
        self._count_facts(tables, found)
        self._list_people(ids, reasons, near)
        self._list_dates(ids, near)
        self.asking.take(tables)
        self.tally.answered += tables.size

    def _reasons(self, tables: Tables, found: Found) -> pl.Series:
        """For each case the number of the first reason that surely holds."""
        kind = pl.UInt16
        first = pl.repeat(len(self.tally.reasons) - 1, tables.size, dtype=kind, eager=True)
        for number in range(len(self.tally.reasons) - 1, -1, -1):
            bit = series(found, self.tally.reasons[number].holds, tables.size)
            first = pl.repeat(number, tables.size, dtype=kind, eager=True).zip_with(bit, first)
        self.tally.by_reason.update(_counted(first))
        settled = series(found, self._columns.settled, tables.size)
        self.tally.unsettled += int((~settled).sum())
        return first

    def _count_facts(self, tables: Tables, found: Found) -> None:
        """People by the value of each fact that is counted."""
        for name, picks in self._columns.counts.items():
            counts = self.tally.counts.setdefault(name, Counter())
            columns = [series(found, bit, tables.size) for bit in picks.values()]
            left = sum((c.cast(pl.UInt8) for c in columns[1:]), columns[0].cast(pl.UInt8))
            for value, column in zip(picks, columns, strict=True):
                counts[value] += int((column & (left == 1)).sum())
            counts[OPEN] += int((left != 1).sum())

    def _list_people(self, ids: pl.Series, reasons: pl.Series, near: pl.DataFrame) -> None:
        """The most urgent of each outcome, those with the nearest date first."""
        days = near.group_by(CASE).agg(pl.col(DAY).min())
        places = pl.int_range(len(ids), dtype=pl.UInt32, eager=True)
        frame = pl.DataFrame({CASE: places, "reason": reasons, ID: ids})
        frame = frame.join(days, on=CASE, how="left").with_columns(pl.col(DAY).fill_null(inf))
        outcomes = [reason.outcome for reason in self.tally.reasons]
        for outcome in dict.fromkeys(outcomes):
            numbers = [n for n, one in enumerate(outcomes) if one == outcome]
            own = frame.filter(pl.col("reason").is_in(numbers)).sort("reason", DAY, CASE)
            rows = own.head(self.listed).select("reason", DAY, CASE, ID).iter_rows()
            new = [Person(r, day, self.tally.answered + case, name) for r, day, case, name in rows]
            before = self.tally.people.get(outcome, [])
            self.tally.people[outcome] = nsmallest(self.listed, [*before, *new])

    def _list_dates(self, ids: pl.Series, near: pl.DataFrame) -> None:
        """The nearest dates, and how many there are of which, in which week."""
        tally, items = self.tally, [one.item for one in self._columns.dates]
        tally.dates.update({items[n]: count for n, count in _counted(near[ITEM]).items()})
        tally.dated_people += near[CASE].n_unique()
        weeks = ((near[DAY] - self.today.toordinal()) / _DAYS).floor().cast(pl.UInt16)
        tally.weeks.update(_counted(weeks))
        first = near.sort(DAY, LAST, CASE, ITEM).head(self.listed)
        new = [
            Deadline(day, last, tally.answered + case, items[item], ids[case])
            for case, item, day, last in first.iter_rows()
        ]
        tally.deadlines = nsmallest(self.listed, [*tally.deadlines, *new])


def _counted(column: pl.Series) -> dict[int, int]:
    counts = column.rename("value").value_counts(name="count")
    return dict(counts.iter_rows())
