"""Exports, read back with the libraries that other programs would use."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

import knowledge
from cli.main import main
from engine.advise import Run
from engine.exporting.calendar import calendar
from engine.exporting.drafts import Draft, drafts
from engine.exporting.tracker import tracker
from engine.exporting.workbook import put, workbook_bytes
from engine.ir.base import RuleBase
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import case_from_bytes
from engine.reason.interpret import interpret

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = FOLDER / "examples"
DEMO = str(EXAMPLES / "demo.case.yaml")
DATED = str(EXAMPLES / "plan-preclinical-dated.case.yaml")
HOSTILE = ('=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "#N/A", "TRUE")
CASE = """
schema: crossmatch.case/1
date: 2026-11-22
student: {{target_specialty: internal_medicine}}
placements:
{placements}
"""


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


def conclude(base: RuleBase, text: str) -> Run:
    case = case_from_bytes(base, text.encode(), "test.case.yaml")
    known, trace = interpret(base, case)
    return Run(known, trace, "interpreter", "")


def item(**more: object) -> dict[str, object]:
    usual = {"id": "a/b", "about": "", "say": "Write. Then wait.", "start": None, "by": None}
    return {**usual, "rule": "a/b", "sources": ["S-1"], "assumed": False, **more}


def events(base: RuleBase, *items: dict[str, object], title: str = "") -> list:
    report = {"advice": list(items)} | {layout.key: [] for layout in base.layout.entities}
    case = case_from_bytes(base, f"{{title: '{title}', date: 2026-11-22}}".encode(), "a.case.yaml")
    raw, count = calendar(report, case, base)
    found = list(Calendar.from_ical(raw).walk("VEVENT"))
    assert len(found) == count
    return found


def sheets(run: Run) -> Workbook:
    return load_workbook(BytesIO(tracker(run)[0]))


def rows(run: Run, title: str = "Opportunities") -> list[dict]:
    head, *found = sheets(run)[title].iter_rows()
    return [{h.value: c for h, c in zip(head, row, strict=True)} for row in found]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments])


@pytest.mark.parametrize(
    ("start", "by", "first", "last"),
    [
        ("2027-01-10", "2027-03-05", date(2027, 1, 10), date(2027, 3, 5)),
        (None, "2027-02", date(2027, 2, 28), date(2027, 2, 28)),
        (None, "2028", date(2028, 12, 31), date(2028, 12, 31)),
        ("2027-05", None, date(2027, 5, 1), date(2027, 5, 1)),
        ("2027", "2027-02-01 to 2028-02-29", date(2027, 1, 1), date(2028, 2, 29)),
        ("2029", "2027-02", date(2027, 2, 28), date(2027, 2, 28)),
    ],
)
def test_an_event_lasts_from_the_first_to_the_last_possible_day(
    base: RuleBase, start: str | None, by: str | None, first: date, last: date
) -> None:
    (event,) = events(base, item(start=start, by=by), item())
    assert (event["dtstart"].dt, event["dtend"].dt) == (first, last + timedelta(days=1))
    alarms = event.walk("VALARM")
    assert len(alarms) == (by is not None)
    for alarm in alarms:
        days = base.layout.reminder_days
        assert event["dtend"].dt + alarm["trigger"].dt == last - timedelta(days=days)


def test_an_event_says_what_and_why_and_is_the_same_each_time(base: RuleBase) -> None:
    (event,) = events(base, item(by="2027-01-10"))
    assert event["summary"] == "Write."
    assert all(word in event["description"] for word in ("Then wait.", "a/b", "S-1"))
    assert event["dtstamp"].dt == datetime(2026, 11, 22, tzinfo=UTC)
    (later,) = events(base, item(by="2027-02-10"))
    (other,) = events(base, item(by="2027-01-10"), title="Somebody else")
    assert event["uid"] == later["uid"] != other["uid"]


def test_two_entries_of_one_name_are_two_events(base: RuleBase) -> None:
    found = events(base, *[item(by="2027-01-10", about="Twin")] * 2)
    assert len({event["uid"] for event in found}) == 2


def test_hostile_words_stay_inside_their_event(base: RuleBase) -> None:
    evil = "x\r\nEND:VEVENT\nBEGIN:VEVENT\r;,:\\\x00" + "long " * 100
    (event,) = events(base, item(by="2027-01-10", about=evil, say=evil))
    assert len(event["summary"]) <= 75
    assert "END:VEVENT BEGIN:VEVENT ;,:\\" in event["description"]


def test_the_tracker_is_filled_from_the_case(base: RuleBase) -> None:
    row = rows(conclude(base, Path(DEMO).read_text()))[0]
    assert row["Program name"].value.startswith("Lakeside")
    assert (row["Cost (USD)"].value, row["Cost (USD)"].number_format) == (1200, "#,##0")
    assert row["Fits your target specialty"].value == "yes"
    assert row["Verdict"].value == "take it"
    assert row["Notes"].value is None


def test_a_day_is_a_date_and_a_month_is_text(base: RuleBase) -> None:
    placements = "  - {name: A, deadline: 2027-04-15}\n  - {name: B, deadline: 2027-04}"
    one, other, *_ = rows(conclude(base, CASE.format(placements=placements)))
    assert one["Application deadline"].value == datetime(2027, 4, 15)
    assert one["Application deadline"].number_format == "yyyy-mm-dd"
    assert other["Application deadline"].value == "2027-04"


def test_what_is_only_assumed_or_unknown_stays_empty(base: RuleBase) -> None:
    placements = "  - {name: A, setting: unknown, specialty: other}"
    (row, *_) = rows(conclude(base, CASE.format(placements=placements)))
    assert base.facts["placement.status"].assume
    assert row["Status"].value is None and row["Setting"].value is None
    assert row["Fits your target specialty"].value == "no"


def test_drop_downs_offer_the_labels_also_in_empty_rows(base: RuleBase) -> None:
    book = sheets(conclude(base, Path(DEMO).read_text()))
    sheet, lists = book["Opportunities"], book["Lists"]
    assert (lists.sheet_state, sheet.freeze_panes, sheet.max_row) == ("hidden", "B2", 1 + 3 + 30)
    column = next(c.column_letter for c in sheet[1] if c.value == "Type of USCE")
    offers = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    area = offers[f"{column}2:{column}34"].partition("!")[2].replace("$", "")
    labels = tuple(cell.value for (cell,) in lists[area])
    assert labels == tuple(base.facts["placement.type"].choices.values())


def test_no_text_becomes_a_formula(base: RuleBase) -> None:
    names = "\n".join(f"  - name: '{text}'" for text in HOSTILE)
    found = conclude(base, CASE.format(placements=names))
    cells = [row["Program name"] for row in rows(found)][: len(HOSTILE)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@" for text in HOSTILE]


def test_what_a_spreadsheet_cannot_hold_is_left_out() -> None:
    book = Workbook()
    put(book.worksheets[0], 1, 1, "=a\x07\ufffe\ud800b" + "x" * 40_000)
    (cell,) = load_workbook(BytesIO(workbook_bytes(book, None))).worksheets[0]["A"]
    assert (cell.data_type, cell.value[:6], len(cell.value)) == ("s", "=a   b", 32_767)


def test_programs_have_a_sheet_when_there_are_some(base: RuleBase) -> None:
    text = "{programs: [{name: P, img_pct: 35, state: OH}]}"
    assert "Programs" not in sheets(conclude(base, "{title: none}")).sheetnames
    (row,) = rows(conclude(base, text), "Programs")
    assert [row["Program"].value, row["State"].value] == ["P", "Ohio"]
    assert row["Share of international graduates (percent)"].value == 35


def letters(base: RuleBase, letter: str) -> list[Draft]:
    return [d for d in drafts(conclude(base, letter)) if d.name.startswith("letters")]


def test_a_draft_claims_only_what_the_case_supports(base: RuleBase) -> None:
    (draft,) = letters(base, "{letters: [{requested: no}]}")
    assert draft.name == "letters-request-a-letter-of-recommendation-1.txt"
    writer = base.facts["letter.writer"].label
    assert f"Dear [{writer}]," in draft.text and "[name]" in draft.text
    assert not any(claim in draft.text for claim in ("attached", "supervision", "{"))
    more = "{student: {name: Ana, cv_ready: yes}, letters: [{writer: Dr. B, requested: no}]}"
    (draft,) = letters(base, more)
    assert "Dear Dr. B," in draft.text and "My CV is attached." in draft.text
    assert "Ana" in draft.text and "\n\n" in draft.text


def test_an_undetermined_message_is_not_written(base: RuleBase) -> None:
    assert letters(base, "{letters: [{writer: Dr. B, requested: unknown}]}") == []


def test_names_make_safe_and_different_files(base: RuleBase) -> None:
    entries = ", ".join(
        f"{{writer: '{name}', requested: no}}" for name in ("../../etc", "Éva", "eva!", "Доктор")
    )
    names = [draft.name for draft in letters(base, f"{{letters: [{entries}]}}")]
    ends = ("etc", "eva", "eva-2", "4")
    assert names == [f"letters-request-{end}.txt" for end in ends]


def test_everything_is_written_and_said(tmp_path: Path) -> None:
    plan, book, folder = tmp_path / "p.ics", tmp_path / "t.xlsx", tmp_path / "new" / "drafts"
    options = ("--plan", str(plan), "--tracker", str(book), "--messages", str(folder))
    result = run(DATED, *options)
    assert result.exit_code == 0
    written = [plan, book, *folder.iterdir()]
    assert all(str(path) in result.output for path in written) and len(written) > 3
    before = {path: path.read_bytes() for path in written}
    (folder / "own.txt").write_text("mine")
    assert run(DATED, *options).exit_code == 0
    assert {path: path.read_bytes() for path in written} == before
    assert sorted(tmp_path.rglob("*.*")) == sorted([*written, folder / "own.txt"])


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--plan", "plan.txt"),
        ("--tracker", "tracker.csv"),
        ("--plan", "p.ics", "--tracker", "no/such/folder/t.xlsx"),
        ("--plan", "p.ics", "--messages", "file"),
        ("--plan", "p.ics", "--knowledge", "no-such-folder"),
    ],
)
def test_mistakes_leave_nothing_behind(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    result = run(DATED, *options)
    assert result.exit_code == 2 and "Traceback" not in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("tracker_part", "message"),
    [
        ("{nobody: {title: x, columns: [a]}}", "no entity “nobody”"),
        ("{student: {title: x}}", "no columns"),
        ("{student: {title: x, columns: [A: nam]}}", "“nam” is not a fact"),
        ("{student: {title: x, columns: [A: {first: b}]}}", "“b” is not a list"),
        ("{student: {title: x, columns: [A: {same: [name]}]}}", "not filled from one thing"),
        ("{student: {title: x, columns: [[a]]}}", "this is no column"),
        ("{student: {title: x, columns: [a], empty_rows: 1.5}}", "cannot be used"),
    ],
)
def test_mistakes_in_the_tracker_are_reported(
    tracker_part: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "report.yaml").write_text(
        f"report: {{title: t, sections: {{s: S}}, tracker: {tracker_part}}}\n"
    )
    (tmp_path / "words.yaml").write_text(
        "entities: {student: {label: you, root: yes, key: student}}\n"
        "facts: {name: {ask: Who are you?, label: name, type: text}}\n"
    )
    with pytest.raises(BadInput, match=message):
        read_base([tmp_path])


def test_help_loads_neither_library() -> None:
    code = "import sys, cli.main; print({'icalendar', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
