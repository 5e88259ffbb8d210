"""Every way to change a case by actions, and what follows where some of them are left open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.alternatives.change_behind import answers_behind
from engine.alternatives.change_cases import NOTHING, STAY, Box, Cases, Chosen, Given, point
from engine.alternatives.change_figures import figures
from engine.alternatives.change_options import (
    Option,
    Options,
    actions_on,
    hopes,
    options,
    vaguer,
)
from engine.alternatives.change_target import Target
from engine.compiled.amounts import Holds
from engine.compiled.compiler import compiler, truth
from engine.compiled.derive import TODAY, constraints_on
from engine.compiled.lazy import Lazy, contradictions, settled
from engine.ir.actions import Action
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Node, Ref, refs
from engine.ir.values import Interval, Value
from engine.reason.known import Dispute, Known, Origin

MOST_LOOKS = 480  # less than a tenth of a second for the largest bases
ASKING = 0.5  # points that finding out one answer takes: our assumption, and said so


@dataclass(frozen=True)
class Wish:
    """What is wanted of a goal of a case; facts in `keep` are to stay as they are.

    `looks` is how many cases may be worked out before the search is broken off.
    """

    base: RuleBase
    case: Case
    goal: Place
    target: Target
    keep: frozenset[str] = frozenset()
    looks: int = MOST_LOOKS


class Ways:
    """The facts that matter to a wish and can be moved (slots), each with its options.

    With hopes an open question may also turn out to be answered in some way.
    """

    def __init__(self, wish: Wish, sure: "Ways | None" = None) -> None:
        """With the ways that are `sure`, of the same wish, hopes are added to them."""
        self.wish = wish
        self.base = wish.base
        self.known: Lazy = sure.known if sure else settled(wish.base, wish.case)
        self.disputes = self.known.disputes
        self._actions = actions_on(wish.base)
        self.support: tuple[Place, ...] = sure.support if sure else self._in_order(self._support())
        every = sure.hoping() if sure else {p: self._options(p) for p in self.support}
        self._every: dict[Place, tuple[Option, ...]] = every
        self.options: Options = {place: ways for place, ways in every.items() if len(ways) > 1}
        self.slots: tuple[Place, ...] = (*self.options,)
        self._outcomes: dict[Chosen, Value | None] = {}
        self._vaguer: dict[Place, list[frozenset[int]]] = {}
        self._cases = Cases(wish.base, wish.case, self.options, self.beside)
        self.looks = 0  # cases that were asked for
        # what spoilt a choice last, kept for those who look for it
        self.feared: Given = {**sure.feared} if sure else {}
        self.doubted: Given = {}  # and what left one open, where nothing spoilt it

    def _in_order(self, places: Iterable[Place]) -> tuple[Place, ...]:
        positions = self.base.positions
        return tuple(sorted(places, key=lambda place: (positions[place[0]], place[1])))

    def _support(self) -> frozenset[Place]:
        """Answers that the goal, or what an action towards it requires, can depend on."""
        name, member = self.wish.goal
        fact = self.base.facts[name]
        roots: list[tuple[Node, int]] = [(Ref(name, fact.entity, True), member)]
        found = answers_behind(self.known, roots)
        waiting = [*found]
        while waiting:
            place = waiting.pop()
            more = {*self._serving(place), *self._beside(place), *self._tied(place)} - found
            found |= more
            waiting += more
        return frozenset(found)

    def _serving(self, place: Place) -> Iterator[Place]:
        """What the actions on a fact of a member require, and the dates that limit them."""
        for action in self._actions.get(place[0], []):
            nodes: list[Node] = [action.requires] if action.requires is not None else []
            nodes += [action.by.ref] if action.by is not None else []
            yield from answers_behind(self.known, [(node, place[1]) for node in nodes])

    def _tied(self, place: Place) -> Iterator[Place]:
        """What an answer can contradict once it is changed, or contradicts now."""
        if place[0] in self._changing or self.known.origin(place) is Origin.DISPUTED:
            for one in self._constraints:
                yield from one if place in one else ()

    @cached_property
    def _changing(self) -> frozenset[str]:
        """Facts that some action moves, itself or beside another."""
        beside = {name for action in self.base.actions for name, _ in action.also}
        return frozenset(beside | self._actions.keys())

    @cached_property
    def _constraints(self) -> list[set[Place]]:
        """The answers that each constraint speaks of, for each member."""
        return [
            answers_behind(self.known, [(constraint.never, member)])
            for constraint in self.base.constraints
            for member in self.known.members(constraint.scope)
        ]

    def _beside(self, place: Place) -> Iterator[Place]:
        """Facts whose actions move this one, too."""
        for action in self.base.actions:
            if any(name == place[0] for name, _ in action.also):
                for member in self.known.members(action.scope):
                    if self.beside(action, member, place[0]) == place:
                        yield action.fact, member

    def beside(self, action: Action, member: int, name: str) -> Place:
        """The place of a number that an action moves beside its fact."""
        entity = self.base.facts[name].entity
        return name, member if entity == action.scope else self.known.members(entity)[0]

    def _options(self, place: Place) -> tuple[Option, ...]:
        actions = [] if place[0] in self.wish.keep else self._actions.get(place[0], [])
        return options(place, self.known, actions)

    def hoping(self) -> dict[Place, tuple[Option, ...]]:
        """What can be done about each fact, and what can be hoped for."""
        return {
            place: (*found, *hopes(place, self.known, ASKING, self.figures(place[0])))
            for place, found in self._every.items()
        }

    def figures(self, name: str) -> list[float]:
        """Numbers at which a number decides something: in conditions, and answers to others."""
        every = figures(self.base, self.wish.goal[0])
        linked = every.linked(name)
        found = {self.known.value(place) for place in self.support if place[0] in linked}
        known = {one.low for one in found if isinstance(one, Interval) and one.settled}
        return sorted(known | every.of(name))

    def vaguer(self, slot: Place) -> list[frozenset[int]]:
        """For each option of a slot, the hopes for its number that say no more than it, if any."""
        if slot not in self._vaguer:
            self._vaguer[slot] = vaguer(self.options[slot])
        return self._vaguer[slot]

    @property
    def stay(self) -> Chosen:
        """Nothing is done."""
        return (0,) * len(self.slots)

    @cached_property
    def everything(self) -> Box:
        """All that can be done."""
        return tuple(frozenset(range(len(self.options[slot]))) for slot in self.slots)

    def picked(self, chosen: Chosen) -> list[Option]:
        """The options that are more than staying."""
        pairs = zip(self.slots, chosen, strict=True)
        return [self.options[slot][index] for slot, index in pairs if index]

    def effort(self, chosen: Chosen) -> float:
        """In points."""
        return round(sum(option.effort for option in self.picked(chosen)), 6)

    def case(self, box: Box, given: Mapping[Place, Value] = NOTHING) -> Case:
        """The case in which each slot has one of the options of the box.

        `given` are answers to open questions, as long as nothing is done about these.
        """
        self.looks += 1
        return self._cases.of(box, given)

    @property
    def moving(self) -> Mapping[int, set[Place]]:
        """The numbers that are moved beside slots, by the number of the slot."""
        return self._cases.moving

    def outcome(self, chosen: Chosen) -> Value | None:
        """What a choice leaves of the goal; None where answers contradict that did not before."""
        if chosen not in self._outcomes:
            self._outcomes[chosen] = self._outcome(self.case(point(chosen)))
        return self._outcomes[chosen]

    def _outcome(self, case: Case) -> Value | None:
        known = self.knowing(case)
        return None if self.contradicts(known) else known.value(self.wish.goal)

    def knowing(self, case: Case) -> Lazy:
        """What is known with more or other answers, or on another day; all else is as it was."""
        other = self._other(case)
        shaken = constraints_on(self.base, other)
        disputes = contradictions(self.base, case, shaken)
        same = [one for one in self.disputes if one.constraint not in shaken]
        if {*_names([*disputes, *same])} == self._before:
            return self.known.revised(case, other)
        return Lazy(self.base, case, (*disputes, *same))

    def taking(self, case: Case) -> Lazy:
        """The same, as if the answers contradicted each other neither more nor less than before."""
        return self.known.revised(case, self._other(case))

    def _other(self, case: Case) -> set[str]:
        """The questions that are answered otherwise than in the case of the wish."""
        before = self.wish.case
        pairs = case.answers.items()
        other = {place[0] for place, one in pairs if before.answers.get(place) is not one}
        return other if case.as_of == before.as_of else other | {TODAY}

    def contradicts(self, known: Known) -> bool:
        """Whether answers contradict each other that did not before."""
        return not self._before.issuperset(_names(known.disputes))

    @cached_property
    def _before(self) -> frozenset[tuple[str, tuple[Place, ...]]]:
        return frozenset(_names(self.disputes))

    def broken(self, box: Box) -> bool:
        """Whether answers surely contradict each other that did not before."""
        if not self._watched:
            return False
        known = Lazy(self.base.unassuming, self.case(box))
        return any(holds(known, member) is True for holds, member in self._watched)

    @cached_property
    def _watched(self) -> list[tuple[Holds, int]]:
        """Constraints that a slot can break, with the members concerned."""
        risen = self._cases.risen(self.everything)
        moving = {place[0] for place in (*self.slots, *risen)}
        before = {name for name, _ in self._before}
        return [
            (compiler(self.base).holds(constraint.never), member)
            for constraint in self.base.constraints
            if any(ref.fact in moving for ref in refs(constraint.never))
            for member in self.known.members(constraint.scope)
            if constraint.id not in before
        ]

    def told(self, box: Box) -> set[Place]:
        """The answers that differ between the choices of a box."""
        pairs = [*zip(self.slots, box, strict=True)]
        risen = self._cases.risen(box).keys()
        moved = risen | {slot for slot, indexes in pairs if indexes != STAY}
        found = risen | {slot for slot, indexes in pairs if len(indexes) > 1}
        resolved = (places for behind, places in self._disputed if not behind.isdisjoint(moved))
        return {*found}.union(*resolved)

    @cached_property
    def _disputed(self) -> list[tuple[set[Place], tuple[Place, ...]]]:
        """The answers that are set aside, after all those on which it hangs whether they are."""
        return [
            (answers_behind(self.known, [(one.constraint.never, member)]), one.places)
            for one in self.disputes
            for member in self.known.members(one.constraint.scope)
        ]

    def holds(self, action: Action, known: Known, member: int) -> bool:
        """Whether what an action requires is sure to hold."""
        return action.requires is None or truth(action.requires, known, member) is True


def _names(disputes: Iterable[Dispute]) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """What tells one dispute from another."""
    for one in disputes:
        yield one.constraint.id, one.places
