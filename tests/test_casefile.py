"""The case file is never damaged: remarks, hand edits, strict reading, what cannot be written."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.casefile import CaseFile, Changed
from cli.dialogue import Dialogue
from cli.main import main
from engine.asking.remarks import has_remarks
from tests.consulting import advised, advised_case, consult, flat, held


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


def test_remarks_that_will_be_lost_are_told(case: Path) -> None:
    case.write_text("student:\n  # asked twice\n  stage: preclinical\n")
    assert "Remarks behind # in the file are not kept" in flat(consult(case, ":q"))
    assert "# asked twice" in case.read_text()  # nothing was answered
    assert not list(case.parent.glob("*.bak*"))


def test_a_file_with_remarks_is_copied_before_it_is_written_anew(case: Path) -> None:
    text = "student:\n  stage: preclinical  # asked twice\n"
    for name in ("my.case.yaml.bak", "my.case.yaml.bak2"):
        case.write_text(text)
        result = consult(case, "none", "none", ":q")
        copy = case.with_name(name)
        assert copy.read_text() == text and "#" not in case.read_text()
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert flat(result).count(f"is kept in {copy}.") == 1
    assert len(list(case.parent.iterdir())) == 3


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("a: 1 # x", True),
        ("\ufeff# x\na: 1", True),
        ("a: don't  # it's", True),
        ("a: |  # x\n  text", True),
        ("a: |\n  # text\nb: 1", False),
        ("a: 'x # y'\nb: \"x\n  # y\"", False),
        ("a: no#remark", False),
        ("a: [", False),
        ("a: [ # x", True),
    ],
)
def test_remarks_are_found(text: str, has: bool) -> None:
    assert has_remarks(text.encode()) == has


@pytest.mark.parametrize("command", ["consult", "certificate", "advise"])
def test_a_mistake_in_a_case_is_told_alike_by_all(case: Path, command: str) -> None:
    text = "student:\n  stage: preclinical\n  stage: graduated\n"
    case.write_text(text)
    name = ["--case", str(case)] if command == "consult" else [str(case)]
    result = CliRunner().invoke(main, [command, *name], input="2\n")
    assert (result.exit_code, result.stdout, case.read_text()) == (2, "", text)
    assert f"{case}:3:3: stage is given twice; first in line 2\n  3 |   stage" in result.stderr


def test_a_case_that_is_no_regular_file_is_refused(case: Path) -> None:
    os.mkfifo(case)
    result = consult(case, "3")
    assert result.exit_code == 2
    assert "is not a regular file" in flat(result)
    assert case.is_fifo()


def test_a_read_only_case_is_refused(case: Path) -> None:
    consult(case, "3")
    before = case.read_bytes()
    case.chmod(0o444)
    result = consult(case, *advised()[1:], "n")
    assert (result.exit_code, case.read_bytes()) == (2, before)
    assert "is read-only" in flat(result)


def test_what_somebody_else_wrote_meanwhile_is_left_alone(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edited(self: Dialogue) -> None:
        real(self)
        case.write_text("student: {stage: graduated}\n")

    real = Dialogue.save
    monkeypatch.setattr(Dialogue, "save", edited)
    result = consult(case, *advised(), "n")
    assert result.exit_code == 1
    assert "was changed outside of this sitting" in flat(result)
    assert case.read_text() == "student: {stage: graduated}\n"
    case.write_text(result.stdout[result.stdout.index("schema:") :])
    assert held(case)["school"] == advised_case(2)["school"]  # the second could not be saved


def test_a_case_that_appears_meanwhile_is_left_alone(case: Path) -> None:
    file = CaseFile(case, print)
    case.write_text("mine")
    with pytest.raises(Changed):
        file.save("yours")
    assert (case.read_text(), file.unsaved) == ("mine", "yours")


def test_a_case_that_is_gone_is_written_anew(case: Path) -> None:
    case.write_text("old: 1")
    file = CaseFile(case, print)
    case.unlink()
    assert file.save("new") and case.read_text() == "new"


def test_a_table_with_line_ends_of_windows_is_read(case: Path) -> None:
    (case.parent / "p.csv").write_bytes(b"name,weeks\r\nOne,4\r\n")
    case.write_text("placements: p.csv\n")
    assert CliRunner().invoke(main, ["certificate", str(case)]).exit_code == 0
