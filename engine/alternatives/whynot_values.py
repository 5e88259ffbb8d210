"""Values of an answer that are worth trying: every choice, and numbers where something turns."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import copysign, inf

from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.dates import FIRST_YEAR, LAST_YEAR
from engine.ir.values import Interval, Value
from engine.reason.known import Known

# What may be put in beside a value: that it is not known, that it was never asked, and of a list
# that it has one more entry, or no further ones.
UNKNOWN, OPEN, MORE, WHOLE = "unknown", "open", "more", "whole"
Given = Value | str
Turns = Callable[[Given], bool]
Likely = Callable[[float, float], Iterable[float]]
DAYS = (0, 1, 32, 93, 186, 366, 732, 1830, 3660, 18300)
YEAR = 365.25


def numbers_for(
    own: list[Given], fact: Fact, known: Known, turns: Turns, likely: Likely
) -> list[Given]:
    """Those of a fact's `own` values that turn something.

    Where none does, because it hangs on more than this fact, numbers on each side of every number
    at which it turns, first looked for where that is `likely` between two; where there are none
    either, a few to go on with.
    """
    found = [one for one in own if turns(one)]
    if found or fact.kind not in (*NUMERIC, Kind.DATE):
        return found
    grid = _grid(fact, known)
    edges = _edges(fact, grid, turns, likely)
    outer = [one for one in (grid[0], grid[-1]) if turns(exactly(one))]
    return [exactly(one) for one in dict.fromkeys([*edges, *outer])]


def samples_for(fact: Fact, known: Known) -> list[Given]:
    """The least and the greatest number or day that are tried; nothing of a choice."""
    if fact.kind not in (*NUMERIC, Kind.DATE):
        return []
    grid = _grid(fact, known)
    return [exactly(one) for one in dict.fromkeys((grid[0], grid[-1]))]


def turning_between(own: list[Given], fact: Fact, turns: Turns, likely: Likely) -> list[Given]:
    """Numbers at which something turns between two of a fact's `own` values."""
    numbers = sorted(one.low for one in own if isinstance(one, Interval))
    return [exactly(one) for one in _edges(fact, numbers, turns, likely)]


def _edges(fact: Fact, numbers: list[float], turns: Turns, likely: Likely) -> dict[float, None]:
    """The numbers on both sides of each one at which it turns."""
    found: dict[float, None] = {}
    for low, high in pairwise(numbers):
        before = turns(exactly(low))
        if high - low > step(fact) and turns(exactly(high)) != before:
            like_low = lambda number, before=before: turns(exactly(number)) == before  # noqa: E731
            near = _nearer(fact, low, high, like_low, likely)
            found |= dict.fromkeys(between(fact, *near, like_low))
    return found


def _nearer(
    fact: Fact, low: float, high: float, like_low: Callable[[float], bool], likely: Likely
) -> tuple[float, float]:
    """Two numbers closer together, if it turns where it is likely to."""
    for zero in likely(low, high):
        for number in (_tidy(fact, zero - step(fact)), _tidy(fact, zero + step(fact))):
            if low < number < high:
                low, high = (number, high) if like_low(number) else (low, number)
    return low, high


def _tidy(fact: Fact, number: float) -> float:
    return float(round(number)) if step(fact) == 1 else round(number, 4)


def exactly(amount: float) -> Interval:
    """An answer that is this number."""
    return Interval(amount, amount)


def step(fact: Fact) -> float:
    """How far two values are apart that still matter."""
    return 1.0 if fact.kind in (Kind.COUNT, Kind.DATE) else 0.001


def _grid(fact: Fact, known: Known) -> list[float]:
    """Values from the least to the greatest, closer together where numbers are small.

    Few will do: a sum or a product passes the number at which it turns once.
    """
    if fact.kind is Kind.DATE:
        day = known.case.as_of
        middle = day.toordinal() if day else (FIRST_YEAR + LAST_YEAR) / 2 * YEAR
        return sorted({float(int(middle + sign * days)) for sign in (-1, 1) for days in DAYS})
    numbers = {0.0, 1.0, *(sign * 8.0**power for power in range(1, 8) for sign in (-1, 1))}
    inside = {number for number in numbers if fact.low <= number <= fact.high}
    return sorted(inside | {end for end in (fact.low, fact.high) if abs(end) != inf})


def between(
    fact: Fact, low: float, high: float, like_low: Callable[[float], bool]
) -> tuple[float, float]:
    """The last number like `low` and the first one unlike it, as plain as they can be."""
    least = step(fact)
    while abs(high - low) > least * 1.5:
        middle = (low + high) / 2
        middle = float(int(middle)) if least == 1 else round(middle, 4)
        if middle in (low, high):
            break
        low, high = (middle, high) if like_low(middle) else (low, middle)
    return _plainer(low, high, like_low)


def _plainer(low: float, high: float, like_low: Callable[[float], bool]) -> tuple[float, float]:
    """The same two with the number at which it turns in place of one beside it."""
    for digits in range(4):
        edge = round((low + high) / 2, digits)
        if min(low, high) <= edge <= max(low, high):
            return (edge, high) if like_low(edge) else (low, edge)
    return low, high


def turn(
    fact: Fact, last: float, other: float, does: Callable[[float], bool]
) -> tuple[float, bool]:
    """Where a number stops to do, between one that does and one that does not.

    Also whether it does there itself; of whole numbers it is the last one that does. Mostly that is
    right beside the one that does not, where a condition turns.
    """
    beside = _tidy(fact, other - copysign(step(fact), other - last))
    if min(last, other) < beside < max(last, other):
        last, other = (beside, other) if does(beside) else (last, beside)
    inner, outer = between(fact, last, other, does)
    if step(fact) == 1:
        return inner, True
    plain = min((inner, outer), key=lambda number: len(repr(number)))
    return plain, plain == inner


def far(fact: Fact, start: float, sign: int) -> Iterator[float]:
    """Numbers further and further in a direction, up to the end of the fact's range."""
    is_date = fact.kind is Kind.DATE
    end = sign * inf if is_date else fact.high if sign > 0 else fact.low
    for power in range(14 if is_date else 32):
        number = start + sign * step(fact) * 2.0**power
        if number * sign >= end * sign:
            if end != start:
                yield end
            return
        yield number
