"""What a conclusion is for every answer to one question, everything else as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import ceil, floor, isfinite

from engine.alternatives.gaps import Gap, closing, gap
from engine.alternatives.stability_judge import Judge, Verdict
from engine.alternatives.stability_scale import Scale, Steps, scale_of
from engine.alternatives.stability_trial import Changes
from engine.ir.base import Fact
from engine.ir.case import Place
from engine.ir.conditions import Compare
from engine.ir.values import Choices, Interval, Value
from engine.proving.regions import Range
from engine.reason.known import Known

NOTHING: Changes = {}
MOST, ALL = 120, 300  # trials for one question and for all; what is not sure then is said so
CLOSE, APART = 1000, 2  # steps by which a calculated number may be off
FIRST = 40  # trials after which something should be sure of a line or stretch, or hardly ever will


@dataclass(frozen=True, slots=True)
class Part:
    """Answers to one question that lead to the same: values, or a range of numbers.

    `outcomes` are those that are possible with each of the answers. `fits` is False where they
    contradict other answers, and None where it is not known what all of them lead to.
    """

    values: tuple[str, ...]
    range: Range | None
    outcomes: frozenset[str]
    fits: bool | None
    steps: Steps = (0, 0)

    @property
    def verdict(self) -> Verdict:
        """What is certain of these answers."""
        return Verdict(self.outcomes, self.fits)


@dataclass
class _Stretch:
    """What lies between two steps at which something is likely to change."""

    steps: Steps
    outcomes: frozenset[str] = frozenset()
    tried: int = 0
    sure: bool = False  # of some part
    hopeless: bool = False

    def is_hopeless(self, verdict: Verdict) -> bool:
        """Whether, tried once more, it has been halved often and nothing is sure of any part."""
        self.outcomes |= verdict.outcomes
        self.tried += 1
        self.hopeless = self.tried > FIRST and not self.sure
        return self.hopeless


class Scanner:
    """Tries the answers to questions; `fixed` are other answers changed at the same time."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._facts = judge.slice.base.facts
        self._alone: dict[Place, tuple[Part, ...]] = {}
        self._widest: dict[Place, Value] = {}
        self._scales: dict[str, Scale | None] = {}
        self._cuts: dict[Place, tuple[int, ...]] = {}

    def fact(self, place: Place) -> Fact:
        """The fact that a question is about."""
        return self._facts[place[0]]

    def scale(self, place: Place) -> Scale | None:
        """The line that the answers to a question are on; None for a choice."""
        if place[0] not in self._scales:
            self._scales[place[0]] = scale_of(self.fact(place))
        return self._scales[place[0]]

    def widest(self, place: Place) -> Value:
        """Every answer to a question."""
        if place not in self._widest:
            scale = self.scale(place)
            found = scale.interval(scale.ends) if scale else self.fact(place).widest
            self._widest[place] = found
        return self._widest[place]

    def value(self, place: Place, part: Part) -> Value:
        """The answers of a part."""
        scale = self.scale(place)
        return scale.interval(part.steps) if scale else Choices(part.values)

    def parts(self, place: Place, fixed: Changes = NOTHING) -> tuple[Part, ...]:
        """Every answer to a question and what it leads to."""
        if fixed:
            return self._parts(place, fixed)
        if place not in self._alone:
            self._alone[place] = self._parts(place, fixed)
        return self._alone[place]

    def _parts(self, place: Place, fixed: Changes) -> tuple[Part, ...]:
        scale = self.scale(place)
        if scale is None:
            return tuple(self._choices(place, fixed))
        found = [*self._numbers(place, scale, fixed)]
        joined: list[tuple[Steps, Verdict]] = []
        for steps, verdict in found:
            if joined and joined[-1][1] == verdict:
                joined[-1] = (joined[-1][0][0], steps[1]), verdict
            else:
                joined.append((steps, verdict))
        return tuple(
            Part((), scale.range(steps), verdict.outcomes, verdict.fits, steps)
            for steps, verdict in joined
        )

    def _choices(self, place: Place, fixed: Changes) -> Iterator[Part]:
        grouped: dict[Verdict, list[str]] = {}
        for value in choices(self.fact(place)):
            verdict = self.judge.verdict({**fixed, place: Choices({value})})
            grouped.setdefault(verdict, []).append(value)
        for verdict, values in grouped.items():
            yield Part(tuple(values), None, verdict.outcomes, verdict.fits)

    def _numbers(
        self, place: Place, scale: Scale, fixed: Changes
    ) -> Iterator[tuple[Steps, Verdict]]:
        whole = self._at(place, scale, scale.ends, fixed)
        if whole.is_even:
            yield scale.ends, whole
            return
        here = self.judge.case.answers.get(place)
        own = here.value if here else None
        cuts = [*self.cuts(place), *(scale.step(n) for n in _figures(own))]
        yield from self._split(place, scale, [*pieces(scale.ends, cuts)], fixed)

    def _split(
        self, place: Place, scale: Scale, waiting: list[Steps], fixed: Changes
    ) -> list[tuple[Steps, Verdict]]:
        """Pieces of a line that are alike inside; the widest that is not yet is halved first."""
        start, found, sure = self.judge.tried, list[tuple[Steps, Verdict]](), 0.0
        heap = [(-scale.width(steps), steps, _Stretch(steps)) for steps in waiting]
        heapify(heap)
        while heap:
            _, steps, stretch = heappop(heap)
            if stretch.hopeless:
                continue
            verdict = self._at(place, scale, steps, fixed)
            alike = verdict.is_even or steps[0] == steps[1]
            if alike or self._are_alike(place, scale, steps, fixed):
                one = verdict if alike else self._at(place, scale, (steps[0], steps[0]), fixed)
                found.append((steps, one))
                stretch.sure = True
                sure += scale.width(steps)
            elif self._is_enough(self.judge.tried - start, sure):
                found.append((steps, Verdict(verdict.outcomes, None)))
            elif stretch.is_hopeless(verdict):
                found.append((stretch.steps, Verdict(stretch.outcomes, None)))
            else:
                for half in scale.halves(steps):
                    heappush(heap, (-scale.width(half), half, stretch))
        return sorted(found, key=lambda one: one[0])

    def _is_enough(self, tried: int, sure: float) -> bool:
        """Whether more trials of a line would take too long."""
        return tried > MOST or self.judge.tried > ALL or (tried > FIRST and not sure)

    def _are_alike(self, place: Place, scale: Scale, steps: Steps, fixed: Changes) -> bool:
        """Whether all numbers of a piece surely lead to the same, whatever that is."""
        whole, first, last = (
            {**fixed, place: scale.interval(one)}
            for one in (steps, (steps[0], steps[0]), (steps[1], steps[1]))
        )
        return self.judge.are_alike(place, whole, (first, last))

    def _at(self, place: Place, scale: Scale, steps: Steps, fixed: Changes) -> Verdict:
        return self.judge.verdict({**fixed, place: scale.interval(steps)})

    def cuts(self, place: Place, fixed: Changes = NOTHING) -> tuple[int, ...]:
        """Steps at which a condition is likely to change; each is tried, so none need be right."""
        if fixed or place not in self._cuts:
            scale = self.scale(place)
            found = {*self._likely(place, scale, fixed), *_middle(scale)} if scale else set()
            cuts = tuple(sorted(found))
            return cuts if fixed else self._cuts.setdefault(place, cuts)
        return self._cuts[place]

    def _likely(self, place: Place, scale: Scale, fixed: Changes) -> Iterator[int]:
        """Where one side of a comparison comes to be more than the other."""
        first, last = scale.ends
        start = max(first, min(scale.step(1), last))
        one = scale.number(start)
        other = one + 1 if scale.step(one + 1) <= last else one - 1
        gaps = Gaps(self.judge, place, fixed, scale)
        for test in self.judge.compares(place):
            for zero in gaps.zeros(test, one, other):
                yield from (s for s in _near(scale, zero) if first <= s <= last)


