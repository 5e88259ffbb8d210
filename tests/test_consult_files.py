"""The interview's file: private, saved after each answer, locked, and continued later."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.lock import locked
from cli.shared import load_base
from engine.ir.base import RuleBase
from engine.reading.case import read_case
from tests.consulting import advised, consult, flat, held


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_base(None)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


def test_quit_saves_and_the_next_sitting_goes_on(case: Path) -> None:
    first = consult(case, "3", ":quit", "2")
    assert first.exit_code == 0
    second = consult(case, *advised()[1:], "n")
    assert f"Going on with {case}" in flat(second)
    assert "Where are you in your medical training" not in second.output
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_another_version_of_the_knowledge_is_compared(case: Path) -> None:
    consult(case, *advised(), "n")
    same = consult(case, "n")
    assert "knowledge has changed" not in flat(same)
    old = case.read_text()
    case.write_text(old.replace("knowledge: 0", "knowledge: old-0"))
    assert "Your main results are the same as before" in flat(consult(case, "n"))
    case.write_text(old.replace("knowledge: 0", "knowledge: old-0").replace("tier: B", "tier: C"))
    text = flat(consult(case, "n"))
    assert "With the same answers these are different now: - School tier: tier C -> tier B" in text


def test_a_second_writer_is_refused(case: Path) -> None:
    with locked(case):
        result = consult(case, "3")
    assert result.exit_code == 2
    assert "is open in another crossmatch consult" in flat(result)
    assert not case.exists()
    assert consult(case, "3").exit_code == 0


def test_a_full_disk_is_told_and_the_interview_goes_on(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("cli.casefile.write_whole", full)
        result = consult(case, *advised(), "n")
    assert result.exit_code == 1
    assert flat(result).count("cannot be written: No space left on device") == 1
    assert "School tier: tier B" in result.output
    case.write_text(result.stdout[result.stdout.index("schema:") :])
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_saving_is_tried_again_after_each_answer(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.shared import write_whole

    left = [OSError(errno.ENOSPC, "No space left on device")]

    def once(path: Path, data: bytes, mode: int) -> None:
        if left:
            raise left.pop()
        write_whole(path, data, mode)

    monkeypatch.setattr("cli.casefile.write_whole", once)
    result = consult(case, *advised(), "n")
    assert result.exit_code == 0
    assert "Saving works again" in result.output
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_kill_9_loses_nothing_that_was_answered(case: Path) -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "consult", "--case"]
    with subprocess.Popen(
        [*command, str(case)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"3\n")
        process.stdin.flush()
        end = time.monotonic() + 30
        while not case.exists() and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    assert held(case)["student"] == {"stage": "early_clinical"}
    assert consult(case, *advised()[1:], "n").exit_code == 0  # the lock went with the process


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    result = consult(tmp_path / "nowhere" / "my.case.yaml", "3")
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_a_broken_case_is_refused_and_left_alone(case: Path) -> None:
    case.write_text("student: {stage: nonsense}\n")
    result = consult(case, "3")
    assert result.exit_code == 2
    assert "“nonsense” is not a value of stage" in result.output
    assert case.read_text() == "student: {stage: nonsense}\n"


def test_a_list_in_a_table_is_refused(case: Path) -> None:
    (case.parent / "p.csv").write_text("name\nOne\n")
    case.write_text("placements: p.csv\n")
    result = consult(case, "3")
    assert result.exit_code == 2
    assert "keeps placements in a table of its own" in flat(result)


def test_an_example_is_continued_and_keeps_what_else_it_holds(case: Path, base: RuleBase) -> None:
    example = Path(__file__).parents[1] / "knowledge" / "examples" / "half-unknown.case.yaml"
    case.write_text(example.read_text())
    assert consult(case, "n").exit_code == 0
    assert read_case(base, case).expect["advice"]
