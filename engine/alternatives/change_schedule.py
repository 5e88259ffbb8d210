"""When each step of a plan begins and ends: as soon as what it requires holds, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import heappop, heappush
from math import inf

from engine.alternatives.change_boxes import widened
from engine.alternatives.change_cases import Box, Chosen, Given, point
from engine.alternatives.change_doubts import Aim, separating
from engine.alternatives.change_options import Move, Option, moved, together
from engine.alternatives.change_ways import Ways
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy
from engine.explain.hinges import Hinges
from engine.ir.actions import Action
from engine.ir.case import Answer, Case
from engine.ir.dates import shifted
from engine.ir.values import Interval

_DAYS = 30  # a month's part of a day, where a step takes a fraction of a month


@dataclass(frozen=True, slots=True)
class Timed:
    """A step with its begin and end, in months from the case's date.

    `after` is the number of the step that it has to wait for, -1 for none. `due` is the last day
    on which it may end, as far as it is known.
    """

    move: Move
    begins: float
    ends: float
    after: int = -1
    due: Interval | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps in the order in which they begin; those `stuck` never can."""

    steps: tuple[Timed, ...]
    stuck: tuple[Move, ...] = ()
    late: tuple[Timed, ...] = ()

    @property
    def works(self) -> bool:
        """Whether every step can be done, and in time."""
        return not self.stuck and not self.late

    @property
    def months(self) -> float:
        """From the case's date to the end of the last step."""
        return max((step.ends for step in self.steps), default=0.0)


def day(as_of: date | None, months: float) -> date | None:
    """The day so many months after the case's; None where the case has no date."""
    if as_of is None:
        return None
    start = Interval(as_of.toordinal(), as_of.toordinal())
    end = shifted(start, int(months), round((months - int(months)) * _DAYS))
    return date.fromordinal(int(end.low))


def scheduled(ways: Ways, chosen: Chosen) -> Schedule:
    """The steps of a choice in time."""
    picked = ways.picked(chosen)
    if not any(option.moves for option in picked):
        return Schedule(())
    return _Clock(ways, picked, _hoped(ways, chosen)).run(ways.case(point(chosen)))


class _Clock:
    """Lets the steps of several facts run side by side; each begins as soon as it can."""

    def __init__(self, ways: Ways, picked: list[Option], start: Case) -> None:
        self._ways = ways
        self._queues = [[*option.moves] for option in picked if option.moves]
        self._state = start
        self._running: list[tuple[float, int]] = []
        self._steps: list[Timed] = []
        self._last = -1
        self._now = 0.0

    def run(self, final: Case) -> Schedule:
        """The schedule; `final` is the case in the end, whose dates are the limits."""
        self._begin(range(len(self._queues)))
        while self._running:
            self._now, number = heappop(self._running)
            self._finish(number)
            self._begin(range(len(self._queues)))
        stuck = tuple(move for queue in self._queues for move in queue)
        known = self._ways.knowing(final)
        steps = tuple(replace(step, due=due(self._ways, step.move, known)) for step in self._steps)
        return Schedule(steps, stuck, tuple(step for step in steps if self._is_late(step)))

    def _is_late(self, step: Timed) -> bool:
        end = day(self._ways.wish.case.as_of, step.ends)
        return step.due is not None and end is not None and end.toordinal() > step.due.high

    def _begin(self, queues: range) -> None:
        """Begin every first step of a queue that is not begun and can be."""
        known = self._ways.knowing(self._state)
        begun = {id(self._steps[number].move) for _, number in self._running}
        for index in queues:
            queue = self._queues[index]
            if not queue or id(queue[0]) in begun:
                continue
            move = queue[0]
            if self._ways.holds(move.action, known, move.member):
                step = Timed(move, self._now, self._now + move.months, self._last)
                heappush(self._running, (step.ends, len(self._steps)))
                self._steps.append(step)

    def _finish(self, number: int) -> None:
        move = self._steps[number].move
        self._state, self._last = _done(self._ways, self._state, move), number
        queue = next(one for one in self._queues if one and one[0] is move)
        queue.pop(0)


def _hoped(ways: Ways, chosen: Chosen) -> Case:
    """The case with what is hoped for: it is so from the beginning."""
    answers = dict(ways.wish.case.answers)
    for slot, index in zip(ways.slots, chosen, strict=True):
        option = ways.options[slot][index]
        if option.hoped:
            answers[slot] = Answer(option.value)
    return ways.wish.case.answering(answers)


