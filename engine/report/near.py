"""The dates of one person that are near: of advice that is given, and some that were answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.ir.conditions import Ref
from engine.ir.layout import Triage
from engine.ir.rules import Advice, Due
from engine.ir.values import Interval
from engine.report.advice import filled, given
from engine.report.parts import Parts
from engine.report.plan import due_date


@dataclass(frozen=True, slots=True)
class NearDate:
    """What has a date (an advice or a question), for which member, and the days it can mean."""

    item: str
    member: int
    when: Interval
    first: float  # the first day it can be from today on
    say: str


def near_dates(parts: Parts, triage: Triage, today: date, days: int) -> list[NearDate]:
    """Those that can fall into the days from today on, the nearest first."""
    start = today.toordinal()
    found = [*_of_advice(parts), *_of_answers(parts, triage)]
    near = (
        NearDate(item, member, when, max(when.low, start), say)
        for item, member, when, say in found
        if when.high >= start and when.low <= start + days
    )
    return sorted(near, key=lambda one: (one.first, one.when.high, one.item, one.member))


_Dated = tuple[str, int, Interval, str]


def _of_advice(parts: Parts) -> Iterator[_Dated]:
    for advice, member in given(parts):
        when = due_date(advice.by, member, parts)
        if when is not None:
            yield advice.id, member, when, _say(advice, member, parts)


def _say(advice: Advice, member: int, parts: Parts) -> str:
    return filled(advice.say, member, parts)


def _of_answers(parts: Parts, triage: Triage) -> Iterator[_Dated]:
    for name in triage.deadlines:
        fact = parts.base.facts[name]
        due = Due(Ref(name, fact.entity, bound=True), 0, 0, name)
        for member in parts.known.members(fact.entity):
            when = due_date(due, member, parts)
            if when is not None and _may_count(fact.entity, member, parts):
                yield name, member, when, fact.label


def _may_count(entity: str, member: int, parts: Parts) -> bool:
    """Whether a member of a list can still be one that is weighed."""
    layouts = (one for one in parts.base.layout.entities if one.entity == entity)
    layout = next((one for one in layouts if one.status), None)
    if layout is None:
        return True
    value = parts.known.value((layout.status, member))
    return isinstance(value, frozenset) and not value.isdisjoint(layout.weighed)
