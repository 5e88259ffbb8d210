"""Pictures: generated files are up to date, the path of a case is lit, SVG holds every part."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import knowledge
from engine.advise import consult
from engine.drawing.decision import Painter
from engine.drawing.dot import CannotDraw, dot_text, drawn, picture
from engine.drawing.graph import Graph, Part, State
from engine.finding.graphs import case_graphs, trace_of
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


@pytest.mark.parametrize("tool", ["diagrams", "readme"])
def test_generated_files_are_up_to_date(tool: str) -> None:
    command = [sys.executable, "-m", f"tools.{tool}", "--check"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
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


@pytest.mark.parametrize(
    "path", EXAMPLES[::4], ids=lambda path: path.name.removesuffix(".case.yaml")
)
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


@pytest.mark.parametrize("path", EXAMPLES[::9], ids=lambda path: path.name)
def test_beside_each_test_stands_the_answer_or_the_question_that_would_decide(
    path: Path, base: RuleBase, painter: Painter
) -> None:
    known = consult(base, read_case(base, path)).known
    for name in base.decisions:
        for member in known.members(base.facts[name].entity):
            graph = painter.draw(name, known, member)
            states = {vertex.id: vertex.state for vertex in graph.vertices}
            for vertex in graph.vertices:
                ways = [edge for edge in graph.edges if edge.source == vertex.id]
                left = [edge for edge in ways if not edge.text.startswith("not: ")]
                if vertex.part is not Part.TEST or vertex.state is State.RULED_OUT:
                    assert not vertex.note and left == ways, (name, vertex)
                elif vertex.note.startswith("here: "):
                    assert len(left) == 1, (name, vertex)
                else:
                    assert vertex.note.startswith("open: ") or len(left) == 1, (name, vertex)
                for edge in ways:
                    if edge not in left:
                        assert edge.state is State.RULED_OUT
                        assert states[vertex.id] is not State.RULED_OUT


SVG = "{http://www.w3.org/2000/svg}"


def test_svg_holds_every_vertex_and_parses(painter: Painter) -> None:
    graph = painter.draw("strategy")
    svg = ElementTree.fromstring(drawn(graph, "svg"))
    titles = {element.text for element in svg.iter(f"{SVG}title")}
    assert {vertex.id for vertex in graph.vertices} <= titles


def test_svg_says_what_it_shows_to_who_cannot_see_it(painter: Painter) -> None:
    svg = ElementTree.fromstring(drawn(painter.draw("school.tier"), "svg"))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "title desc"
    assert (svg[0].tag, svg[0].attrib["id"], svg[0].text) == (f"{SVG}title", "title", "School tier")
    assert (svg[1].tag, svg[1].attrib["id"]) == (f"{SVG}desc", "desc")
    assert "Match history? → regular: Tier A; some / hardly any: Tier B." in (svg[1].text or "")


def test_drawing_that_takes_too_long_is_given_up(painter: Painter) -> None:
    with pytest.raises(CannotDraw, match=r"longer than 0\.001 seconds; ask for \.dot"):
        picture(dot_text(painter.draw("strategy")), "svg", seconds=0.001)


def test_what_is_no_dot_is_refused_with_the_reason() -> None:
    with pytest.raises(CannotDraw, match="syntax error"):
        picture("digraph {", "svg")


@pytest.mark.parametrize(("case", "fact"), [("demo", "school.tier"), ("half-unknown", "strategy")])
def test_pictures_of_cases_are_what_they_were(
    case: str, fact: str, base: RuleBase, painter: Painter
) -> None:
    """With UPDATE_GOLDEN set, what is drawn now is kept."""
    known = consult(base, read_case(base, FOLDER / "examples" / f"{case}.case.yaml")).known
    traced = trace_of(known, fact, None)
    assert traced is not None
    for kind, graph in [("path", painter.draw(fact, known)), ("trace", traced)]:
        kept = ROOT / "tests" / "pictures" / f"{case}-{fact}-{kind}.dot"
        if os.environ.get("UPDATE_GOLDEN"):
            kept.write_text(dot_text(graph), "utf-8")
        assert dot_text(graph) == kept.read_text("utf-8")


def test_text_from_a_case_cannot_break_a_picture(base: RuleBase) -> None:
    known = consult(base, read_case(base, EXAMPLES[0])).known
    for hostile in (
        '"]; x [label=<b>',
        "\\N \\l {a|b}",
        "<script>",
        "\u202eabc",
        "é" * 500,
        "a\x0bb",
    ):
        name, graph = next(case_graphs(base, known))
        changed = Graph(hostile, hostile, graph.vertices, graph.edges, key=hostile)
        ElementTree.fromstring(drawn(changed, "svg"))
