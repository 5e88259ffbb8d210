"""Notes: beside the derived advice, never instead of it; carried along, recorded and exported."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import knowledge
from cli.main import main
from engine.advise import Run
from engine.asking.document import load, text_of
from engine.exporting.calendar import calendar
from engine.exporting.replay import inconsistent, trace_differences, trace_schema
from engine.exporting.trace import trace_data
from engine.exporting.tracker import tracker
from engine.ir.base import RuleBase
from engine.ir.case import Case, Note
from engine.ir.rules import Advice, Rule
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import case_from_bytes, read_case
from engine.reason.interpret import interpret
from engine.rendering.html.page import html_report
from engine.rendering.write import render
from engine.report.build import build_report
from engine.report.parts import Data
from tests.consulting import advised, consult
from tests.proofs import FUZZ, TIMES

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = FOLDER / "examples"
DAY = date(2026, 11, 1)
FEW = settings(FUZZ, max_examples=8 * TIMES)  # each with many notes
CASE = """
schema: crossmatch.case/1
date: 2026-11-22
student: {stage: early_clinical, residency_goal: serious, transfer_option: untried}
school: {us_matches_per_year: 0.4, match_evidence: named_verified, us_core_access: none,
  us_elective_access: none, affiliation: informal}
placements:
  - {name: Gold, status: considering, fee: 900, weeks: 4}
  - {name: Silver, status: considering, weeks: 4}
