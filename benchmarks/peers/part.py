"""The part of a rule base that every peer can express, and people to run it on.

Kept are the rules about entities of which there is exactly one, as far as they read no list, table
or calendar. A derived fact that is cut goes in as an answer: what the whole base says of the person
where that is settled, otherwise unknown. Constraints and assumptions are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.compiled.run import run
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Constant,
    IfKnown,
    IsOpen,
    Node,
    Not,
    Or,
    Parameter,
    Ref,
    children,
    refs,
)
from engine.ir.values import Choices, Interval, Value, is_settled

_PLAIN = (Among, And, Compare, Constant, IsOpen, Not, Or, Parameter, Ref)


def common_part(base: RuleBase) -> RuleBase:
    """A rule base of its own, with an asked fact for each derived one that was cut."""
    entities = {
        name: replace(entity, others="") for name, entity in base.entities.items()
        if entity.principal
    }  # fmt: skip
    order = tuple(name for name in base.order if _is_kept(base, name))
    advice = tuple(
        one for one in base.advice
        if base.entities[one.scope].principal and _is_plain(base, one.when)
    )  # fmt: skip
    named = {ref.fact for name in order for node in base.follows_from(name) for ref in refs(node)}
    named |= {ref.fact for one in advice if one.when for ref in refs(one.when)} | {*order}
    facts = {
        name: _as_part(base.facts[name], name in order) for name in base.facts if name in named
    }
    rules = tuple(rule for rule in base.rules if any(one in order for one in rule.conclude))
    rules = tuple(
        replace(rule, conclude=tuple(one for one in rule.conclude if one in order))
        for rule in rules
    )
    decisions = {name: one for name, one in base.decisions.items() if name in order}
    return replace(
        base, entities=entities, facts=facts, decisions=decisions, rules=rules, advice=advice,
        order=order, messages=(), constraints=(), waivers=(), actions=(), arguments=(), shared={},
    )  # fmt: skip


def _as_part(fact: Fact, derived: bool) -> Fact:
    fact = replace(fact, assume=None)
    return fact if derived else replace(fact, derived=False, formula=None)


def _is_kept(base: RuleBase, name: str) -> bool:
    fact = base.facts[name]
    if not base.entities[fact.entity].principal:
        return False
    if fact.formula is None:
        return all(_is_plain(base, node) for node in base.follows_from(name))
    return _is_number(base, fact.formula)


def _is_plain(base: RuleBase, node: Node | None) -> bool:
    """Whether peers can say it: tests of single facts joined by and, or and not."""
    if node is None:
        return True
    if isinstance(node, Ref):
        return base.entities[node.entity].principal
    if isinstance(node, Arithmetic):
        return _is_number(base, node)
    return isinstance(node, _PLAIN) and all(_is_plain(base, child) for child in children(node))


def _is_number(base: RuleBase, node: Node) -> bool:
    match node:
        case Arithmetic(left, "+" | "-", right):
            return _is_number(base, left) and _is_number(base, right)
        case IfKnown(Ref() as inner, condition):
            return not base.facts[inner.fact].derived and all(
                _is_plain(base, one) for one in (inner, condition)
            )
        case Ref() | Constant() | Parameter():
            return _is_plain(base, node)
    return False


def person(base: RuleBase, part: RuleBase, case: Case) -> Case:
    """What a case of the whole base is in the part."""
    known, _ = run(base, case)
    members = {name: case.members[name][:1] for name in part.entities}
    answers: dict[Place, Answer] = {}
    for fact in part.facts.values():
        place = fact.id, members[fact.entity][0]
        if not fact.derived and (place in case.answers or base.facts[fact.id].derived):
            answers[place] = Answer(_exact(fact, known.value(place)))
    return Case(members, answers, frozenset(part.entities), as_of=case.as_of)


def _exact(fact: Fact, value: Value) -> Value | None:
    return value if is_settled(value) and getattr(value, "figure", True) else None


def settled_people(base: RuleBase, part: RuleBase, cases: Iterable[Case]) -> Iterator[Case]:
    """People who know everything, and of whom nothing stays open."""
    for case in cases:
        found = person(base, part, case)
        answers = {
            (fact.id, place): Answer(_some(fact))
            for fact in asked(part) for place in found.members[fact.entity]
        }  # fmt: skip
        known = {place: one for place, one in found.answers.items() if one.value is not None}
        whole = replace(found, answers={**answers, **known})
        _, trace = run(part, whole)
        left = [value for (name, _), value in trace.values.items() if not is_settled(value)]
        if not left and None not in trace.truths.values():
            yield whole


def _some(fact: Fact) -> Value:
    """Any value of the fact."""
    if is_number(fact):
        number = min(max(fact.low, 0.0), fact.high)
        return Interval(number, number)
    assert isinstance(fact.widest, frozenset)
    return Choices({min(fact.widest)})


def asked(part: RuleBase) -> Iterator[Fact]:
    """The facts that go in."""
    return (fact for fact in part.facts.values() if not fact.derived)


def is_number(fact: Fact) -> bool:
    """Whether the fact is a number, a date being one too."""
    return fact.kind in NUMERIC or fact.kind is Kind.DATE
