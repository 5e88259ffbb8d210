"""What the answers leave open of each goal; from one question to the next only what is new."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from engine.asking.assigned import Reading, is_about_one
from engine.asking.dependence import Dependence
from engine.asking.goals import Goal, Goals, Left
from engine.asking.residual import Residuals
from engine.asking.successive import Numbered, by_number, changed, goes_on, moved
from engine.explain.hinges import WHOLE_LIST
from engine.ir.case import Answer, Place
from engine.proving.subjects import Variable
from engine.reason.disputes import find_disputes
from engine.reason.interpret import derived, revised
from engine.reason.known import Known, Origin

ROOT = 0  # the member that everything has


@dataclass(frozen=True, slots=True)
class State:
    """A goal of one member, the outcomes still possible, and the variables they still test."""

    goal: Place
    left: Left
    open: frozenset[int]

    @property
    def is_settled(self) -> bool:
        """Whether at most one outcome is possible; none, where nothing is known of the goal."""
        return len(self.left.outcomes) < 2


@dataclass(frozen=True, slots=True)
class Way:
    """A variable through which answers to some questions can still tell on a goal."""

    state: State
    number: int
    places: tuple[Place, ...]


class States:
    """The states of goals for one case after another.

    While each case only adds answers to the one before, what was settled stays so.
    """

    def __init__(self, goals: Goals, residuals: Residuals) -> None:
        self._goals = goals
        self._residuals = residuals
        self._unassuming = goals.base.unassuming
        self._known: Known | None = None
        self._answered: Known | None = None
        self._answers: Mapping[Numbered, Answer] = {}
        self._lefts: dict[Numbered, tuple[Left, frozenset[int]]] = {}
        self._found: dict[Place, State] = {}
        self._ways: dict[Place, tuple[Way, ...]] = {}
        self._readings: dict[int, Reading] = {}
        self._classes: dict[tuple[int, int], int | None] = {}
        self._read: dict[Place, frozenset[Place]] = {}
        self._done: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._asked: dict[tuple[int, int], tuple[Place, ...]] = {}
        self._dependence = Dependence(goals.base)
        self._names: dict[int, frozenset[str]] = {}
        self._about_one: dict[int, bool] = {}

    def answered(self, known: Known) -> Known:
        """What follows from the answers alone: what is only assumed may still be asked."""
        self._turn_to(known)
        assert self._answered is not None
        return self._answered

    def _turn_to(self, known: Known) -> None:
        if known is self._known:
            return
        before, said = self._answered, self._answers
        answers = by_number(known.case)
        now = self._without_assumptions(known, answers)
        continues = before is not None and goes_on(before, said, now, answers)
        self._known, self._answered, self._answers = known, now, answers
        self._readings, self._done, self._read = {}, defaultdict(dict), {}
        if not continues:
            self._lefts = {}
        if before is not None and continues:
            new = changed(before.case, said, now.case, answers)
            self._forget(new, moved(before.case, now.case))
        else:
            self._found, self._ways, self._classes, self._asked = {}, {}, {}, {}

    def _without_assumptions(self, known: Known, answers: Mapping[Numbered, Answer]) -> Known:
        """What follows from the answers alone, worked out as far as it may be new."""
        before, case = self._answered, known.case
        if next(known.assumptions(), None) is None:
            return known
        if before is None or before.base is not self._unassuming:
            return derived(self._unassuming, case)
        disputes = find_disputes(self._unassuming, case)
        now = Known(self._unassuming, case, disputes)
        same = before.case.members == case.members
        if not same or not goes_on(before, self._answers, now, answers):
            return derived(self._unassuming, case)
        new = changed(before.case, self._answers, case, answers)
        order = self._unassuming.order
        facts = [one for one in order if not new.isdisjoint(self._dependence.fact(one))]
        return revised(before, case, facts)

    def _forget(self, changed: AbstractSet[str], moved: AbstractSet[int]) -> None:
        """Keep only what does not depend on these questions and lists, nor on these members."""
        variables = enumerate(self._goals.space.variables)
        touched = {n for n, one in variables if not changed.isdisjoint(self._behind(n, one))}
        stale = {
            key for key in (*self._classes, *self._asked) if key[0] in touched or key[1] in moved
        }
        stale |= {key for key, places in self._asked.items() if any(m in moved for _, m in places)}
        for key in stale:
            self._classes.pop(key, None)
            self._asked.pop(key, None)
        for place, state in [*self._found.items()]:
            asked = {(number, member) for number in state.open for member in (ROOT, place[1])}
            if (
                place[1] in moved
                or not state.open.isdisjoint(touched)
                or not asked.isdisjoint(stale)
            ):
                del self._found[place]
                self._ways.pop(place, None)

    def _behind(self, number: int, variable: Variable) -> frozenset[str]:
        if number not in self._names:
            self._names[number] = self._dependence.behind(variable.subject)
        return self._names[number]

    def of(self, known: Known, names: Iterable[str]) -> Iterator[State]:
        """Every goal of every member; a goal is worked out once there is a member to ask about."""
        answered = self.answered(known)
        for name in names:
            members = answered.members(self._goals.scope(name))
            for index, member in enumerate(members):
                yield self._of((name, member), index)

    def one(self, known: Known, goal: Place) -> State | None:
        """One goal of one member; None where there is no such member."""
        members = self.answered(known).members(self._goals.scope(goal[0]))
        return self._of(goal, members.index(goal[1])) if goal[1] in members else None

    def _of(self, place: Place, index: int) -> State:
        if place not in self._found:
            self._found[place] = self._state(self._goals.goal(place[0]), place, index)
        return self._found[place]

    def _state(self, goal: Goal, place: Place, index: int) -> State:
        key = goal.name, index
        if key not in self._lefts:
            self._lefts[key] = goal.left, self._residuals.support(goal.left)
        left, support = self._lefts[key]
        settled = self._settled(support, place[1]) if len(left.outcomes) > 1 else {}
        if settled:
            left = self._residuals.assigned(left, settled, self._done[place[1]])
            self._lefts[key] = left, self._residuals.support(left)
        return State(place, *self._lefts[key])

    def _settled(self, numbers: frozenset[int], member: int) -> dict[int, int]:
        """The classes that the answers give to variables."""
        classes = {number: self._class(number, member) for number in sorted(numbers)}
        return {number: chosen for number, chosen in classes.items() if chosen is not None}

    def _class(self, number: int, member: int) -> int | None:
        key = self._read_for(number, member)
        if key not in self._classes:
            self._classes[key] = self._reading(key[1]).class_of(number)
        return self._classes[key]

    def _read_for(self, number: int, member: int) -> tuple[int, int]:
        """A variable and the member to read it for: what is not about one is read once."""
        if number not in self._about_one:
            self._about_one[number] = is_about_one(self._goals.space.variables[number].subject)
        return number, member if self._about_one[number] else ROOT

    def _reading(self, member: int) -> Reading:
        if member not in self._readings:
            assert self._answered is not None
            self._readings[member] = Reading(self._goals.space, self._answered, member)
        return self._readings[member]

    def ways(self, known: Known, names: Iterable[str]) -> Iterator[Way]:
        """Each variable that an unsettled goal still tests, with the questions behind it."""
        for state in self.of(known, names):
            yield from self.ways_of(state)

    def ways_of(self, state: State) -> tuple[Way, ...]:
        """The ways to one goal; none once it is settled."""
        if state.is_settled:
            return ()
        if state.goal not in self._ways:
            asked = ((n, self._questions(n, state.goal[1])) for n in sorted(state.open))
            found = (Way(state, number, places) for number, places in asked if places)
            self._ways[state.goal] = tuple(found)
        return self._ways[state.goal]

    def together(self, way: Way) -> frozenset[int]:
        """All variables that an answer to one of the questions may change with that of the way.

        A count and whether there is anybody to count never change alone.
        """
        asked = set(way.places)
        ways = self.ways_of(way.state)
        return frozenset(other.number for other in ways if not asked.isdisjoint(other.places))

    def read(self, goal: Place) -> frozenset[Place]:
        """The questions by which the rules, as they stand, can still come to a goal.

        Others may tell on it too, because answers exclude each other, but no rule looks at them.
        """
        if goal not in self._read:
            found = self._goals.missing(goal, self._reading(goal[1]).hinges)
            self._read[goal] = frozenset(found)
        return self._read[goal]

    def lost(self, state: State) -> frozenset[int]:
        """The variables of a goal that no question still to ask can settle."""
        return state.open - {way.number for way in self.ways_of(state)}

    def _questions(self, number: int, member: int) -> tuple[Place, ...]:
        """The questions not asked yet that could settle a variable."""
        key = self._read_for(number, member)
        if key not in self._asked:
            places = self._reading(key[1]).questions(number)
            self._asked[key] = tuple(place for place in places if self.is_askable(place))
        return self._asked[key]

    def is_askable(self, place: Place) -> bool:
        """Whether the person was not asked before."""
        assert self._answered is not None
        name, member = place
        if member == WHOLE_LIST:
            return not self._answered.is_complete(name)
        return self._answered.origin(place) in (Origin.OPEN, Origin.ASSUMED)
