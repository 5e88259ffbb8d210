"""The values that some classes of a variable stand for, and ranges of numbers in words."""

from collections.abc import Sequence
from math import inf

from engine.ir.values import Interval, Truth, number
from engine.problem import listing
from engine.proving.regions import Range
from engine.proving.subjects import Variable


def values(variable: Variable, places: Sequence[int]) -> frozenset[str]:
    """The values in some classes of a choice."""
    sets = (variable.classes[place] for place in places)
    return frozenset[str]().union(*(one for one in sets if isinstance(one, frozenset)))


def ranges(variable: Variable, places: Sequence[int]) -> list[Range]:
    """The ranges in some classes of a number."""
    return [one for place in places if isinstance(one := variable.classes[place], Range)]


def ranges_text(ranges: Sequence[Range]) -> str:
    """Ranges for a sentence; neighbours are joined."""
    return listing([_range(one) for one in joined(ranges)])


def joined(ranges: Sequence[Range]) -> list[Range]:
    """The same numbers in as few ranges as possible; given from the least to the greatest."""
    found: list[Range] = []
    for one in ranges:
        last = found[-1] if found else None
        if last and (last.high == one.low or (one.whole and last.high + 1 == one.low)):
            found[-1] = Range(last.low, one.high, last.low_in, one.high_in, one.whole)
        else:
            found.append(one)
    return found


def _range(one: Range) -> str:
    low, high = f"{number(one.low):,}", f"{number(one.high):,}"
    if one.low == one.high:
        return f"exactly {low}"
    least = "" if one.low == -inf else f"{'at least' if one.low_in else 'above'} {low}"
    most = "" if one.high == inf else f"{'at most' if one.high_in else 'below'} {high}"
    if one.low == 0 and one.low_in and most:
        return most
    return " and ".join(filter(None, (least, most))) or "any"


def contains(part: Range, found: Interval) -> Truth:
    """Whether a number known to lie in an interval is in the range; None while it may."""
    if found.figure is not True:
        return None
    above = found.low > part.low or (found.low == part.low and part.low_in)
    below = found.high < part.high or (found.high == part.high and part.high_in)
    if above and below:
        return True
    over = found.low > part.high or (found.low == part.high and not part.high_in)
    under = found.high < part.low or (found.high == part.low and not part.low_in)
    return False if over or under else None
