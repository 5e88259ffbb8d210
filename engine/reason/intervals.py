"""Arithmetic on numbers known only to lie in an interval."""

from collections.abc import Callable, Iterable
from math import inf, isnan
from operator import mul, truediv

from engine.ir.values import Interval, Truth

_OPERATIONS: dict[str, Callable[[float, float], float]] = {"*": mul, "/": truediv}
EVERYTHING = Interval()


def combine(left: Interval, op: str, right: Interval) -> Interval:
    """Every number that `left op right` can be; everything when a divisor can be zero."""
    left, right = rated(left), rated(right)
    if op == "+":
        return Interval(left.low + right.low, left.high + right.high)
    if op == "-":
        return Interval(left.low - right.high, left.high - right.low)
    if op == "/" and right.low <= 0 <= right.high:
        return EVERYTHING
    corners = [
        _apply(op, one, other) for one in (left.low, left.high) for other in (right.low, right.high)
    ]
    if any(isnan(corner) for corner in corners):
        return EVERYTHING
    return Interval(min(corners), max(corners))


def _apply(op: str, left: float, right: float) -> float:
    if op == "*" and 0 in (left, right):
        return 0.0  # an unknown but finite number of nothing is nothing
    return _OPERATIONS[op](left, right)


def compare(left: Interval, op: str, right: Interval) -> Truth:
    """Whether the relation holds for every pair, for none (False), or for some only (None)."""
    if left.figure is not True or right.figure is not True:
        return None
    match op:
        case "<":
            return _ordered(left.high < right.low, left.low >= right.high)
        case "<=":
            return _ordered(left.high <= right.low, left.low > right.high)
        case ">":
            return compare(right, "<", left)
        case ">=":
            return compare(right, "<=", left)
        case "==":
            apart = left.high < right.low or right.high < left.low
            return _ordered(left.low == left.high == right.low == right.high, apart)
    equal = compare(left, "==", right)
    return None if equal is None else not equal


def _ordered(holds: bool, fails: bool) -> Truth:
    return True if holds else False if fails else None


def rated(number: Interval) -> Interval:
    """The number to calculate with: nothing is known of one that may have no figure."""
    return number if number.figure else EVERYTHING


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of numbers each known to lie in an interval."""
    low = high = 0.0
    for part in parts:
        low, high = low + part.low, high + part.high
    return Interval(low, high)


def overlap(one: Interval, other: Interval) -> Interval:
    """What both say of the same number; the first alone where they contradict each other."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Interval(low, high) if low <= high else one


def at_most_zero_or(part: Interval) -> Interval:
    """The number, or nothing: for a summand of which it is not known whether it counts."""
    return Interval(min(0.0, part.low), max(0.0, part.high))


def hull(figures: Iterable[float | None]) -> Interval:
    """The interval around figures, any of which may be the one; None stands for no figure."""
    found = list(figures)
    given = [figure for figure in found if figure is not None]
    if not given:
        return Interval(-inf, inf, figure=False)
    return Interval(min(given), max(given), figure=True if len(given) == len(found) else None)
