"""What every part of a report needs: explanations, hinges, names and what was used."""

from dataclasses import dataclass, field
from typing import Any

from engine.advise import Run
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.explain.tree import Node, direct, supports, walk
from engine.explain.why import Explainer
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.dates import date_text
from engine.ir.rules import Row
from engine.ir.trace import Trace
from engine.ir.values import Interval, Value, is_settled, plain
from engine.reason.known import Known, Origin

Data = dict[str, Any]


@dataclass
class Parts:
    """Shared by the builders of a report's parts; collects what the report came to rest on."""

    run: Run
    used: set[Place] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    hinging: dict[Place, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known: Known = self.run.known
        self.trace: Trace = self.run.trace
        self.base: RuleBase = self.run.known.base
        self.explainer = Explainer(self.known)
        self.hinges = Hinges(self.known)

    def note(self, node: Node) -> None:
        """Remember the answers and parameters that an explanation rests on."""
        for part in walk(node):
            self.parameters.update(part.parameters)
            if part.place is not None and part.origin is not Origin.DERIVED:
                self.used.add(part.place)

    def hinge_names(self, place: Place, affects: str) -> list[str]:
        """The names of the missing answers behind an open fact; remembers what they affect."""
        found = self.hinges.of(place)
        for hinge in found:
            wanted = self.hinging.setdefault(hinge, [])
            if affects not in wanted:
                wanted.append(affects)
        return [self.hinge_name(hinge) for hinge in found]

    def hinge_name(self, place: Place) -> str:
        """A fact by its name, a list that may still grow by its key in a case."""
        name, member = place
        return self.base.entities[name].list_key if member == WHOLE_LIST else name

    def taken(self, fact: str, member: int) -> Row | None:
        """The row that a decision took."""
        if fact not in self.base.decisions:
            return None
        rows = self.base.decisions[fact].rows
        return next((row for row in rows if (row.id, member) in self.trace.fired), None)

    def supports(self, node: Node) -> list[Data]:
        """The person's own facts that an explanation rests on."""
        return [self._support(part) for part in supports(node)]

    def _support(self, part: Node) -> Data:
        assert part.place is not None and part.origin is not None
        fact = self.base.facts[part.place[0]]
        value = self.known.value(part.place)
        return {
            "fact": fact.id,
            "about": part.about,
            "value": json_value(fact, value),
            "text": self.explainer.words.fact_is(fact, value),
            "from": str(part.origin),
        }

    def because_of(self, node: Node) -> list[str]:
        """The facts that a rule's own condition looked at, in words, without the quiet ones."""
        quiet = self.base.layout.quiet
        return list(dict.fromkeys(p.text for p in direct(node) if p.id not in quiet))

    def member_of(self, entity: str) -> int:
        """The principal member of an entity."""
        return self.known.members(entity)[0]


def json_value(fact: Fact, value: Value) -> str | float | None:
    """A value as JSON shows it: dates as far as they are known, null while open."""
    if fact.kind is Kind.DATE and isinstance(value, Interval):
        text = date_text(value)
        return None if text == "open" else text
    return plain(value)


def status(value: Value) -> str:
    """Whether one value is left."""
    return "settled" if is_settled(value) else "open"


def candidates(value: Value) -> list[str]:
    """The values that are left of a choice, sorted; empty for a number."""
    return sorted(value) if not isinstance(value, Interval) else []
