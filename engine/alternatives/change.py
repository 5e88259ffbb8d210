"""The cheapest set of changes, within a person's reach, that makes a conclusion good enough."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from math import inf

from engine.alternatives.change_blocking import Blocking
from engine.alternatives.change_cases import Box, Chosen, point
from engine.alternatives.change_failing import failing
from engine.alternatives.change_hopes import Hope, hoped
from engine.alternatives.change_options import together
from engine.alternatives.change_schedule import Schedule, day, scheduled, unfit
from engine.alternatives.change_search import BrokenOff, Search
from engine.alternatives.change_target import Target, wanted
from engine.alternatives.change_ways import MOST_LOOKS, Ways, Wish
from engine.compiled.lazy import Lazy, settled
from engine.explain.hinges import Hinges
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.values import Value
from engine.reason.known import Known

_NOBODY = Target()


class Status(StrEnum):
    """What came out."""

    REACHED = "reached"  # it is good enough already
    BEST = "best"  # nothing is better
    PLAN = "plan"
    NONE = "none"  # no changes lead there
    BROKEN_OFF = "broken off"  # the search took too long


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they begin, and what they lead to.

    `effort` is in points, `months` from the case's date to the last step's end; `lasts` is whether
    the outcome still holds on that day. With `hopes` the plan works only if they come true.
    """

    schedule: Schedule
    hopes: tuple[Hope, ...]
    effort: float
    ends: date | None
    value: Value
    case: Case
    lasts: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What can be done about a goal.

    `hopeful` is a cheaper plan that rests on answers not known yet. Without a plan `untimely` is
    one that would work if there were more time or its steps required less, `blocking` a set of
    facts that make the target impossible as long as they stay (None: none was found; `smallest`: it
    is proved that none of them could be left out), `growing` lists that one more entry of which may
    help, and
    `missing` the answers without which nothing is sure. `keep` are facts that were to stay, and
    `to` is what was asked for; empty: whatever is better. `searched` is whether every way that
    answers could turn out was looked at for a cheaper plan.
    """

    goal: Place
    now: Value
    target: Target
    status: Status
    plan: Plan | None = None
    hopeful: Plan | None = None
    searched: bool = True
    untimely: Schedule | None = None
    blocking: tuple[Place, ...] | None = None
    smallest: bool = True
    growing: tuple[str, ...] = ()
    missing: tuple[Place, ...] = ()
    keep: frozenset[str] = frozenset()
    to: str = ""


def change(
    base: RuleBase,
    case: Case,
    goal: Place,
    to: str | None = None,
    keep: frozenset[str] = frozenset(),
    looks: int | None = None,
) -> Change:
    """What to do so that the goal becomes at least as good as `to`.

    Without `to` the next better outcome is wanted. Raises BadInput where `to` is no outcome, or is
    needed and not given. The search is broken off after `looks` cases (MOST_LOOKS).
    """
    now = settled(base, case).value(goal)
    target = wanted(base.facts[goal[0]], now, to)
    if target is None:
        return Change(goal, now, _NOBODY, Status.BEST)
    if target.reached(now):
        return Change(goal, now, target, Status.REACHED)
    wish = Wish(base, case, goal, target, keep, looks or MOST_LOOKS)
    ways = Ways(wish)
    start = Change(goal, now, target, Status.NONE, keep=keep, to=to or "")
    return _with_hopes(ways, _planned(ways, start))


def _planned(ways: Ways, found: Change) -> Change:
    """With the cheapest plan, or why there is none."""
    try:
        plan = _cheapest(ways)
    except BrokenOff:
        return replace(found, status=Status.BROKEN_OFF)
    if plan is not None:
        return replace(found, status=Status.PLAN, plan=plan)
    missing = tuple(Hinges(ways.known).of(found.goal))
    untimely = _untimely(ways)
    block = Blocking(ways)
    blocking = None if untimely else block.facts()
    found = replace(found, untimely=untimely, blocking=blocking, missing=missing)
    return replace(found, smallest=block.smallest, growing=() if untimely else _growing(ways))


def _growing(ways: Ways) -> tuple[str, ...]:
    """The lists that keep the target out of reach only by having no more entries."""
    case, target = ways.case(ways.everything), ways.wish.target

    def missed(complete: frozenset[str]) -> bool:
        known = Lazy(ways.base, replace(case, complete=complete), ways.disputes)
        return target.missed(known.value(ways.wish.goal))

    if not missed(case.complete):
        return ()
    return tuple(name for name in sorted(case.complete) if not missed(case.complete - {name}))


def _with_hopes(sure: Ways, found: Change) -> Change:
    """With a plan that rests on hopes, where it is cheaper than one that does not."""
    ways = Ways(sure.wish, sure)
    if not any(option.hoped for each in ways.options.values() for option in each):
        return found
    try:
        plan = _cheapest(ways, below=found.plan.effort if found.plan else inf)
    except BrokenOff:
        return replace(found, searched=False)
    if plan is None or not plan.hopes:
        return found
    return replace(found, hopeful=plan)


def _cheapest(ways: Ways, below: float = inf) -> Plan | None:
    """The cheapest plan that can be carried out in time. Raises BrokenOff."""
    chosen = Search(ways, lambda one: _fails(ways, one)).cheapest(below)
    return None if chosen is None else _plan(ways, chosen)


def _fails(ways: Ways, chosen: Chosen) -> Box | None:
    box = failing(ways, chosen)
    if box is not None:
        return box
    plan = scheduled(ways, chosen)
    return None if plan.works else unfit(ways, chosen, plan)


def _untimely(ways: Ways) -> Schedule | None:
    """The cheapest changes that reach the target, were they possible in time."""
    try:
        chosen = Search(ways, lambda one: failing(ways, one)).cheapest()
    except BrokenOff:
        return None
    return None if chosen is None else scheduled(ways, chosen)


def _plan(ways: Ways, chosen: Chosen) -> Plan:
    """The plan of a choice, held against the interpreter once more."""
    case, schedule = ways.case(point(chosen)), scheduled(ways, chosen)
    known = settled(ways.base, case)
    assert _is_good(known, ways), f"the plan for {ways.wish.goal[0]} does not work"
    ends = day(case.as_of, schedule.months)
    box, hopes = hoped(ways, chosen, lambda one: _does_as_well(ways, one, schedule))
    likewise = [*product(*map(sorted, box))]
    found = [ways.outcome(one) for one in likewise]
    value = together([one for one in found if one is not None])
    later = None if ends == case.as_of else ends
    lasts = later is None or all(_lasts(ways, one, later) for one in likewise)
    return Plan(schedule, tuple(hopes), ways.effort(chosen), ends, value, case, lasts)


def _lasts(ways: Ways, chosen: Chosen, ends: date) -> bool:
    """Whether the target is still reached on that day."""
    later = replace(ways.case(point(chosen)), as_of=ends)
    return _is_good(ways.knowing(later), ways)


def _does_as_well(ways: Ways, chosen: Chosen, schedule: Schedule) -> bool:
    """Whether the target is reached by this choice, too, with the same steps at the same time."""
    value = ways.outcome(chosen)
    reached = value is not None and ways.wish.target.reached(value)
    return reached and scheduled(ways, chosen) == schedule


def _is_good(known: Known, ways: Ways) -> bool:
    """Whether the target is reached, and no answers contradict that did not before."""
    return ways.wish.target.reached(known.value(ways.wish.goal)) and not ways.contradicts(known)
