"""How a conclusion was reached, as a graph: whole, sound, and small enough to read."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.drawing.derivation import MOST, derivation
from engine.drawing.graph import Graph, Part, State
from engine.explain.tree import supports
from engine.explain.why import Explainer
from engine.finding.names import drawable
from engine.ir.base import RuleBase
from engine.ir.values import is_settled
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.reason.known import Known

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = sorted((FOLDER / "examples").glob("*.case.yaml"))
DEMO = str(FOLDER / "examples" / "demo.case.yaml")
WHOLE = 10_000


@cache
def base() -> RuleBase:
    return read_base([FOLDER])


def known_of(path: Path) -> Known:
    return interpret(base(), read_case(base(), path))[0]


def reached(graph: Graph, start: str) -> set[str]:
    """Vertices from which arrows lead to `start`."""
    found, waiting = {start}, [start]
    while waiting:
        target = waiting.pop()
        new = {edge.source for edge in graph.edges if edge.target == target} - found
        found |= new
        waiting += new
    return found


@pytest.mark.parametrize("path", EXAMPLES[::12], ids=lambda path: path.name)
def test_a_trace_holds_all_answers_that_its_conclusion_rests_on(path: Path) -> None:
    known = known_of(path)
    explainer = Explainer(known)
    for fact in drawable(base()):
        for member in known.members(base().facts[fact].entity):
            node = explainer.fact((fact, member))
            graph = derivation(known, node, fact, WHOLE)
            root = graph.vertices[0]
            settled = is_settled(known.value((fact, member)))
            assert root.state is (State.TAKEN if settled else State.POSSIBLE)
            assert reached(graph, root.id) == {vertex.id for vertex in graph.vertices}
            drawn = [v.text.lower() for v in graph.vertices if v.part is Part.QUESTION]
            for support in supports(node):
                assert any(text.startswith(support.text.lower()[:90]) for text in drawn)
            small = derivation(known, node, fact)
            assert len(small.vertices) <= MOST
            assert reached(small, "n0") == {vertex.id for vertex in small.vertices}


def test_what_is_folded_can_be_asked_for() -> None:
    known = known_of(Path(DEMO))
    fact = "placement.verdict"
    node = Explainer(known).fact((fact, known.members("placement")[0]))
    small = derivation(known, node, fact, most=12)
    notes = [v.note for v in small.vertices if v.note.startswith("what it rests on: trace ")]
    assert notes and "folded" in small.description
    assert {note.rpartition(" ")[2] for note in notes} <= set(base().facts)


def test_rows_that_do_not_hold_are_one_part() -> None:
    known = known_of(Path(DEMO))
    graph = derivation(known, Explainer(known).fact(("strategy", 0)), "strategy")
    folded = [vertex for vertex in graph.vertices if vertex.part is Part.FOLDED]
    assert [vertex.text for vertex in folded] == ["7 rows do not hold"]
    assert folded[0].state is State.RULED_OUT


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diagram", *arguments])


def test_a_trace_is_drawn_of_a_decision_a_rule_and_an_advice() -> None:
    for name in ("strategy", "leave/c2", "timeline/block-1"):
        result = run("trace", name, "--case", DEMO)
        assert result.exit_code == 0, result.output
        assert result.output.startswith("digraph")


def test_a_trace_is_about_the_entry_asked_for() -> None:
    names = [
        str(Explainer(known_of(Path(DEMO))).name(m))
        for m in known_of(Path(DEMO)).members("placement")
    ]
    for name in names:
        result = run("trace", "placement.verdict", "--case", DEMO, "--about", name)
        assert name.split(",")[0] in result.output


def test_the_word_decision_may_be_left_out() -> None:
    assert run("decision", "strategy", "--inputs").output == run("--inputs", "strategy").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("trace", "strategi", "--case", DEMO), "there is no rule or decision strategi"),
        (("trace", "strategy"), "Missing option '--case'"),
        (("trace", "strategy", "--case", DEMO, "-o", "x.pdf"), ".svg, .png or .dot"),
        (("trace", "placement.verdict", "--case", DEMO, "--about", "x"), "there is no entry x"),
        (("strategi",), "there is no decision strategi"),
    ],
)
def test_mistakes_are_told(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_trace_without_an_entry_says_so() -> None:
    case = str(FOLDER / "examples" / "nothing-answered.case.yaml")
    result = run("trace", "placement.verdict", "--case", case)
    assert result.exit_code == 1
    assert "This case lists nothing that placement.verdict could be about." in result.stderr


def test_a_picture_that_is_too_large_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.drawing.decision.MAX_VERTICES", 12)
    result = run("strategy", "--inputs")
    assert result.exit_code == 1
    assert "strategy cannot be drawn: it has more than 12 parts; over derived" in result.stderr
