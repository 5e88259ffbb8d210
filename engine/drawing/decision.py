"""From the rows of a decision to its graph, with the path of a case lit."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.drawing.graph import Edge, Graph, State, Vertex
from engine.drawing.residual import Pending, first_test, restrict, settle
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.conditions import Condition, Ref
from engine.ir.values import NO, YES, Truth
from engine.reason.evaluate import truth
from engine.reason.known import Known

MAX_VERTICES = 150
Result = frozenset[str] | bool


class TooLarge(Exception):
    """The picture would have more than MAX_VERTICES vertices and nobody could read it."""


def decision_graph(base: RuleBase, fact: str, known: Known | None = None, member: int = 0) -> Graph:
    """The graph of a derived choice or yes/no fact; raises TooLarge.

    With `known`, the path of the case's `member` is lit and what is still possible is marked.
    """
    drawn = _Drawing(base, base.facts[fact]).draw()
    if known is not None:
        _light(drawn, known, member)
    title = drawn.fact.label[:1].upper() + drawn.fact.label[1:]
    name = "" if known is None else Explainer(known).name(member) or known.case.title
    about = f" – {name}" if name else ""
    description = f"Decision diagram of {fact}: tests from top to bottom, outcomes at the end"
    return Graph(f"{title}{about}", description, tuple(drawn.vertices.values()), tuple(drawn.edges))


@dataclass
class _Drawing:
    base: RuleBase
    fact: Fact
    vertices: dict[str, Vertex] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    tests: dict[str, Ref | Condition] = field(default_factory=dict)
    results: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _ids: dict[object, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = Words(self.base)

    def draw(self) -> "_Drawing":
        self._vertex(settle(self._rows()))
        return self

    def _rows(self) -> list[Pending]:
        name = self.fact.id
        if name in self.base.decisions:
            rows = self.base.decisions[name].rows
            return [Pending(True if r.when is None else r.when, r.then) for r in rows]
        rules = self.base.concluding[name]
        return [*(Pending(rule.when, YES) for rule in rules), Pending(True, NO)]

    def _vertex(self, rows: tuple[Pending, ...]) -> str:
        key: object = rows[0].outcome if rows[0].rest is True else rows
        if key in self._ids:
            return self._ids[key]
        if len(self._ids) >= MAX_VERTICES:
            raise TooLarge(f"more than {MAX_VERTICES} parts")
        name = self._ids[key] = f"n{len(self._ids) + 1}"
        if rows[0].rest is True:
            text = self.fact.choices[rows[0].outcome]
            text = text[:1].upper() + text[1:]
            self.vertices[name] = Vertex(name, text, True)
        else:
            self._test(name, rows, first_test(rows))
        return name

    def _test(self, name: str, rows: tuple[Pending, ...], test: Ref | Condition) -> None:
        self.tests[name] = test
        text = self.base.facts[test.fact].label if isinstance(test, Ref) else self._asked(test)
        self.vertices[name] = Vertex(name, f"{text[:1].upper()}{text[1:]}?", False)
        for rest, labels in self._branches(rows, test).items():
            target = self._vertex(rest)
            self.results[name, target] = self.results.get((name, target), set()) | set(labels)
            shown = " / ".join(labels.values())
            self.edges.append(Edge(name, target, shown))

    def _asked(self, test: Condition) -> str:
        return self._words.condition(test)

    def _branches(
        self, rows: tuple[Pending, ...], test: Ref | Condition
    ) -> Mapping[tuple[Pending, ...], dict[str, str]]:
        """Results of a test that lead to the same rest share a branch."""
        found: dict[tuple[Pending, ...], dict[str, str]] = defaultdict(dict)
        for result, label in self._outcomes(test):
            put: Result = frozenset({result}) if isinstance(test, Ref) else result == YES
            rest = settle(
                row
                if isinstance(row.rest, bool)
                else replace(row, rest=restrict(row.rest, {test: put}))
                for row in rows
            )
            found[rest][result] = label
        return found

    def _outcomes(self, test: Ref | Condition) -> list[tuple[str, str]]:
        if isinstance(test, Ref) and self.base.facts[test.fact].kind is not Kind.YES_NO:
            return list(self.base.facts[test.fact].choices.items())
        return [(YES, YES), (NO, NO)]


def _light(drawing: _Drawing, known: Known, member: int) -> None:
    """Mark what the case's answers take, leave possible, or rule out."""
    states: dict[str, State] = {}
    edges: dict[Edge, State] = {}
    for vertex in _in_order(drawing):
        state = states.setdefault(vertex, State.TAKEN if vertex == "n1" else State.RULED_OUT)
        for edge in [edge for edge in drawing.edges if edge.source == vertex]:
            followed = _follows(drawing, edge, known, member)
            reached = State.RULED_OUT if followed is False else state
            if followed is None and state is State.TAKEN:
                reached = State.POSSIBLE
            edges[edge] = reached
            states[edge.target] = _stronger(states.get(edge.target), reached)
    ends = [n for n in states if drawing.vertices[n].is_outcome and _is_reached(states[n])]
    if len(ends) == 1:
        states[ends[0]] = State.TAKEN  # whichever way is taken, it ends here
    drawing.vertices = {n: replace(v, state=states[n]) for n, v in drawing.vertices.items()}
    drawing.edges = [replace(edge, state=edges[edge]) for edge in drawing.edges]


def _is_reached(state: State) -> bool:
    return state in (State.TAKEN, State.POSSIBLE)


def _in_order(drawing: _Drawing) -> list[str]:
    """Vertices so that each comes after everything that leads to it."""
    order: list[str] = []
    waiting = dict.fromkeys(drawing.vertices, 0)
    for edge in drawing.edges:
        waiting[edge.target] += 1
    ready = [name for name, count in waiting.items() if count == 0]
    while ready:
        order.append(ready.pop())
        for edge in drawing.edges:
            if edge.source == order[-1]:
                waiting[edge.target] -= 1
                if waiting[edge.target] == 0:
                    ready.append(edge.target)
    return order


def _follows(drawing: _Drawing, edge: Edge, known: Known, member: int) -> Truth:
    """Whether the case follows an edge; None while it may."""
    test, results = drawing.tests[edge.source], drawing.results[edge.source, edge.target]
    if isinstance(test, Ref):
        value = known.value(known.place(test, member))
        assert isinstance(value, frozenset)
        return True if value <= results else False if not value & results else None
    verdict = truth(test, known, member)
    return None if verdict is None else (YES if verdict else NO) in results


def _stronger(one: State | None, other: State) -> State:
    ranks = [State.RULED_OUT, State.POSSIBLE, State.TAKEN]
    return other if one is None else max(one, other, key=ranks.index)
