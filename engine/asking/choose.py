"""Which question comes next: one that can still change something, the most telling first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.asking.goals import Goals
from engine.asking.residual import Residuals
from engine.asking.states import State, States, Way
from engine.ir.case import Place
from engine.ir.values import is_settled
from engine.reason.known import Known


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that can still change something, what it can change, and how telling it is.

    A place with the name of an entity and WHOLE_LIST stands for a list that may still grow.
    """

    place: Place
    affects: tuple[Place, ...]
    gain: float


NOTHING = frozenset[Place]()
FEWER = 0.1  # bits that one variable fewer is worth: looking ahead without doing so


class Chooser:
    """Ranks questions; what it works out is kept, so one chooser serves many interviews."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._residuals = Residuals(goals)
        self._order = {name: index for index, name in enumerate(goals.base.facts)}
        self._states = States(goals, self._residuals)

    @property
    def residuals(self) -> Residuals:
        """What is left of goals, and the shares by the priors."""
        return self._residuals

    def states(self, known: Known, names: Iterable[str]) -> Iterator[State]:
        """Every goal of every member, with the outcomes that the answers leave possible."""
        return self._states.of(known, names)

    def telling(self, known: Known, names: Iterable[str]) -> list[Wanted]:
        """Questions that can still change one of a few goals, the most telling first."""
        found: dict[Place, Wanted] = {}
        for way in self._states.ways(known, names):
            places = [place for place in way.places if place in self._states.read(way.state.goal)]
            if places and self._matters(way):
                gain = self._gain(way) / len(places)
                _add(found, places, way.state.goal, gain)
        return sorted(found.values(), key=self._rank) or self.confirming(known, names)

    def _gain(self, way: Way) -> float:
        """What the class of a variable tells of a goal, in bits."""
        left = way.state.left
        fewer = self._residuals.fewer(left, way.number)
        return self._residuals.gain(left, way.number) + FEWER * fewer

    def confirming(self, known: Known, names: Iterable[str]) -> list[Wanted]:
        """Questions that change nothing by themselves, but without which the rules stay open.

        Their goals are certain although the rules do not show it, or would be once several are
        answered, or their diagrams would be too big.
        """
        found: dict[Place, Wanted] = {}
        for state in self.states(known, names):
            places = {*self._unseen(known, state), *self._jointly(state, NOTHING)}
            _add(found, places, state.goal)
        return sorted(found.values(), key=self._rank)

    def _jointly(self, state: State, skipped: frozenset[Place]) -> frozenset[Place]:
        """The questions that rules look at, if all that is not asked yet can change a goal."""
        asked = [way for way in self._states.ways_of(state) if not skipped.issuperset(way.places)]
        places = {place for way in asked for place in way.places}
        read = places & self._states.read(state.goal) if asked else NOTHING
        numbers = frozenset(way.number for way in asked)
        if read and self._residuals.matters(state.left, numbers, self._states.lost(state)):
            return frozenset(read)
        return NOTHING

    def unseen(self, known: Known, names: Iterable[str]) -> Iterator[Place]:
        """Missing answers behind goals that the rules alone leave more open than they are."""
        for state in self.states(known, names):
            yield from self._unseen(known, state)

    def _unseen(self, known: Known, state: State) -> Iterator[Place]:
        seen = known if state.left.outcomes else self._states.answered(known)
        possible = {outcome for outcome, _ in state.left.outcomes}
        if state.goal[0] in self.goals.base.facts:
            value = seen.value(state.goal)
            more = isinstance(value, frozenset) and not value <= possible
            is_open = more if possible else not is_settled(value)
        else:
            is_open = state.is_settled
        return filter(self._states.is_askable, self._states.read(state.goal) if is_open else ())

    def changing(
        self, known: Known, names: Iterable[str], skipped: frozenset[Place]
    ) -> Iterator[tuple[Place, bool]]:
        """The goals that further answers can change; whether without what nobody could tell."""
        for state in self.states(known, names):
            ways = (way for way in self._states.ways_of(state))
            numbers = [way.number for way in ways if not skipped.issuperset(way.places)]
            if self._residuals.matters(state.left, frozenset(numbers)):
                yield state.goal, bool(self._jointly(state, skipped))

    def serving(self, known: Known, names: Sequence[str]) -> list[Place]:
        """Questions behind goals not settled yet, those that serve most of them first.

        Some may not matter; `mattering` looks at them one by one.
        """
        counts: defaultdict[Place, set[Place]] = defaultdict(set)
        for way in self._states.ways(known, names):
            for place in way.places:
                counts[place].add(way.state.goal)
        return sorted(counts, key=lambda place: self._worth(place, len(counts[place]) / 1000))

    def mattering(
        self, known: Known, names: Sequence[str], places: Iterable[Place]
    ) -> Iterator[Wanted]:
        """Those of the questions that can still change a goal."""
        ways: defaultdict[Place, list[Way]] = defaultdict(list)
        for way in self._states.ways(known, names):
            for place in way.places:
                ways[place].append(way)
        for place in places:
            if any(self._tells(place, way) for way in ways[place]):
                goals = dict.fromkeys(way.state.goal for way in ways[place])
                yield Wanted(place, tuple(goals), 0.0)

    def _tells(self, place: Place, way: Way) -> bool:
        return place in self._states.read(way.state.goal) and self._matters(way)

    def _matters(self, way: Way) -> bool:
        """Whether an answer that changes a variable can change the goal."""
        together, lost = self._states.together(way), self._states.lost(way.state)
        return self._residuals.matters(way.state.left, together, lost)

    def reach(self, known: Known, names: Iterable[str]) -> Iterator[tuple[Place, Place]]:
        """Each goal with a question that can still change it."""
        for way in self._states.ways(known, names):
            if self._matters(way):
                yield from ((way.state.goal, place) for place in way.places)

    def _rank(self, wanted: Wanted) -> tuple[float, int, int]:
        return self._worth(wanted.place, wanted.gain + len(wanted.affects) / 1000)

    def _worth(self, place: Place, gain: float) -> tuple[float, int, int]:
        """What to sort questions by: what is gained for the effort, then the vocabulary."""
        name, member = place
        fact = self.goals.base.facts.get(name)
        effort = fact.effort if fact else 2.0  # a list takes at least two answers
        return -round(gain / effort, 6), self._order.get(name, len(self._order)), member


def _add(
    found: dict[Place, Wanted], places: Iterable[Place], goal: Place, gain: float = 0.0
) -> None:
    """Note that questions can change a goal."""
    for place in places:
        before = found.get(place, Wanted(place, (), 0.0))
        affects = before.affects if goal in before.affects else (*before.affects, goal)
        found[place] = Wanted(place, affects, before.gain + gain)
