"""Explanations as data: every verdict in them follows again from their leaves alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from cli.main import main
from engine.explain.judge import everything, faults
from engine.explain.record import Recorder, restored
from engine.explain.tree import GOVERNED, Node, Op, Role
from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.values import Choices, Interval
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.reason.known import Known, Origin
from engine.rendering.why import why_text
from tests.proofs import FUZZ
from tests.random_bases import base_texts, read_text
from tests.random_cases import Questions, cases

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = FOLDER / "examples"
CASES = sorted((FOLDER / "examples").glob("**/*.case.yaml"))


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(autouse=True)
def read_once(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped base is not read anew for each command line."""
    for module in ("explaining", "advise"):
        monkeypatch.setattr(f"cli.{module}.load_base", lambda own: base)


def explained(known: Known, every: int = 1) -> Iterator[Node]:
    """Why every derived fact, row, rule and advice, of each member; `every` how manieth advice."""
    explainer, base = Explainer(known), known.base
    for fact in base.order:
        for member in known.members(base.facts[fact].entity):
            yield explainer.fact((fact, member))
    for advice in base.advice[::every]:
        for member in known.members(advice.scope):
            yield explainer.rule(advice, member)


def assert_follows(known: Known, every: int = 1) -> None:
    for root in explained(known, every):
        assert list(faults(root)) == []


@st.composite
def situations(draw: st.DrawFn) -> tuple[RuleBase, Case]:
    base = read_text(draw(base_texts()))
    return base, draw(cases(Questions(base), most=2))


@settings(FUZZ, max_examples=60)
@given(situations())
def test_every_verdict_follows_from_the_leaves(situation: tuple[RuleBase, Case]) -> None:
    """Also of the record, once it went through JSON, and the values are those of the run."""
    known, trace = interpret(*situation)
    recorder, roots = Recorder(), list(explained(known))
    names = [recorder.add(root) for root in roots]
    back = restored(json.loads(json.dumps(recorder.nodes)))
    for name, root in zip(names, roots, strict=True):
        assert back[name] == root
        assert list(faults(back[name])) == []
    explainer = Explainer(known)
    for place, value in trace.values.items():
        assert explainer.fact(place).value == value


