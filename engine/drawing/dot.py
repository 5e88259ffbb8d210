"""Graphs as DOT text, and DOT as SVG or PNG; the only file that imports graphviz.

A system `dot` is used where there is one; otherwise the `graphviz-pure` program that is installed
beside Python draws, so that nothing has to be installed by hand.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import TextWrapper

import graphviz

from engine.drawing.described import described
from engine.drawing.graph import Edge, Graph, Part, State, Stroke, Vertex
from engine.drawing.text import drawable

SECONDS = 20.0  # that drawing may take
_LIT, _MUTED, _OPEN = "#0072B2", "#6B6B6B", "#B35900"  # told apart with any colour vision
_VERTEX = {
    State.PLAIN: {"color": "black", "penwidth": "1"},
    State.TAKEN: {"color": _LIT, "penwidth": "3"},
    State.POSSIBLE: {"color": _OPEN, "penwidth": "2", "style": "dashed"},
    State.RULED_OUT: {
        "color": _MUTED,
        "fontcolor": _MUTED,
        "penwidth": "1.2",
        "style": "dotted",
    },
}
_EDGE = {**_VERTEX, State.TAKEN: {"color": _LIT, "penwidth": "3", "fontcolor": _LIT}}
_SHAPE = {
    Part.TEST: {"shape": "box"},
    Part.OUTCOME: {"shape": "box", "style": "rounded,filled", "fillcolor": "#F2F2F2"},
    Part.QUESTION: {"shape": "note"},
    Part.DERIVED: {"shape": "box", "style": "filled", "fillcolor": "#E3F1FA"},
    Part.DECISION: {"shape": "octagon", "style": "filled", "fillcolor": "#FCEFD2"},
    Part.RULE: {"shape": "box", "peripheries": "2", "style": "filled", "fillcolor": "#FBF7D5"},
    Part.SECTION: {"shape": "box", "style": "rounded,filled", "fillcolor": "#DFF2EA"},
    Part.FOLDED: {"shape": "folder", "style": "filled", "fillcolor": "#F2F2F2"},
    Part.MOMENT: {"shape": "plaintext", "group": "time"},
}
_STROKE = {
    Stroke.ARROW: {},
    Stroke.LINE: {"arrowhead": "none"},
    Stroke.HIDDEN: {"style": "invis"},
}
_WRAP, _WIDER = 26, 32  # characters a line


class CannotDraw(Exception):
    """No program that draws DOT was found, it failed, or it took too long."""


def dot_text(graph: Graph) -> str:
    """The graph in DOT; the same graph gives the same text."""
    drawing = graphviz.Digraph(
        "decision",
        graph_attr={
            "label": graphviz.escape(_label(graph)),
            "labelloc": "t",
            "tooltip": graphviz.escape(drawable(graph.description)),
            "fontname": "Helvetica",
            "nodesep": "0.3",
            "ranksep": "0.45",
            **({"rankdir": "LR"} if graph.sideways else {}),
        },
        node_attr={"fontname": "Helvetica", "fontsize": "11"},
        edge_attr={"fontname": "Helvetica", "fontsize": "10"},
    )
    for vertex in graph.vertices:
        drawing.node(vertex.id, graphviz.escape(_words(vertex)), **_shape(vertex))
    for edge in graph.edges:
        label = graphviz.escape(_beside(edge.text)) if edge.text else None
        drawing.edge(edge.source, edge.target, label, **_line(edge))
    for row in graph.rows:
        with drawing.subgraph(graph_attr={"rank": "same"}) as level:
            for name in row:
                level.node(name)
    return str(drawing.source)


def _label(graph: Graph) -> str:
    title = _fill(graph.title, 60)
    return f"{title}\n{_fill(graph.key, 80)}" if graph.title and graph.key else title


def _beside(text: str) -> str:
    """Lines with room on both sides, so that none touches its edge."""
    return "\n".join(f"  {line}  " for line in _fill(text, _WRAP).splitlines())


def _words(vertex: Vertex) -> str:
    if not vertex.note:
        return _fill(vertex.text, _WRAP)
    return f"{_fill(vertex.text, _WIDER)}\n{_fill(vertex.note, _WIDER)}"


def _fill(text: str, width: int) -> str:
    """Lines of about so many characters; names are not broken, unless a line would be endless."""
    text = drawable(text)
    wrapper = TextWrapper(width, break_long_words=False, break_on_hyphens=False)
    lines = wrapper.wrap(text)
    if any(len(line) > 2 * width for line in lines):
        wrapper.break_long_words = True
    return wrapper.fill(text)


def _shape(vertex: Vertex) -> dict[str, str]:
    found = dict(_VERTEX[vertex.state])
    styles = [_SHAPE[vertex.part].get("style", ""), found.get("style", "")]
    found |= _SHAPE[vertex.part]
    if any(styles):
        found["style"] = ",".join(filter(None, styles))
    if vertex.is_outcome and vertex.state is State.TAKEN:
        found["fillcolor"] = "#DCEBF5"
    if vertex.link:
        found |= {"URL": f"{vertex.link}.svg", "target": "_top"}
    return found


def _line(edge: Edge) -> dict[str, str]:
    return _EDGE[edge.state] | _STROKE[edge.stroke]


def drawn(graph: Graph, form: str) -> bytes:
    """The graph as `svg`, with its title and description for screen readers, or `png`.

    Raises CannotDraw with what to do about it.
    """
    made = picture(dot_text(graph), form)
    return described(made.decode(), graph).encode() if form == "svg" else made


def picture(dot: str, form: str, seconds: float = SECONDS) -> bytes:
    """The DOT text drawn as `svg` or `png`; raises CannotDraw with what to do about it."""
    command = [str(_program()), "-Kdot", f"-T{form}"]
    try:
        done = subprocess.run(
            command, input=dot.encode(), capture_output=True, timeout=seconds, check=True
        )
    except subprocess.TimeoutExpired:
        message = f"drawing took longer than {seconds:g} seconds; ask for .dot instead"
        raise CannotDraw(message) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise CannotDraw(f"drawing failed: {said or error}") from error
    except OSError as error:
        raise CannotDraw(f"drawing failed: {error.strerror}") from error
    return done.stdout


def _program() -> Path:
    system = shutil.which("dot")
    beside = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent))
    found = system or beside or shutil.which("graphviz-pure")
    if found is None:
        raise CannotDraw("no Graphviz was found; install Graphviz, or ask for .dot instead")
    return Path(found)
