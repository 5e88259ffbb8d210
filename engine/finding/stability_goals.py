"""From a name that a person types to the conclusions that have outcomes: decisions and advice."""

from engine.finding.names import chosen_members, drawable, unknown_name
from engine.ir.case import Place
from engine.ir.names import fact_named
from engine.problem import BadInput, Problem
from engine.reason.known import Known
from engine.span import NOWHERE


def goals_named(known: Known, name: str, about: str | None = None) -> list[Place]:
    """The decision, yes/no fact or advice, of each entry that it is about.

    Raises BadInput when nothing has that name, or when it has no outcomes to tell apart.
    """
    base = known.base
    advice = {one.id: one for one in base.advice}
    if name in advice:
        return [(name, member) for member in chosen_members(known, advice[name].scope, about)]
    fact = fact_named(base, name)
    if fact in drawable(base):
        return [(fact, m) for m in chosen_members(known, base.facts[fact].entity, about)]
    if fact is None and name not in base.governed:
        names = [*base.layout.decisions, *drawable(base), *advice]
        raise unknown_name(base, name, "decision or advice", names)
    message = f"{name} is neither a decision nor an advice"
    raise BadInput([Problem(NOWHERE, message, "name a decision, such as those of the report")])
