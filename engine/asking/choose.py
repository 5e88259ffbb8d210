"""Which question comes next: one that can still change something, the most telling first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.asking.assigned import Reading
from engine.asking.goals import Goal, Goals
from engine.asking.residual import Left, Residuals
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.case import Place
from engine.ir.values import is_settled
from engine.reason.interpret import interpret
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
    """A goal of one member that the answers do not settle, and the variables it still tests.

    `together` are for each variable those that an answer to the same question may change with it:
    a count and whether there is anybody to count never change alone.
    """

    goal: Place
    left: Left
    open: frozenset[int]
    together: Mapping[int, frozenset[int]] = field(default_factory=dict)


class Chooser:
    """Ranks questions; what it works out is kept, so one chooser serves many interviews."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._residuals = Residuals(goals)
        self._order = {name: index for index, name in enumerate(goals.base.facts)}
        self._unassuming = replace(goals.base.unassuming, advice=())
        self._last: tuple[Known, Known] | None = None

    @property
    def residuals(self) -> Residuals:
        """What is left of goals, and the shares by the priors."""
        return self._residuals

    def _answered(self, known: Known) -> Known:
        """What follows from the answers alone: what is only assumed may still be asked."""
        if next(known.assumptions(), None) is None:
            return known
        if self._last is None or self._last[0] is not known:
            self._last = known, interpret(self._unassuming, known.case)[0]
        return self._last[1]

    def pending(self, known: Known, names: Iterable[str]) -> Iterator[Pending]:
        """The goals that the answers do not settle."""
        return (one for one in self.states(known, names) if len(one.left) > 1)

    def states(self, known: Known, names: Iterable[str]) -> Iterator[Pending]:
        """Every goal of every member, with the outcomes that the answers leave possible."""
        known = self._answered(known)
        readings: dict[int, Reading] = {}
        classes: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for name in names:
            goal = self.goals.goal(name)
            for member in known.members(goal.scope):
                reading = readings.setdefault(member, Reading(self.goals.space, known, member))
                settled = self._classes(goal, reading, classes[member])
                left = self._residuals.left(goal, member, settled)
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
            if self._matters(one, number):
                gain = self._residuals.gain(one.left, number) / len(places)
                for place in places:
                    before = found.get(place, Wanted(place, (), 0.0))
                    affects = tuple(dict.fromkeys((*before.affects, one.goal)))
                    found[place] = Wanted(place, affects, before.gain + gain)
        return sorted(found.values() or self._confirming(known, names), key=self._rank)

    def _confirming(self, known: Known, names: Iterable[str]) -> list[Wanted]:
        """Questions behind goals that are certain, but that the rules alone do not show yet.

        So are goals whose diagrams would be too big, and questions that cannot change an outcome
        but tell it, because a contradiction would follow otherwise.
        """
        found: dict[Place, Wanted] = {}
        for one in self.states(known, names):
            seen = known if one.left else self._answered(known)
            if len(one.left) < 2 and not is_settled(seen.value(one.goal)):
                for place in Hinges(seen).of(one.goal):
                    if self._is_askable(place, seen):
                        before = found.get(place, Wanted(place, (), 0.0))
                        found[place] = replace(before, affects=(*before.affects, one.goal))
        for one, number, places in self._open(known, names):
            if self._residuals.narrows(one.left, number):
                for place in places:
                    before = found.get(place, Wanted(place, (), 0.0))
                    affects = tuple(dict.fromkeys((*before.affects, one.goal)))
                    found[place] = replace(before, affects=affects)
        return list(found.values())

    def changing(
        self, known: Known, names: Iterable[str], skipped: frozenset[Place]
    ) -> frozenset[Place]:
        """The goals that an answer to a question not yet asked can still change."""
        asked: defaultdict[Place, set[int]] = defaultdict(set)
        lefts: dict[Place, Left] = {}
        for one, number, places in self._open(known, names):
            if not skipped.issuperset(places):
                asked[one.goal].add(number)
                lefts[one.goal] = one.left
        return frozenset(
            goal
            for goal, left in lefts.items()
            if self._residuals.matters(left, frozenset(asked[goal]))
        )

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
            if any(self._matters(*way) for way in ways[wanted.place]):
                yield wanted

    def _matters(self, one: Pending, number: int) -> bool:
        """Whether an answer that changes a variable can change the goal."""
        return self._residuals.matters(one.left, one.together[number])

    def reach(self, known: Known, names: Iterable[str]) -> Iterator[tuple[Place, Place]]:
        """Each goal with a question that can still change it."""
        for one, number, places in self._open(known, names):
            if self._matters(one, number):
                yield from ((one.goal, place) for place in places)

    def _open(
        self, known: Known, names: Iterable[str]
    ) -> Iterator[tuple[Pending, int, list[Place]]]:
        """Each variable that an unsettled goal still tests, with the questions behind it."""
        known = self._answered(known)
        asked: dict[tuple[int, int], list[Place]] = {}
        for one in self.pending(known, names):
            reading = Reading(self.goals.space, known, one.goal[1])
            behind: dict[int, list[Place]] = {}
            for number in sorted(one.open):
                key = number, one.goal[1]
                if key not in asked:
                    places = reading.questions(number)
                    asked[key] = [place for place in places if self._is_askable(place, known)]
                if asked[key]:
                    behind[number] = asked[key]
            joined = replace(one, together=_together(behind))
            yield from ((joined, number, places) for number, places in behind.items())

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


def _together(behind: Mapping[int, list[Place]]) -> Mapping[int, frozenset[int]]:
    """For each variable all that share a question with it."""
    at: defaultdict[Place, set[int]] = defaultdict(set)
    for number, places in behind.items():
        for place in places:
            at[place].add(number)
    return {
        number: frozenset().union(*(at[place] for place in places))
        for number, places in behind.items()
    }
