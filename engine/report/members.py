"""What a report says about each member of a list, such as one offer among several."""

from collections.abc import Iterator

from engine.ir.layout import EntityLayout
from engine.ir.rules import Rule
from engine.ir.values import Value, plain
from engine.reason.interpret import reachable_rows
from engine.report.advice import given, item
from engine.report.decisions import branches, reason
from engine.report.parts import Data, Parts, candidates, json_value, status

_WEIGHT = {"decisive": 1, "major": 2, "minor": 3}


def members(layout: EntityLayout, parts: Parts) -> list[Data]:
    """Every member of the entity, the best headline first."""
    found = [member_data(layout, member, parts) for member in members_of(layout, parts)]
    order = {value: rank for rank, value in enumerate(layout.order)}
    key = layout.headline.rpartition(".")[2]
    then_by = layout.most_first
    return sorted(
        found, key=lambda data: (order.get(data.get(key) or "", len(order)), _most(data, then_by))
    )


def members_of(layout: EntityLayout, parts: Parts) -> tuple[int, ...]:
    """The numbers of the members that are reported: a principal only beside others."""
    numbers = parts.known.members(layout.entity)
    alone = parts.base.entities[layout.entity].principal and len(numbers) == 1
    return () if alone else numbers


def _most(data: Data, field: str) -> float:
    """Higher first; what is not known comes last."""
    value = data.get(field)
    return -value if isinstance(value, int | float) else 1.0


def member_data(layout: EntityLayout, member: int, parts: Parts) -> Data:
    """What is reported about one member."""
    entity = parts.base.entities[layout.entity]
    name = parts.explainer.name(member) or parts.explainer.given(layout.entity, member)
    data: Data = {"name": name or f"{entity.label} now", "status": None}
    if layout.status:
        data["status"] = plain(parts.known.value((layout.status, member)))
    weighed = not layout.weighed or data["status"] in (None, *layout.weighed)
    if layout.headline:
        data |= _headline(layout, member, parts) if weighed else _past(layout)
    for name, fact in layout.fields.items():
        data |= _field(name, fact, layout, member, parts)
    for name, fact in layout.span_of.items():
        data[name] = _between(fact, member, parts)
    return data | (_lists(layout, member, parts) if weighed else _no_lists(layout))


def _lists(layout: EntityLayout, member: int, parts: Parts) -> Data:
    data: Data = {}
    if layout.flags:
        data[layout.flags] = list(_flags(layout.entity, member, parts))
    for name, section in layout.lists.items():
        advice = [a for a, about in given(parts) if about == member and a.section == section]
        data[name] = [item(a, member, parts) for a in advice if a.scope == layout.entity]
    return data


def _no_lists(layout: EntityLayout) -> Data:
    return {name: [] for name in (layout.flags, *layout.lists) if name}


def _past(layout: EntityLayout) -> Data:
    """For a member that is no longer to be weighed, such as one that is done."""
    name = layout.headline.rpartition(".")[2]
    empty: Data = {name: None, f"{name}_status": "past", f"{name}_text": "", "candidates": []}
    more: Data = {"hinges_on": [], "supports": [], "if": {}, "rule": None, "because": ""}
    return empty | more | {"sources": [], "assumed": False}


def _headline(layout: EntityLayout, member: int, parts: Parts) -> Data:
    """The decision on the member, under the last part of its name."""
    fact = layout.headline
    name = fact.rpartition(".")[2]
    place = (fact, member)
    value = parts.known.value(place)
    node = parts.explainer.fact(place)
    parts.note(node)
    about = parts.explainer.name(member)
    decision = parts.base.decisions[fact]
    return {
        name: plain(value) or _meanwhile(layout, name, value),
        f"{name}_status": status(value),
        f"{name}_text": parts.explainer.words.value(parts.base.facts[fact], value),
        "candidates": candidates(value),
        "hinges_on": parts.hinge_names(place, f"{name}: {about}"),
        "supports": parts.supports(node),
        "if": branches(place, parts),
    } | reason((decision.fact, member), parts)


def _meanwhile(layout: EntityLayout, name: str, value: Value) -> str | None:
    """What to go by while the headline is open, as long as it is one of its candidates."""
    word = layout.open_as.get(name)
    return word if word in candidates(value) else None


def _field(name: str, fact: str, layout: EntityLayout, member: int, parts: Parts) -> Data:
    value = parts.known.value((fact, member))
    row = parts.taken(fact, member)
    shown = json_value(parts.base.facts[fact], value)
    return {
        name: layout.open_as.get(name) if shown is None else shown,
        f"{name}_text": parts.explainer.words.value(parts.base.facts[fact], value),
        f"{name}_because": row.because if row else "",
        f"{name}_rule": row.id if row else None,
        f"{name}_sources": list(row.sources) if row else [],
    }


def _between(fact: str, member: int, parts: Parts) -> list[str] | None:
    """The range in which an outcome lies that cannot be named yet, by the vocabulary's order."""
    rows = parts.base.decisions[fact].rows
    verdicts = [parts.trace.truths[row.id, member] for row in rows]
    left = [rows[index] for index in reachable_rows(verdicts)]
    ends = {end for row in left for end in row.between or (row.then,)}
    ranked = [choice for choice in parts.base.facts[fact].choices if choice in ends]
    return [ranked[-1], ranked[0]] if len(ranked) > 1 else None


def _flags(entity: str, member: int, parts: Parts) -> Iterator[Data]:
    for rule in sorted(parts.base.rules, key=lambda rule: _WEIGHT.get(rule.severity, 0)):
        if rule.scope == entity and rule.severity and (rule.id, member) in parts.trace.fired:
            node = parts.explainer.rule(rule, member)
            parts.note(node)
            yield from (_flag(rule, fact, parts, member) for fact in rule.conclude)


def _flag(rule: Rule, fact: str, parts: Parts, member: int) -> Data:
    node = parts.explainer.rule(rule, member)
    return {
        "flag": fact.rpartition(".")[2],
        "title": rule.title or parts.base.facts[fact].label,
        "severity": rule.severity,
        "because": rule.because,
        "sources": list(rule.sources),
        "assumed": rule.assumed,
        "rule": rule.id,
        "because_of": parts.because_of(node),
        "supports": parts.supports(node),
    }
