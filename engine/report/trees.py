"""The explanation of every item of a report."""

from engine.advise import Run
from engine.explain.tree import Node
from engine.report.advice import given
from engine.report.members import members_of
from engine.report.parts import Parts


def trees(run: Run) -> dict[tuple[str, str], Node]:
    """Why each decision, headline, warning and advice is as it is.

    They are found by the fact or the rule, and the name of the entry that it is about.
    """
    parts = Parts(run)
    base, name, explainer = parts.base, parts.explainer.name, parts.explainer
    places = [(fact, parts.member_of(base.facts[fact].entity)) for fact in _headlines(parts)]
    for layout in base.layout.entities:
        members = members_of(layout, parts) if layout.headline else ()
        places += [(layout.headline, member) for member in members]
    found = {(place[0], name(place[1])): explainer.fact(place) for place in places}
    ruled = [*given(parts), *((base.governed[rule], member) for rule, member in _flagged(parts))]
    return found | {(rule.id, name(member)): explainer.rule(rule, member) for rule, member in ruled}


def _headlines(parts: Parts) -> list[str]:
    layout = parts.base.layout
    return [layout.decisions[name] for name in layout.headlines]


def _flagged(parts: Parts) -> list[tuple[str, int]]:
    warnings = {rule.id for rule in parts.base.rules if rule.severity}
    return sorted(fired for fired in parts.trace.fired if fired[0] in warnings)
