"""The cheapest choice of options that reaches a target: best first, learning from each failure.

A choice that fails is widened to a box, all of which surely fails; no later choice enters it. So
the first choice that succeeds is the cheapest, and when none is left there is none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from engine.alternatives.change_ways import Box, Chosen, Ways
from engine.compiled.lazy import Lazy
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Case, Place
from engine.ir.values import Choices, Interval, Value
from engine.reason.known import Origin

MOST_TRIED = 3_000  # choices that are looked at before the search is broken off
Refutes = Callable[[Box], bool]
Given = dict[Place, Value]  # answers to open questions


class BrokenOff(Exception):
    """The search took too long; nothing is known of what it did not look at."""


@dataclass(frozen=True, slots=True)
class Search:
    """Finds the cheapest choice; `fails` gives a box of failures around a choice, or None."""

    ways: Ways
    fails: Callable[[Chosen], Box | None]

    def cheapest(self) -> Chosen | None:
        """The choice, or None where there is none. Raises BrokenOff."""
        boxes: list[Box] = []
        start = self.ways.stay
        heap, seen, tried = [(0.0, 0, start)], {start}, 0
        while heap:
            effort, steps, chosen = heappop(heap)
            box = next((one for one in boxes if _inside(chosen, one)), None)
            if box is None:
                tried += 1
                box = self.fails(chosen)
                if box is None:
                    return chosen
                boxes.append(box)
            if tried > MOST_TRIED:
                raise BrokenOff
            for other in self._leaving(chosen, box):
                if other not in seen:
                    seen.add(other)
                    heappush(heap, (self.ways.effort(other), steps + 1, other))
        return None

    def _leaving(self, chosen: Chosen, box: Box) -> Iterator[Chosen]:
        """Choices with one more slot moved, so that they are not in the box."""
        for index, (now, inside) in enumerate(zip(chosen, box, strict=True)):
            if now == 0:
                slot = self.ways.slots[index]
                for option in range(1, len(self.ways.options[slot])):
                    if option not in inside:
                        yield (*chosen[:index], option, *chosen[index + 1 :])


def _inside(chosen: Chosen, box: Box) -> bool:
    return all(index in among for index, among in zip(chosen, box, strict=True))


def point(chosen: Chosen) -> Box:
    """The box of this choice alone."""
    return tuple(frozenset({index}) for index in chosen)


def widened(ways: Ways, chosen: Chosen, refutes: Refutes) -> Box:
    """A box around a choice that is refuted as a whole; slots that are cheap to move go first."""
    box = [*point(chosen)]
    if refutes(tuple(box)):
        order = sorted(range(len(box)), key=lambda one: (_least(ways, one), one))
        _widen(box, order, ways.everything, refutes)
    return tuple(box)


def _widen(box: list[frozenset[int]], indexes: list[int], full: Box, refutes: Refutes) -> None:
    """Let slots have any option where the box stays refuted: all at once, else half by half."""
    if not indexes or _tried(box, {index: full[index] for index in indexes}, refutes):
        return
    if len(indexes) > 1:
        half = len(indexes) // 2
        _widen(box, indexes[:half], full, refutes)
        _widen(box, indexes[half:], full, refutes)
        return
    for option in sorted(full[indexes[0]] - box[indexes[0]]):
        _tried(box, {indexes[0]: box[indexes[0]] | {option}}, refutes)


def _tried(box: list[frozenset[int]], wider: dict[int, frozenset[int]], refutes: Refutes) -> bool:
    """Put the wider options in, if the box stays refuted with them."""
    found = tuple(wider.get(index, among) for index, among in enumerate(box))
    fits = refutes(found)
    if fits:
        box[:] = found
    return fits


def _least(ways: Ways, index: int) -> float:
    return min(option.effort for option in ways.options[ways.slots[index]][1:])


def failing(ways: Ways, chosen: Chosen) -> Box | None:
    """A box of choices that miss the target; None if this one reaches it."""
    target, goal = ways.wish.target, ways.wish.goal
    value = ways.outcome(ways.case(point(chosen)))
    if value is not None and target.reached(value):
        return None
    aim = Aim(
        lambda given: ways.case(point(chosen), given),
        lambda known: target.reached(known.value(goal)),
        lambda known: target.missed(known.value(goal)),
        lambda known: Hinges(known).of(goal),
    )
    given = {} if value is None else separating(ways, aim)
    if given is None:
        return point(chosen)
    return widened(ways, chosen, lambda box: ways.refuted(box, given))


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that is to hold of a case: when it does, when it surely never will, and the open
    answers that it hangs on."""

    case: Callable[[Given], Case]
    reached: Callable[[Lazy], bool]
    missed: Callable[[Lazy], bool]
    hinges: Callable[[Lazy], list[Place]]


def separating(ways: Ways, aim: Aim) -> Given | None:
    """Answers to open questions with which an aim is surely missed; None where none are found.

    If there are such answers, the aim is not sure to be reached without them.
    """
    given: Given = {}
    while True:
        known = Lazy(ways.base, aim.case(given), ways.disputes)
        if aim.missed(known):
            return given
        more = _more(ways, aim, given, known)
        if more is None:
            return None
        given = more


def _more(ways: Ways, aim: Aim, given: Given, known: Lazy) -> Given | None:
    """One answer more, with which the aim is still not reached."""
    for place in aim.hinges(known):
        if place[1] != WHOLE_LIST and place not in given and _is_open(ways, place):
            for value in _answers(ways, ways.base.facts[place[0]]):
                more = {**given, place: value}
                if not aim.reached(Lazy(ways.base, aim.case(more), ways.disputes)):
                    return more
    return None


def _is_open(ways: Ways, place: Place) -> bool:
    return ways.known.origin(place) in (Origin.OPEN, Origin.UNKNOWN)


def _answers(ways: Ways, fact: Fact) -> Iterator[Value]:
    if fact.kind in NUMERIC:
        near = {one + by for one in ways.figures for by in (-1, 0, 1)}
        inside = [one for one in sorted(near) if fact.low <= one <= fact.high]
        yield from (Interval(one, one) for one in inside)
    elif fact.kind is not Kind.DATE:
        yield from (Choices({value}) for value in fact.choices)
