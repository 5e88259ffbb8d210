"""Finding what a person means by a name: what is not there, and entries of a list."""

from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.ir.names import same_word
from engine.problem import BadInput, Problem, listing, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def unknown_name(base: RuleBase, name: str, what: str, known: list[str]) -> BadInput:
    """The mistake of naming something that is not there."""
    hint = suggest(name, known)
    if not hint and what != "entry":
        decisions = listing([*base.layout.decisions])
        hint = f"see `rules list`, or the report's decisions: {decisions}" if decisions else ""
    return BadInput([Problem(NOWHERE, f"there is no {what} {name}", hint)])


def chosen_members(known: Known, entity: str, about: str | None) -> list[int]:
    """The members of an entity, or the one with the given name; raises BadInput."""
    members = list(known.members(entity))
    if about is None:
        return members
    explainer = Explainer(known)
    names = {explainer.name(member): member for member in members}
    found = same_word(about, names)
    if found is None:
        raise unknown_name(known.base, about, "entry", list(names))
    return [names[found]]


def drawable(base: RuleBase) -> list[str]:
    """Every fact that a decision or a rule concludes."""
    return [name for name in base.order if name in base.decisions or name in base.concluding]
