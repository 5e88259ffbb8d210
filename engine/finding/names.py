"""Finding what a person means by a name: report names, facts, rules, and entries of a list."""

from collections.abc import Iterable

from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.problem import BadInput, Problem, listing, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def fact_named(base: RuleBase, name: str) -> str | None:
    """The derived fact of a report name, full name, or last part of a name that is unique."""
    decisions, facts = base.layout.decisions, base.facts
    if (found := same_word(name, decisions)) is not None:
        return decisions[found]
    if (found := same_word(name, facts)) is not None:
        return found
    folded = name.casefold()
    ends = [fact for fact in facts if fact.rpartition(".")[2].casefold() == folded]
    return ends[0] if len(ends) == 1 else None


def rule_named(base: RuleBase, name: str) -> str | None:
    """The rule, advice, message or argument of that id."""
    return same_word(name, base.governed)


def same_word(word: str, known: Iterable[str]) -> str | None:
    """The known word, or else the only one that differs in capitals alone."""
    known = [*known]
    if word in known:
        return word
    found = [one for one in known if one.casefold() == word.casefold()]
    return found[0] if len(found) == 1 else None


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
