"""Which question comes next: only one that can still change something, and the most telling first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.asking.assigned import Reading
from engine.asking.goals import Goal, Goals
from engine.asking.residual import Left, Residuals
from engine.explain.hinges import WHOLE_LIST
from engine.ir.case import Place
from engine.reason.known import Known, Origin


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that can still change something, what it can change, and how telling it is.

    A place with the name of an entity and WHOLE_LIST stands for a list that may still grow.
    """

    place: Place
    affects: tuple[Place, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Pending:
    """A goal of one member that the answers do not settle, and the variables it still tests."""

    goal: Place
    left: Left
    open: frozenset[int]


class Chooser:
    """Ranks questions; what it works out is kept, so one chooser serves many interviews."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._residuals = Residuals(goals)
        self._order = {name: index for index, name in enumerate(goals.base.facts)}

    def pending(self, known: Known, names: Iterable[str]) -> Iterator[Pending]:
        """The goals that further answers can still change."""
        readings: dict[int, Reading] = {}
        classes: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for name in names:
            goal = self.goals.goal(name)
            for member in known.members(goal.scope):
                reading = readings.setdefault(member, Reading(self.goals.space, known, member))
                settled = self._classes(goal, reading, classes[member])
                left = self._residuals.left(goal, member, settled)
                if len(left) > 1:
                    yield Pending((name, member), left, self._residuals.support(left))

    def _classes(self, goal: Goal, reading: Reading, found: dict[int, int]) -> Mapping[int, int]:
        """The classes that the answers give to the variables of a goal."""
        diagram = self.goals.worlds.diagram
        for _, node in goal.outcomes:
            for number in diagram.support(node) - found.keys():
                chosen = reading.class_of(number)
                found[number] = -1 if chosen is None else chosen
        return {number: chosen for number, chosen in found.items() if chosen >= 0}

    def telling(self, known: Known, names: Iterable[str]) -> list[Wanted]:
        """Questions that can still change one of a few goals, the most telling first."""
        found: dict[Place, Wanted] = {}
        for one, number, places in self._open(known, names):
            if self._residuals.matters(one.left, number):
                gain = self._residuals.gain(one.left, number) / len(places)
                for place in places:
                    before = found.get(place, Wanted(place, (), 0.0))
                    affects = tuple(dict.fromkeys((*before.affects, one.goal)))
                    found[place] = Wanted(place, affects, before.gain + gain)
        return sorted(found.values(), key=self._rank)

    def serving(self, known: Known, names: Iterable[str]) -> Iterator[Wanted]:
        """Questions that can still change one of many goals, those that serve most of them first.

        Whether a question matters is proved only as far as they are looked at.
        """
        ways: defaultdict[Place, list[tuple[Pending, int]]] = defaultdict(list)
        for one, number, places in self._open(known, names):
            for place in places:
                ways[place].append((one, number))
        counts = {
            place: Wanted(place, tuple(dict.fromkeys(one.goal for one, _ in found)), 0.0)
            for place, found in ways.items()
        }
        for wanted in sorted(counts.values(), key=self._rank):
            if any(self._residuals.matters(one.left, number) for one, number in ways[wanted.place]):
                yield wanted

    def _open(
        self, known: Known, names: Iterable[str]
    ) -> Iterator[tuple[Pending, int, list[Place]]]:
        """Each variable that an unsettled goal still tests, with the questions behind it."""
        asked: dict[tuple[int, int], list[Place]] = {}
        for one in self.pending(known, names):
            reading = Reading(self.goals.space, known, one.goal[1])
            for number in sorted(one.open):
                key = number, one.goal[1]
                if key not in asked:
                    places = reading.questions(number)
                    asked[key] = [place for place in places if self._is_askable(place, known)]
                if asked[key]:
                    yield one, number, asked[key]

    def _rank(self, wanted: Wanted) -> tuple[float, int, int]:
        name, member = wanted.place
        fact = self.goals.base.facts.get(name)
        effort = fact.effort if fact else 2.0  # a list takes at least two answers
        worth = (wanted.gain + len(wanted.affects) / 1000) / effort
        return -round(worth, 6), self._order.get(name, len(self._order)), member

    def _is_askable(self, place: Place, known: Known) -> bool:
        """Whether the person was not asked before."""
        name, member = place
        if member == WHOLE_LIST:
            return not known.is_complete(name)
        return known.origin(place) in (Origin.OPEN, Origin.ASSUMED)
