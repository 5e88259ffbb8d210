"""Alternatives as they are shown: answers that do alike joined, the best of them, all checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from engine.alternatives.whynot_search import Solution
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_values import OPEN, UNKNOWN, Given
from engine.ir.base import Constraint
from engine.ir.case import Case, Place
from engine.ir.values import Interval
from engine.proving.regions import Range

Fires = Callable[[Mapping[Place, Given]], bool]


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
    return _best(world, some)


def _best(world: World, some: list[Alternative]) -> list[Alternative]:
    """The smallest first; what contradicts something, or takes back an answer, only if it must be.

    One contradiction is enough to see that it cannot be had otherwise.
    """
    ordered = sorted(
        some,
        key=lambda one: (
            bool(one.breaks),
            takes_back(world, one),
            len(one.ways),
            _frozen(world, one),
        ),
    )
    clean = [one for one in ordered if not one.breaks]
    kept = [one for one in clean if not takes_back(world, one)]
    return kept or clean or ordered[:1]


def takes_back(world: World, one: Alternative) -> bool:
    """Whether something would have to be not known that is."""
    return any(is_taken_back(world.case, way) for way in one.ways)


def is_taken_back(case: Case, way: Way) -> bool:
    """Whether an answer would have to go."""
    answer = case.answers.get(way.place)
    known = answer is not None and answer.value is not None
    return known and set(way.values) <= {UNKNOWN, OPEN}


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
        mine: object = one.ways[index].place if index < len(one.ways) else one.ways
        if index < len(one.ways) and isinstance(one.ways[index].values[0], Interval):
            mine = one.ways[index]  # numbers become ranges instead
        key = mine, others, tuple(constraint.id for constraint in one.breaks)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        yield _merged(group, index) if len(group) > 1 else group[0]


def _merged(group: list[Alternative], index: int) -> Alternative:
    values = dict.fromkeys(value for one in group for value in one.ways[index].values)
    return replace_way(group[0], index, tuple(values))


def replace_way(one: Alternative, index: int, values: tuple[Given, ...]) -> Alternative:
    """The same with other values of one answer."""
    way = replace(one.ways[index], values=values)
    return replace(one, ways=(*one.ways[:index], way, *one.ways[index + 1 :]))
