"""From the names that a person types to the changes that lead where they want to be."""

from collections.abc import Iterator, Sequence

from engine.alternatives.change import Change, change
from engine.finding.names import chosen_members, unknown_name
from engine.ir.base import RuleBase
from engine.ir.names import fact_named, rule_named
from engine.ir.rules import Advice, Argument, Message
from engine.problem import BadInput, Problem
from engine.reason.known import Known
from engine.span import NOWHERE


def changes_for(
    known: Known, name: str, to: str | None, keep: Sequence[str], about: str | None
) -> Iterator[Change]:
    """What to change for each entry that a conclusion is about. Raises BadInput."""
    base, case = known.base, known.case
    fact = fact_named(base, name)
    if fact is None or not (base.facts[fact].derived or base.facts[fact].choices):
        _refuse_rules(base, name)
        names = [*base.layout.decisions, *(one for one in base.facts if base.facts[one].derived)]
        raise unknown_name(base, name, "decision or conclusion", names)
    kept = frozenset(one for word in keep for one in _kept(base, word))
    for member in chosen_members(known, base.facts[fact].entity, about):
        yield change(base, case, (fact, member), to, kept)


def _refuse_rules(base: RuleBase, name: str) -> None:
    """Raise BadInput where a name is that of a rule, which nobody can want to come out so."""
    found = base.governed.get(rule_named(base, name) or "")
    if found is not None:
        kinds = ((Advice, "an advice"), (Message, "a message"), (Argument, "an argument"))
        kind = next((words for one, words in kinds if isinstance(found, one)), "a rule")
        hint = "name a decision or a conclusion"
        raise BadInput([Problem(NOWHERE, f"{name} is {kind}", hint)])


def _kept(base: RuleBase, word: str) -> list[str]:
    """The fact, and the members of one that can have several values."""
    fact = fact_named(base, word)
    if fact is None or base.facts[fact].derived:
        asked = [one.id for one in base.facts.values() if not one.derived and ":" not in one.id]
        raise unknown_name(base, word, "question", asked)
    return [fact, *(one.id for one in base.facts.values() if one.part_of == fact)]
