"""From a name that a person types to the explanation they want."""

from engine.explain.filling import filled
from engine.explain.tree import Node
from engine.explain.why import Explainer
from engine.finding.names import chosen_members, unknown_name
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.names import fact_named, rule_named
from engine.ir.rules import Advice, Argument, Message, Rule
from engine.reason.known import Known


def subjects(known: Known, name: str, about: str | None = None) -> list[Place]:
    """What a name means: a fact, or a rule by its id, of each member it is about.

    Raises BadInput when nothing has that name.
    """
    base = known.base
    rule = rule_named(base, name)
    if rule is not None:
        return [(rule, member) for member in chosen_members(known, _scope(base, rule), about)]
    fact = fact_named(base, name)
    if fact is None:
        names = [*base.governed, *base.layout.decisions, *base.facts]
        raise unknown_name(base, name, "rule or decision", names)
    return [(fact, member) for member in chosen_members(known, base.facts[fact].entity, about)]


def explained(explainer: Explainer, subject: Place, base: RuleBase) -> Node:
    """Why a fact has its value, or a rule holds."""
    name, member = subject
    if name in base.governed:
        return explainer.rule(base.governed[name], member)
    return explainer.fact(subject)


def saying(explainer: Explainer, subject: Place, known: Known) -> str:
    """What an advice says to the person; empty for anything else."""
    item = known.base.governed.get(subject[0])
    if not isinstance(item, Advice):
        return ""
    return filled(item.say, subject[1], known, explainer.words)


def _scope(base: RuleBase, name: str) -> str:
    for decision in base.decisions.values():
        if any(row.id == name for row in decision.rows):
            return decision.scope
    items: list[Rule | Advice | Message | Argument] = [*base.rules, *base.advice]
    items += [*base.messages, *base.arguments]
    return next(item.scope for item in items if item.id == name)
