"""From the rows of a decision to its graph, with the path of a case lit."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.drawing.asked import Asked
from engine.drawing.graph import Edge, Graph, Part, State, Vertex
from engine.drawing.light import Ways, downwards, lit
from engine.drawing.states import Chart, TooLarge, chart
from engine.drawing.tests import Tests
from engine.drawing.text import capital
from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.ir.values import NO, YES
from engine.proving.formula import TRUE, Formula
from engine.proving.prover import Prover
from engine.proving.world import item_slot
from engine.reason.known import Known

MAX_VERTICES = 150
KEY = "Thick: the path taken. Dashed: still possible. Dotted: ruled out."


class Painter:
    """Draws decisions of a base; what can occur is worked out once for all of them."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._prover = Prover(base)
        self._tests = Tests(self._prover.space)
        self._charts: dict[tuple[str, bool], Chart] = {}

    def draw(
        self, fact: str, known: Known | None = None, member: int = 0, *, inputs: bool = False
    ) -> Graph:
        """The graph of a derived choice or yes/no fact; raises TooLarge.

        With `known`, the path of the case's `member` is lit and what is still possible is marked.
        With `inputs` its tests are questions; otherwise what its rows name, derived facts too.
        """
        found = self._chart(fact, inputs)
        graph = self._graph(fact, found)
        if known is None:
            return graph
        candidates = known.value((fact, member))
        assert isinstance(candidates, frozenset)
        ways = {
            (number, after): self._tests.follows(found.tests[number], classes, known, member)
            for number, branches in found.branches.items()
            for after, classes in branches.items()
        }
        name = Explainer(known).name(member) or known.case.title
        title = f"{graph.title} – {name}" if name else graph.title
        told = self._told(lit(graph, found, ways, candidates), found, ways, (known, member))
        return replace(told, title=title, key=KEY)

    def _told(self, graph: Graph, found: Chart, ways: Ways, of: tuple[Known, int]) -> Graph:
        """Beside each test on the way what the case says, or what is to be asked."""
        states = {vertex.id: vertex.state for vertex in graph.vertices}
        asked = Asked(*of)

        def told(vertex: Vertex) -> Vertex:
            test = found.tests.get(int(vertex.id[1:]))
            if test is None or vertex.state is State.RULED_OUT:
                return vertex
            note = self._tests.answer(test, *of) or asked.text(self._tests.open(test, *of))
            return replace(vertex, note=note)

        vertices = [told(vertex) for vertex in graph.vertices]
        edges = [_failed(edge, states, ways) for edge in graph.edges]
        return replace(graph, vertices=tuple(vertices), edges=tuple(edges))

    def _chart(self, fact: str, inputs: bool) -> Chart:
        key = fact, inputs
        if key not in self._charts:
            present = self._prover.space.present(self._base.facts[fact].entity)
            found = chart(self._prover, list(self._rows(fact)), present, inputs=inputs)
            if len(found.tests) + len(found.outcomes) > MAX_VERTICES:
                hint = "; over derived facts it is smaller" if inputs else ""
                raise TooLarge(f"it has more than {MAX_VERTICES} parts{hint}")
            self._charts[key] = found
        return self._charts[key]

    def _rows(self, fact: str) -> Iterator[tuple[Formula, str]]:
        space, slot = self._prover.space, item_slot(self._base, self._base.facts[fact].entity)
        if fact in self._base.decisions:
            for row in self._base.decisions[fact].rows:
                yield (TRUE if row.when is None else space.lower(row.when, slot)), row.then
        else:
            for rule in self._base.concluding[fact]:
                yield space.lower(rule.when, slot), YES
            yield TRUE, NO

    def _graph(self, fact: str, found: Chart) -> Graph:
        vertices, edges = [], []
        for number in downwards(found):
            name = f"n{number}"
            if number in found.outcomes:
                outcome = found.outcomes[number]
                text = self._base.facts[fact].choices[outcome]
                vertices.append(Vertex(name, capital(text), Part.OUTCOME, outcome=outcome))
                continue
            test = found.tests[number]
            text = f"{capital(self._tests.text(test))}?"
            vertices.append(Vertex(name, text, Part.TEST, reads=self._tests.reads(test)))
            for after, classes in found.branches[number].items():
                edges.append(Edge(name, f"n{after}", self._tests.branch(test, classes)))
        title = capital(self._base.facts[fact].label)
        description = f"Decision diagram of {fact}: tests from top to bottom, outcomes at the end"
        if not found.pruned:
            description += "; some branches may be ones that nobody takes"
        return Graph(title, description, tuple(vertices), tuple(edges))


def _failed(edge: Edge, states: Mapping[str, State], ways: Ways) -> Edge:
    """A branch that leaves the way of the case says that its condition is not met."""
    off = ways[int(edge.source[1:]), int(edge.target[1:])] is False
    if off and states[edge.source] is not State.RULED_OUT:
        return replace(edge, text=f"not: {edge.text}")
    return edge
