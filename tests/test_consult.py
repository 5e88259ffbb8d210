"""The interview on the command line: every command, and wrong input."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.casefile import CaseFile
from cli.dialogue import Dialogue
from cli.main import main
from cli.shared import load_base
from engine.asking.choose import Chooser
from engine.asking.document import empty
from engine.asking.goals import Goals
from engine.asking.interview import Interview
from engine.asking.outlook import standing
from engine.asking.turning import to_find_out, turns
from engine.ir.base import RuleBase
from tests.consulting import Scripted, advised, advised_case, consult, flat, held, lines_to


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_base(None)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


def test_a_few_answers_settle_the_main_decisions_with_their_reason(case: Path) -> None:
    result = consult(case, *advised(), "n")
    assert result.exit_code == 0
    assert "School tier: tier B" in result.output
    assert "Why: Not all four conditions for leaving hold" in result.output
    assert f"saved in {case}" in flat(result)
    assert f"crossmatch advise {case}" in flat(result)
    report = CliRunner().invoke(main, ["advise", str(case)])
    assert report.exit_code == 0, report.output


def test_the_file_is_private_and_says_which_knowledge_made_it(case: Path, base: RuleBase) -> None:
    consult(case, *advised(), "n")
    assert stat.S_IMODE(case.stat().st_mode) == 0o600
    assert (held(case)["schema"], held(case)["knowledge"]) == ("crossmatch.case/1", base.version)
    assert [path.name for path in case.parent.iterdir()] == [case.name]


def test_answers_come_from_a_file_with_comments(case: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.txt"
    lines = "\n\n  # and\n".join(advised())
    answers.write_text(f"\ufeff# my answers\n{lines}\n", encoding="utf-8")
    result = consult(case, more=("--answers", str(answers)))
    assert result.exit_code == 0
    assert held(case)["student"] == {"stage": "early_clinical"}
    assert held(case)["school"] == advised_case()["school"]
    assert held(case)["school"]["us_core_access"] == "competitive"


def test_wrong_input_is_explained_and_asked_again(case: Path) -> None:
    result = consult(case, "banana", "e", "99", "0", "", "3", ":q")
    assert "“banana” is none of the choices" in result.output
    assert "There is no number 99 in the list" in result.output
    assert "There is no number 0 in the list" in result.output
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_the_reader_of_cases_judges_what_can_be_read(case: Path) -> None:
    start = lines_to("entered a US residency", {"core rotations?": "none", "electives?": "none"})
    result = consult(case, *start, "-2", "maybe 3", "1e3", "2", ":q")
    assert "out of range" in result.output
    assert "“maybe 3” is not a number for “US matches a year”" in flat(result)
    assert held(case)["school"]["us_matches_per_year"] == "2"


def test_why_names_what_can_still_change(case: Path) -> None:
    result = consult(case, "?")
    assert "Your answer can still change:\n  - strategy" in result.output
    reasons = result.output.split("Whether you get this advice can still depend on it:\n")[1]
    assert reasons.count("\n  - ") == 4 and "more pieces of advice" in reasons
    assert not {"…", "{"} & set(reasons)
    assert all(len(line) <= 80 for line in result.output.splitlines() if str(case) not in line)


def test_why_when_nothing_hangs_on_it(case: Path) -> None:
    result = consult(case, *advised(), ":back", "?")
    assert "Your answer can still change:" in result.output  # as if it was not given


def test_help_shows_how_to_find_out_and_the_commands(case: Path) -> None:
    result = consult(case, "3", ":h", ":nonsense")
    assert "How to find out: Ask for each site" in result.output
    assert all(name in result.output for name in (":unknown", ":back", ":review", ":status"))
    assert "There is no command :nonsense" in result.output


@pytest.mark.parametrize(
    "words", [":u", ":unknown", "don't know", "idk", "Unknown", "I don’t know"]
)
def test_not_knowing_is_an_answer(case: Path, words: str) -> None:
    consult(case, words)
    assert held(case)["student"] == {"stage": "unknown"}


def test_not_knowing_anything_ends_with_what_to_find_out(case: Path) -> None:
    result = consult(case, *["idk"] * 12, "n")
    text = flat(result)
    assert result.exit_code == 0
    assert "As far as your answers go:" in text
    assert "To settle the rest, find out:" in text
    assert "How: Ask for each site whether the rotation is a core" in text
    assert "If “final year” or “graduated”: Strategy: make the most of where you are." in text


def test_back_goes_any_number_of_steps_and_keeps_later_answers(case: Path) -> None:
    result = consult(case, "3", "none", "none", ":back", ":b", ":b", ":b", "4", ":q")
    assert "This is the first question." in result.output
    assert held(case)["student"]["stage"] == "late_clinical"
    assert held(case)["school"] == {"us_core_access": "none", "us_elective_access": "none"}


def test_keep_leaves_the_answer(case: Path) -> None:
    result = consult(case, ":keep", "3", ":back", ":keep", ":q")
    assert "There is no answer to keep here yet" in result.output
    assert "Your answer was: early clinical years" in result.output
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_a_new_entry_can_be_taken_back(case: Path, base: RuleBase) -> None:
    person = Scripted("Type y to add one", "y", ":back", "n")
    document = empty("x", "2026-11-22", base.version)
    interview = Interview(base, Chooser(Goals(base)), document)
    Dialogue(interview, CaseFile(case, print), person).run()
    (key,) = held(case)["complete"]
    assert held(case)[key] == []


def test_a_new_entry_is_named_first(case: Path, base: RuleBase) -> None:
    person = Scripted("Type y to add one", "y", "maine", "y")
    document = empty("x", "2026-11-22", base.version)
    Dialogue(Interview(base, Chooser(Goals(base)), document), CaseFile(case, print), person).run()
    assert held(case)["boards"] == [{"state": "ME", "recognises": "yes"}]
    assert any(line.startswith("[Maine] ") for line in person.shown)


def test_not_knowing_of_a_list_that_was_gone_back_to(case: Path, base: RuleBase) -> None:
    person = Scripted("Type y to add one", "y", ":back", "idk")
    document = empty("x", "2026-11-22", base.version)
    Dialogue(Interview(base, Chooser(Goals(base)), document), CaseFile(case, print), person).run()
    assert held(case)["boards"] == []
    assert person.shown.count("Type y to add one, or n if there is none.") == 2


def test_review_shows_what_a_new_answer_changes_before_it_is_kept(case: Path) -> None:
    lines = [":review", "7", "1", "graduated"]
    kept = consult(case, *advised(), *lines, "n", "n")
    assert "1. training stage: early clinical years" in kept.output
    assert f"please type a number from 1 to {len(advised())}" in kept.output
    change = "Strategy: stay, and build your own US experience -> make the most of where you are"
    assert change in flat(kept)
    assert held(case)["student"]["stage"] == "early_clinical"
    consult(case, *lines, "y", "n")
    assert held(case)["student"]["stage"] == "graduated"


def test_review_of_a_case_without_answers(case: Path) -> None:
    assert "There are no answers yet." in consult(case, ":review").output
    assert not case.exists()


def test_status_tells_the_candidates(case: Path) -> None:
    text = flat(consult(case, "3", ":status"))
    assert "School tier: still open (“tier A”, “tier B” or “tier C”)" in text


def test_the_full_plan_follows_the_decisions(case: Path) -> None:
    result = consult(case, *advised(), "y", *["idk"] * 300)
    assert result.exit_code == 0
    assert "[Placement]" in result.output  # the list is asked for
    assert "That was all:" in result.output
    assert all(len(line) <= 80 for line in result.output.splitlines() if str(case) not in line)


def test_contradicting_answers_are_told_at_once(case: Path) -> None:
    case.write_text("schema: crossmatch.case/1\nstudent: {cores_completed: yes}\n")
    result = consult(case, "preclinical")
    assert "These answers do not fit together" in result.output
    assert ":review" in result.output


def test_plain_has_one_line_an_item_and_no_empty_lines(case: Path) -> None:
    result = consult(case, "?", *advised(), "n", more=("--plain",))
    lines = result.output.splitlines()
    assert all(lines) and all(line == line.strip() for line in lines)
    assert "2. preclinical years (M1 or M2)" in lines
    assert "\x1b" not in result.output


def test_help_loads_no_engine() -> None:
    code = "import sys\nfrom cli.main import main\ntry: main(['consult', '--help'])\n"
    code += "except SystemExit: print('engine' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("False\n")


def test_turns_of_a_number_are_ranges(base: RuleBase) -> None:
    document = empty("x", "2026-11-22", base.version)
    document |= {"student": {"stage": "preclinical", "residency_goal": "serious"}}
    document |= {"school": {"us_core_access": "none", "us_elective_access": "none"}}
    document["school"] |= {"match_evidence": "not_contested", "us_matches_per_year": "unknown"}
    interview = Interview(base, Chooser(Goals(base)), document)
    found = turns(interview, to_find_out(interview, standing(interview)))
    turn = next(turn for turn in found if turn.question.place[0] == "school.us_matches_per_year")
    texts = [text for branch in turn.branches for text in branch[0]]
    assert any(text.startswith("less than") for text in texts)
    assert len(turn.branches) > 1
