"""Why a choice does not reach a target, and which other choices do not for the same reason."""

from collections.abc import Iterable

from engine.alternatives.change_behind import HangsOn
from engine.alternatives.change_boxes import loosened, widened, widened_each
from engine.alternatives.change_cases import Box, Chosen, Given, point
from engine.alternatives.change_doubts import Aim, spoiling
from engine.alternatives.change_ways import Ways
from engine.compiled.lazy import Lazy
from engine.explain.hinges import Hinges
from engine.ir.case import Place


def failing(ways: Ways, chosen: Chosen) -> Box | None:
    """A box of choices that miss the target; None if this one reaches it."""
    value = ways.outcome(chosen)
    if value is None:
        boxes = _Boxes(ways, {})
        return widened(ways, chosen, lambda box: boxes.missed(box) or ways.broken(box))
    if ways.wish.target.reached(value):
        return None
    box = _around(ways, _narrowed(ways, chosen))
    inside = all(index in among for index, among in zip(chosen, box, strict=True))
    return box if inside else _around(ways, chosen)


def _narrowed(ways: Ways, chosen: Chosen) -> Chosen:
    """The same with hopes for numbers that say more and still do not lead there, if possible."""
    for number, index in enumerate(chosen):
        options = ways.options[ways.slots[number]]
        if not index or not options[index].hoped:
            continue
        inside = [one for one, each in enumerate(options) if each.is_within(options[index].value)]
        if inside:
            least = min(inside, key=lambda one: options[one].width)
            other = (*chosen[:number], least, *chosen[number + 1 :])
            value = ways.outcome(other)
            if value is not None and not ways.wish.target.reached(value):
                chosen = other
    return chosen


def _around(ways: Ways, chosen: Chosen) -> Box:
    """A box of choices that do not lead to the target, as this one does not.

    It contradicts nothing, so no contradiction refutes a box around it.
    """
    target, goal = ways.wish.target, ways.wish.goal
    aim = Aim(
        lambda given: ways.case(point(chosen), given),
        lambda known: target.reached(known.value(goal)),
        lambda known: target.missed(known.value(goal)),
        lambda known: Hinges(known).of(goal),
    )
    given, missed = spoiling(ways, aim)
    boxes = _Boxes(ways, given)
    if missed:
        return loosened(ways, widened(ways, chosen, boxes.missed, boxes.is_aside))
    hanging = boxes.hanging(point(chosen))
    return loosened(ways, widened_each(ways, chosen, boxes.left_open, boxes.is_apart, hanging))


class _Boxes:
    """What follows in one box after another, with answers to open questions `given`."""

    def __init__(self, ways: Ways, given: Given) -> None:
        self._ways = ways
        self._given = given
        self._last: tuple[Box, Lazy] | None = None  # a box and what is known in it

    def missed(self, box: Box) -> bool:
        """Whether surely nothing in the box reaches the target."""
        known = self._known(box)
        missed = self._ways.wish.target.missed(known.value(self._ways.wish.goal))
        return self._kept(box, known) if missed else False

    def is_aside(self, number: int) -> bool:
        """Whether what refuted the last box looked neither at a slot nor at what it moves."""
        if self._last is None:
            return False
        places = (self._ways.slots[number], *self._ways.moving.get(number, ()))
        return not any(map(self._last[1].has_seen, places))

    def is_apart(self, number: int) -> bool:
        """The same where the goal is left open: what is set aside could be resolved by a slot."""
        return not self._ways.disputes and self.is_aside(number)

    def left_open(self, box: Box) -> bool:
        """Whether the goal stays open, as it hangs on nothing that the choices of the box tell."""
        known, goal = self._known(box), self._ways.wish.goal
        if self._ways.wish.target.reached(known.value(goal)):
            return False
        aside = self._ways.told(box).isdisjoint(HangsOn(known).one_by_one(goal))
        return self._kept(box, known) if aside else False

    def hanging(self, box: Box) -> set[Place]:
        """The answers that the goal hangs on."""
        return {*HangsOn(self._known(box)).one_by_one(self._ways.wish.goal)}

    def _kept(self, box: Box, known: Lazy) -> bool:
        self._last = box, known
        return True

    def _known(self, box: Box) -> Lazy:
        """Only what is not as in the last box is worked out."""
        case = self._ways.case(box, self._given)
        if self._last is None:
            return Lazy(self._ways.base, case, self._ways.disputes)  # sees only what it needs
        before, known = self._last
        return known.revised(case, {name for name, _ in self._other(before, box)})

    def _other(self, before: Box, box: Box) -> Iterable[Place]:
        """The answers that may differ between two boxes."""
        pairs = zip(before, box, strict=True)
        numbers = [number for number, (was, now) in enumerate(pairs) if was != now]
        found = {self._ways.slots[number] for number in numbers}
        return found.union(*(self._ways.moving.get(number, ()) for number in numbers))
