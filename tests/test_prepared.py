"""Answers of a file or a pipe: the first line that is no answer stops everything."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.console import Console
from cli.main import main
from tests.consulting import advised, consult, flat, held, piped


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.txt"


def given(case: Path, answers: Path, text: str) -> Result:
    answers.write_text(text, encoding="utf-8")
    return piped(case, more=("--answers", str(answers)))


def test_a_refused_line_stops_before_it_shifts_the_others(case: Path, answers: Path) -> None:
    result = given(case, answers, "# mine\n3\n\nsomewhere\nnone\n")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{answers}:4: “somewhere” is none of the choices")
    assert held(case)["student"] == {"stage": "early_clinical"}
    assert "school" not in held(case)
    assert f"saved in {case}" in flat(result)


@pytest.mark.parametrize("line", [":nonsense", ":keep", "99"])
def test_commands_are_refused_too(case: Path, answers: Path, line: str) -> None:
    result = given(case, answers, f"{line}\n3\n")
    assert (result.exit_code, case.exists()) == (2, False)
    assert result.stderr.startswith(f"{answers}:1: ")


def test_a_pipe_is_stopped_as_well(case: Path) -> None:
    result = piped(case, "3", "somewhere", "none")
    assert result.exit_code == 2
    assert "standard input:2: “somewhere” is none" in result.stderr


@pytest.mark.parametrize("data", ["3\n2\n".encode("utf-16"), b"\x00\x01\x02", b"3\n\xe9\n"])
def test_what_is_not_utf_8_is_refused_at_once(case: Path, answers: Path, data: bytes) -> None:
    answers.write_bytes(data)
    result = piped(case, more=("--answers", str(answers)))
    assert (result.exit_code, case.exists(), result.stdout) == (2, False, "")
    assert str(answers) in result.stderr


def test_line_ends_of_windows_are_read(case: Path, answers: Path) -> None:
    lines = "".join(f"{line}\r\n" for line in (*advised(), "n"))
    answers.write_bytes(b"\xef\xbb\xbf" + lines.encode())
    assert piped(case, more=("--answers", str(answers))).exit_code == 0


def test_a_dash_is_standard_input(case: Path) -> None:
    result = piped(case, *advised(), more=("--answers", "-"))
    assert result.exit_code == 0
    assert held(case)["student"] == {"stage": "early_clinical"}


def test_answers_that_end_too_early_are_told(case: Path, answers: Path) -> None:
    result = given(case, answers, "# mine\n3\n")
    assert result.exit_code == 1
    assert f"{answers}: The answers ended at line 2; at most " in result.stderr
    assert result.stderr.endswith(" left.\n")
    assert given(case, answers, "\n".join(advised()[1:])).exit_code == 0


def test_lines_that_are_left_are_told(case: Path, answers: Path) -> None:
    lines = [*advised(), "n"]
    result = given(case, answers, "\n".join([*lines, "", "# end", "yes", "no", ""]))
    assert result.exit_code == 0
    assert result.stderr == f"{answers}:{len(lines)}: 2 lines were not used after this one.\n"


def test_help_tells_of_blank_lines() -> None:
    text = " ".join(CliRunner().invoke(main, ["consult", "--help"]).output.split())
    assert "Blank lines and lines that start with # are skipped" in text


def test_one_letter_may_have_been_meant_as_a_command(case: Path) -> None:
    result = consult(case, "b", "e", "3", ":q")
    assert flat(result).count("Did you mean :b?") == 1
    assert "Did you mean :e?" not in flat(result)


def test_a_letter_that_is_an_answer_is_taken(case: Path) -> None:
    result = consult(case, *advised(), "q", "n")
    assert "Did you mean :q?" in flat(result)
    assert result.exit_code == 0


def test_a_person_is_told_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    Console(None, plain=True).refuse(["No."])
    assert capsys.readouterr().out == "No.\n"
