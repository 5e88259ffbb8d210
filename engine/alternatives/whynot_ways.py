"""Alternatives as they are shown: answers that do alike joined, numbers as ranges, all checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from engine.alternatives.whynot_search import Solution, Target
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_values import Given, exactly, far, step, turn
from engine.ir.base import Constraint, Fact, Kind
from engine.ir.case import Place
from engine.ir.values import Interval
from engine.proving.regions import Range

MOST_CHECKS = 64
Fires = Callable[[Mapping[Place, Given]], bool]
Does = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """What would have to be answered: any of `values` (for a number: one in `range`).

    `through` are the derived facts by which a rule comes to the answer.
    """

    place: Place
    values: tuple[Given, ...]
    through: tuple[Place, ...]
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Answers that together bring something about, unless `breaks` names what forbids them."""

    ways: tuple[Way, ...]
    breaks: tuple[Constraint, ...] = ()

    @property
    def places(self) -> frozenset[Place]:
        """The questions that it is about."""
        return frozenset(way.place for way in self.ways)

    def samples(self) -> Iterator[dict[Place, Given]]:
        """Every combination of the values; of a range the values that were tried in it."""
        places = [way.place for way in self.ways]
        for chosen in product(*(way.values for way in self.ways)):
            yield dict(zip(places, chosen, strict=True))


def joined(world: World, found: Iterable[Solution], reached: Fires) -> list[Alternative]:
    """The solutions that the interpreter confirms, or a constraint explains; smallest first.

    `reached` is the interpreter's word on each.
    """
    kept = [one for one in found if one.breaks or reached(one.given)]
    some = [_alternative(one) for one in kept]
    for index in range(max((len(one.ways) for one in some), default=0)):
        some = list(_joined(some, index))
    return sorted(some, key=lambda one: (bool(one.breaks), len(one.ways), _frozen(world, one)))


def _frozen(world: World, one: Alternative) -> int:
    """How many of its answers a person cannot change."""
    facts = (world.base.facts.get(way.place[0]) for way in one.ways)
    return sum(fact is not None and fact.frozen for fact in facts)


def _alternative(one: Solution) -> Alternative:
    given = sorted(one.given.items(), key=lambda item: (item[0][1], item[0][0]))
    ways = tuple(Way(place, (value,), one.ways[place]) for place, value in given)
    return Alternative(ways, one.breaks)


def _joined(found: list[Alternative], index: int) -> Iterator[Alternative]:
    """Those that differ in the values of one answer alone become one."""
    groups: dict[object, list[Alternative]] = {}
    for one in found:
        others = tuple((way.place, way.values) for i, way in enumerate(one.ways) if i != index)
        mine = one.ways[index].place if index < len(one.ways) else one.ways
        key = mine, others, tuple(constraint.id for constraint in one.breaks)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        yield _merged(group, index) if len(group) > 1 else group[0]


def _merged(group: list[Alternative], index: int) -> Alternative:
    values = dict.fromkeys(value for one in group for value in one.ways[index].values)
    return replace_way(group[0], index, tuple(values))


def ranged(world: World, target: Target, one: Alternative) -> Alternative:
    """A number as the widest range around it that does, whichever other values are chosen.

    Where there are several numbers each stays as it was tried, as they may hang together.
    """
    numeric = [i for i, way in enumerate(one.ways) if isinstance(way.values[0], Interval)]
    if len(numeric) != 1 or one.breaks:
        return one
    index = numeric[0]
    way = one.ways[index]
    numbers = [value for value in way.values if isinstance(value, Interval)]
    if len(numbers) != len(way.values):
        return one
    samples = list(islice(replace_way(one, index, way.values[:1]).samples(), MOST_CHECKS))

    def does(number: float) -> bool:
        given = ({**sample, way.place: exactly(number)} for sample in samples)
        return all(target.reached(world.trial(one)) for one in given)

    part = _range(world.base.facts[way.place[0]], numbers, does)
    found = replace(way, range=part)
    return replace(one, ways=(*one.ways[:index], found, *one.ways[index + 1 :]))


def replace_way(one: Alternative, index: int, values: tuple[Given, ...]) -> Alternative:
    """The same with other values of one answer."""
    way = replace(one.ways[index], values=values)
    return replace(one, ways=(*one.ways[:index], way, *one.ways[index + 1 :]))


def _range(fact: Fact, numbers: list[Interval], does: Does) -> Range | None:
    """The range around the numbers in which it does; None where it has gaps."""
    low, high = min(n.low for n in numbers), max(n.high for n in numbers)
    least, low_in = _end(fact, low, -1, does)
    most, high_in = _end(fact, high, 1, does)
    whole = step(fact) == 1
    inner = [low + (high - low) * part / 8 for part in range(1, 8)] if high > low else []
    inside = (float(int(n)) if whole else n for n in inner)
    return Range(least, most, low_in, high_in, whole) if all(map(does, inside)) else None


def _end(fact: Fact, start: float, sign: int, does: Does) -> tuple[float, bool]:
    """The last number in a direction up to which it does, and whether it does there too."""
    last = start
    for number in far(fact, start, sign):
        if not does(number):
            return turn(fact, last, number, does)
        last = number
    end = fact.high if sign > 0 else fact.low
    if fact.kind is Kind.DATE:
        end = sign * float("inf")
    return end, abs(end) != float("inf")
