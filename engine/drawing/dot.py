"""Graphs as DOT text, and DOT as SVG or PNG; the only file that imports graphviz.

A system `dot` is used where there is one; otherwise the `graphviz-pure` program that is installed
beside Python draws, so that nothing has to be installed by hand.
"""

import shutil
import sys
from pathlib import Path
from subprocess import TimeoutExpired
from textwrap import fill

import graphviz
from graphviz.backend import dot_command

from engine.drawing.graph import Edge, Graph, State, Vertex

_LIT, _MUTED, _OPEN = "#0072B2", "#8A8A8A", "#B35900"
_VERTEX = {
    State.PLAIN: {"color": "black", "penwidth": "1"},
    State.TAKEN: {"color": _LIT, "penwidth": "3"},
    State.POSSIBLE: {"color": _OPEN, "penwidth": "2", "style": "dashed"},
    State.RULED_OUT: {"color": _MUTED, "fontcolor": _MUTED, "penwidth": "0.7"},
}
_EDGE = {**_VERTEX, State.TAKEN: {"color": _LIT, "penwidth": "3", "fontcolor": _LIT}}
_WRAP = 26


class CannotDraw(Exception):
    """No program that draws DOT was found, or it failed."""


def dot_text(graph: Graph) -> str:
    """The graph in DOT; the same graph gives the same text."""
    drawing = graphviz.Digraph(
        "decision",
        graph_attr={
            "label": graphviz.escape(fill(graph.title, 60)),
            "labelloc": "t",
            "tooltip": graphviz.escape(graph.description),
            "fontname": "Helvetica",
            "nodesep": "0.3",
            "ranksep": "0.45",
        },
        node_attr={"fontname": "Helvetica", "fontsize": "11"},
        edge_attr={"fontname": "Helvetica", "fontsize": "10"},
    )
    for vertex in graph.vertices:
        drawing.node(vertex.id, graphviz.escape(fill(vertex.text, _WRAP)), **_shape(vertex))
    for edge in graph.edges:
        label = f" {graphviz.escape(fill(edge.text, _WRAP))} "
        drawing.edge(edge.source, edge.target, label, **_line(edge))
    return str(drawing.source)


def _shape(vertex: Vertex) -> dict[str, str]:
    style = dict(_VERTEX[vertex.state])
    if vertex.is_outcome:
        dashed = style.get("style") == "dashed"
        fill_color = "#DCEBF5" if vertex.state is State.TAKEN else "#F2F2F2"
        style |= {"shape": "box", "fillcolor": fill_color}
        style["style"] = "rounded,filled,dashed" if dashed else "rounded,filled"
    else:
        style |= {"shape": "box"}
    return style


def _line(edge: Edge) -> dict[str, str]:
    return dict(_EDGE[edge.state])


def picture(dot: str, form: str) -> bytes:
    """The DOT text drawn as `svg` or `png`; raises CannotDraw with what to do about it."""
    dot_command.DOT_BINARY = _program()
    try:
        return bytes(graphviz.Source(dot).pipe(format=form, quiet=True))
    except (graphviz.ExecutableNotFound, graphviz.CalledProcessError, TimeoutExpired) as error:
        raise CannotDraw(f"drawing failed: {error}") from error


def _program() -> Path:
    system = shutil.which("dot")
    beside = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent))
    found = system or beside or shutil.which("graphviz-pure")
    if found is None:
        raise CannotDraw("no Graphviz was found; install Graphviz, or ask for .dot instead")
    return Path(found)