"""


@cache
def base() -> RuleBase:
    return read_base([FOLDER])


def run(case: Case) -> Run:
    known, trace = interpret(base(), case)
    return Run(known, trace, "interpreter", "")


def noted(*notes: dict[str, str]) -> Case:
    usual = {"date": "2026-11-01", "by": "Ada", "text": "Rain."}
    text = CASE + yaml.safe_dump({"notes": [usual | note for note in notes]})
    return case_from_bytes(base(), text.encode(), "a.case.yaml")


def reported(*notes: dict[str, str]) -> Data:
    return build_report(run(noted(*notes)))


def text(*notes: dict[str, str]) -> str:
    return " ".join(render(reported(*notes), base(), "text").split())


@cache
def bare() -> Run:
    return run(noted())


@cache
def names() -> list[str]:
    items = [item.id for item in base().governed.values() if isinstance(item, Rule | Advice)]
    lists = [entity.list_key for entity in base().entities.values() if entity.list_key]
    return ["", *base().facts, *items, *lists]


@st.composite
def some_notes(draw: st.DrawFn) -> tuple[Note, ...]:
    """Notes about anything, also on entries that there are not."""
    entries = st.sampled_from(["", "Gold", "gold", "Bronze"])
    found = []
    for _ in range(draw(st.integers(1, 20))):
        name = draw(st.sampled_from(names()))
        fact = base().facts.get(name)
        outcomes = list(fact.choices) if fact and fact.derived else []
        outcomes = ["yes", "no"] if name in base().governed else outcomes
        says = draw(st.sampled_from(["", *outcomes]))
        found.append(Note("Ada", DAY, draw(st.text()), name, draw(entries), says))
    return tuple(found)


@FEW
@given(some_notes())
def test_what_is_derived_is_the_same_with_and_without_notes(notes: tuple[Note, ...]) -> None:
    one, other = bare(), run(replace(noted(), notes=notes))
    assert one.trace == other.trace
    before, after = build_report(one), build_report(other)
    assert [n["text"] for n in after["notes"]] == [n.text for n in notes]
    assert {**after, "notes": []} == before
    trace, old = trace_data(other, "c", "f"), trace_data(one, "c", "f")
    assert {**trace, "notes": []} == old
    jsonschema.Draft202012Validator(trace_schema()).validate(json.loads(json.dumps(trace)))


@FEW
@given(some_notes())
def test_every_note_is_printed_once_and_every_line_without_them_stays(
    notes: tuple[Note, ...],
) -> None:
    told = tuple(replace(note, text=f"note{i}.", by="Ada") for i, note in enumerate(notes))
    plain = render(build_report(bare()), base(), "text").splitlines()
    for form in ("text", "markdown"):
        output = render(build_report(run(replace(noted(), notes=told))), base(), form)
        assert all(output.count(f"“{note.text}”") == 1 for note in told)
        missing = [] if form == "markdown" else [p for p in plain if p not in output.splitlines()]
        assert not missing


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.case.yaml"))[::20], ids=lambda p: p.name)
def test_shipped_cases_derive_the_same_with_a_note_on_each_decision(path: Path) -> None:
    case = read_case(base(), path)
    told = [Note("Ada", DAY, "x", name, "", next(iter(base().facts[name].choices)))
            for name in base().layout.decisions.values()]  # fmt: skip
    assert run(case).trace == run(replace(case, notes=tuple(told))).trace


def test_an_override_stands_beside_what_is_derived() -> None:
    told = text({"about": "tier", "says": "A"}, {"about": "tier", "says": "C"})
    assert "Derived: tier C. Ada, 2026-11-01, says: tier A, because “Rain.”" in told
    assert "Derived: tier C. Ada, 2026-11-01, says the same: “Rain.”" in told
    assert told.index("School tier: tier C.") < told.index("Ada") < told.index("Strategy: still")
    assert " Notes ===== " not in told


def test_an_override_of_what_is_open() -> None:
    strategy = {"about": "strategy", "says": "stay_hybrid"}
    ruled_out = {"about": "strategy", "says": "full_salvage"}
    told = reported(strategy, ruled_out)["notes"]
    assert [one["agrees"] for one in told] == [None, False]
    assert [one["value"] for one in told] == [None, None]
    assert "Derived: still open. Ada, 2026-11-01, says: stay, and build" in text(strategy)
    assert "is ruled out. Ada, 2026-11-01" in text(ruled_out)


def test_a_note_on_an_advice_stands_under_it_or_says_that_it_is_not_given() -> None:
    report = reported()
    name = report["advice"][0]["id"]
    told = text({"about": name, "says": "no"})
    assert "Derived: given. Ada, 2026-11-01, says: not given, because “Rain.”" in told
    assert " Notes ===== " not in told
    told = text({"about": "start/goal-none", "says": "yes"})
    assert "Advice start/goal-none. Derived: not given. Ada, 2026-11-01, says: given" in told
    assert told.index(" Notes ===== ") < told.index("This advice is not given in this case.")


def test_notes_on_entries_and_their_answers() -> None:
    verdict = {"about": "verdict", "entry": "GOLD", "says": "take"}
    told = text(verdict, {"about": "placement.fee", "entry": "Gold"})
    assert told.index("Gold ----") < told.index("says: take it") < told.index("Silver ----")
    assert "Fee: 900 USD" in told and " Notes ===== " not in told
    gone = text({"about": "verdict", "entry": "Golden", "says": "take"})
    assert "Verdict (Golden). Ada, 2026-11-01, says: take it, because “Rain.”" in gone
    assert "This case has no entry of that name. Is Gold meant?" in gone
    (data,) = reported({"about": "placements", "entry": "Bronze"})["notes"]
    assert (data["kind"], data["missing"], data["meant"]) == ("entry", "entry", "")


def test_notes_come_oldest_first_and_have_their_form_in_json() -> None:
    report = reported({"date": "2026-11-03"}, {"date": "2026-11-02"})
    assert [one["date"] for one in report["notes"]] == ["2026-11-02", "2026-11-03"]
    assert report["notes"][1] == {
        "by": "Ada", "date": "2026-11-03", "text": "Rain.", "kind": "case", "name": "",
        "about": "", "title": "", "says": None, "says_text": "", "value": None, "value_text": "",
        "agrees": None, "missing": None, "meant": "",
    }  # fmt: skip


def test_each_kind_of_subject_has_its_name() -> None:
    about = ["", "strategy", "stage", "placements", "decision/take-the-test"]
    kinds = [one["kind"] for one in reported(*({"about": a} if a else {} for a in about))["notes"]]
    assert kinds == ["case", "conclusion", "answer", "list", "advice"]


def test_a_note_may_have_ten_thousand_characters() -> None:
    long = "word " * 2_000
    assert text({"text": long}).count("word word") >= 900
    with pytest.raises(BadInput):
        noted({"text": long * 3})


def test_the_trace_has_the_notes_and_a_replay_compares_them() -> None:
    trace = trace_data(run(noted({"about": "tier", "says": "A"})), "c", "f")
    assert trace["notes"] == [
        {"by": "Ada", "date": "2026-11-01", "text": "Rain.", "kind": "conclusion",
         "name": "school.tier", "member": 1, "about": "", "says": "A"}
    ]  # fmt: skip
    without = trace_data(bare(), "c", "f")
    old = {key: part for key, part in without.items() if key != "notes"}
    jsonschema.Draft202012Validator(trace_schema()).validate(old)
    assert trace_differences(old, without) == [] == list(inconsistent(old))
    assert trace_differences(old, trace) == ["notes, Ada, 2026-11-01 on school.tier: now, not then"]
    assert trace_differences(trace, without) == [
        "notes, Ada, 2026-11-01 on school.tier: then, not now"
    ]
    changed = json.loads(json.dumps(trace).replace("Rain.", "Snow."))
    assert len(trace_differences(trace, changed)) == 2


NOTES = [
    {"date": "2026-11-01", "by": "Ada", "about": "tier", "says": "A", "text": "One.\n\nTwo: # 3\n"},
    {"date": "2026-11-02", "by": "\u05d0\u202e!", "text": "  'yes' & \"no\" \u2603 " + "x" * 5_000},
    {"date": "2026-11-03", "by": "Ada", "about": "verdict", "entry": "Brooklyn", "text": "no"},
]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "my.case.yaml"
    document = {"schema": "crossmatch.case/1", "date": "2026-11-22", "notes": NOTES}
    path.write_text(text_of(document), "utf-8")
    return path


def test_an_interview_keeps_notes_as_they_are(case: Path) -> None:
    assert consult(case, *advised(), "n").exit_code == 0
    assert load(base(), case)["notes"] == NOTES
    saved = yaml.safe_load(case.read_text("utf-8"))
    assert saved["notes"] == NOTES and saved["student"]


def test_an_entry_that_is_taken_out_leaves_the_note_on_it(case: Path) -> None:
    document = {**load(base(), case), "placements": [{"name": "Brooklyn", "status": "offered"}]}
    case.write_text(text_of(document), "utf-8")
    consult(case, ":remove", "1", "y", ":quit")
    saved = load(base(), case)
    assert (saved["placements"], saved["notes"]) == ([], NOTES)
    output = CliRunner().invoke(main, ["advise", str(case)]).output
    assert "This case has no entry of that name." in output


def test_a_calendar_has_notes_on_what_is_dated_and_a_tracker_all() -> None:
    dated = read_case(base(), EXAMPLES / "plan-preclinical-dated.case.yaml")
    report = build_report(run(dated))
    item = next(one for one in report["advice"] if one["by"])
    told = replace(dated, notes=(Note("Ada", DAY, "=1+1", item["id"], "", "no"),))
    raw, _ = calendar(build_report(run(told)), told, base())
    plain = raw.replace(b"\r\n ", b"").decode()
    assert plain.count("says: not given\\, because “=1+1”") == 1
    workbook = load_workbook(BytesIO(tracker(run(told))[0]))
    head, row = ([cell.value for cell in line] for line in workbook["Notes"].iter_rows())
    assert dict(zip(head, row, strict=True))["Text"] == "=1+1"
    assert [workbook["Notes"].cell(2, at).data_type for at in (2, 7)] == ["s", "s"]
    assert "Notes" not in load_workbook(BytesIO(tracker(run(dated))[0])).sheetnames


SHIPPED: Any = ["placement-several", "transfer-refused-serious"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_notes_stand_in_every_form(name: str) -> None:
    found = run(read_case(base(), EXAMPLES / f"{name}.case.yaml"))
    report = build_report(found)
    assert len(report["notes"]) >= 3
    page = html_report(report, found.known)
    for note in report["notes"]:
        assert page.count(f"“<bdi>{note['text']}</bdi>”") == 1
        assert f"“{note['text']}”" in " ".join(render(report, base(), "text").split())
