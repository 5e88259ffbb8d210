"""What a number of an explanation amounts to, from what stands below it alone."""

from collections.abc import Callable, Sequence
from math import inf

from engine.explain.tree import Node, Op
from engine.ir.dates import months_between
from engine.ir.values import NO_FIGURE, Interval, Truth, Value
from engine.reason.intervals import at_most_zero_or, combine, hull, overlap, rated, total

Part = tuple[Truth, Value | None]
NOTHING = Interval(0, 0)


def worked_out(node: Node, below: Sequence[Part]) -> Interval:
    """What a node that is a number comes to; raises ValueError where its parts do not fit."""
    if node.step.op in (Op.FIGURE, Op.PARAMETER, Op.TODAY):
        return _number(node.value)
    known = _WAYS.get(node.step.op)
    if known is not None:
        return known(node, below)
    left, right = (_number(value) for _, value in below)
    return combine(left, node.step.op, right)


def _number(value: Value | None) -> Interval:
    if not isinstance(value, Interval):
        raise ValueError("an explanation works with what is no number")
    return value


def _months(_: Node, below: Sequence[Part]) -> Interval:
    start, end = below
    return months_between(_number(start[1]), _number(end[1]))


def _both(_: Node, below: Sequence[Part]) -> Interval:
    left, right = below
    return overlap(_number(left[1]), _number(right[1]))


def _lookup(node: Node, below: Sequence[Part]) -> Interval:
    key, figures = below[0][1], dict(node.step.figures)
    if not isinstance(key, frozenset) or not key <= figures.keys():
        raise ValueError(f"{node.text}: no such row in the table")
    found = hull(figures[choice] for choice in key)
    return NO_FIGURE if found.figure is False else found


def _if_known(node: Node, below: Sequence[Part]) -> Interval:
    (verdict, _), (_, value) = below
    return _number(value if verdict is True else node.step.rest)


def _count(node: Node, below: Sequence[Part]) -> Interval:
    sure = sum(verdict is True for verdict, _ in below)
    possible = sum(verdict is not False for verdict, _ in below)
    return Interval(sure, inf if node.step.grows else possible)


def _summand(_: Node, below: Sequence[Part]) -> Interval:
    verdict = below[0][0]
    if verdict is False:
        return NOTHING
    value = rated(_number(below[1][1]))
    return value if verdict else at_most_zero_or(value)


def _total(node: Node, below: Sequence[Part]) -> Interval:
    found = total(_number(value) for _, value in below)
    if not node.step.grows:
        return found
    return total([found, _number(node.step.rest)])


_WAYS: dict[str, Callable[[Node, Sequence[Part]], Interval]] = {
    Op.MONTHS: _months,
    Op.BOTH: _both,
    Op.LOOKUP: _lookup,
    Op.IF_KNOWN: _if_known,
    Op.COUNT: _count,
    Op.SUMMAND: _summand,
    Op.TOTAL: _total,
}
