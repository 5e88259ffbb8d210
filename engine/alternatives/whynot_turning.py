"""The values of one answer with which a comparison comes out as wanted."""

from collections.abc import Callable, Iterator
from functools import cache

from engine.alternatives.gaps import closing, gap
from engine.alternatives.whynot_values import (
    MORE,
    UNKNOWN,
    WHOLE,
    Given,
    exactly,
    numbers_for,
    turning_between,
)
from engine.compiled.compiler import truth
from engine.ir.base import Fact
from engine.ir.conditions import Compare
from engine.reason.known import Known

Trying = Callable[[Given], Known]


class Turning:
    """A comparison about a member; `trying` gives what is known with a value of the answer."""

    def __init__(self, node: Compare, member: int, want: bool, trying: Trying) -> None:
        self._node = node
        self._member = member
        self._want = want
        self._known = cache(trying)
        self._gap = cache(lambda number: gap(node, member, self._known(exactly(number))))

    def does(self, given: Given) -> bool:
        """Whether it comes out as wanted with a value."""
        return truth(self._node, self._known(given), self._member) is self._want

    def list_changes(self) -> list[Given]:
        """What can be done about a list."""
        return [one for one in (MORE, WHOLE) if self.does(one)]

    def values(self, fact: Fact, own: list[Given], now: Known, *, several: bool) -> list[Given]:
        """Values of a fact, among them those on each side of every number at which it turns.

        With `several` other answers count, too: it may turn between two of its own values.
        """
        if truth(self._node, self._known(UNKNOWN), self._member) is (not self._want):
            return []  # whatever it is
        found = numbers_for(own, fact, now, self.does, self._meeting)
        found += turning_between(own, fact, self.does, self._meeting) if several else []
        return [one for one in dict.fromkeys(found) if self.does(one)]

    def _meeting(self, low: float, high: float) -> Iterator[float]:
        """Numbers between two where the sides are likely to meet."""
        for end in (0, 1):
            zero = closing(self._gap, end, low, high, low, high)
            if zero is not None:
                yield zero