@pytest.mark.parametrize("path", CASES[::6], ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_every_verdict_of_a_shipped_case_follows(path: Path, base: RuleBase) -> None:
    assert_follows(interpret(base, read_case(base, path))[0], every=10)


def test_every_decision_of_every_shipped_case_follows(base: RuleBase) -> None:
    for path in CASES:
        known, _ = interpret(base, read_case(base, path))
        explainer = Explainer(known)
        for fact in base.layout.decisions.values():
            member = known.members(base.facts[fact].entity)[0]
            assert list(faults(explainer.fact((fact, member)))) == []


def test_leaves_and_rules_carry_where_they_come_from(base: RuleBase) -> None:
    known, _ = interpret(base, read_case(base, FOLDER / "examples" / "demo.case.yaml"))
    leaves = (Op.FIGURE, Op.PARAMETER, Op.TODAY)
    for node in (node for root in explained(known, 5) for node in everything(root)):
        if node.role in (*GOVERNED, Role.TEST, Role.ALL, Role.ANY, Role.MEMBERS):
            ruled = base.governed.get(node.rule) or base.facts[node.rule]
            assert node.sources == ruled.sources
            assert all(source in base.citations for source in node.sources)
        if not node.children and node.role is Role.FACT:
            assert node.place is not None and node.value is not None
            assert node.origin is not Origin.DERIVED
        if not node.children and node.role is Role.NUMBER:
            assert node.step.op in leaves or node.step.op in (Op.COUNT, Op.TOTAL)


def changed(root: Node, victim: Node, by: Node) -> Node:
    """The tree with one node in the place of another."""
    if root is victim:
        return by
    below = tuple(changed(child, victim, by) for child in root.children)
    return replace(root, children=below)


@pytest.mark.parametrize("name", ["demo", "half-unknown", "graduate-recent"])
def test_a_changed_verdict_or_answer_is_found(name: str, base: RuleBase) -> None:
    """Where any one verdict is turned round, or the answer that settles a row, a fault is told."""
    known, _ = interpret(base, read_case(base, FOLDER / "examples" / f"{name}.case.yaml"))
    root = Explainer(known).fact(("school.tier", known.members("school")[0]))
    for node in everything(root):
        turned = replace(node, verdict=not node.verdict)
        assert list(faults(changed(root, node, turned))), node.text
    leaves = [n for n in everything(root) if n.origin is Origin.ANSWER and n.value]
    forged = [n for n in leaves if list(faults(changed(root, n, replace(n, value=other(n)))))]
    assert bool(forged) == bool(leaves)


def other(node: Node) -> Choices | Interval:
    return Interval(99, 99) if isinstance(node.value, Interval) else Choices({"something else"})


def test_what_rests_on_something_later_is_refused() -> None:
    leaf = {"role": "all", "verdict": "holds", "text": ""}
    with pytest.raises(ValueError, match="not before it"):
        restored({"n1": {**leaf, "below": ["n2"]}, "n2": leaf})


def why(name: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["explain", str(EXAMPLES / name), "why", *arguments])
    assert result.exit_code == 0, result.stderr
    return " ".join(result.output.split())


def test_a_settled_decision_is_told_in_words() -> None:
    text = why("demo.case.yaml", "tier")
    assert text.startswith(
        "You get “tier C” (school tier) because the school gives no US access, and hardly any "
        "graduate matches. This looks at: US rotations through the school: none; "
    )
    assert "You said: US core rotations: none; US electives: none; " in text
    assert "Step 1, how bad it is (D0-S1-18): Tier C: effectively no US access" in text
    others = text.partition("Other outcomes that were looked at first and do not apply: ")[2]
    assert others == (
        "- “tier A”: for this, “US rotations through the school” would have to be cores and "
        "electives; it is none."
    )


def test_an_open_decision_names_what_is_possible_and_the_question_that_decides() -> None:
    text = why("half-unknown.case.yaml", "tier")
    assert text.startswith("School tier is still open. It can still be “tier A”, ")
    assert "“tier A”: if US rotations through the school: cores and electives and match" in text
    assert "The questions that can decide: - Over the last three to five years, how many" in text
    assert "So far you do not know. How to find out: Ask the dean's office" in text


def test_a_fact_without_a_rule_that_holds_says_what_each_rule_lacks() -> None:
    text = why("final-year-salvage.case.yaml", "leave_test")
    assert text.startswith("“all four conditions for leaving” does not hold for you, because none")
    assert "“organised US hospital places missing” would have to be yes; it is no." in text


def test_an_advice_says_what_it_tells_and_why() -> None:
    text = why("demo.case.yaml", "decision/sunk-cost")
    assert text.startswith("Advice decision/sunk-cost applies because ")
    assert "It says: Decide by what lies ahead of you." in text


def test_about_picks_one_entry_and_verbose_adds_the_tree() -> None:
    name = "Premier USCE Gold, four weeks"
    text = why("demo.case.yaml", "placement.verdict", "--about", name)
    assert text.startswith(f"For {name} you get “avoid” (verdict) because it carries a decisive")
    assert text.count("you get") == 1
    whole = why("demo.case.yaml", "placement.verdict", "--about", name, "-v")
    assert whole.startswith(text)
    assert f"{name} – verdict: avoid [fails] {name} – not open to you: " in whole


def test_every_conclusion_of_some_cases_can_be_told(base: RuleBase) -> None:
    """A sentence for each, that ends as one, and for what is open what would settle it."""
    for path in CASES[::35]:
        known, _ = interpret(base, read_case(base, path))
        for root in explained(known, 8):
            text = why_text(root, [], base)
            assert text.strip() and text.rstrip()[-1] in ".:?!”)", text
            if root.role is Role.DECISION:
                assert ("still open" in text) == (root.verdict is None)


def test_a_report_tells_why_in_one_line_and_all_of_it_when_asked() -> None:
    case = str(EXAMPLES / "demo.case.yaml")
    short = CliRunner().invoke(main, ["advise", case]).output
    line = next(part for part in short.split("\n- ") if "rule decision/take-the-test" in part)
    assert " ".join(line.partition("Why: ")[2].split()) == (
        "all four conditions for leaving: open; still early in training: yes; source: Salvaging a "
        "US residency chance from a school without US rotations, Step 3, when to leave "
        "(D0-S3-01); rule decision/take-the-test"
    )
    whole = CliRunner().invoke(main, ["advise", case, "-v"]).output
    assert "[fails] tier A: " in whole and "[fails] tier A: " not in short
    told = [line for line in short.splitlines() if "Why: " in line]
    assert [line for line in whole.splitlines() if "Why: " in line] == told
    assert whole.count("(decision/take-the-test)") == 1
