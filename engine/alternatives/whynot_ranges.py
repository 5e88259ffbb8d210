"""Numbers that were tried, as the ranges around them that do as well, each end proved by trials."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise, product
from math import inf

from engine.alternatives.whynot_targets import Target
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_values import Given, exactly, far, step, turn
from engine.alternatives.whynot_ways import Alternative, Way
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.ir.values import Interval
from engine.proving.ranges import contains
from engine.proving.regions import Range

MOST_CHECKS = 64
MOST_RANGES = 3  # apart from each other, of one number
FAR = 1000.0  # how far inside a range without an end a number is tried
Does = Callable[[float], bool]


def alike(found: Iterable[Alternative]) -> list[list[Alternative]]:
    """Alternatives that differ in their numbers alone, together."""
    groups: dict[object, list[Alternative]] = {}
    for one in found:
        key = tuple((way.place, () if _is_number(way) else way.values) for way in one.ways)
        groups.setdefault((key, tuple(each.id for each in one.breaks)), []).append(one)
    return list(groups.values())


def ranged(
    world: World, target: Target, group: list[Alternative]
) -> tuple[list[Alternative], bool]:
    """Those of a group with ranges in place of numbers, the least change first.

    Of several numbers only one range each, as they hang together; whether more was left out.
    """
    found: list[Alternative] = []
    numbers = sum(map(_is_number, group[0].ways))
    most = MOST_RANGES if numbers == 1 else min(numbers, 1) or len(group)
    for one in sorted(group, key=lambda one: _distance(world, one)):
        if any(_covers(other, one) for other in found):
            continue
        if len(found) == most:
            return found, True
        found.append(_Widening(world, target, one).run())
    return found, False


def _is_number(way: Way) -> bool:
    return isinstance(way.values[0], Interval)


def _tried(way: Way) -> float:
    """The number that was tried."""
    value = way.values[0]
    return value.low if isinstance(value, Interval) else 0.0


def _distance(world: World, one: Alternative) -> float:
    """How far its numbers are from what they are now, or from nothing."""
    numbers = [way for way in one.ways if _is_number(way)]
    return sum(abs(_tried(way) - _now(world, way.place)) for way in numbers)


def _now(world: World, place: Place) -> float:
    now = world.now.value(place) if place in world.case.answers else None
    return now.low if isinstance(now, Interval) and abs(now.low) < inf else 0.0


def _covers(one: Alternative, other: Alternative) -> bool:
    """Whether the ranges of one contain the numbers of another."""
    pairs = zip(one.ways, other.ways, strict=True)
    return all(
        way.range is None or contains(way.range, exactly(_tried(new))) is True for way, new in pairs
    )


class _Widening:
    """One alternative whose numbers are widened in turn, whichever other values are chosen."""

    def __init__(self, world: World, target: Target, one: Alternative) -> None:
        self._world = world
        self._target = target
        self._one = one
        self._ways = list(one.ways)

    def run(self) -> Alternative:
        """The alternative with ranges."""
        for index, way in enumerate(self._ways):
            if _is_number(way):
                self._ways[index] = replace(way, range=self._range(index))
        return replace(self._one, ways=tuple(self._ways))

    def _range(self, index: int) -> Range:
        way = self._ways[index]
        fact = self._world.base.facts[way.place[0]]
        samples = list(islice(self._samples(index), MOST_CHECKS))

        @cache
        def does(number: float) -> bool:
            return all(self._does({**one, way.place: exactly(number)}) for one in samples)

        def spans(number: float) -> bool:
            low, high = sorted((_tried(way), number))
            span = Interval(low, high)
            return all(self._spans({**one, way.place: span}, way.place) for one in samples)

        own = {one.low for one in self._world.own_values(fact) if isinstance(one, Interval)}
        least, low_in = _end(fact, own, _tried(way), -1, does, spans)
        most, high_in = _end(fact, own, _tried(way), 1, does, spans)
        return Range(least, most, low_in, high_in, step(fact) == 1)

    def _spans(self, given: Mapping[Place, Given], place: Place) -> bool:
        """Whether it surely comes about for every number of a range."""
        return self._does(given) and self._world.tells_all(given, place)

    def _does(self, given: Mapping[Place, Given]) -> bool:
        """Whether it comes about; what contradicts something only as if it did not."""
        return self._target.reached(self._world.trial(given, free=bool(self._one.breaks)))

    def _samples(self, index: int) -> Iterator[dict[Place, Given]]:
        """Every combination of the other values, of a range the number tried and its ends."""
        others = [way for i, way in enumerate(self._ways) if i != index]
        places = [way.place for way in others]
        for chosen in product(*map(self._chosen, others)):
            yield dict(zip(places, chosen, strict=True))

    def _chosen(self, way: Way) -> list[Given]:
        if way.range is None:
            return [*way.values]
        inside = step(self._world.base.facts[way.place[0]])
        tried, span = _tried(way), way.range
        low = tried - FAR if span.low == -inf else span.low + (0 if span.low_in else inside)
        high = tried + FAR if span.high == inf else span.high - (0 if span.high_in else inside)
        return [exactly(one) for one in dict.fromkeys((tried, min(low, tried), max(high, tried)))]


def _end(
    fact: Fact, own: set[float], start: float, sign: int, does: Does, spans: Does
) -> tuple[float, bool]:
    """The last number in a direction up to which it does, and whether it does there too.

    On the way are the numbers at which a condition turns (`own`), so that no gap is stepped over;
    none need be tried that `spans` says it does for, with all that are nearer.
    """
    beyond = {one for one in own if one * sign > start * sign}
    marks = sorted({*far(fact, start, sign), *beyond}, key=lambda one: one * sign)
    every = bool(marks) and spans(marks[-1])
    done = len(marks) if every else bisect_left(marks, True, key=lambda one: not spans(one))
    for last, number in pairwise([start, *marks][done:]):
        if not does(number):
            return turn(fact, last, number, does)
    end = fact.high if sign > 0 else fact.low
    if fact.kind is Kind.DATE:
        end = sign * inf
    return end, abs(end) != inf
