"""From a name that a person types to the explanation they want."""

from engine.explain.tree import Node
from engine.explain.why import Explainer
from engine.finding.names import chosen_members, fact_named, unknown_name
from engine.ir.base import RuleBase
from engine.ir.rules import Advice, Message, Rule
from engine.reason.known import Known


def explain_name(known: Known, name: str, about: str | None = None) -> list[Node]:
    """Explanations of a rule, advice, decision or fact, one for each entry it is about.

    Raises BadInput when nothing has that name.
    """
    base, explainer = known.base, Explainer(known)
    if name in base.governed:
        members = chosen_members(known, _scope(base, name), about)
        return [explainer.rule(base.governed[name], member) for member in members]
    fact = fact_named(base, name)
    if fact is None:
        names = [*base.governed, *base.layout.decisions, *base.facts]
        raise unknown_name(base, name, "rule or decision", names)
    members = chosen_members(known, base.facts[fact].entity, about)
    return [explainer.fact((fact, member)) for member in members]


def _scope(base: RuleBase, name: str) -> str:
    for decision in base.decisions.values():
        if any(row.id == name for row in decision.rows):
            return decision.scope
    items: list[Rule | Advice | Message] = [*base.rules, *base.advice, *base.messages]
    return next(item.scope for item in items if item.id == name)
