"""Every way to change a case by actions, and what follows where some of them are left open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.alternatives.change_behind import answers_behind
from engine.alternatives.change_options import (
    Option,
    Options,
    actions_on,
    hopes,
    moved,
    options,
    together,
)
from engine.alternatives.change_target import Target
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy, contradictions
from engine.ir.actions import Action
from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import Constant, Node, Parameter, Ref, children, refs
from engine.ir.values import Interval, Value
from engine.reason.known import Dispute, Known, Origin

MOST_LOOKS = 700  # about a tenth of a second for the largest bases
ASKING = 0.5  # points that finding out one answer takes: our assumption, and said so

Chosen = tuple[int, ...]  # for each slot the number of its option
_STAY = frozenset({0})
Box = tuple[frozenset[int], ...]  # for each slot some of its options
Given = dict[Place, Value]  # answers to open questions


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

    With `hoping` a question that is open may also turn out to be answered in some way.
    """

    def __init__(
        self, wish: Wish, *, hoping: bool = False, support: frozenset[Place] | None = None
    ) -> None:
        """`support` is that of the same wish, where it was worked out before."""
        self.wish = wish
        self.base = wish.base
        self.disputes = contradictions(wish.base, wish.case)
        self.known = Lazy(wish.base, wish.case, self.disputes)
        self._actions = actions_on(wish.base)
        self.support = self._support() if support is None else support
        found = {place: self._options(place, hoping) for place in self._in_order(self.support)}
        self.options: Options = {place: ways for place, ways in found.items() if len(ways) > 1}
        self.slots: tuple[Place, ...] = (*self.options,)
        self._answers: dict[tuple[Place, frozenset[int], Value | None], Answer] = {}
        self.looks = 0  # cases that were made
        self.feared: Given = {}  # what spoilt a choice last, kept for those who look for it

    def _in_order(self, places: Iterable[Place]) -> list[Place]:
        positions = self.base.positions
        return sorted(places, key=lambda place: (positions[place[0]], place[1]))

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

    def _options(self, place: Place, hoping: bool) -> tuple[Option, ...]:
        actions = [] if place[0] in self.wish.keep else self._actions.get(place[0], [])
        found = options(place, self.known, actions)
        more = hopes(place, self.known, ASKING, self.figures) if hoping else ()
        return (*found, *more)

    @cached_property
    def figures(self) -> list[float]:
        """Numbers that decide something: those in conditions, and answers that are numbers."""
        found = {self.known.value(place) for place in self.support}
        known = {one.low for one in found if isinstance(one, Interval) and one.settled}
        return sorted(known | {*self._figures(self.wish.goal[0], set())})

    def _figures(self, name: str, seen: set[str]) -> Iterator[float]:
        waiting: list[Node] = [*self.base.follows_from(name)]
        while waiting:
            node = waiting.pop()
            waiting += children(node)
            if isinstance(node, Constant | Parameter):
                yield node.value
            elif isinstance(node, Ref) and node.fact not in seen:
                seen.add(node.fact)
                waiting += self.base.follows_from(node.fact)

    @property
    def stay(self) -> Chosen:
        """Nothing is done."""
        return (0,) * len(self.slots)

    @property
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

    def case(self, box: Box, given: Mapping[Place, Value] | None = None) -> Case:
        """The case in which each slot has one of the options of the box.

        `given` are answers to open questions, as long as nothing is done about these.
        """
        self.looks += 1
        given = given or {}
        answers = dict(self.wish.case.answers)
        for place, value in given.items():
            answers[place] = Answer(value)
        for slot, indexes in zip(self.slots, box, strict=True):
            if indexes != _STAY:
                answers[slot] = self._answer(
                    slot, indexes, given.get(slot) if 0 in indexes else None
                )
        for place, amounts in self._risen(box).items():
            now = answers.get(place)
            if place not in given and now is not None and isinstance(now.value, Interval):
                fact = self.base.facts[place[0]]
                ends = [moved(fact, now.value, sum(one)) for one in zip(*amounts, strict=True)]
                answers[place] = Answer(together([*ends]))
        return replace(self.wish.case, answers=answers)

    def _answer(self, slot: Place, indexes: frozenset[int], given: Value | None) -> Answer:
        """Whatever one of the options leads to; `given` is the answer while nothing is done."""
        key = slot, indexes, given
        if key not in self._answers:
            values = [self.options[slot][index].value for index in sorted(indexes)]
            if given is not None:
                values[0] = given
            self._answers[key] = Answer(together(values))
        return self._answers[key]

    def _risen(self, box: Box) -> dict[Place, list[tuple[float, float]]]:
        """By how much, at least and at most, each slot moves numbers beside it."""
        found: dict[Place, list[tuple[float, float]]] = {}
        for number in self.moving:
            slot = self.slots[number]
            each = [self._beside_of(self.options[slot][index]) for index in box[number]]
            for place in {place for one in each for place in one}:
                amounts = [one.get(place, 0.0) for one in each]
                found.setdefault(place, []).append((min(amounts), max(amounts)))
        return found

    @cached_property
    def moving(self) -> dict[int, set[Place]]:
        """The numbers that are moved beside slots, by the number of the slot."""
        found = {
            number: {place for option in options for place in self._beside_of(option)}
            for number, options in enumerate(self.options.values())
        }
        return {number: places for number, places in found.items() if places}

    def _beside_of(self, option: Option) -> dict[Place, float]:
        found: dict[Place, float] = {}
        for move in option.moves:
            for name, amount in move.action.also:
                place = self.beside(move.action, move.member, name)
                found[place] = found.get(place, 0.0) + amount * move.times
        return found

    def outcome(self, case: Case) -> Value | None:
        """What a case leaves of the goal; None where answers contradict that did not before."""
        disputes = contradictions(self.base, case)
        if {*_names(disputes)} - {*_names(self.disputes)}:
            return None
        return Lazy(self.base, case, disputes).value(self.wish.goal)

    def broken(self, box: Box) -> bool:
        """Whether answers surely contradict each other that did not before."""
        if not self._watched:
            return False
        known = Lazy(self.base.unassuming, self.case(box))
        return any(truth(one.never, known, member) is True for one, member in self._watched)

    @cached_property
    def _watched(self) -> list[tuple[Constraint, int]]:
        """Constraints that a slot can break, with the members concerned."""
        moving = {slot[0] for slot in self.slots} | {p[0] for p in self._risen(self.everything)}
        before = {*_names(self.disputes)}
        return [
            (constraint, member)
            for constraint in self.base.constraints
            if any(ref.fact in moving for ref in refs(constraint.never))
            for member in self.known.members(constraint.scope)
            if constraint.id not in {name for name, _ in before}
        ]

    def told(self, box: Box) -> set[Place]:
        """The answers that differ between the choices of a box."""
        pairs = [*zip(self.slots, box, strict=True)]
        risen = self._risen(box).keys()
        moved = risen | {slot for slot, indexes in pairs if indexes != _STAY}
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
