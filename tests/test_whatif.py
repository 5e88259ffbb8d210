"""What other answers would change: exactly what two runs of their own differ in."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, note, settings
from hypothesis import strategies as st

from cli.main import main
from engine.alternatives.whatif import GIVEN, LOST, REWORDED, what_if
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.dates import parse_date
from engine.ir.values import Choices, Interval
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.listless import listless
from tests.proofs import FUZZ, TIMES
from tests.random_bases import read_text
from tests.random_cases import Questions, additions, cases

EXAMPLES = Path(__file__).parents[1] / "knowledge" / "examples"
GOLDEN = Path(__file__).parent / "whatif"
BASE = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}, decisions: {path: path}, main: [path]}
- facts:
    sure: {ask: How, label: sure, type: yes_no}
    size: {ask: How, label: size, type: number, min: 0}
    day: {ask: How, label: day, type: date}
- derived:
    path: {label: path, type: choice, values: {a: A, b: B, c: C}, better: [a, b, c]}
    twice: {label: twice, type: number, formula: 2 * size}
- decision: path
  rows:
    - {rule: path/a, when: sure is yes and twice > 4, then: a, because: so, assumed: yes}
    - {rule: path/b, when: sure is yes, then: b, because: so, assumed: yes}
    - {otherwise: c, rule: path/c, because: so, assumed: yes}
- {advice: say, when: twice > 0, section: main, say: "It is {size}.", assumed: yes}
- {advice: when, start: day - 2 weeks, when: path is not b, section: main, say: Do., assumed: yes}
- constraints: {k: {never: sure is no and size > 9, say: Which?}}
"""


def case_of(**answers: object) -> Case:
    return Case({"me": (0,)}, {(name, 0): answer(value) for name, value in answers.items()})


def answer(value: object) -> Answer:
    if isinstance(value, int):
        return Answer(Interval(value, value))
    return Answer(parse_date(str(value)) or Choices({str(value)}))


def changes(base: RuleBase, before: Case, after: Case):
    return what_if(*interpret(base, before), after)


def test_the_rule_that_turned_and_its_condition_are_named() -> None:
    found = changes(read_text(BASE), case_of(sure="yes", size=1), case_of(sure="yes", size=3))
    path, twice = found.conclusions
    assert (path.place[0], path.before, path.after) == ("path", {"b"}, {"a"})
    assert (path.kind, path.direction) == ("main", "worse")
    (cause,) = path.causes
    assert (cause.rule, cause.before, cause.after) == ("path/a", False, True)
    assert [one.facts for one in cause.conditions] == [(("twice", "2", "6"),)]
    assert [one.facts for one in twice.causes[0].conditions] == [(("size", "1", "3"),)]


def test_candidates_that_come_back_are_more() -> None:
    found = changes(read_text(BASE), case_of(sure="yes", size=1), case_of(size=1))
    (path,) = found.conclusions
    assert (path.span, path.direction) == ("widened", "")
    assert [cause.rule for cause in path.causes] == ["path/b"]


def test_advice_comes_goes_and_says_something_else() -> None:
    base = read_text(BASE)
    before = case_of(sure="no", size=1, day="2027-01-31")
    kinds = {}
    for name, after in {
        "words": replace(before, answers={**before.answers, ("size", 0): answer(2)}),
        "date": replace(before, answers={**before.answers, ("day", 0): answer("2027-03-31")}),
        "lost": replace(before, answers={**before.answers, ("size", 0): answer(0)}),
    }.items():
        kinds[name] = [(one.id, one.kind) for one in changes(base, before, after).advice]
        back = [(one.id, one.kind) for one in changes(base, after, before).advice]
        assert [kind for _, kind in back] == [GIVEN if k == LOST else k for _, k in kinds[name]]
    assert kinds == {
        "words": [("say", REWORDED)],
        "date": [("when", REWORDED)],
        "lost": [("say", LOST)],
    }


def test_answers_that_contradict_each_other_are_named() -> None:
    found = changes(read_text(BASE), case_of(sure="yes", size=10), case_of(sure="no", size=10))
    assert [one.constraint.id for one in found.appeared] == ["k"]


@settings(FUZZ, max_examples=50 * TIMES)
@given(listless(), st.data())
def test_it_is_what_two_runs_differ_in(text: str, data: st.DataObject) -> None:
    note(text)
    base = read_text(text)
    before = data.draw(cases(Questions(base)))
    other = data.draw(st.one_of(cases(Questions(base)), additions(Questions(base), before)))
    after = replace(before, answers=other.answers)
    (known, trace), (now, then) = interpret(base, before), interpret(base, after)
    found = what_if(known, trace, after)
    moved = {place for place in now.derived if now.derived[place] != known.derived[place]}
    assert {one.place for one in found.conclusions} == moved
    for one in found.conclusions:
        assert (one.before, one.after) == (known.value(one.place), now.value(one.place))
        assert one.causes, one  # nothing is another one without a reason
    advice = {one.id for one in base.advice}
    was, is_ = ({key for key in run.fired if key[0] in advice} for run in (trace, then))
    assert {(one.id, one.member) for one in found.advice if one.kind == GIVEN} == is_ - was
    assert {(one.id, one.member) for one in found.advice if one.kind == LOST} == was - is_
    assert all(one.causes for one in found.advice)
    disputes = {one.constraint.id for one in now.disputes}
    assert {one.constraint.id for one in found.appeared} <= disputes


