"""What some other answers would change, and by which rules, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.alternatives.whatif_causes import Cause, Causes
from engine.compiled.run import run
from engine.explain.filling import filled
from engine.explain.why import Explainer
from engine.ir.base import Fact
from engine.ir.case import Answer, Case, Place
from engine.ir.dates import date_text, shifted
from engine.ir.rules import Advice, Due
from engine.ir.trace import Trace
from engine.ir.values import Interval, Value, is_settled, plain
from engine.reason.known import Dispute, Known

MAIN, DECISION, FACT = "main", "decision", "fact"
GIVEN, LOST, REWORDED = "given", "lost", "changed"
BETTER, WORSE = "better", "worse"
NARROWED, WIDENED, OTHER = "narrowed", "widened", "other"


@dataclass(frozen=True, slots=True)
class Put:
    """An answer that was put in, and the one that stood there; None: never asked."""

    place: Place
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A conclusion that is another one, `kind` of which: main, another decision, or a fact.

    `direction` is better or worse where the vocabulary says so and both are settled; `span` says
    whether it can have fewer values than before, more, or others.
    """

    place: Place
    kind: str
    before: Value
    after: Value
    direction: str
    span: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An advice in words, with its dates as far as they are known; empty without."""

    text: str
    start: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AdviceChange:
    """An advice that is given now, lost, or says something else."""

    id: str
    member: int
    section: str
    kind: str
    before: Said | None
    after: Said | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Everything that the answers change; `appeared` are contradictions that were not there."""

    put: tuple[Put, ...]
    conclusions: tuple[Changed, ...]
    advice: tuple[AdviceChange, ...]
    appeared: tuple[Dispute, ...]
    resolved: tuple[Dispute, ...]
    before: Known
    after: Known

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.conclusions or self.advice or self.appeared or self.resolved)


def what_if(known: Known, trace: Trace, case: Case) -> WhatIf:
    """What changes from what is known to what follows from another case of the same members."""
    after, then = run(known.base, case)
    made = _Comparison(known, trace, after, then)
    were, are = ({_id(one): one for one in side.disputes} for side in (known, after))
    return WhatIf(
        tuple(_put(known.case, case)),
        tuple(made.conclusions()),
        tuple(made.advice()),
        tuple(one for key, one in are.items() if key not in were),
        tuple(one for key, one in were.items() if key not in are),
        known,
        after,
    )


def _id(dispute: Dispute) -> tuple[str, tuple[Place, ...]]:
    return dispute.constraint.id, dispute.places


def _put(before: Case, after: Case) -> Iterator[Put]:
    for place in dict.fromkeys([*before.answers, *after.answers]):
        old, new = before.answers.get(place), after.answers.get(place)
        if (old and old.value, old is None) != (new and new.value, new is None):
            yield Put(place, old, new)


class _Comparison:
    """Two runs of the same base."""

    def __init__(self, before: Known, trace: Trace, after: Known, then: Trace) -> None:
        self._before, self._after = before, after
        self._trace, self._then = trace, then
        self._base = before.base
        self._sides = [(one, Explainer(one)) for one in (before, after)]
        self._causes = Causes(before, after)

    def conclusions(self) -> Iterator[Changed]:
        """Derived facts with another value: the main ones first, decisions before other facts."""
        found = [self._changed(place) for place in self._moved()]
        yield from sorted(found, key=lambda one: (MAIN, DECISION, FACT).index(one.kind))

    def _moved(self) -> list[Place]:
        layout = self._base.layout
        first = [layout.decisions[name] for name in (*layout.main, *layout.decisions)]
        order = {name: rank for rank, name in enumerate(dict.fromkeys([*first, *self._base.order]))}
        old, new = self._before.derived, self._after.derived
        moved = [place for place in new if old.get(place) != new[place] and self._shows(place)]
        return sorted(moved, key=lambda place: (order[place[0]], place[1]))

    def _shows(self, place: Place) -> bool:
        """Whether a change is worth telling: not of a number that is open before and after."""
        values = self._before.value(place), self._after.value(place)
        return any(is_settled(one) or not isinstance(one, Interval) for one in values)

    def _changed(self, place: Place) -> Changed:
        old, new = self._before.value(place), self._after.value(place)
        fact = self._base.facts[place[0]]
        main = [self._base.layout.decisions[name] for name in self._base.layout.main]
        is_main = place[0] in main and place[1] == self._after.members(fact.entity)[0]
        kind = MAIN if is_main else DECISION if place[0] in self._base.decisions else FACT
        causes = tuple(self._causes.of_fact(place))
        return Changed(place, kind, old, new, _direction(fact, old, new), _span(old, new), causes)

    def advice(self) -> Iterator[AdviceChange]:
        """Advice that comes, goes or says something else, by section."""
        order = {section.id: rank for rank, section in enumerate(self._base.layout.sections)}
        for item in sorted(self._base.advice, key=lambda item: order[item.section]):
            for member in self._after.members(item.scope):
                found = self._told(item, member)
                if found is not None:
                    yield found

    def _told(self, item: Advice, member: int) -> AdviceChange | None:
        key = item.id, member
        was, now = key in self._trace.fired, key in self._then.fired
        old = self._said(item, member, 0) if was else None
        new = self._said(item, member, 1) if now else None
        if old == new:
            return None
        kind = REWORDED if was and now else GIVEN if now else LOST
        causes = self._causes.of_text(item, member) if was and now else ()
        causes = causes or self._causes.of_item(item, member)
        return AdviceChange(item.id, member, item.section, kind, old, new, tuple(causes))

    def _said(self, item: Advice, member: int, side: int) -> Said:
        known, explainer = self._sides[side]
        dates = (_date(due, known, member) for due in (item.start, item.by))
        return Said(filled(item.say, member, known, explainer.words), *dates)


def _date(due: Due | None, known: Known, member: int) -> str:
    if due is None:
        return ""
    value = known.value(known.place(due.ref, member))
    if not isinstance(value, Interval):
        return ""
    text = date_text(shifted(value, due.months, due.days))
    return "" if text == "open" else text


def _direction(fact: Fact, old: Value, new: Value) -> str:
    """By the vocabulary's order of values; of numbers higher or lower may be better."""
    if not fact.better or not (is_settled(old) and is_settled(new)):
        return ""
    one, other = plain(old), plain(new)
    if isinstance(one, str) and isinstance(other, str):
        ranks = [fact.better.index(value) for value in (one, other) if value in fact.better]
    elif isinstance(one, int | float) and isinstance(other, int | float):
        sign = -1 if fact.better == ("lower",) else 1
        ranks = [round(sign * number, 9) for number in (one, other)]  # type: ignore[misc]
    else:
        ranks = []
    if len(ranks) < 2 or ranks[0] == ranks[1]:
        return ""
    return BETTER if ranks[0] < ranks[1] else WORSE


def _span(old: Value, new: Value) -> str:
    """Whether fewer values are left, more, or others."""
    if isinstance(old, Interval) and isinstance(new, Interval):
        inside = old.low <= new.low and new.high <= old.high
        around = new.low <= old.low and old.high <= new.high
        return NARROWED if inside else WIDENED if around else OTHER
    if isinstance(old, Interval) or isinstance(new, Interval):
        return OTHER
    return NARROWED if new < old else WIDENED if new > old else OTHER
