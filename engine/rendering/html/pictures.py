"""The pictures of a report: the path of the answers, drawn and in words, and what lights what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import ParseError

from engine.drawing.decision import Painter
from engine.drawing.dot import CannotDraw, dot_text, picture
from engine.drawing.graph import Edge, Graph, State, Vertex
from engine.drawing.states import TooLarge
from engine.explain.why import Explainer
from engine.ir.layout import EntityLayout
from engine.reason.known import Known
from engine.rendering.html.svg import inline_svg
from engine.rendering.html.tags import Safe, anchor
from engine.visible import visible

MOST_DRAWN = 12  # entries of one list that get a picture each


@dataclass(frozen=True, slots=True)
class Step:
    """One test on the way and where it leads; `nodes` are the ids of both ends."""

    test: str
    result: str
    certain: bool
    reads: frozenset[str]
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A decision drawn for a case; `svg` is None, and `problem` says why, where it could not be."""

    key: str
    fact: str
    graph: Graph | None
    svg: Safe | None
    problem: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The way of the case through the picture, in words."""
        if self.graph is None:
            return ()
        vertices = {vertex.id: vertex for vertex in self.graph.vertices}
        wanted = [e for e in self.graph.edges if e.state in (State.TAKEN, State.POSSIBLE)]
        return tuple(self._step(edge, vertices[edge.source]) for edge in wanted)

    def _step(self, edge: Edge, test: Vertex) -> Step:
        ends = tuple(f"{self.key}-{end}" for end in (edge.source, edge.target))
        nodes = ends if self.svg else ()
        return Step(test.text, edge.text, edge.state is State.TAKEN, test.reads, nodes)

    def nodes(self, facts: Iterable[str], outcomes: Iterable[str] | None = None) -> list[str]:
        """Ids of the vertices still possible that test the facts, or decide on one of `outcomes`.

        Without `outcomes` every outcome counts where the picture's own fact is among the facts.
        """
        wanted = frozenset(facts)
        return [f"{self.key}-{v.id}" for v in self._alive() if self._lights(v, wanted, outcomes)]

    def _lights(
        self, vertex: Vertex, facts: frozenset[str], outcomes: Iterable[str] | None
    ) -> bool:
        if vertex.is_outcome:
            return self.fact in facts if outcomes is None else vertex.outcome in outcomes
        return bool(vertex.reads & facts)

    def _alive(self) -> Iterator[Vertex]:
        if self.graph is not None and self.svg is not None:
            yield from (v for v in self.graph.vertices if v.state is not State.RULED_OUT)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of the decisions by report name, and of entries by list and name."""

    main: dict[str, Picture]
    others: dict[str, Picture]
    entries: dict[tuple[str, str], Picture]

    def of(self, about: str) -> list[Picture]:
        """Those that a sentence about an entry, or about none (""), can light."""
        own = [found for (_, name), found in self.entries.items() if about and name == about]
        return [*self.main.values(), *self.others.values(), *own]


def draw_all(known: Known, painter: Painter) -> Pictures:
    """Draw the decisions and each entry's own, where a list has at most MOST_DRAWN."""
    base = known.base
    layout = base.layout
    found = {}
    for name, fact in layout.decisions.items():
        if fact in base.decisions or name in layout.headlines:
            member = known.members(base.facts[fact].entity)[0]
            found[name] = _drawn(painter, known, fact, member, anchor("picture", name))
    main = {name: found.pop(name) for name in layout.headlines}
    entries = {}
    for part in layout.entities:
        for index, (about, member) in enumerate(_entries(part, known) if part.headline else ()):
            key = anchor("picture", part.key, str(index))
            entries[part.key, about] = _drawn(painter, known, part.headline, member, key)
    return Pictures(main, found, entries)


def _entries(part: EntityLayout, known: Known) -> list[tuple[str, int]]:
    """Names and numbers of entries to draw; a principal is drawn among the main decisions."""
    explainer, members = Explainer(known), known.members(part.entity)
    if len(members) > MOST_DRAWN:
        return []
    given = [explainer.name(member) or explainer.given(part.entity, member) for member in members]
    found = zip(given, members, strict=True)
    return [(a, m) for a, m in found if explainer.name(m) and given.count(a) == 1]


def _drawn(painter: Painter, known: Known, fact: str, member: int, key: str) -> Picture:
    try:
        graph = painter.draw(fact, known, member)
    except TooLarge as error:
        return Picture(key, fact, None, None, f"This decision is too large to be drawn: {error}.")
    vertices = [replace(v, text=visible(v.text), note=visible(v.note)) for v in graph.vertices]
    plain = replace(graph, title=known.base.facts[fact].label, vertices=tuple(vertices))
    undrawn = Picture(key, fact, plain, None)
    told = _told(undrawn.steps)
    try:
        drawn = picture(dot_text(replace(plain, title="")), "svg")
        return replace(undrawn, svg=inline_svg(drawn, plain, key, told))
    except (CannotDraw, ParseError) as error:
        return replace(undrawn, problem=f"The picture could not be made: {error}.")


def _told(steps: Iterable[Step]) -> str:
    path = [f"{s.test} {s.result}{'' if s.certain else ' (possible)'}" for s in steps]
    return f"Tests from top to bottom. The path of your answers: {'; '.join(path) or 'none'}."
