"""Which columns of a program a page about everybody needs, beside what is written of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

import polars as pl

from engine.columns.asked import Picks
from engine.columns.compile import Compiled, view
from engine.columns.conditions import Conditions, only_one
from engine.columns.program import CASES, Bit, Column, Figure
from engine.columns.run import full
from engine.columns.tables import Tables
from engine.ir.base import Fact, RuleBase
from engine.ir.conditions import Among, Ref
from engine.ir.layout import Triage
from engine.ir.rules import Due
from engine.rosters.cells import values_of

CONTRADICTION = ""  # stands where the id of a row does: answers contradict each other
Found = Mapping[Column, pl.Series]


@dataclass(frozen=True)
class Reason:
    """Why somebody is as urgent as `outcome`: the id of a row, or CONTRADICTION."""

    outcome: str
    row: str
    holds: Bit


@dataclass(frozen=True)
class Dated:
    """A date that can be near: of an advice where it is given, or one that was answered.

    `about` is the entity whose members have it, CASES where each case has one.
    """

    item: str
    about: str
    counts: Bit
    low: Figure
    high: Figure
    months: int = 0
    days: int = 0


class Columns:
    """The columns wanted of a compiled base; the same for every chunk."""

    def __init__(self, out: Compiled, triage: Triage) -> None:
        self.base: RuleBase = out.base
        self.triage = triage
        self._out = out
        self.program = self._p = out.program
        self._view = view(out)
        self._conditions = Conditions(out.base, out.program, self._view)
        self.broken = [self._of_any(bit) for bit in out.broken.values()]
        self.reasons = list(self._reasons())
        self.settled = self._settled(triage.urgency)
        self.counts = {name: self.picks(name) for name in triage.counts}
        goals = [out.base.layout.decisions[name] for name in out.base.layout.headlines]
        self.goals = {name: self.picks(name) for name in goals}
        self.dates = [*self._of_advice(), *self._of_answers()]

    @property
    def wanted(self) -> list[Bit | Figure]:
        """Everything to work out."""
        found: list[Bit | Figure] = [self.settled, *(one.holds for one in self.reasons)]
        for picks in (*self.counts.values(), *self.goals.values()):
            found += picks.values()
        for one in self.dates:
            found += [one.counts, one.low, one.high]
        return found

    def picks(self, name: str) -> Picks:
        """The values that a fact of a principal can still have, in the order of the vocabulary."""
        fact = self.base.facts[name]
        found = self._view.picks(name)
        return {v: self._p.principal(found[v], fact.entity) for v in values_of(fact)}

    def _settled(self, name: str) -> Bit:
        return only_one(self._p, list(self.picks(name).values()))

    def _reasons(self) -> Iterator[Reason]:
        """The rows from the most urgent on; contradictions before those that are as urgent."""
        rows = self.base.decisions[self.triage.urgency].rows
        said, contradicted = not self.triage.contradictions, self._p.some(*self.broken)
        for row in rows:
            if not said and not self._more_urgent(row.then):
                said = True
                yield Reason(self.triage.contradictions, CONTRADICTION, contradicted)
            yield Reason(row.then, row.id, self._out.truths[row.id].holds)

    def _more_urgent(self, outcome: str) -> bool:
        order = list(self.base.facts[self.triage.urgency].choices)
        return order.index(outcome) < order.index(self.triage.contradictions)

    def _of_any(self, bit: Bit) -> Bit:
        if isinstance(bit, Column) and bit.scope:
            found: Bit = self._p.gathered("any", bit, bit.scope)
            return found
        return bit

    def _of_advice(self) -> Iterator[Dated]:
        for advice in self.base.advice:
            if advice.by is not None:
                yield self._dated(advice.id, advice.scope, self._out.fired[advice.id], advice.by)

    def _of_answers(self) -> Iterator[Dated]:
        for name in self.triage.deadlines:
            fact = self.base.facts[name]
            due = Due(Ref(name, fact.entity, bound=True), 0, 0, name)
            yield self._dated(name, fact.entity, self._may_count(fact), due)

    def _may_count(self, fact: Fact) -> Bit:
        """Not of members of a list of which it is known that they are not weighed any more."""
        layouts = (one for one in self.base.layout.entities if one.entity == fact.entity)
        layout = next((one for one in layouts if one.status), None)
        if layout is None:
            return True
        status = Ref(layout.status, fact.entity, bound=True)
        truth = self._conditions.truth(Among(status, frozenset(layout.weighed)))
        return self._p.no(truth.fails)

    def _dated(self, item: str, entity: str, counts: Bit, due: Due) -> Dated:
        about = CASES if self.base.entities[entity].single else entity
        num = self._conditions.amount(due.ref)
        low, high, where = (self._p.spread(one, about) for one in (num.low, num.high, counts))
        return Dated(item, about, where, low, high, due.months, due.days)


def series(found: Found, one: Bit | Figure, size: int) -> pl.Series:
    """A column that was worked out, or the same everywhere."""
    return found[one] if isinstance(one, Column) else full(one, size)


def owners(tables: Tables, about: str) -> pl.Series:
    """For each row of a scope the case it belongs to."""
    heads = pl.int_range(tables.size, dtype=pl.UInt32, eager=True)
    if not about:
        return heads
    members = tables.members[about]
    rest = members.owners.cast(pl.UInt32)
    return pl.concat([heads, rest]) if members.principals else rest


def is_finite(low: pl.Series, high: pl.Series) -> pl.Series:
    """Where a date is known at all."""
    return (low > -inf) & (high < inf)
