"""Closures of numbers; what each means is said, and checked against, in `reason.evaluate`."""

from collections.abc import Callable

from engine.ir.conditions import Number, Ref
from engine.ir.dates import months_between
from engine.ir.values import Interval, Truth
from engine.reason.evaluate import bounds, counted, looked_up, summed, today
from engine.reason.intervals import combine, overlap
from engine.reason.known import Known

Amount = Callable[[Known, int], Interval]
Holds = Callable[[Known, int], Truth]


def figure(value: float) -> Amount:
    """A number that is the same for everybody."""
    found = Interval(value, value)
    return lambda known, member: found


def fact(ref: Ref) -> Amount:
    """The number, or the days, that a fact can be."""
    name, entity = ref.fact, ref.entity

    def bound(known: Known, member: int) -> Interval:
        value = known.value((name, member))
        assert isinstance(value, Interval)
        return value

    def principal(known: Known, _: int) -> Interval:
        return bound(known, known.members(entity)[0])

    return bound if ref.bound else principal


def combined(left: Amount, op: str, right: Amount) -> Amount:
    """One number with another by + - * or /."""
    return lambda known, member: combine(left(known, member), op, right(known, member))


def overlapping(left: Amount, right: Amount) -> Amount:
    """One number that two facts tell."""
    return lambda known, member: overlap(left(known, member), right(known, member))


def if_known(inner: Number, number: Amount, condition: Holds) -> Amount:
    """The number while the condition holds, otherwise nothing is known of it."""

    def run(known: Known, member: int) -> Interval:
        holds = condition(known, member) is True
        return number(known, member) if holds else bounds(inner, known.base)

    return run


def count(entity: str, part: Holds) -> Amount:
    """How many members satisfy the condition."""

    def run(known: Known, _: int) -> Interval:
        verdicts = [part(known, one) for one in known.members(entity)]
        return counted(verdicts, known.is_complete(entity))

    return run


def total(ref: Ref, part: Holds) -> Amount:
    """The sum of a fact over the members that satisfy the condition."""

    def run(known: Known, _: int) -> Interval:
        return summed(ref, [part(known, one) for one in known.members(ref.entity)], known)

    return run


def months(start: Amount | None, end: Amount | None) -> Amount:
    """Calendar months from one date to another; None stands for the date of the case."""

    def run(known: Known, member: int) -> Interval:
        first = start(known, member) if start else today(known)
        return months_between(first, end(known, member) if end else today(known))

    return run


def lookup(table: str, ref: Ref) -> Amount:
    """The figure that a table gives for the value of a fact."""
    return lambda known, member: looked_up(table, known.value(known.place(ref, member)), known)
