"""Whether all numbers of a range lead to the same, told from the comparisons that they enter.

Everything else follows from what comparisons come to, so where each of these comes to the same for
every number of a range, one of the numbers tells what all lead to: also that something stays open
for each of them, which no interval of all of them shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.alternatives.stability_reach import Reach
from engine.compiled.compiler import truth
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.conditions import (
    Arithmetic,
    Compare,
    Constant,
    Count,
    Every,
    Exists,
    IfKnown,
    IsOpen,
    KnownFrom,
    Months,
    Node,
    Parameter,
    Ref,
    Total,
    children,
)
from engine.ir.values import Interval, Truth, is_settled
from engine.reason.known import Known

NOT, UP, DOWN, EITHER, MIXED = 0, 1, -1, 2, 3  # how one number moves with another
Test = Compare | IsOpen


@dataclass(frozen=True, slots=True)
class Tested:
    """A comparison, or a question whether a number is settled, about one member.

    `one_way` says that a larger number can only raise, or only lower, what is compared.
    """

    node: Test
    member: int
    one_way: bool


class Tests:
    """The comparisons that a number enters, itself or through formulas."""

    def __init__(self, base: RuleBase, reach: Reach, roots: Iterable[tuple[Node, int]]) -> None:
        self._base = base
        self._reach = reach
        self._roots = [*self._tests(roots)]
        self._within: dict[Place, list[tuple[Test, int]]] = {}
        self._found: dict[Place, tuple[Tested, ...]] = {}

    def of(self, place: Place, above: Iterable[Place]) -> tuple[Tested, ...]:
        """Those about a number, where `above` rests on it."""
        if place not in self._found:
            self._found[place] = tuple(self._about(place, {place, *above}))
        return self._found[place]

    def _about(self, place: Place, above: set[Place]) -> Iterator[Tested]:
        tests = [*self._roots, *(test for one in above for test in self._inside(one))]
        # each once; nodes themselves would be compared by all that is below them
        for node, member in {(id(node), member): (node, member) for node, member in tests}.values():
            if not above.isdisjoint(self._reach.seen(node, member)):
                yield Tested(node, member, self._compared(node, member, place, above) != MIXED)

    def _inside(self, place: Place) -> list[tuple[Test, int]]:
        """The comparisons in what a place follows from itself."""
        if place not in self._within:
            derived = self._base.facts[place[0]].derived
            nodes = self._base.follows_from(place[0]) if derived else ()
            self._within[place] = [*self._tests((node, place[1]) for node in nodes)]
        return self._within[place]

    def _tests(self, nodes: Iterable[tuple[Node, int]]) -> Iterator[tuple[Test, int]]:
        for node, member in nodes:
            if isinstance(node, Test):
                yield node, member
            for below, members in self._below(node, member):
                yield from self._tests((below, one) for one in members)

    def _below(self, node: Node, member: int) -> Iterator[tuple[Node, tuple[int, ...]]]:
        match node:
            case Exists(entity, part) | Every(entity, part) | Count(entity, part):
                yield part, self._reach.members(entity)
            case Total(ref, part):
                yield part, self._reach.members(ref.entity)
            case _:
                yield from ((one, (member,)) for one in children(node))

    def _compared(self, node: Test, member: int, place: Place, above: set[Place]) -> int:
        if isinstance(node, IsOpen):
            return NOT
        left, right = (self._way(one, member, place, above) for one in (node.left, node.right))
        return _joined(left, _turned(right))

    def _way(self, node: Node, member: int, place: Place, above: set[Place]) -> int:
        """Which way a number goes when the one asked for is larger.

        Counts, and what is chosen by conditions, change only with comparisons, each of which is
        looked at itself.
        """
        match node:
            case Ref():
                return self._of_all(self._reach.seen(node, member), place, above)
            case Total(ref, _):
                every = [(ref.fact, one) for one in self._reach.members(ref.entity)]
                return self._of_all(every, place, above)
            case KnownFrom(left, _):
                return self._told_twice(node, left, member, place, above)
            case IfKnown(number, _):
                return self._way(number, member, place, above)
            case Months(start, end):
                first, last = (
                    self._way(d, member, place, above) if d else NOT for d in (start, end)
                )
                return _joined(last, _turned(first))
            case Arithmetic(left, op, right):
                one, other = (self._way(side, member, place, above) for side in (left, right))
                return _combined(one, op, other, right)
        return NOT

    def _of_all(self, seen: Iterable[Place], place: Place, above: set[Place]) -> int:
        """How the sum of facts moves."""
        found = NOT
        for one in seen:
            found = _joined(found, self._of(one, place, above))
        return found

    def _of(self, one: Place, place: Place, above: set[Place]) -> int:
        if one == place:
            return UP
        formula = self._base.facts[one[0]].formula
        if one not in above or formula is None:
            return NOT
        return self._way(formula, one[1], place, above)

    def _told_twice(
        self, node: KnownFrom, left: Node, member: int, place: Place, above: set[Place]
    ) -> int:
        """The first counts where both are given; with what is open beside it nothing is sure."""
        if isinstance(left, Ref) and [*self._reach.seen(left, member)] == [place]:
            return UP
        return NOT if above.isdisjoint(self._reach.seen(node, member)) else MIXED


def _turned(way: int) -> int:
    return -way if way in (UP, DOWN) else way


def _joined(one: int, other: int) -> int:
    """How a sum moves."""
    if NOT in (one, other):
        return one + other
    return one if one == other and one in (UP, DOWN) else MIXED


def _combined(one: int, op: str, other: int, right: Node) -> int:
    if op in "+-":
        return _joined(one, _turned(other) if op == "-" else other)
    if NOT not in (one, other):
        return MIXED
    sure = other == NOT and isinstance(right, Constant | Parameter) and right.value > 0
    return one if sure else EITHER if one + other != NOT else NOT


def alike(tests: Iterable[Tested], whole: Known, first: Known, last: Known) -> bool:
    """Whether each test comes to the same for all numbers, given both ends and all at once."""
    return all(_is_even(one, whole, first, last) for one in tests)


def _is_even(one: Tested, whole: Known, first: Known, last: Known) -> bool:
    if isinstance(one.node, IsOpen):
        place = whole.place(one.node.ref, one.member)
        if not isinstance(first.value(place), Interval):
            return True  # it follows from comparisons
        return is_settled(first.value(place)) is is_settled(last.value(place))
    ends: list[Truth] = [truth(one.node, known, one.member) for known in (first, last)]
    if truth(one.node, whole, one.member) is not None:
        return True
    return one.one_way and ends == [None, None]
