"""Where the two sides of a comparison meet, found by secants: near enough to be tried there."""

from collections.abc import Callable
from math import isfinite

from engine.compiled.compiler import amount
from engine.ir.conditions import Compare
from engine.reason.known import Known

CLOSER, ALMOST = 9, 1e-13  # times that a border is calculated better, until it hardly moves
Gap = tuple[float | None, float | None]


def gap(node: Compare, member: int, known: Known) -> Gap:
    """By how much the left side is more than the right, at least and at most.

    None where that has no end, or a side may have no figure.
    """
    one, other = (amount(side, known, member) for side in (node.left, node.right))
    if one.figure is not True or other.figure is not True:
        return None, None
    least, most = one.low - other.high, one.high - other.low
    return least if isfinite(least) else None, most if isfinite(most) else None


def closing(
    of: Callable[[float], Gap], end: int, one: float, other: float, low: float, high: float
) -> float | None:
    """The number from `low` to `high` at which an end of a gap comes to nothing.

    `one` and `other` are numbers to begin with. None where it does not change or has no end.
    """
    before, after = of(one)[end], of(other)[end]
    if before is None or before == after:
        return None
    for _ in range(CLOSER):
        if after is None or before is None or after == before:
            break
        nearer = other - after * (other - one) / (after - before)
        if not low <= nearer <= high:
            return None
        one, before, other = other, after, nearer
        if abs(other - one) <= abs(one) * ALMOST:
            break
        after = of(other)[end]
    return other
