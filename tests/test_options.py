"""What speaks for and against each outcome: complete, true of the case, and readable.

`UPDATE_GOLDEN=1 pytest tests/test_options.py` writes tests/options/*.txt anew.
"""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, note, settings
from hypothesis import strategies as st

import knowledge
from cli.main import main
from cli.shared import load_base
from engine.alternatives.options import Option, Standing
from engine.alternatives.weighing import weigh
from engine.checking.bench import Bench
from engine.checking.checks import dead_rule
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.arguing import arguing, check, reasons
from tests.listless import listless
from tests.proofs import FUZZ, TIMES
from tests.random_bases import base_texts, read_text
from tests.random_cases import Questions, cases

FOLDER = Path(knowledge.__file__).parent
GOLDEN = Path(__file__).parent / "options"
SHOWN = {
    "transfer": ("borderline-matches", "strategy"),
    "salvage": ("final-year-salvage", "strategy"),
    "open": ("leave-test-open", "strategy"),
}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(autouse=True)
def read_once(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the shipped base as read once, unless they name another."""
    real = load_base
    monkeypatch.setattr("cli.explaining.load_base", lambda own: base if own is None else real(own))


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], input=text, catch_exceptions=False)


def example(name: str) -> str:
    return str(FOLDER / "examples" / f"{name}.case.yaml")


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_is_as_agreed(name: str) -> None:
    case, decision = SHOWN[name]
    found = run(example(case), "options", decision)
    assert found.exit_code == 0, found.output
    assert max(map(len, found.output.splitlines())) <= 80
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(found.output, "utf-8")
    assert found.output == path.read_text("utf-8")


def test_json_has_each_outcome_with_its_reasons() -> None:
    found = run(example("final-year-salvage"), "options", "strategy", "--format", "json")
    (data,) = json.loads(found.output)
    assert data["decision"] == "strategy" and data["derived"] == "full_salvage"
    standing = {option["outcome"]: option["standing"] for option in data["options"]}
    assert list(standing)[0] == "do_not_enrol"  # the order of the vocabulary
    assert standing.pop("full_salvage") == "derived" and {*standing.values()} == {"excluded"}
    salvage = data["options"][-1]
    reason = next(one for one in salvage["reasons_for"] if one["id"] == "salvage/chance-left")
    assert reason["sources"] == ["D0-S6-29", "D0-S11-05"] and reason["kind"] == "argument"
    assert reason["facts"] == ["training stage: final year (you said)"]
    assert reason["questions"] == [] and reason["assumed"] is False


def test_each_entry_is_weighed_by_its_own_answers() -> None:
    case = """
    student: {stage: final_year}
    placements:
      - {name: One, reviews: bad}
      - {name: Other, reviews: good}
    """
    found = run("-", "options", "placement.verdict", text=case).output
    assert "One: Verdict" in found and "Other: Verdict" in found
    assert "People who were there speak badly of it." in found
    other = run("-", "options", "verdict", "--about", "Other", text=case).output
    assert "speak well of it" in other and "speak badly" not in other.split("Would speak")[0]


def test_open_reasons_of_an_excluded_outcome_are_counted_and_shown_on_request() -> None:
    arguments = example("borderline-matches"), "options", "strategy"
    assert "Reasons that hang on missing answers" in run(*arguments).output
    whole = run(*arguments, "--all").output
    assert "Reasons that hang" not in whole and "Depends on: When is your first US" in whole


def test_a_yes_no_fact_is_weighed_too() -> None:
    found = run(example("borderline-matches"), "options", "leave_test").output
    assert "Derived: yes" in found and "All four conditions hold" in found
    assert "Excluded: another rule comes first (leave/test)." in found


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("strateggy", "there is no decision strateggy\n  hint: did you mean strategy?"),
        ("stage", "stage is no decision of the rules, so it has no outcomes"),
        ("school.usable_matches", "school.usable_matches is no decision of the rules"),
        ("leaving/early-years", "leaving/early-years is a rule, not a decision"),
    ],
)
def test_what_is_no_decision_is_refused(name: str, says: str) -> None:
    found = run(example("final-year-salvage"), "options", name)
    assert found.exit_code == 2 and says in found.stderr and found.stdout == ""


def test_an_entry_that_is_not_there_is_refused() -> None:
    case = "placements: [{name: One}]"
    found = run("-", "options", "placement.verdict", "--about", "Oen", text=case)
    assert found.exit_code == 2 and "did you mean One?" in found.stderr


def test_without_entries_it_says_so() -> None:
    found = run("-", "options", "placement.verdict", text="student: {stage: final_year}")
    assert found.output == "This case lists nothing that placement.verdict could be about.\n"
    found = run("-", "options", "verdict", "--format", "json", text="student: {stage: final_year}")
    assert json.loads(found.output) == []


def test_why_and_show_know_arguments() -> None:
    found = run(example("borderline-matches"), "why", "leaving/early-years")
    assert "leaving/early-years" in found.output and "early in your training" in found.output
    shown = CliRunner().invoke(main, ["rules", "show", "leaving/early-years"]).output
    assert "speaks for strategy: seriously consider a transfer" in shown


def test_an_overlay_adds_and_replaces_arguments(tmp_path: Path) -> None:
    text = "{argument: leaving/early-years, when: leave_c4 is yes, because: Mine., assumed: yes, "
    own = tmp_path / "own.yaml"
    own.write_text(f"- {text}argues: {{against: {{strategy: [transfer]}}}}}}\n", "utf-8")
    arguments = example("borderline-matches"), "options", "strategy", "--format", "json"
    (data,) = json.loads(run(*arguments, "--knowledge", str(tmp_path)).output)
    transfer = next(one for one in data["options"] if one["outcome"] == "transfer")
    assert "Mine." in [one["says"] for one in transfer["reasons_against"]]
    assert "leaving/early-years" not in [one["id"] for one in transfer["reasons_for"]]


SMALL = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- facts: {age: {ask: How, label: age, type: count}, fit: {ask: How, label: fit, type: yes_no}}
- derived: {path: {label: path, type: choice, values: {a: A, b: B, c: C}}}
- decision: path
  rows:
    - {rule: path/old, when: age > 60 and fit is no, then: a, because: Old., assumed: yes}
    - {rule: path/fit, when: fit is yes, then: b, because: Fit., assumed: yes}
    - {otherwise: c, because: What is left., assumed: yes}
- {argument: young, when: age < 20, argues: {for: {path: [b]}}, because: Young., assumed: yes}
"""


def small(answers: str) -> dict[str, Option]:
    base = read_text(SMALL)
    case = read_case_text(base, answers)
    return {one.outcome: one for one in weigh(interpret(base, case)[0], ("path", 0)).options}


def read_case_text(base: RuleBase, answers: str) -> Case:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.case.yaml")
        path.write_text(f"me: {{{answers}}}\n", "utf-8")
        return read_case(base, path)


def test_an_outcome_with_a_row_that_holds_but_comes_later_says_what_comes_first() -> None:
    base = read_text(SMALL.replace("age > 60 and fit is no", "age > 60"))
    known, _ = interpret(base, read_case_text(base, "age: 70, fit: yes"))
    options = {one.outcome: one for one in weigh(known, ("path", 0)).options}
    assert options["b"].standing is Standing.EXCLUDED and options["b"].masked
    assert [one.id for one in options["b"].by] == ["path/old"]
    assert options["b"].reasons_for == options["b"].open_for == ()  # it is not meant for those


def test_a_row_behind_an_open_one_depends_on_it() -> None:
    base = read_text(SMALL.replace("age > 60 and fit is no", "age > 60"))
    known, _ = interpret(base, read_case_text(base, "fit: yes"))
    options = {one.outcome: one for one in weigh(known, ("path", 0)).options}
    assert options["b"].reasons_for == ()
    (reason, _) = options["b"].open_for
    assert reason.says == "Fit." and [one.ask for one in reason.questions] == ["How"]
    assert options["c"].open_for == options["c"].reasons_for == ()


def test_what_takes_the_rest_stands_for_what_is_left() -> None:
    options = small("age: 30, fit: no")
    assert [one.says for one in options["c"].reasons_for] == ["What is left."]
    (failing,) = options["a"].reasons_against
    assert failing.says == "Its rule asks for “age above 60”"  # and not for what does hold
    assert failing.facts == ("age: 30 (you said)",)
    assert options["b"].reasons_against[0].says == "Its rule asks for “fit: yes”"


def test_what_is_open_names_its_questions_and_nothing_fails_by_it() -> None:
    options = small("fit: no")
    assert options["a"].standing is options["c"].standing is Standing.POSSIBLE
    assert [one.ask for one in options["a"].open_for[0].questions] == ["How"]
    assert options["a"].reasons_against == options["c"].reasons_for == ()
    assert [one.id for one in options["b"].open_for] == ["young"]
    assert options["b"].standing is Standing.EXCLUDED and not options["b"].masked


OF_HOMES = """
- entities: {me: {root: yes}, home: {principal: yes, others: homes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    home.warm: {ask: How, label: warm, type: yes_no}
    stay.dear: {ask: How, label: dear, type: yes_no}
- derived: {stay.path: {label: path, type: choice, values: {a: A, b: B}}}
- decision: stay.path
  for: stay
  rows:
    - {rule: path/dear, when: stay.dear is yes, then: a, because: Dear., assumed: yes}
    - {otherwise: b, because: Cheap., assumed: yes}
- {argument: warm, for: home, when: home.warm is yes, argues: {for: {stay.path: [b]}},
   because: Warm., assumed: yes}
"""


@pytest.mark.parametrize(("warm", "says"), [("yes", ["Cheap.", "Warm."]), ("no", ["Cheap."])])
def test_an_argument_of_another_entity_is_about_its_first_member(
    tmp_path: Path, warm: str, says: list[str]
) -> None:
    other = "no" if warm == "yes" else "yes"
    path = tmp_path / "a.case.yaml"
    path.write_text(
        f"{{home: {{warm: {warm}}}, homes: [{{warm: {other}}}], stays: [{{dear: no}}]}}"
    )
    base = read_text(OF_HOMES)
    known, _ = interpret(base, read_case(base, path))
    options = weigh(known, ("stay.path", known.members("stay")[0])).options
    assert [one.says for one in options[1].reasons_for] == says


def test_an_argument_that_never_holds_is_reported() -> None:
    dead = SMALL.replace("age < 20", "age < 20 and age > 30")
    assert [one.item for one in dead_rule.find(Bench(read_text(dead)))] == ["young"]
    assert list(dead_rule.find(Bench(read_text(SMALL)))) == []


def test_arguments_do_not_change_which_questions_are_told_apart() -> None:
    from engine.asking.goals import Goals

    without = SMALL.rsplit("- {argument", 1)[0]
    variables = []
    for text in (SMALL, without):
        goals = Goals(read_text(text))
        goals.goal("path")
        variables.append([one.classes for one in goals.space.variables])
    assert variables[0] == variables[1]


@settings(FUZZ, max_examples=40 * TIMES)
@given(st.data())
def test_on_random_bases_no_reason_is_missing_and_none_is_wrong(data: st.DataObject) -> None:
    text = data.draw(base_texts().flatmap(arguing))
    note(text)
    base = read_text(text)
    check(*interpret(base, data.draw(cases(Questions(base), most=2))))


@settings(FUZZ, max_examples=25 * TIMES)
@given(st.data())
def test_what_is_open_names_at_least_one_question(data: st.DataObject) -> None:
    text = data.draw(listless().flatmap(arguing))
    note(text)
    base = read_text(text)
    for found in check(*interpret(base, data.draw(cases(Questions(base))))):
        assert all(one.questions or one.clashes for one in reasons(found, settled=False))
        assert not any(one.questions for one in reasons(found, settled=True))


def test_the_shipped_cases_are_weighed_completely(base: RuleBase) -> None:
    names = [name for name, _ in SHOWN.values()]
    for name in [*names, "demo", "options-goal-flexible"]:
        weighed = check(*interpret(base, read_case(base, Path(example(name)))))
        assert sum(len(reasons(one, settled=True)) for one in weighed) > 20
