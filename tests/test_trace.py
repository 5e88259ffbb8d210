"""The recorded consultation: its form, that nothing lacks, and what a replay tells."""

import json
import re
import shlex
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from cli.main import main
from cli.shared import load_base
from engine.advise import consult
from engine.exporting.conforms import mistakes
from engine.exporting.replay import inconsistent, trace_differences, trace_schema
from engine.exporting.trace import trace_data
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.rendering.trace import trace_text
from engine.report.build import build_report
from tests.proofs import FUZZ

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = FOLDER / "examples"
DEMO = str(EXAMPLES / "demo.case.yaml")
SOME = ["demo", "half-unknown", "nothing-answered", "contradiction-stage-cores", "graduate-recent"]


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def executor(base: RuleBase) -> DurableExecutor:
    return DurableExecutor(base)


@pytest.fixture(autouse=True)
def made_once(base: RuleBase, executor: DurableExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped base is not read, nor its executor made, anew for each command line."""
    read = load_base
    monkeypatch.setattr("cli.explain_trace.load_base", lambda own: read(own) if own else base)
    monkeypatch.setattr(
        "cli.explain_trace.run_case",
        lambda used, case: consult(used, case, executor if used is base else None),
    )


@pytest.fixture(scope="module")
def demo(base: RuleBase, executor: DurableExecutor) -> Any:
    ran = consult(base, read_case(base, Path(DEMO)), executor)
    return json.loads(json.dumps(trace_data(ran, "command", DEMO)))


@pytest.mark.parametrize("name", SOME)
def test_a_trace_has_its_form_and_follows_from_itself(
    name: str, base: RuleBase, executor: DurableExecutor
) -> None:
    ran = consult(base, read_case(base, EXAMPLES / f"{name}.case.yaml"), executor)
    trace = json.loads(json.dumps(trace_data(ran, "command", name)))
    jsonschema.Draft202012Validator(trace_schema()).validate(trace)
    assert mistakes(trace, trace_schema()) == []
    assert list(inconsistent(trace)) == []
    assert trace_differences(trace, trace) == []


def test_a_trace_is_complete(base: RuleBase, executor: DurableExecutor, demo: Any) -> None:
    ran = consult(base, read_case(base, Path(DEMO)), executor)
    places = {(one["fact"], one["member"]) for one in demo["derived"]}
    assert places == set(ran.trace.values)
    assert {one["id"] for one in demo["rules"]} >= {a.id for a in base.advice}
    fired = {(r["id"], v["member"]) for r in demo["rules"] for v in r["verdicts"] if v["fired"]}
    assert fired == ran.trace.fired
    assert {(one["id"], one["member"]) for one in demo["advice"]} <= fired
    shown = [item["id"] for item in build_report(ran)["advice"]]
    given = [one["id"] for one in demo["advice"]]
    assert [name for name in given if name in shown] == shown
    why = {(one["fact"], one["member"]) for one in demo["explanations"]}
    assert why == {place for place in ran.trace.values if place[0] in base.decisions}
    answered = {(one["fact"], one["member"]) for one in demo["answers"]}
    assert answered == set(ran.known.case.answers)
    cited = {name for node in demo["nodes"].values() for name in node.get("sources", ())}
    assert cited and cited <= demo["sources"].keys()


def test_the_text_form_names_everything_too(demo: Any) -> None:
    text = re.sub(r"\s+", " ", trace_text(demo))
    assert all(one["id"] in text for one in demo["rules"])
    assert all(f" {name}" in text for name in demo["nodes"])
    assert demo["knowledge"]["hash"] in text and demo["command"] in text


def test_the_recorded_command_line_makes_the_trace_again(tmp_path: Path) -> None:
    first = run("explain", DEMO, "trace").output
    words = shlex.split(json.loads(first)["command"])
    assert words[:2] == ["crossmatch", "explain"]
    assert run(*words[1:]).output == first
    target = tmp_path / "trace.json"
    assert run("explain", DEMO, "trace", "-o", str(target)).output == ""
    assert target.read_text() == first
    again = run("explain", DEMO, "trace", "--replay", str(target))
    assert again.exit_code == 0
    assert len(again.output.splitlines()) == 1


def test_a_case_without_a_date_is_replayed_at_the_date_of_the_record(tmp_path: Path) -> None:
    text = "schema: crossmatch.case/1\nstudent: {stage: preclinical}\n"
    target = tmp_path / "trace.json"
    target.write_text(run("explain", "-", "trace", text=text).output)
    data = json.loads(target.read_text())
    data["case"]["as_of"] = "2020-01-31"
    target.write_text(json.dumps(data))
    again = run("explain", "-", "trace", "--replay", str(target), text=text)
    assert "the date of the case" not in again.output


def test_another_answer_and_another_knowledge_are_told(tmp_path: Path) -> None:
    target = tmp_path / "trace.json"
    run("explain", DEMO, "trace", "-o", str(target))
    case = tmp_path / "other.case.yaml"
    case.write_text(Path(DEMO).read_text().replace("stage: early_clinical", "stage: final_year"))
    changed = run("explain", str(case), "trace", "--replay", str(target))
    assert changed.exit_code == 1
    assert "answers, stage: " in changed.output
    assert "derived, strategy: " in changed.output
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "more.yaml").write_text(
        "advice: own/note\nsection: background\nsay: Call our office.\nassumed: yes\n"
    )
    own = ("--knowledge", str(tmp_path / "own"))
    changed = run("explain", DEMO, "trace", "--replay", str(target), *own)
    assert changed.exit_code == 1
    lines = changed.output.splitlines()
    assert lines[0].startswith("the knowledge is another one: ")
    assert "rules, own/note: now, not then" in lines


def test_every_part_of_a_trace_is_compared(demo: Any) -> None:
    for part in ("entries", "answers", "assumptions", "derived", "rules", "advice"):
        shorter = {**demo, part: demo[part][1:]}
        assert any(line.startswith(part) for line in trace_differences(demo, shorter)), part
        assert any(line.startswith(part) for line in trace_differences(shorter, demo)), part
    turned = {**demo, "advice": demo["advice"][::-1]}
    assert trace_differences(demo, turned) == ["the advice is the same, but in another order"]
    later = {**demo, "case": {**demo["case"], "as_of": "2027-01-01"}}
    assert "the date of the case" in trace_differences(demo, later)[0]
    other = deepcopy(demo)
    other["nodes"][other["explanations"][0]["node"]]["text"] = "in other words"
    assert "explanation of" in trace_differences(demo, other)[0]


FORGED = "“school tier: tier C” does not follow from what stands below it"


def test_a_forged_trace_is_refused(demo: Any, tmp_path: Path) -> None:
    forged = deepcopy(demo)
    tier = next(one for one in forged["explanations"] if one["fact"] == "school.tier")
    forged["nodes"][tier["node"]]["value"] = ["A"]
    target = tmp_path / "trace.json"
    target.write_text(json.dumps(forged))
    result = run("explain", DEMO, "trace", "--replay", str(target))
    assert result.exit_code == 2
    assert FORGED in re.sub(r"\s+", " ", result.stderr)


BAD: dict[str, str | bytes] = {
    "nothing": "",
    "no JSON": "{",
    "not a number": '{"schema": NaN}',
    "an endless number": '{"schema": 1e999}',
    "a list": "[]",
    "another schema": '{"schema": "crossmatch.report/1"}',
    "deep": "[" * 100_000,
    "not UTF-8": b"\xff\xfe",
    "long number": "9" * 10_000,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_trace_is_said(name: str, tmp_path: Path) -> None:
    target, content = tmp_path / "trace.json", BAD[name]
    target.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run("explain", DEMO, "trace", "--replay", str(target))
    assert result.exit_code == 2
    assert "this is no trace" in result.stderr


def test_a_file_that_is_missing_or_too_large_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("explain", DEMO, "trace", "--replay", str(tmp_path / "none.json"))
    assert (result.exit_code, "cannot be read" in result.stderr) == (2, True)
    monkeypatch.setattr("engine.exporting.replay.MAX_BYTES", 100)
    (tmp_path / "large.json").write_text(" " * 101)
    result = run("explain", DEMO, "trace", "--replay", str(tmp_path / "large.json"))
    assert (result.exit_code, "too large" in result.stderr) == (2, True)


def paths(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in the data; of a long list or mapping its first few parts."""
    parts = list(data.items() if isinstance(data, dict) else enumerate(data))[:20]
    below = [(key, part) for key, part in parts if isinstance(part, dict | list)]
    found = [(*at, key) for key, _ in parts]
    return found + [path for key, part in below for path in paths(part, (*at, key))]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.just(0.5), st.text(max_size=2)),
    lambda part: st.one_of(
        st.lists(part, max_size=2), st.dictionaries(st.text(max_size=2), part, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def small(base: RuleBase, executor: DurableExecutor) -> Any:
    """A trace cut down to a few of each part, which has the form of one all the same."""
    case = read_case(base, EXAMPLES / "contradiction-stage-cores.case.yaml")
    full = json.loads(json.dumps(trace_data(consult(base, case, executor), "command", "file")))
    kept = {key: part[:3] if isinstance(part, list) else part for key, part in full.items()}
    kept["nodes"] = dict(list(full["nodes"].items())[:12])
    return kept | {"sources": dict(list(full["sources"].items())[:2])}


@FUZZ
@given(st.data())
def test_our_check_of_the_form_agrees_with_jsonschema(small: Any, data: st.DataObject) -> None:
    """On data with one part changed or left out anywhere; and whatever passes can be compared."""
    changed = deepcopy(small)
    path = data.draw(st.sampled_from(paths(small)))
    into = changed
    for key in path[:-1]:
        into = into[key]
    if data.draw(st.booleans()):
        del into[path[-1]]
    else:
        into[path[-1]] = data.draw(JSON)
    valid = jsonschema.Draft202012Validator(trace_schema()).is_valid(changed)
    assert (mistakes(changed, trace_schema()) == []) == valid
    if valid and not list(inconsistent(changed)):
        trace_differences(changed, small)
        trace_text(changed)


def test_the_schema_is_shipped() -> None:
    text = (FOLDER.parent / "pyproject.toml").read_text()
    assert '"engine.exporting" = ["trace.schema.json"]' in text
    jsonschema.Draft202012Validator.check_schema(trace_schema())
