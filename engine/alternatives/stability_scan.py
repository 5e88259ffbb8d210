"""What a conclusion is for every answer to one question, everything else as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import ceil, floor, isfinite

from engine.alternatives.stability_judge import Changes, Judge, Verdict
from engine.alternatives.stability_scale import Scale, Steps, scale_of
from engine.alternatives.stability_slice import within
from engine.compiled.lazy import Lazy
from engine.ir.base import Fact
from engine.ir.case import Place
from engine.ir.conditions import Compare
from engine.ir.values import Choices, Interval, Value
from engine.proving.regions import Range
from engine.reason.evaluate import amount

NOTHING: Changes = {}
MOST, ALL = 250, 600  # trials for one question and for all; what is not sure then is said so
FIRST = 40  # trials after which something should be sure of a line, or it will hardly ever be


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


class Scanner:
    """Tries the answers to questions; `fixed` are other answers changed at the same time."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._facts = judge.slice.base.facts
        self._cuts: dict[Place, tuple[int, ...]] = {}
        self._compares = [n for n in within(judge.slice.nodes) if isinstance(n, Compare)]

    def fact(self, place: Place) -> Fact:
        """The fact that a question is about."""
        return self._facts[place[0]]

    def widest(self, place: Place) -> Value:
        """Every answer to a question."""
        scale = scale_of(self.fact(place))
        return scale.interval(scale.ends) if scale else self.fact(place).widest

    def value(self, place: Place, part: Part) -> Value:
        """The answers of a part."""
        scale = scale_of(self.fact(place))
        return scale.interval(part.steps) if scale else Choices(part.values)

    def parts(self, place: Place, fixed: Changes = NOTHING) -> tuple[Part, ...]:
        """Every answer to a question and what it leads to."""
        scale = scale_of(self.fact(place))
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
        heap = [(-scale.width(steps), steps) for steps in waiting]
        heapify(heap)
        while heap:
            _, steps = heappop(heap)
            verdict = self._at(place, scale, steps, fixed)
            alike = verdict.is_even or steps[0] == steps[1]
            if alike or self._open_all_over(place, scale, steps, fixed, verdict):
                found.append((steps, verdict))
                sure += scale.width(steps)
            elif self._is_enough(self.judge.tried - start, sure):
                found.append((steps, Verdict(verdict.outcomes, None)))
            else:
                for half in scale.halves(steps):
                    heappush(heap, (-scale.width(half), half))
        return sorted(found, key=lambda one: one[0])

    def _is_enough(self, tried: int, sure: float) -> bool:
        """Whether more trials of a line would take too long."""
        return tried > MOST or self.judge.tried > ALL or (tried > FIRST and not sure)

    def _open_all_over(
        self, place: Place, scale: Scale, steps: Steps, fixed: Changes, verdict: Verdict
    ) -> bool:
        """Whether the conclusion is open at the ends and in the middle just as for all of them.

        This is not proved for each number, but nothing is said of them but that it is open.
        """
        some = (steps[0], sum(steps) // 2, steps[1])
        return verdict.fits is True and all(
            self._at(place, scale, (one, one), fixed) == verdict for one in some
        )

    def _at(self, place: Place, scale: Scale, steps: Steps, fixed: Changes) -> Verdict:
        return self.judge.verdict({**fixed, place: scale.interval(steps)})

    def cuts(self, place: Place) -> tuple[int, ...]:
        """Steps at which a condition is likely to change; each is tried, so none need be right."""
        if place not in self._cuts:
            scale = scale_of(self.fact(place))
            found = set(self._likely(place, scale)) if scale else set()
            self._cuts[place] = tuple(sorted(found))
        return self._cuts[place]

    def _likely(self, place: Place, scale: Scale) -> Iterator[int]:
        first, last = scale.ends
        start = max(first, min(scale.step(1), last))
        one = scale.number(start)
        other = one + 1 if scale.step(one + 1) <= last else one - 1
        sides = [self._sides(place, number) for number in (one, other)]
        for before, after in zip(*sides, strict=True):
            if before is None or after is None or before == after:
                continue
            zero = round(one - before * (other - one) / (after - before), 9)
            if isfinite(zero):
                near = {floor(zero), ceil(zero)} if scale.whole else {zero}
                yield from (s for n in near if first <= (s := scale.step(n)) <= last)

    def _sides(self, place: Place, number: float) -> list[float | None]:
        """For each comparison by how much one side is more at least and at most, with a number."""
        case = self.judge.changed({place: Interval(number, number)})
        known = Lazy(self.judge.slice.base, case)
        found: list[float | None] = []
        for node in self._compares:
            for member in (self.judge.goal[1], place[1]):
                one, other = (amount(side, known, member) for side in (node.left, node.right))
                rated = one.figure is True and other.figure is True
                gaps = (one.low - other.high, one.high - other.low)
                found += [gap if rated and isfinite(gap) else None for gap in gaps]
        return found


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