@settings(FUZZ, max_examples=10 * TIMES)
@given(listless(), st.data())
def test_the_same_answers_change_nothing(text: str, data: st.DataObject) -> None:
    base = read_text(text)
    case = data.draw(cases(Questions(base)))
    found = what_if(*interpret(base, case), replace(case, answers=dict(case.answers)))
    assert found.is_empty and not found.put


def run(case: str, *words: str):
    path = str(EXAMPLES / f"{case}.case.yaml")
    return CliRunner().invoke(main, ["explain", path, "what-if", *words])


TOLD = [
    ("demo", ("California:recognises=no",)),
    ("demo", ("affiliation=signed", "Premier USCE Gold, four weeks:fee=500")),
    ("graduate-recent", ("years_since_graduation=8",)),
    ("visa-confirmed-none-yet", ("residency_goal=none",)),
]


@pytest.mark.parametrize(("case", "words"), TOLD)
def test_it_is_told_in_words(case: str, words: tuple[str, ...]) -> None:
    result = run(case, *words)
    assert result.exit_code == 0, result.stderr
    golden = GOLDEN / f"{case}-{len(words)}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(result.output, "utf-8")
    assert result.output == golden.read_text("utf-8")


def test_an_answer_that_stands_there_changes_nothing() -> None:
    assert "Nothing changes" in run("demo", "stage=early_clinical").output
    data = json.loads(run("demo", "stage=early_clinical", "--format", "json").output)
    assert (data["changes"], data["answers"]) == (False, [])


def test_questions_go_by_id_last_part_and_label() -> None:
    outputs = {
        run("demo", f"{name}=signed").output
        for name in ("school.affiliation", "affiliation", "Agreements with US hospitals")
    }
    assert len(outputs) == 1


def test_an_entry_is_named_before_a_colon_or_once_for_all() -> None:
    entry = "Bridge Externships, hospital block"
    one = run("demo", f"{entry}:fee=500", f"{entry}:weeks=2").output
    assert run("demo", "fee=500", "weeks=2", "--about", entry).output == one


def test_an_answer_can_be_taken_back_or_be_unknown() -> None:
    assert "not answered yet" in run("demo", "stage=").output
    assert "you do not know" in run("demo", "stage=unknown").output


def test_several_values_are_divided_by_commas() -> None:
    result = run("demo", "backup_channels=uk,canada", "--format", "json")
    put = {one["fact"]: one["after"] for one in json.loads(result.output)["answers"]}
    assert "yes" in put["backup_channels:uk"] and "no" in put["backup_channels:europe"]


def test_a_long_list_of_advice_ends_with_how_many_more_there_are() -> None:
    lines = run("demo", "stage=graduated").output.splitlines()
    told = [
        line for line in lines if line.startswith(("  - now also", "  - no longer", "  - chang"))
    ]
    data = json.loads(run("demo", "stage=graduated", "--format", "json").output)
    assert len(told) == 12
    assert lines[-1] == f"  - and {len(data['advice']) - 12} more, which --format json lists"


def test_every_mistake_is_told_at_once() -> None:
    result = run(
        "demo", "stage=final_yeer", "fee=3", "tier=A", "xx", "stagge=x", "stage=graduated",
        "Nowhere:fee=3", "Bridge Externships, hospital block:fee=x", "backup_channels=mars",
    )  # fmt: skip
    assert result.exit_code == 2
    for said in (
        "did you mean final_year?",
        "fee=3: say which placement is meant",
        "school.tier is no answer",
        "“xx” is no answer",
        "did you mean stage?",
        "stage=graduated: stage is answered twice",
        "there is no entry “Nowhere”",
        "“x” is not a number for placement.fee",
        "“mars” is not a value of backup_channels",
        "9 mistakes found",
    ):
        assert said in result.stderr, (said, result.stderr)


def test_an_answer_is_read_as_in_a_case_file(tmp_path: Path) -> None:
    base = read_base([EXAMPLES.parent])
    text = (EXAMPLES / "demo.case.yaml").read_text("utf-8")
    changed = tmp_path / "changed.case.yaml"
    changed.write_text(text.replace("budget: 4,500", "budget: 12,000"), "utf-8")
    known, trace = interpret(base, read_case(base, EXAMPLES / "demo.case.yaml"))
    found = what_if(known, trace, read_case(base, changed))
    data = json.loads(run("demo", "budget=12,000", "--format", "json").output)
    assert [one["fact"] for one in data["conclusions"]] == [c.place[0] for c in found.conclusions]
    assert [one["id"] for one in data["advice"]] == [a.id for a in found.advice]
