"""Finding what a person means by a name: report names, facts, rules, and entries of a list."""

from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.problem import BadInput, Problem, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def fact_named(base: RuleBase, name: str) -> str | None:
    """The derived fact of a report name, full name, or last part of a name that is unique."""
    if name in base.layout.decisions:
        return base.layout.decisions[name]
    if name in base.facts:
        return name
    ends = [fact for fact in base.facts if fact.rpartition(".")[2] == name]
    return ends[0] if len(ends) == 1 else None


def unknown_name(base: RuleBase, name: str, what: str, known: list[str]) -> BadInput:
    """The mistake of naming something that is not there."""
    return BadInput([Problem(NOWHERE, f"there is no {what} {name}", suggest(name, known))])


def chosen_members(known: Known, entity: str, about: str | None) -> list[int]:
    """The members of an entity, or the one with the given name; raises BadInput."""
    members = list(known.members(entity))
    if about is None:
        return members
    explainer = Explainer(known)
    names = {explainer.name(member): member for member in members}
    if about not in names:
        raise unknown_name(known.base, about, "entry", list(names))
    return [names[about]]


def drawable(base: RuleBase) -> list[str]:
    """Every fact that a decision or a rule concludes."""
    return [name for name in base.order if name in base.decisions or name in base.concluding]
