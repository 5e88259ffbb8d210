"""The cases that different ways to treat facts lead to."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property

from engine.alternatives.change_options import Option, Options, moved, together
from engine.ir.actions import Action
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Interval, Value

Box = tuple[frozenset[int], ...]  # for each slot some of its options
Given = dict[Place, Value]  # answers to open questions
Chosen = tuple[int, ...]  # for each slot the number of its option
NOTHING: Mapping[Place, Value] = {}
STAY = frozenset({0})
Beside = Callable[[Action, int, str], Place]


def point(chosen: Chosen) -> Box:
    """The box of this choice alone."""
    return tuple(map(_only, chosen))


@cache
def _only(index: int) -> frozenset[int]:
    """The same set each time: sets that are one are told from others fastest."""
    return frozenset({index})


class Cases:
    """Makes the cases of boxes; `beside` tells the place of a number that an action moves, too."""

    def __init__(self, base: RuleBase, case: Case, options: Options, beside: Beside) -> None:
        self._base = base
        self._case = case
        self._options = options
        self._slots = (*options,)
        self._beside = beside
        self._answers: dict[tuple[Place, frozenset[int], Value | None], Answer] = {}
        self._last: tuple[Box, Case] = (), case
        self._number = {slot: number for number, slot in enumerate(self._slots)}
        self._before: tuple[Box, Given, dict[Place, Answer]]
        self._before = (STAY,) * len(self._slots), {}, {**case.answers}

    def of(self, box: Box, given: Mapping[Place, Value]) -> Case:
        """The case in which each slot has one of the options of the box.

        `given` are answers to open questions, as long as nothing is done about these.
        """
        if given:
            return self._made(box, given)
        if box != self._last[0]:  # what is looked at often is so twice in turn
            self._last = box, self._made(box, NOTHING)
        return self._last[1]

    def _made(self, box: Box, given: Mapping[Place, Value]) -> Case:
        answers = {**self._slots_in(box, given)}
        for place, amounts in self.risen(box).items():
            now = answers.get(place)
            if place not in given and now is not None and isinstance(now.value, Interval):
                fact = self._base.facts[place[0]]
                ends = [moved(fact, now.value, sum(one)) for one in zip(*amounts, strict=True)]
                answers[place] = Answer(together([*ends]))
        return self._case.answering(answers)

    def _slots_in(self, box: Box, given: Mapping[Place, Value]) -> dict[Place, Answer]:
        """The answers without what is moved beside slots; most are those of the box before."""
        before, gave, answers = self._before
        pairs = zip(self._slots, before, box, strict=True)
        other = {s: among for s, was, among in pairs if was is not among and was != among}
        if given != gave:
            differing = given.items() ^ gave.items()
            other |= {
                place: box[self._number[place]] if place in self._number else STAY
                for place, _ in differing
            }
        for place, among in other.items():
            now = self._answer(place, among, given)
            if now is None:
                answers.pop(place, None)
            else:
                answers[place] = now
        self._before = box, {**given}, answers
        return answers

    def _answer(
        self, place: Place, among: frozenset[int], given: Mapping[Place, Value]
    ) -> Answer | None:
        """Whatever one of the options leads to; while nothing is done, what is given."""
        value = given.get(place) if 0 in among else None
        if among == STAY:
            return self._case.answers.get(place) if value is None else Answer(value)
        key = place, among, value
        if key not in self._answers:
            values = [self._options[place][index].value for index in sorted(among)]
            if value is not None:
                values[0] = value
            self._answers[key] = Answer(together(values))
        return self._answers[key]

    def risen(self, box: Box) -> dict[Place, list[tuple[float, float]]]:
        """By how much, at least and at most, each slot moves numbers beside it."""
        found: dict[Place, list[tuple[float, float]]] = {}
        for number in self.moving:
            slot = self._slots[number]
            each = [self._beside_of(self._options[slot][index]) for index in box[number]]
            for place in {place for one in each for place in one}:
                amounts = [one.get(place, 0.0) for one in each]
                found.setdefault(place, []).append((min(amounts), max(amounts)))
        return found

    @cached_property
    def moving(self) -> Mapping[int, set[Place]]:
        """The numbers that are moved beside slots, by the number of the slot."""
        found = {
            number: {place for option in options for place in self._beside_of(option)}
            for number, options in enumerate(self._options.values())
        }
        return {number: places for number, places in found.items() if places}

    def _beside_of(self, option: Option) -> dict[Place, float]:
        found: dict[Place, float] = {}
        for move in option.moves:
            for name, amount in move.action.also:
                place = self._beside(move.action, move.member, name)
                found[place] = found.get(place, 0.0) + amount * move.times
        return found
