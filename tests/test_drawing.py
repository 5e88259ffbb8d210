"""Pictures: generated files are up to date, the path of a case is lit, SVG holds every part."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import knowledge
from engine.advise import consult
from engine.drawing.decision import Painter
from engine.drawing.dot import dot_text, picture
from engine.drawing.graph import Graph, State
from engine.finding.graphs import case_graphs
from engine.finding.names import drawable
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case

ROOT = Path(__file__).parent.parent
FOLDER = Path(knowledge.__file__).parent
EXAMPLES = sorted((FOLDER / "examples").glob("*.case.yaml"))


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def painter(base: RuleBase) -> Painter:
    return Painter(base)


@pytest.mark.parametrize("tool", ["diagrams.py", "readme.py"])
def test_generated_files_are_up_to_date(tool: str) -> None:
    command = [sys.executable, str(ROOT / "tools" / tool), "--check"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_same_decision_is_drawn_the_same_twice(base: RuleBase) -> None:
    assert dot_text(Painter(base).draw("strategy")) == dot_text(Painter(base).draw("strategy"))


def test_every_outcome_of_every_decision_can_be_reached_in_its_picture(
    base: RuleBase, painter: Painter
) -> None:
    for name in base.decisions:
        graph = painter.draw(name)
        drawn = sum(vertex.is_outcome for vertex in graph.vertices)
        assert drawn == len({row.then for row in base.decisions[name].rows}), name


def _lit_outcomes(graph: Graph, state: State) -> set[str]:
    return {v.text.lower() for v in graph.vertices if v.is_outcome and v.state is state}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_the_lit_path_ends_at_the_conclusion(path: Path, base: RuleBase, painter: Painter) -> None:
    """Settled: exactly its outcome is lit. Open: what is drawn as possible are candidates.

    A picture may rule out more than the rules do: it looks at each fact once for all rows.
    """
    known = consult(base, read_case(base, path)).known
    for name in drawable(base):
        fact = base.facts[name]
        for member in known.members(fact.entity):
            graph = painter.draw(name, known, member)
            value = known.value((name, member))
            assert isinstance(value, frozenset)
            labels = {fact.choices[choice].lower() for choice in value}
            lit = _lit_outcomes(graph, State.TAKEN)
            possible = _lit_outcomes(graph, State.POSSIBLE)
            assert lit | possible and lit | possible <= labels, (name, member)
            assert len(labels) > 1 or lit == labels, (name, member)


def test_svg_holds_every_vertex_and_parses(painter: Painter) -> None:
    graph = painter.draw("strategy")
    svg = ElementTree.fromstring(picture(dot_text(graph), "svg"))
    titles = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}title")}
    assert {vertex.id for vertex in graph.vertices} <= titles


def test_text_from_a_case_cannot_break_a_picture(base: RuleBase) -> None:
    known = consult(base, read_case(base, EXAMPLES[0])).known
    for hostile in ('"]; x [label=<b>', "\\N \\l {a|b}", "<script>", "\u202eabc", "é" * 500):
        name, graph = next(case_graphs(base, known))
        changed = Graph(hostile, hostile, graph.vertices, graph.edges)
        ElementTree.fromstring(picture(dot_text(changed), "svg"))
