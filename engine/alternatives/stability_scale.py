"""The answers that a question can have: values one by one, or numbers on a line of steps.

Every number that a computer can tell apart is a step, so a border is found exactly.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isinf
from struct import pack, unpack

from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.dates import FIRST_YEAR, LAST_YEAR
from engine.ir.values import Interval
from engine.proving.regions import Range

FAR = 1e15  # further than any amount that somebody would give
DAYS = (date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal())
Steps = tuple[int, int]  # the first and the last, both inside


@dataclass(frozen=True)
class Scale:
    """The numbers of a fact as steps: whole ones and days one by one, others as close as can be."""

    fact: Fact

    @cached_property
    def whole(self) -> bool:
        """Whether there is nothing between two whole numbers."""
        return self.fact.kind in (Kind.COUNT, Kind.DATE)

    @cached_property
    def ends(self) -> Steps:
        """The first and the last step."""
        low, high = self._limits
        return self.step(max(low, -FAR)), self.step(min(high, FAR))

    @cached_property
    def _limits(self) -> tuple[float, float]:
        low, high = self.fact.low, self.fact.high
        if self.fact.kind is Kind.DATE:
            return max(low, DAYS[0]), min(high, DAYS[1])
        return low, high

    def step(self, number: float) -> int:
        """The step of a number; the numbers keep their order."""
        if self.whole:
            return int(number)
        bits: int = unpack("<q", pack("<d", number))[0]
        return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)

    def number(self, step: int) -> float:
        """The number of a step."""
        if self.whole:
            return float(step)
        found: float = unpack("<d", pack("<q", abs(step)))[0]
        return found if step >= 0 else -found

    def width(self, steps: Steps) -> float:
        """How far apart the numbers of two steps are."""
        return self.number(steps[1]) - self.number(steps[0])

    def halves(self, steps: Steps) -> tuple[Steps, Steps]:
        """Two pieces of about the same width."""
        first, last = steps
        middle = self.step((self.number(first) + self.number(last)) / 2)
        middle = middle if first <= middle < last else (first + last) // 2
        return (first, middle), (middle + 1, last)

    def interval(self, steps: Steps) -> Interval:
        """All numbers from one step to another; what is far counts as without end."""
        (first, last), (low, high) = self.ends, self._limits
        one = low if steps[0] == first and steps != (first, first) else self.number(steps[0])
        other = high if steps[1] == last and steps != (last, last) else self.number(steps[1])
        return Interval(one, other)

    def range(self, steps: Steps) -> Range:
        """The same in round numbers: below 3 instead of up to the last number before it."""
        (first, last), (low, high) = self.ends, self._limits
        one, low_in = self._round(steps[0], -1) if steps[0] > first else (low, not isinf(low))
        other, high_in = self._round(steps[1], 1) if steps[1] < last else (high, not isinf(high))
        return Range(one, other, low_in, high_in, self.whole)

    def _round(self, step: int, by: int) -> tuple[float, bool]:
        """The number, or the one beside it where that is shorter and so the border meant."""
        own, beside = self.number(step), self.number(step + by)
        if self.whole or len(repr(own)) <= len(repr(beside)):
            return own, True
        return beside, False


def scale_of(fact: Fact) -> Scale | None:
    """The line that the numbers or days of a fact are on; None for a choice."""
    return Scale(fact) if fact.kind in NUMERIC or fact.kind is Kind.DATE else None
