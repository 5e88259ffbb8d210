"""The path of a case through a picture: taken, still possible, or ruled out."""

from collections.abc import Mapping
from dataclasses import replace

from engine.drawing.graph import Graph, State
from engine.drawing.states import Chart
from engine.ir.values import Truth

_RANKS = [State.RULED_OUT, State.POSSIBLE, State.TAKEN]
Ways = Mapping[tuple[int, int], Truth]


def lit(graph: Graph, chart: Chart, ways: Ways, candidates: frozenset[str]) -> Graph:
    """The graph with the state of each part; `ways` says whether the case takes a branch.

    What leads only to outcomes that are no candidates any more is ruled out with them.
    """
    order = downwards(chart)
    alive = _alive(chart, order, ways, candidates)
    states = dict.fromkeys(order, State.RULED_OUT)
    states[chart.start] = State.TAKEN
    edges: dict[tuple[int, int], State] = {}
    for number in order:
        for after in chart.branches.get(number, {}):
            reached = _reached(states[number], ways[number, after], after in alive)
            edges[number, after] = reached
            states[after] = max(states[after], reached, key=_RANKS.index)
    ends = [n for n in chart.outcomes if states[n] is not State.RULED_OUT]
    if len(ends) == 1:
        states[ends[0]] = State.TAKEN  # whichever way is taken, it ends here
    return replace(
        graph,
        vertices=tuple(replace(v, state=states[int(v.id[1:])]) for v in graph.vertices),
        edges=tuple(
            replace(e, state=edges[int(e.source[1:]), int(e.target[1:])]) for e in graph.edges
        ),
    )


def _reached(before: State, way: Truth, alive: bool) -> State:
    if way is False or not alive:
        return State.RULED_OUT
    return State.POSSIBLE if way is None and before is State.TAKEN else before


def _alive(chart: Chart, order: list[int], ways: Ways, candidates: frozenset[str]) -> set[int]:
    """Vertices from which a candidate can be reached."""
    found = {number for number, outcome in chart.outcomes.items() if outcome in candidates}
    for number in reversed(order):
        after = chart.branches.get(number, {})
        if any(one in found and ways[number, one] is not False for one in after):
            found.add(number)
    return found


def downwards(chart: Chart) -> list[int]:
    """Vertices so that each comes after everything that leads to it."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(number: int) -> None:
        if number not in seen:
            seen.add(number)
            for after in reversed(chart.branches.get(number, {})):
                visit(after)
            order.append(number)

    visit(chart.start)
    return order[::-1]
