"""From the name of a decision that a person types to what speaks for and against its outcomes."""

from engine.alternatives.options import Weighing
from engine.alternatives.weighing import weigh
from engine.finding.names import chosen_members, drawable, unknown_name
from engine.ir.base import RuleBase
from engine.ir.names import fact_named, rule_named
from engine.problem import BadInput, Problem, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def weighings(known: Known, name: str, about: str | None = None) -> list[Weighing]:
    """The outcomes of a decision weighed, once for each entry it is about.

    Raises BadInput when no decision, and no yes/no fact that rules conclude, has that name.
    """
    fact = _decided(known.base, name)
    members = chosen_members(known, known.base.facts[fact].entity, about)
    return [weigh(known, (fact, member)) for member in members]


def _decided(base: RuleBase, name: str) -> str:
    fact, decided = fact_named(base, name), drawable(base)
    if fact in decided:
        return fact
    names = [*base.layout.decisions, *decided]
    if fact is None and rule_named(base, name) is None:
        raise unknown_name(base, name, "decision", names)
    what = "is a rule, not a decision" if fact is None else "is no decision of the rules"
    raise BadInput(
        [Problem(NOWHERE, f"{name} {what}, so it has no outcomes", suggest(name, names))]
    )
