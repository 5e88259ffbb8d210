"""Numbers known to lie in an interval, as columns; `reason.intervals` says what each means."""

from collections.abc import Iterable
from itertools import product
from math import inf
from typing import NamedTuple

from engine.columns.program import Bit, Figure, Program

DAYS_IN_A_STEP = 31


class Num(NamedTuple):
    """A number between `low` and `high`, whether it `has` a figure, or surely has none."""

    low: Figure
    high: Figure
    has: Bit = True
    lacks: Bit = False


class Truth(NamedTuple):
    """Where a condition surely holds, and where it surely fails; nowhere both."""

    holds: Bit
    fails: Bit

    @property
    def negated(self) -> "Truth":
        """Kleene's not."""
        return Truth(self.fails, self.holds)


def rated(p: Program, one: Num) -> Num:
    """The number to calculate with: nothing is known of one that may have no figure."""
    return Num(p.choose(one.has, one.low, -inf), p.choose(one.has, one.high, inf))


def combine(p: Program, left: Num, op: str, right: Num) -> Num:
    """Every number that `left op right` can be; everything when a divisor can be zero."""
    left, right = rated(p, left), rated(p, right)
    ends = product(dict.fromkeys(left[:2]), dict.fromkeys(right[:2]))
    corners = [_corner(p, op, one, other) for one, other in ends]
    bad = p.some(*(p.apply("isnan", corner) for corner in corners))
    if op == "/":
        around = p.apply("<=", right.low, 0.0), p.apply("<=", 0.0, right.high)
        bad = p.some(bad, p.both(*around))
    low, high = corners[0], corners[0]
    for corner in corners[1:]:
        low, high = p.apply("min", low, corner), p.apply("max", high, corner)
    return Num(p.choose(bad, -inf, low), p.choose(bad, inf, high))


def _corner(p: Program, op: str, one: Figure, other: Figure) -> Figure:
    found: Figure = p.apply(op, one, other)
    if op == "*":  # an unknown but finite number of nothing is nothing
        found = p.choose(p.some(p.apply("==", one, 0.0), p.apply("==", other, 0.0)), 0.0, found)
    return found


def compare(p: Program, left: Num, op: str, right: Num) -> Truth:
    """Whether the relation holds for every pair, or for none."""
    if op in (">", ">="):
        return compare(p, right, op.replace(">", "<"), left)
    if op == "!=":
        return compare(p, left, "==", right).negated
    rated_both = p.both(left.has, right.has)
    if op == "==":
        apart = p.some(p.apply("<", left.high, right.low), p.apply("<", right.high, left.low))
        return Truth(p.both(rated_both, _one_number(p, left, right)), p.both(rated_both, apart))
    holds = p.apply(op, left.high, right.low)
    fails = p.apply("<=" if op == "<" else "<", right.high, left.low)
    return Truth(p.both(rated_both, holds), p.both(rated_both, fails))


def _one_number(p: Program, left: Num, right: Num) -> Bit:
    ends = (left.low, left.high), (left.high, right.low), (right.low, right.high)
    return p.both(*(p.apply("==", one, other) for one, other in ends))


def overlap(p: Program, one: Num, other: Num) -> Num:
    """What both say of the same number; the first alone where they contradict each other."""
    low, high = p.apply("max", one.low, other.low), p.apply("min", one.high, other.high)
    agree = p.apply("<=", low, high)
    has, lacks = p.some(agree, one.has), p.both(p.no(agree), one.lacks)
    return Num(p.choose(agree, low, one.low), p.choose(agree, high, one.high), has, lacks)


def chosen(p: Program, bit: Bit, one: Num, other: Num) -> Num:
    """The one number where the bit is true, elsewhere the other."""
    off = p.no(bit)
    return Num(
        p.choose(bit, one.low, other.low),
        p.choose(bit, one.high, other.high),
        p.some(p.both(bit, one.has), p.both(off, other.has)),
        p.some(p.both(bit, one.lacks), p.both(off, other.lacks)),
    )


def settled(p: Program, one: Num) -> Bit:
    """Whether exactly one number, or the absence of a figure, is left."""
    return p.some(one.lacks, p.both(one.has, p.apply("==", one.low, one.high)))


def hull(p: Program, figures: Iterable[tuple[Bit, float | None]]) -> Num:
    """The interval around those figures that are still possible; None stands for no figure."""
    found = list(figures)
    given = sorted(_given(found), key=lambda pair: pair[0])
    low: Figure = inf
    high: Figure = -inf
    for figure, bit in reversed(given):
        low = p.choose(bit, figure, low)
    for figure, bit in given:
        high = p.choose(bit, figure, high)
    some = p.some(*(bit for _, bit in given))
    missing = p.some(*(bit for bit, figure in found if figure is None))
    has = p.both(some, p.no(missing))
    return Num(p.choose(some, low, -inf), p.choose(some, high, inf), has, p.no(some))


def _given(found: list[tuple[Bit, float | None]]) -> list[tuple[float, Bit]]:
    return [(figure, bit) for bit, figure in found if figure is not None]


def months_between(p: Program, start: Num, end: Num) -> Num:
    """Calendar months from one date to another, with fractions; negative when it is earlier."""
    ends = (start.low, start.high, end.low, end.high)
    known = p.both(*(p.apply("<", -inf, day) for day in ends))
    known = p.both(known, *(p.apply("<", day, inf) for day in ends))
    low, high = _months(p, start.high, end.low), _months(p, start.low, end.high)
    return Num(p.choose(known, low, -inf), p.choose(known, high, inf))


def _months(p: Program, start: Figure, end: Figure) -> Figure:
    whole = p.apply("-", p.apply("month", end), p.apply("month", start))
    days = p.apply("-", p.apply("day", end), p.apply("day", start))
    found: Figure = p.apply("+", whole, p.apply("/", days, float(DAYS_IN_A_STEP)))
    return found
