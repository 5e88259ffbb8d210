"""Pictures for those who do not see them: a title and a description inside the SVG, and words."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from engine.drawing.graph import Graph, State, Stroke
from engine.drawing.text import drawable

_STATE = {
    State.TAKEN: "on the path",
    State.POSSIBLE: "still possible",
    State.RULED_OUT: "ruled out",
}


def described(svg: str, graph: Graph) -> str:
    """The SVG with `<title>` and `<desc>` as its first parts, named as its label.

    A picture with links stays a group, so that screen readers can reach them.
    """
    role = "group" if any(vertex.link for vertex in graph.vertices) else "img"
    head, tag, rest = svg.partition("<svg ")
    attributes, end, body = rest.partition(">")
    title, words = (escape(drawable(text)) for text in (graph.title, " ".join(in_words(graph))))
    return (
        f'{head}{tag}role="{role}" aria-labelledby="title desc" {attributes}{end}\n'
        f'<title id="title">{title}</title>\n<desc id="desc">{words}</desc>{body}'
    )


def in_words(graph: Graph) -> Iterator[str]:
    """The picture as sentences: what it is, then what leads from each part to which."""
    yield f"{graph.description}."
    texts = _distinct(graph)
    for vertex in graph.vertices:
        ways = [
            f"{edge.text + ': ' if edge.text else ''}{texts[edge.target]}{_state(edge.state)}"
            for edge in graph.edges
            if edge.source == vertex.id and edge.stroke is not Stroke.HIDDEN
        ]
        if ways:
            said = f"{texts[vertex.id]} → {'; '.join(ways)}"
            yield said if said.endswith(("?", ".")) else f"{said}."


def _distinct(graph: Graph) -> dict[str, str]:
    """What each part is called; numbered where an earlier one is called the same."""
    seen: Counter[str] = Counter()
    found = {}
    for vertex in graph.vertices:
        text = _said(vertex.text, vertex.note)
        seen[text] += 1
        found[vertex.id] = f"{text} [{seen[text]}]" if seen[text] > 1 else text
    return found


def _said(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def _state(state: State) -> str:
    return f" ({_STATE[state]})" if state in _STATE else ""