class Gaps:
    """By how much one side of comparisons is more than the other, for one number or another."""

    def __init__(self, judge: Judge, place: Place, fixed: Changes, scale: Scale) -> None:
        self._low, self._high = map(scale.number, scale.ends)
        self._judge = judge
        self._place = place
        self._fixed = fixed
        self._known: dict[float, Known] = {}
        self._found: dict[float, Gap] = {}  # of one comparison

    def zeros(self, test: tuple[Compare, int], one: float, other: float) -> Iterator[float]:
        """Where the gap closes, at least and at most; once, where it is the same."""
        self._found = {}
        for end in (0, 1):
            zero = self._zero(test, end, one, other)
            if zero is not None:
                yield zero

    def _zero(self, test: tuple[Compare, int], end: int, one: float, other: float) -> float | None:
        """Where a gap closes; None where it does not change or has no end."""
        return closing(partial(self._gap, test), end, one, other, self._low, self._high)

    def _gap(self, test: tuple[Compare, int], number: float) -> Gap:
        if number not in self._found:
            self._found[number] = gap(*test, self._knowing(number))
        return self._found[number]

    def _knowing(self, number: float) -> Known:
        if number not in self._known:
            value = Interval(number, number)
            self._known[number] = self._judge.knowing({**self._fixed, self._place: value})
        return self._known[number]


def _near(scale: Scale, number: float) -> Iterator[int]:
    """The steps about a number that was calculated: the round one meant, or the closest."""
    if scale.whole:
        yield from {floor(number), ceil(number)}
        return
    step, meant = scale.step(number), scale.step(round(number, 9))
    yield from [meant] if abs(step - meant) < CLOSE else range(step - APART, step + APART + 1)


def _middle(scale: Scale) -> Iterator[int]:
    """The number zero, about which products turn."""
    if scale.ends[0] <= scale.step(0) <= scale.ends[1]:
        yield scale.step(0)


def choices(fact: Fact) -> tuple[str, ...]:
    """The values that a choice or yes/no fact can have, in their order."""
    return tuple(fact.choices) or ("yes", "no")


def _figures(value: object) -> tuple[float, ...]:
    """The ends of a number that was answered."""
    if not isinstance(value, Interval):
        return ()
    return tuple(one for one in {value.low, value.high} if isfinite(one))


def pieces(ends: Steps, cuts: Iterable[int]) -> Iterator[Steps]:
    """The line taken apart at some steps, each of which is a piece of its own."""
    first, last = ends
    marks = sorted({first, last + 1, *(m for cut in cuts for m in (cut, cut + 1))})
    marks = [mark for mark in marks if first <= mark <= last + 1]
    yield from ((one, other - 1) for one, other in pairwise(marks))
