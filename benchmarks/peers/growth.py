"""Rule bases of any size: a part of the real rules, or the real rules several times.

A base grows by modules: each is the real rules about facts of its own, answered by another person.
"""

from dataclasses import fields, replace
from typing import Any, TypeVar

from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.conditions import Node, Ref, refs
from engine.ir.rules import Advice

_Same = TypeVar("_Same")


def size(part: RuleBase) -> int:
    """How many rows, rules and pieces of advice there are."""
    rows = sum(len(decision.rows) for decision in part.decisions.values())
    return rows + len(part.rules) + len(part.advice)


def sized(part: RuleBase, count: int) -> RuleBase:
    """A base of `count` rules, or a few more where a derived fact has several."""
    whole, rest = divmod(count, size(part))
    modules = [_module(part, number) for number in range(whole)]
    if rest:
        modules.append(_module(_first(part, rest), whole))
    return _together(modules)


def answers(part: RuleBase, grown: RuleBase, cases: list[Case], number: int) -> Case:
    """A case of a grown base: module after module what one of the people said."""
    found = {}
    for name, fact in grown.facts.items():
        plain, _, module = name.partition("@")
        if not fact.derived:
            case = cases[(number + int(module)) % len(cases)]
            place = plain, case.members[fact.entity][0]
            if place in case.answers:
                found[name, place[1]] = case.answers[place]
    return replace(cases[number], answers=found)


def _first(part: RuleBase, count: int) -> RuleBase:
    """The first rules, each with all that it reads."""
    place = {name: index for index, name in enumerate(part.order)}
    items: list[tuple[int, str | Advice, int]] = [
        (index, name, len(part.decisions[name].rows) if name in part.decisions
         else len(part.concluding.get(name, ())))
        for name, index in place.items()
    ]  # fmt: skip
    for one in part.advice:
        read = [place.get(ref.fact, 0) for ref in refs(one.when)] if one.when else [0]
        items.append((max(read, default=0), one, 1))
    items.sort(key=lambda item: (item[0], isinstance(item[1], Advice)))
    kept: list[str | Advice] = []
    for _, item, rules in items:
        if count <= 0:
            break
        kept.append(item)
        count -= rules
    return _cut(part, kept)


def _cut(part: RuleBase, kept: list[str | Advice]) -> RuleBase:
    order = tuple(name for name in part.order if name in kept)
    advice = tuple(one for one in kept if isinstance(one, Advice))
    nodes = [node for name in order for node in part.follows_from(name)]
    nodes += [one.when for one in advice if one.when]
    read = {ref.fact for node in nodes for ref in refs(node)} | {*order}
    return replace(
        part, order=order, advice=advice, shared={},
        facts={name: fact for name, fact in part.facts.items() if name in read},
        decisions={name: one for name, one in part.decisions.items() if name in order},
        rules=tuple(rule for rule in part.rules if {*rule.conclude} & {*order}),
    )  # fmt: skip


def _module(part: RuleBase, number: int) -> RuleBase:
    """The same about facts and with ids of its own."""
    end = f"@{number}"

    def named(item: _Same) -> _Same:
        found: _Same = _renamed(item, end)
        return found

    return replace(
        part, shared={},
        order=tuple(name + end for name in part.order),
        facts={name + end: named(replace(fact, name=fact.name + end))
               for name, fact in part.facts.items()},
        decisions={name + end: named(replace(one, fact=name + end))
                   for name, one in part.decisions.items()},
        rules=tuple(named(replace(rule, id=rule.id + end, conclude=tuple(
            name + end for name in rule.conclude))) for rule in part.rules),
        advice=tuple(named(replace(one, id=one.id + end)) for one in part.advice),
    )  # fmt: skip


def _renamed(item: Any, end: str) -> Any:
    """The same with other facts wherever a condition or a formula names one."""
    changed: dict[str, Any] = {}
    if isinstance(item, Ref):
        return replace(item, fact=item.fact + end)
    for part in fields(item):
        value = getattr(item, part.name)
        if isinstance(value, Node):
            changed[part.name] = _renamed(value, end)
        elif part.name in ("parts", "rows"):
            changed[part.name] = tuple(_row(one, end) for one in value)
    return replace(item, **changed) if changed else item


def _row(item: Any, end: str) -> Any:
    return _renamed(item if isinstance(item, Node) else replace(item, id=item.id + end), end)


def _together(modules: list[RuleBase]) -> RuleBase:
    first, *others = modules
    for one in others:
        first = replace(
            first, shared={}, order=first.order + one.order, facts={**first.facts, **one.facts},
            decisions={**first.decisions, **one.decisions}, rules=first.rules + one.rules,
            advice=first.advice + one.advice,
        )  # fmt: skip
    return first
