"""What came out of looking for changes, in words, as data that renderers and JSON share."""

from math import inf
from typing import Any

from engine.alternatives.change import Change, Plan
from engine.alternatives.change_schedule import Schedule, Timed, day
from engine.alternatives.change_target import Target
from engine.explain.hinges import WHOLE_LIST
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import Fact
from engine.ir.case import Place
from engine.ir.dates import date_text
from engine.ir.values import number
from engine.reason.known import Known, Origin

Data = dict[str, Any]


class Told:
    """Says what came out; needs what is known of the case as it is."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._base = known.base
        self._words = Words(known.base)
        self._names = Explainer(known)

    def of(self, found: Change) -> Data:
        """Everything of a change; dates as text, efforts in points, durations in months."""
        fact = self._base.facts[found.goal[0]]
        return {
            "goal": found.goal[0],
            "label": fact.label,
            "about": self._about(found.goal),
            "now": self._words.value(fact, found.now),
            "wanted": self._wanted(fact, found.target),
            "better_than": self._worse(fact, found),
            "status": str(found.status),
            "plan": found.plan and self._plan(fact, found.plan),
            "hopeful": found.hopeful and self._plan(fact, found.hopeful),
            "searched": found.searched,
            "untimely": found.untimely and self._schedule(found.untimely),
            "blocking": self._all_still(found),
            "smallest": found.smallest,
            "growing": [self._list(name) for name in found.growing],
            "missing": [self._missing(place) for place in found.missing],
            "contradictions": self._contradictions(found),
        }

    def _about(self, place: Place) -> str:
        return self._names.name(place[1])

    def _wanted(self, fact: Fact, target: Target) -> list[str]:
        """The outcomes that are good enough, in the order of the vocabulary or worst first."""
        if target.values:
            order = [value for value in fact.better if value in target.values]
            return [fact.choices[value] for value in order or sorted(target.values)]
        edges = (("at least", target.low), ("at most", target.high))
        return [f"{w} {number(one):,} {fact.unit}".strip() for w, one in edges if abs(one) < inf]

    def _worse(self, fact: Fact, found: Change) -> str | None:
        """The best outcome that is not good enough, where just anything better is wanted."""
        wanted = [fact.better.index(one) for one in found.target.values if one in fact.better]
        if found.to or not wanted or not min(wanted):
            return None
        return fact.choices[fact.better[min(wanted) - 1]]

    def _plan(self, fact: Fact, plan: Plan) -> Data:
        return {
            "effort": number(plan.effort),
            "ends": plan.ends and plan.ends.isoformat(),
            "outcome": self._words.value(fact, plan.value),
            "still_holds_then": plan.lasts,
            "hopes": [
                {**self._asked(hope.place), "whole": hope.whole}
                | {"is": [self._value(hope.place, one) for one in hope.values]}
                for hope in plan.hopes
            ],
            **self._schedule(plan.schedule),
        }

    def _schedule(self, plan: Schedule) -> Data:
        late = {id(step) for step in plan.late}
        return {
            "months": number(round(plan.months, 2)),
            "steps": [self._step(step, id(step) in late) for step in plan.steps],
            "stuck": [self._required(one.action.say, one.action.requires) for one in plan.stuck],
        }

    def _required(self, say: str, requires: Any) -> Data:
        return {"say": say, "requires": requires and self._words.condition(requires)}

    def _step(self, step: Timed, late: bool) -> Data:
        move, action = step.move, step.move.action
        begin, end = (day(self._known.case.as_of, one) for one in (step.begins, step.ends))
        place = action.fact, move.member
        return {
            **self._required(action.say, action.requires),
            "action": action.id,
            "times": move.times,
            "fact": self._base.facts[action.fact].label,
            "about": self._about(place),
            "from": self._value(place, move.before),
            "to": self._value(place, move.after),
            "effort": number(round(move.effort, 2)),
            "months": number(round(move.months, 2)),
            "begins": begin and begin.isoformat(),
            "ends": end and end.isoformat(),
            "after": step.after + 1 or None,
            "by": step.due and date_text(step.due),
            "late": late,
            "hinges_on": action.hinges_on,
            "sources": [*action.sources],
            "assumed": action.assumed,
        }

    def _value(self, place: Place, value: Any) -> str:
        return self._words.value(self._base.facts[place[0]], value)

    def _all_still(self, found: Change) -> list[Data] | None:
        if found.blocking is None:
            return None
        return [{**self._still(one), "kept": one[0] in found.keep} for one in found.blocking]

    def _still(self, place: Place) -> Data:
        """A fact that blocks, with its value and whether it could ever change."""
        fact = self._base.facts[place[0]]
        assumed = self._known.origin(place) is Origin.ASSUMED
        return {
            "fact": fact.label,
            "about": self._about(place),
            "is": self._value(place, self._known.value(place)),
            "frozen": fact.frozen,
            "assumed": assumed,
        }

    def _list(self, name: str) -> Data:
        entity = self._base.entities[name]
        return {"list": entity.list_key, "entry": entity.noun}

    def _missing(self, place: Place) -> Data:
        """An answer without which nothing is sure, and what has been said so far."""
        origin = self._known.origin(place) if place[1] != WHOLE_LIST else Origin.OPEN
        said = origin not in (Origin.OPEN, Origin.UNKNOWN)
        given = self._known.case.answers.get(place) if said else None
        value = given.value if given else self._known.value(place) if said else None
        return {
            **self._asked(place),
            "state": str(origin),
            "is": None if value is None else self._value(place, value),
        }

    def _contradictions(self, found: Change) -> list[str]:
        """What the answers that contradict each other say, where nothing is sure without them."""
        missing = {*found.missing}
        says = [one.constraint.say for one in self._known.disputes if missing & {*one.places}]
        return [*dict.fromkeys(says)]

    def _asked(self, place: Place) -> Data:
        """A missing answer; for a list that may still grow the question for one more."""
        name, member = place
        if member == WHOLE_LIST:
            entity = self._base.entities[name]
            more = bool(self._known.members(name))
            return {"fact": entity.key, "about": "", "find_out": entity.asked(more=more)}
        fact = self._base.facts[name]
        whole = self._base.facts.get(fact.part_of, fact)
        return {
            "fact": fact.label,
            "about": self._about(place),
            "find_out": fact.find_out or whole.find_out or fact.ask or whole.ask,
        }
