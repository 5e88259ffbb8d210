"""Advice with dates as a timeline: what to begin and finish how long before which date."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.drawing.graph import Edge, Graph, Part, Stroke, Vertex
from engine.drawing.text import capital, filled, short
from engine.ir.base import Kind, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.conditions import And, Condition, Every, Exists, IsOpen, IsUnknown, Not, Or, refs
from engine.ir.rules import Advice, Due
from engine.ir.values import Choices
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret
from engine.reason.known import Known

DAYS_IN_A_MONTH = 30.4  # for the order alone
ROW = 3  # parts beside a point of time, for the page to stay narrow
KEY = "Time runs from top to bottom; what stands beside a point of time begins then."


def splitting(base: RuleBase) -> str | None:
    """The question that most dated advice depends on, of those with a few answers to choose from.

    None where there is none. Facts that stand behind nearly everything are left out.
    """
    counted = Counter(
        name
        for advice in dated(base)
        if advice.when
        for name in {ref.fact for ref in refs(advice.when)}
    )
    facts = {name: base.facts[name] for name in counted}
    fit = [
        name
        for name, fact in facts.items()
        if fact.kind is Kind.CHOICE and not fact.derived and name not in base.layout.quiet
    ]
    return max(sorted(fit), key=counted.__getitem__, default=None)


def dated(base: RuleBase) -> list[Advice]:
    """Advice that is to be begun or done by a date."""
    return [advice for advice in base.advice if advice.start or advice.by]


def own(base: RuleBase, advice: Sequence[Advice]) -> list[Advice]:
    """Those whose dates are counted from the person's own, not from an entry's of a list."""
    return [one for one in advice if _one(base, base.facts[_first(one).ref.fact].entity)]


def possible(base: RuleBase, fact: str, value: str) -> list[Advice]:
    """The dated advice that somebody with this one answer may still be given."""
    members = {name: (number,) for number, name in enumerate(_entities(base))}
    answer = {(fact, members[base.facts[fact].entity][0]): Answer(Choices({value}))}
    known, _ = interpret(base.unassuming, Case(members, answer))
    return [
        advice
        for advice in dated(base)
        if advice.when is None or _may(advice.when, known, members[advice.scope][0], holds=True)
    ]


def _may(node: Condition, known: Known, member: int, *, holds: bool) -> bool:
    """Whether further answers can make the condition hold, or fail.

    What is open now may be answered then, and a list may come to hold anybody.
    """
    match node:
        case Not(part):
            return _may(part, known, member, holds=not holds)
        case And(parts) | Or(parts):
            found = (_may(part, known, member, holds=holds) for part in parts)
            return all(found) if isinstance(node, And) == holds else any(found)
        case IsOpen() | IsUnknown() | Exists() | Every():
            return True
    return truth(node, known, member) is not (not holds)


def _entities(base: RuleBase) -> list[str]:
    """The root first, then the other principals, as in a case."""
    return sorted(base.entities, key=lambda n: (not base.entities[n].root, not _one(base, n)))


def _one(base: RuleBase, entity: str) -> bool:
    return base.entities[entity].principal


def roadmap(base: RuleBase, advice: Sequence[Advice], title: str) -> Graph:
    """The advice in the order of its dates, one stretch of time for each date counted from."""
    drawing = _Timeline(base)
    for fact in sorted({_first(one).ref.fact for one in advice}, key=base.positions.__getitem__):
        drawing.stretch(fact, [one for one in advice if _first(one).ref.fact == fact])
    said = "Dated advice in order; each date is counted from one that you name"
    vertices, edges = tuple(drawing.vertices), tuple(drawing.edges)
    return Graph(title, said, vertices, edges, KEY, rows=tuple(drawing.rows))


@dataclass
class _Timeline:
    base: RuleBase
    vertices: list[Vertex] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    last: str = ""

    def stretch(self, fact: str, advice: Sequence[Advice]) -> None:
        """The points of time that are counted from one date, and the date itself."""
        moments: dict[float, list[Advice]] = {0.0: []}
        for one in advice:
            moments.setdefault(_when(_first(one)), []).append(one)
        stroke = Stroke.HIDDEN
        for moment in sorted(moments):
            beside = moments[moment]
            text = capital(due_text(self.base, _first(beside[0])) if beside else self._date(fact))
            for at in range(0, max(1, len(beside)), ROW):
                said = text if not at else f"{text}, too"
                self._moment(said, beside[at : at + ROW], stroke)
                stroke = Stroke.ARROW

    def _date(self, fact: str) -> str:
        return date_label(self.base, fact)

    def _moment(self, text: str, beside: Sequence[Advice], stroke: Stroke) -> None:
        here = self._add(text, Part.MOMENT)
        if self.last:
            self.edges.append(Edge(self.last, here, "", stroke=stroke))
        self.last = before = here
        row = [here]
        for advice in beside:
            name = self._add(short(filled(self.base, advice.say)), Part.RULE, self._until(advice))
            self.edges.append(Edge(before, name, "", stroke=Stroke.LINE))
            row.append(name)
            before = name
        self.rows.append(tuple(row))

    def _until(self, advice: Advice) -> str:
        if advice.by is None:
            return ""
        return f"done by: {due_text(self.base, advice.by)}" if advice.start else "done by then"

    def _add(self, text: str, part: Part, note: str = "") -> str:
        name = f"n{len(self.vertices)}"
        self.vertices.append(Vertex(name, text, part, note=note))
        return name


def date_label(base: RuleBase, fact: str) -> str:
    """What a date is called; one of a list with what it is about."""
    label, entity = base.facts[fact].label, base.entities[base.facts[fact].entity]
    return label if entity.principal else f"{label} of {entity.label}"


def due_text(base: RuleBase, due: Due) -> str:
    """A date counted from a fact, in words."""
    label = date_label(base, due.ref.fact)
    spans = list(_spans(due))
    if not spans:
        return label
    return f"{' and '.join(spans)} {'before' if due.months + due.days < 0 else 'after'} {label}"


def _spans(due: Due) -> Iterator[str]:
    weeks, days = divmod(abs(due.days), 7)
    counted = {"month": abs(due.months), "week": weeks if not days else 0}
    counted["day"] = abs(due.days) if days else 0
    for unit, count in counted.items():
        if count:
            yield f"{count} {unit}{'s' * (count > 1)}"


def _first(advice: Advice) -> Due:
    """The earlier of its dates, which is where it stands."""
    found = advice.start or advice.by
    assert found is not None
    return found


def _when(due: Due) -> float:
    return due.months * DAYS_IN_A_MONTH + due.days
