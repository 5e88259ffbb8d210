"""The interview at a real terminal, as a person sees it."""

import os
import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from cli.lock import Locked, locked
from tests.consulting import advised_case, script

SECONDS = 30  # the machine may be slow; a sitting takes about two


def sitting(case: Path, *more: str, columns: int = 80) -> pexpect.spawn:
    command = ["-c", "from cli.main import main; main()", "consult", "--case", str(case), *more]
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": root}
    environment.pop("NO_COLOR", None)
    return pexpect.spawn(
        sys.executable,
        command,
        env=environment,
        encoding="utf-8",
        dimensions=(24, columns),
        timeout=SECONDS,
    )


def answer(child: pexpect.spawn, expected: str, text: str) -> None:
    child.expect_exact(expected)
    child.expect("> ")
    child.sendline(text)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


def held(case: Path) -> dict:
    found: dict = yaml.safe_load(case.read_text())
    return found


def test_a_person_answers_goes_back_and_reads_where_it_is_saved(case: Path) -> None:
    child = sitting(case)
    start, *others = script()
    answer(child, *start)
    answer(child, others[0][0], ":back")
    answer(child, "Press Enter to keep", "")
    for cue, line in others:
        answer(child, cue, line)
    answer(child, "Go on with questions", "n")
    child.expect_exact("crossmatch advise")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert held(case)["school"] == advised_case()["school"]
    assert held(case)["school"]["us_core_access"] == "competitive"


def test_ctrl_c_saves_and_stops(case: Path) -> None:
    certificate = case.with_name("certificate.json")
    child = sitting(case, "--certificate", str(certificate))
    start, second, *_ = script()
    answer(child, *start)
    child.expect_exact(second[0])
    child.expect("> ")
    child.sendintr()
    child.expect_exact("Your answers are saved in")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "crossmatch.certificate" in certificate.read_text()
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_end_of_input_stops_a_sitting_and_a_second_one_is_locked_out(case: Path) -> None:
    child = sitting(case)
    start, second, *_ = script()
    answer(child, *start)
    child.expect_exact(second[0])
    with pytest.raises(Locked), locked(case):
        pass
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_plain_writes_no_control_characters(case: Path) -> None:
    child = sitting(case, "--plain")
    child.expect_exact("Type a number from 1 to 6.")
    assert "\x1b[1m" not in str(child.before)
    child.expect("> ")
    child.sendline(":q")
    child.expect_exact("Nothing was answered, so nothing was saved.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
