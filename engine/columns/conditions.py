"""Conditions and numbers as columns; what each means is said in `reason.evaluate`."""

from math import inf

from engine.columns.asked import View, is_number, scope_of
from engine.columns.numbers import (
    Num,
    Truth,
    chosen,
    combine,
    compare,
    hull,
    months_between,
    overlap,
    rated,
    settled,
)
from engine.columns.program import CASES, Bit, Program
from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Constant,
    Count,
    Every,
    Exists,
    IfKnown,
    IsOpen,
    IsUnknown,
    KnownFrom,
    Lookup,
    Months,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
    Total,
)
from engine.ir.values import Interval

COMPLETE, AS_OF, DATED = "complete", "as_of", "dated"


class Conditions:
    """Compiles what stands in rules, over one view of the facts; each node once."""

    def __init__(self, base: RuleBase, program: Program, view: View) -> None:
        self._base = base
        self._p = program
        self._view = view
        self._truths: dict[Condition, Truth] = {}

    def truth(self, node: Condition) -> Truth:
        """Where the condition holds and where it fails, in the scope of what it is about."""
        found = self._truths.get(node)
        if found is None:
            found = self._truths[node] = self._truth(node)
        return found

    def _truth(self, node: Condition) -> Truth:
        match node:
            case And(parts):
                return self._all([self.truth(part) for part in parts])
            case Or(parts):
                return self._all([self.truth(part).negated for part in parts]).negated
            case Not(part):
                return self.truth(part).negated
            case Exists(entity, part):
                return self._every(entity, self.truth(part).negated).negated
            case Every(entity, part):
                return self._every(entity, self.truth(part))
            case Among(ref, values):
                return self._among(ref, values)
            case Compare(left, op, right):
                return compare(self._p, self.amount(left), op, self.amount(right))
            case IsOpen(ref):
                answered = self._at(ref, self._answered(ref))
                return Truth(self._p.no(answered), answered)
            case IsUnknown(ref):
                return self._is_unknown(ref)

    def _all(self, parts: list[Truth]) -> Truth:
        holds = self._p.both(*(part.holds for part in parts))
        return Truth(holds, self._p.some(*(part.fails for part in parts)))

    def _every(self, entity: str, part: Truth) -> Truth:
        p = self._p
        some_may_fail = self._any(entity, p.no(part.holds))
        holds = p.both(self._complete(entity), p.no(some_may_fail))
        return Truth(holds, self._any(entity, part.fails))

    def _any(self, entity: str, bit: Bit) -> Bit:
        """Whether any member has the bit; of an entity with one member it is that one's."""
        if self._base.entities[entity].single or bit is False:
            return bit
        found: Bit = self._p.gathered("any", bit, entity)
        return found

    def _complete(self, entity: str) -> Bit:
        single = self._base.entities[entity].single
        return single or self._p.given(entity, COMPLETE, CASES)

    def _at(self, ref: Ref, found: Bit) -> Bit:
        """A bit of a fact for the member that a reference means."""
        answer: Bit = found if ref.bound else self._p.principal(found, ref.entity)
        return answer

    def _among(self, ref: Ref, values: frozenset[str]) -> Truth:
        """Fails where none of the values is possible, holds where no other one is."""
        picks = self._view.picks(ref.fact)
        inside = self._p.some(*(picks[value] for value in sorted(picks) if value in values))
        beside = self._p.some(*(picks[value] for value in sorted(picks) if value not in values))
        holds, fails = self._p.no(beside), self._p.no(inside)
        return Truth(self._at(ref, holds), self._at(ref, fails))

    def _answered(self, ref: Ref) -> Bit:
        fact = self._base.facts[ref.fact]
        if not fact.derived:
            return self._view.answered(ref.fact)
        if is_number(fact):
            return settled(self._p, self._view.num(ref.fact))
        return only_one(self._p, list(self._view.picks(ref.fact).values()))

    def _is_unknown(self, ref: Ref) -> Truth:
        """Undetermined while nobody asked; what is set aside counts as not known."""
        if self._base.facts[ref.fact].derived:
            return Truth(False, True)
        answered = self._view.answered(ref.fact)
        unknown = self._p.both(self._view.asked(ref.fact), self._p.no(answered))
        return Truth(self._at(ref, unknown), self._at(ref, answered))

    def amount(self, node: Number) -> Num:
        """The interval in which the number lies."""
        match node:
            case Constant(value) | Parameter(_, value):
                return Num(value, value)
            case Ref():
                return self._fact(node)
            case Arithmetic(left, op, right):
                return combine(self._p, self.amount(left), op, self.amount(right))
            case KnownFrom(left, right):
                return overlap(self._p, self.amount(left), self.amount(right))
            case IfKnown(inner, condition):
                holds = self.truth(condition).holds
                return chosen(self._p, holds, self.amount(inner), self._bounds(inner))
            case Count(entity, part):
                return self._count(entity, self.truth(part))
            case Total(ref, part):
                return self._total(ref, self.truth(part))
            case Months(start, end):
                return months_between(self._p, self._date(start), self._date(end))
            case Lookup(table, ref):
                picks = self._view.picks(ref.fact)
                figures = self._base.tables[table].figures
                found = [(self._at(ref, picks[v]), figures[v]) for v in sorted(picks)]
                return hull(self._p, found)

    def _fact(self, ref: Ref) -> Num:
        found = self._view.num(ref.fact)
        if ref.bound:
            return found
        return Num(*(self._p.principal(part, ref.entity) for part in found))

    def _date(self, ref: Ref | None) -> Num:
        """The days that a date can mean; of the case itself where no fact is named."""
        if ref is not None:
            return self._fact(ref)
        day, dated = (self._p.given("", what, CASES) for what in (AS_OF, DATED))
        return Num(self._p.choose(dated, day, -inf), self._p.choose(dated, day, inf))

    def _bounds(self, inner: Number) -> Num:
        """The declared range, where the number is a fact that is asked."""
        fact = self._base.facts[inner.fact] if isinstance(inner, Ref) else None
        if fact is None or fact.derived:
            return Num(-inf, inf, has=False)
        wide = fact.widest
        assert isinstance(wide, Interval)
        return Num(wide.low, wide.high)

    def _count(self, entity: str, part: Truth) -> Num:
        p, may = self._p, self._p.no(part.fails)
        if self._base.entities[entity].single:
            return Num(p.choose(part.holds, 1.0, 0.0), p.choose(may, 1.0, 0.0))
        sure, most = (p.gathered("count", bit, entity) for bit in (part.holds, may))
        return Num(sure, p.choose(self._complete(entity), most, inf))

    def _total(self, ref: Ref, part: Truth) -> Num:
        p, fact = self._p, self._base.facts[ref.fact]
        value = rated(p, self._view.num(ref.fact))
        low = p.choose(part.holds, value.low, p.apply("min", 0.0, value.low))
        high = p.choose(part.holds, value.high, p.apply("max", 0.0, value.high))
        low, high = p.choose(part.fails, 0.0, low), p.choose(part.fails, 0.0, high)
        if scope_of(self._base, fact) == CASES:
            return Num(low, high)
        low, high = (p.gathered("total", end, ref.entity) for end in (low, high))
        complete = self._complete(ref.entity)
        least = low if fact.low >= 0 and not fact.derived else -inf
        return Num(p.choose(complete, low, least), p.choose(complete, high, inf))


def only_one(p: Program, picks: list[Bit]) -> Bit:
    """Where exactly one of some values is possible."""
    one: Bit = False
    several: Bit = False
    for pick in picks:
        several, one = p.some(several, p.both(one, pick)), p.some(one, pick)
    return p.both(one, p.no(several))
