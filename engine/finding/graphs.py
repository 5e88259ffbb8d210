"""From a name that a person types to the picture they want."""

from collections.abc import Iterator

from engine.drawing.decision import Painter
from engine.drawing.derivation import derivation
from engine.drawing.graph import Graph
from engine.explain.why import Explainer
from engine.finding.explanations import explained, subjects
from engine.finding.names import chosen_members, drawable, unknown_name
from engine.ir.base import RuleBase
from engine.ir.names import fact_named
from engine.reason.known import Known


def graph_of(
    base: RuleBase, name: str, known: Known | None, about: str | None, *, inputs: bool = False
) -> Graph:
    """The graph of a decision; raises BadInput when there is none of that name, or TooLarge.

    With `inputs` it is unfolded to questions.
    """
    fact = fact_named(base, name)
    if fact is None or fact not in drawable(base):
        raise unknown_name(base, name, "decision", [*base.layout.decisions, *drawable(base)])
    members = () if known is None else chosen_members(known, base.facts[fact].entity, about)
    if not members:
        return Painter(base).draw(fact, inputs=inputs)
    return Painter(base).draw(fact, known, members[0], inputs=inputs)


def trace_of(known: Known, name: str, about: str | None) -> Graph | None:
    """How a conclusion was reached: a derived fact, a rule or an advice, about the first entry.

    None where the case lists nothing that it could be about. Raises BadInput.
    """
    found = subjects(known, name, about)
    if not found:
        return None
    return derivation(known, explained(Explainer(known), found[0], known.base), name)


def case_graphs(
    base: RuleBase, known: Known, painter: Painter | None = None
) -> Iterator[tuple[str, Graph]]:
    """A file name and a graph for each decision of the report, and for each entry's verdict."""
    painter = painter or Painter(base)
    for name, fact in base.layout.decisions.items():
        if fact in base.decisions or name in base.layout.headlines:
            member = known.members(base.facts[fact].entity)[0]
            yield name, painter.draw(fact, known, member)
    for layout in base.layout.entities:
        for index, member in enumerate(known.members(layout.entity), 1):
            if layout.headline:
                name = f"{layout.headline.replace('.', '-')}-{index}"
                yield name, painter.draw(layout.headline, known, member)
