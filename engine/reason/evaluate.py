"""Conditions and numbers over what is known (strong Kleene logic, interval arithmetic)."""

from collections.abc import Iterable, Sequence
from math import inf

from engine.ir.base import RuleBase
from engine.ir.case import Place
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
from engine.ir.dates import months_between
from engine.ir.values import NO_FIGURE, Interval, Truth, Value, is_settled
from engine.reason.intervals import at_most_zero_or, combine, compare, hull, overlap, rated, total
from engine.reason.known import Known, Origin


def truth(node: Condition, known: Known, member: int) -> Truth:
    """Whether the condition holds of `member`; None while that is undetermined."""
    match node:
        case And(parts):
            return all_of(truth(part, known, member) for part in parts)
        case Or(parts):
            return negated(all_of(negated(truth(part, known, member)) for part in parts))
        case Not(part):
            return negated(truth(part, known, member))
        case Exists(entity, part):
            return negated(_every(entity, Not(part), known))
        case Every(entity, part):
            return _every(entity, part, known)
        case Among(ref, values):
            return among(known.value(known.place(ref, member)), values)
        case Compare(left, op, right):
            return compare(amount(left, known, member), op, amount(right, known, member))
        case IsOpen(ref):
            return is_open(known.place(ref, member), known)
        case IsUnknown(ref):
            return is_unknown(known.origin(known.place(ref, member)))


def all_of(parts: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    verdict: Truth = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            verdict = None
    return verdict


def negated(verdict: Truth) -> Truth:
    """Kleene's not."""
    return None if verdict is None else not verdict


def among(value: Value, values: frozenset[str]) -> Truth:
    """Whether the value is one of `values`: of all it can still be, some, or none."""
    assert isinstance(value, frozenset)
    return True if value <= values else False if not value & values else None


def _every(entity: str, part: Condition, known: Known) -> Truth:
    verdict = all_of(truth(part, known, member) for member in known.members(entity))
    return verdict if known.is_complete(entity) or verdict is False else None


def is_open(place: Place, known: Known) -> Truth:
    """Whether no value is settled.

    A date given to the month is an answer, although its day is not settled.
    """
    origin = known.origin(place)
    if origin is Origin.ANSWER or origin is Origin.DERIVED and is_settled(known.value(place)):
        return False
    if known.foresees and origin in (Origin.OPEN, Origin.ASSUMED, Origin.DERIVED):
        return None
    return True


def is_unknown(origin: Origin) -> Truth:
    """Whether it was asked without success; undetermined while nobody asked."""
    if origin in (Origin.OPEN, Origin.ASSUMED):
        return None
    return origin in (Origin.UNKNOWN, Origin.DISPUTED)


def amount(node: Number, known: Known, member: int) -> Interval:
    """The interval in which the number lies."""
    match node:
        case Constant(value) | Parameter(_, value):
            return Interval(value, value)
        case Ref():
            return _interval(known.value(known.place(node, member)))
        case Arithmetic(left, op, right):
            return combine(amount(left, known, member), op, amount(right, known, member))
        case KnownFrom(left, right):
            return overlap(amount(left, known, member), amount(right, known, member))
        case IfKnown(inner, condition):
            holds = truth(condition, known, member) is True
            return amount(inner, known, member) if holds else bounds(inner, known.base)
        case Count(entity, part):
            verdicts = [truth(part, known, one) for one in known.members(entity)]
            return counted(verdicts, known.is_complete(entity))
        case Total(ref, part):
            verdicts = [truth(part, known, one) for one in known.members(ref.entity)]
            return summed(ref, verdicts, known)
        case Months(start, end):
            return months_between(_date(start, known, member), _date(end, known, member))
        case Lookup(table, ref):
            return looked_up(table, known.value(known.place(ref, member)), known)


def _date(ref: Ref | None, known: Known, member: int) -> Interval:
    """The days that a date can mean; of the case itself where no fact is named."""
    if ref is not None:
        return _interval(known.value(known.place(ref, member)))
    return today(known)


def today(known: Known) -> Interval:
    """The date of the case itself."""
    day = known.case.as_of
    return Interval() if day is None else Interval(day.toordinal(), day.toordinal())


def _interval(value: Value) -> Interval:
    assert isinstance(value, Interval)
    return value


def bounds(inner: Number, base: RuleBase) -> Interval:
    """The range that the vocabulary declares, where the number is a fact that is asked.

    What a formula gives is held to no range, and may be that there is no figure.
    """
    fact = base.facts[inner.fact] if isinstance(inner, Ref) else None
    return Interval(figure=None) if fact is None or fact.derived else _interval(fact.widest)


def counted(verdicts: Sequence[Truth], is_complete: bool) -> Interval:
    """How many members satisfy a condition, given whether each does."""
    sure, possible = verdicts.count(True), len(verdicts) - verdicts.count(False)
    return Interval(sure, possible if is_complete else inf)


def summed(ref: Ref, verdicts: Iterable[Truth], known: Known) -> Interval:
    """The sum of a fact over the members that satisfy a condition, given whether each does."""
    parts = []
    for member, verdict in zip(known.members(ref.entity), verdicts, strict=True):
        if verdict is not False:
            value = rated(_interval(known.value((ref.fact, member))))
            parts.append(value if verdict else at_most_zero_or(value))
    found = total(parts)
    if known.is_complete(ref.entity):
        return found
    fact = known.base.facts[ref.fact]
    only_adds = fact.low >= 0 and not fact.derived
    return Interval(found.low if only_adds else -inf, inf)


def looked_up(table: str, key: Value, known: Known) -> Interval:
    """The figures that a table gives for what a fact can still be."""
    assert isinstance(key, frozenset)
    figures = known.base.tables[table].figures
    found = hull(figures[choice] for choice in key)
    return NO_FIGURE if found.figure is False else found
