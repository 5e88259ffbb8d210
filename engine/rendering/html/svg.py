"""A drawing of Graphviz as SVG within a page: own ids, no links, looks left to the style sheet."""

from collections.abc import Iterator
from xml.etree import ElementTree

from engine.drawing.graph import Graph, State
from engine.rendering.html.tags import Safe, joined, tag

STATES = {
    State.PLAIN: "",
    State.TAKEN: "on your path",
    State.POSSIBLE: "still possible",
    State.RULED_OUT: "ruled out",
}
_SPACE = "{http://www.w3.org/2000/svg}"
_KEPT = ("points", "d", "cx", "cy", "rx", "ry", "x", "y", "text-anchor", "font-size")
_LARGER = 1.25  # pixels a unit: letters of about the size of the text around
_SHAPES = ("polygon", "polyline", "path", "ellipse", "text")


def inline_svg(drawn: bytes, graph: Graph, key: str, told: str) -> Safe:
    """The drawing of `graph`; each vertex n gets the id `KEY-n`, and `told` describes it all."""
    root = ElementTree.fromstring(drawn)
    _, _, width, height = (round(float(part)) for part in root.attrib["viewBox"].split())
    whole = root.find(f"{_SPACE}g")
    assert whole is not None
    title, described = f"{key}-title", f"{key}-desc"
    return tag(
        "svg",
        tag("title", graph.title, id=title),
        tag("desc", told, id=described),
        tag("g", *_parts(whole, graph, key), transform=whole.attrib["transform"]),
        role="img",
        aria_labelledby=title,
        aria_describedby=described,
        viewBox=root.attrib["viewBox"],
        width=round(width * _LARGER),
        height=round(height * _LARGER),
    )


def _parts(whole: ElementTree.Element, graph: Graph, key: str) -> Iterator[Safe]:
    vertices = {vertex.id: vertex for vertex in graph.vertices}
    edges = {f"{edge.source}->{edge.target}": edge for edge in graph.edges}
    for group in whole.findall(f"{_SPACE}g"):
        name = group.findtext(f"{_SPACE}title", "")
        if name in vertices:
            vertex = vertices[name]
            kind = "outcome" if vertex.is_outcome else "test"
            said = STATES[vertex.state]
            words = f"{vertex.text} {vertex.note}" if vertex.note else vertex.text
            title = tag("title", f"{words} ({said})" if said else words)
            look = f"node {kind} {_look(vertex.state)}"
            yield tag("g", title, *_shapes(group), id=f"{key}-{name}", class_=look)
        elif name in edges:
            yield tag("g", *_shapes(group), class_=f"edge {_look(edges[name].state)}")


def _look(state: State) -> str:
    return state.value.replace(" ", "-")


def _shapes(group: ElementTree.Element) -> Iterator[Safe]:
    for part in group.iter():
        name = part.tag.removeprefix(_SPACE)
        if name in _SHAPES:
            kept = {each: part.attrib[each] for each in _KEPT if each in part.attrib}
            yield tag(name, joined(part.text) if name == "text" else None, **kept)
