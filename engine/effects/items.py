"""The items that a knowledge base consists of, and what each part of one is for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from engine.ir.actions import Action
from engine.ir.base import Citation, Constraint, Entity, Fact, RuleBase, Setting, Table
from engine.ir.layout import Layout
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule

QUESTION, CONCLUSION, PARAMETER, TABLE = "question", "derived fact", "parameter", "table"
DECISION, ROW, RULE, ADVICE = "decision", "row", "rule", "advice"
CONSTRAINT, LIST, REPORT = "constraint", "list", "report"
Key = tuple[str, str]  # the kind of an item and its id

LOGIC, DETAIL, WORDS, OTHER = "logic", "detail", "words", "other"

# What conclusions rest on; what is written in words; what an advice says beside its words. All
# else steers questions, plans, proofs and the look of a report, and concludes nothing.
_LOGIC: Mapping[type, tuple[str, ...]] = {
    Entity: ("key", "principal", "root", "others"),
    Fact: ("entity", "kind", "choices", "low", "high", "assume", "derived", "formula"),
    Setting: ("value",),
    Table: ("figures",),
    Decision: ("scope",),
    Row: ("when", "then"),
    Rule: ("scope", "when", "conclude", "severity"),
    Advice: ("scope", "when"),
    Constraint: ("scope", "never"),
}
_DETAILS: Mapping[type, tuple[str, ...]] = {Advice: ("start", "by")}
_WORDS: Mapping[type, tuple[str, ...]] = {
    Entity: ("label", "ask", "ask_more"),
    Fact: ("label", "unit", "ask", "help", "find_out", "assume_because", "sources"),
    Setting: ("unit", "because", "assumed", "sources", "reviewed"),
    Table: ("title", "note", "sources", "reviewed"),
    Decision: ("title",),
    Row: ("because", "sources", "assumed", "reviewed"),
    Rule: ("title", "because", "sources", "assumed", "reviewed"),
    Advice: ("say", "because", "sources", "assumed", "reviewed"),
    Constraint: ("say",),
    Citation: ("document", "section", "statement"),
    Layout: ("title", "intro", "limits", "reviewed"),
}
_CONCLUDING = frozenset(
    {QUESTION, CONCLUSION, PARAMETER, TABLE, DECISION, ROW, RULE, ADVICE, CONSTRAINT, LIST}
)
_PLACE = ("span", "id", "rows")  # where it stands, its name, and what are items of their own
_LABELS = "labels of values"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item: what it is for, its name, and what it is in the item."""

    purpose: str
    name: str
    content: Any


def items(base: RuleBase) -> Mapping[Key, Any]:
    """Every item of a base by kind and id."""
    return dict(_items(base))


def _items(base: RuleBase) -> Iterator[tuple[Key, Any]]:
    yield from (((LIST, one.name), one) for one in base.entities.values())
    for fact in base.facts.values():
        if not fact.part_of:
            yield (CONCLUSION if fact.derived else QUESTION, fact.id), fact
    yield from (((PARAMETER, one.name), one) for one in base.settings.values())
    yield from (((TABLE, one.name), one) for one in base.tables.values())
    for decision in base.decisions.values():
        yield (DECISION, decision.fact), decision
        yield from (((ROW, row.id), row) for row in decision.rows)
    yield from (((RULE, one.id), one) for one in base.rules)
    yield from (((ADVICE, one.id), one) for one in base.advice)
    yield from (((CONSTRAINT, one.id), one) for one in base.constraints)
    yield from _silent(base)


def _silent(base: RuleBase) -> Iterator[tuple[Key, Any]]:
    """What nothing is concluded from."""
    groups: Mapping[type, tuple[Message | Argument | Action, ...]] = {
        Message: base.messages,
        Argument: base.arguments,
        Action: base.actions,
    }
    for kind, group in groups.items():
        yield from (((kind.__name__.lower(), one.id), one) for one in group)
    yield from ((("waiver", f"{one.check} of {one.item}"), one) for one in base.waivers)
    yield from ((("source", one.id), one) for one in base.citations.values())
    yield (REPORT, "report.yaml"), base.layout


def parts(item: Any) -> Iterator[Part]:
    """What an item consists of."""
    kind = type(item)
    for field in fields(item):
        if field.name in _PLACE:
            continue
        content = getattr(item, field.name)
        if kind is Fact and field.name == "choices":
            yield Part(LOGIC, "values", frozenset(content))
            yield Part(WORDS, _LABELS, dict(content))
        else:
            yield Part(_purpose(kind, field.name), field.name, content)


def _purpose(kind: type, name: str) -> str:
    for purpose, known in ((LOGIC, _LOGIC), (DETAIL, _DETAILS), (WORDS, _WORDS)):
        if name in known.get(kind, ()):
            return purpose
    return OTHER


def concludes(key: Key) -> bool:
    """Whether anything can be concluded from items of that kind."""
    return key[0] in _CONCLUDING