def _done(ways: Ways, case: Case, move: Move) -> Case:
    """The case after a step; numbers are moved from what they are then."""
    answers = dict(case.answers)
    for place, amount in _amounts(ways, move):
        now = answers.get(place)
        if now is not None and isinstance(now.value, Interval):
            answers[place] = Answer(moved(ways.base.facts[place[0]], now.value, amount))
    if not move.action.by_each:
        answers[move.action.fact, move.member] = Answer(move.after)
    return case.answering(answers)


def _amounts(ways: Ways, move: Move) -> Iterator[tuple[tuple[str, int], float]]:
    action = move.action
    if action.by_each:
        yield (action.fact, move.member), action.by_each * move.times
    for name, amount in action.also:
        yield ways.beside(action, move.member, name), amount * move.times


def due(ways: Ways, move: Move, known: Lazy) -> Interval | None:
    """The last day on which a step may end; None where there is none or it is not known."""
    by = move.action.by
    if by is None:
        return None
    value = known.value(known.place(by.ref, move.member))
    if not isinstance(value, Interval) or inf in (value.high, -value.low):
        return None
    return shifted(value, by.months, by.days)


def unfit(ways: Ways, chosen: Chosen, plan: Schedule) -> Box:
    """A box around a choice in which no schedule works, where the given one does not."""
    boxes = [_stuck_box(ways, chosen, move) for move in plan.stuck]
    for step in plan.late:
        boxes.append(widened(ways, chosen, partial(_too_late, ways, step)))
    return next((box for box in boxes if box != point(chosen)), point(chosen))


def _stuck_box(ways: Ways, chosen: Chosen, move: Move) -> Box:
    """A box in which what a step requires never holds, whatever open questions are answered."""
    requires = move.action.requires
    if requires is None:  # it waits for the step before it
        return point(chosen)
    aim = Aim(
        lambda given: _passing(ways, point(chosen), given),
        lambda known: truth(requires, known, move.member) is True,
        lambda known: truth(requires, known, move.member) is False,
        lambda known: Hinges(known).behind(requires, move.member),
    )
    given = separating(ways, aim)
    if given is None:
        return point(chosen)
    return widened(ways, chosen, partial(_never, ways, move, given))


def _in_each(ways: Ways, box: Box, action: Action, member: int) -> bool:
    """Whether every choice of a box has a step by this action."""
    index = ways.slots.index((action.fact, member))
    found = (ways.options[ways.slots[index]][one] for one in box[index])
    return all(any(move.action == action for move in option.moves) for option in found)


def _never(ways: Ways, move: Move, given: Given, box: Box) -> bool:
    """Whether a step is in every choice of a box, and what it requires never holds."""
    action = move.action
    if action.requires is None or not _in_each(ways, box, action, move.member):
        return False
    known = ways.taking(_passing(ways, box, given))
    return truth(action.requires, known, move.member) is False


def _passing(ways: Ways, box: Box, given: Given) -> Case:
    """Every fact as it may be at some time while a choice of the box is carried out."""
    case = ways.case(tuple(frozenset({0, *indexes}) for indexes in box), given)
    answers = dict(case.answers)
    for slot, indexes in zip(ways.slots, box, strict=True):
        between = [move.after for index in indexes for move in ways.options[slot][index].moves]
        value = answers[slot].value if slot in answers else None
        if between and isinstance(value, frozenset | Interval):
            answers[slot] = Answer(together([value, *between]))
    return case.answering(answers)


def _too_late(ways: Ways, step: Timed, box: Box) -> bool:
    """Whether a step takes longer, begun at once, than any choice of a box leaves time for."""
    if not _in_each(ways, box, step.move.action, step.move.member):
        return False
    limit = due(ways, step.move, ways.taking(ways.case(box)))
    end = day(ways.wish.case.as_of, _shortest(ways, box, step.move))
    return limit is not None and end is not None and end.toordinal() > limit.high


def _shortest(ways: Ways, box: Box, move: Move) -> float:
    """The least time after which a step by the action of the move can be over."""
    index = ways.slots.index((move.action.fact, move.member))
    return min(_until(ways.options[ways.slots[index]][one], move.action) for one in box[index])


def _until(option: Option, action: Action) -> float:
    months = 0.0
    for move in option.moves:
        months += move.months
        if move.action == action:
            return months
    return 0.0
