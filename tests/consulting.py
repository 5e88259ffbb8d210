"""Running the interview on the command line with prepared input."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from unittest.mock import patch

import click
import yaml
from click.testing import CliRunner, Result

from cli.console import Console
from cli.main import main
from cli.shared import load_base
from engine.asking.choose import Chooser
from engine.asking.document import Document, empty
from engine.asking.goals import Goals
from engine.asking.interview import Interview, Question
from engine.asking.typed import is_unknown, typed

Answers = Mapping[str, str]  # a part of the question that no other has, and the answer
MAIN: Answers = {  # settles the main decisions, in whatever order these are asked
    "medical training?": "early clinical",
    "core rotations?": "some places",
    "electives?": "none",
}


@cache
def first() -> Interview:
    """An interview before its first question."""
    base = load_base(None)
    return Interview(base, Chooser(Goals(base)), empty("x", "2026-11-22", base.version))


def advised() -> list[str]:
    """What to type for the main decisions, in the order in which it is asked."""
    return [line for _, line in script()]


def script() -> list[tuple[str, str]]:
    """The same, each with a part of the question to wait for."""
    return [(_cue(question, MAIN), line) for question, line, _ in _sitting()]


def advised_case(answers: int | None = None) -> Document:
    """What a case file holds after so many of these answers; after all of them without a number."""
    return _sitting()[: answers or None][-1][2]


def lines_to(cue: str, answers: Answers) -> list[str]:
    """What to type until the question with this cue comes; not known where no answer is given."""
    lines: list[str] = []
    for question, line, _ in _walk(answers, "idk"):
        if cue in question.text:
            return lines
        lines.append(line)
    raise AssertionError(f"not asked: {cue}")


@cache
def _sitting() -> tuple[tuple[Question, str, Document], ...]:
    return tuple(_walk(MAIN))


def _walk(answers: Answers, otherwise: str = "") -> Iterator[tuple[Question, str, Document]]:
    """Each question that comes, what is typed, and the answers after that."""
    interview = first()
    while (question := interview.question) is not None:
        line = answers.get(_cue(question, answers), otherwise)
        assert line, f"no answer to: {question.text}"
        unknown = is_unknown(question, line)
        interview = interview.not_known() if unknown else interview.answered(typed(question, line))
        yield question, line, interview.document


def _cue(question: Question, answers: Answers) -> str:
    """The part of the question by which its answer is found; empty when there is none."""
    found = [cue for cue in answers if cue in question.text]
    assert len(found) < 2, f"several answers to: {question.text}"
    return "".join(found)


def consult(case: Path, *lines: str, more: tuple[str, ...] = ()) -> Result:
    """A sitting with a person, who can try again after a mistake."""
    with patch("cli.prepared.is_person", lambda: True), patch("builtins.input", _typed):
        return piped(case, *lines, more=more)


def piped(case: Path, *lines: str, more: tuple[str, ...] = ()) -> Result:
    """A sitting with what comes from a pipe, where nobody can try again."""
    text = "".join(f"{line}\n" for line in lines)
    result = CliRunner().invoke(main, ["consult", "--case", str(case), *more], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _typed(prompt: str) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    click.echo(f"{prompt}{line}", nl=False)
    return line


def flat(result: Result) -> str:
    """The output without line breaks and without any temporary path."""
    return " ".join(result.output.split())


def held(case: Path) -> dict:
    found: dict = yaml.safe_load(case.read_text())
    return found


def given(document: Document) -> dict:
    """The answers in a case file, without its record and its date."""
    return {key: document[key] for key in ("student", "school") if key in document}


class Scripted(Console):
    """A person who knows nothing, until a question comes up to which they have answers."""

    def __init__(self, cue: str, *answers: str) -> None:
        self.shown: list[str] = []
        self._cue, self._answers = cue, list(answers)

    def say(self, lines: Iterable[str]) -> None:
        self.shown += lines

    def gap(self) -> None:
        pass

    def ask(self) -> str:
        if self._cue not in "\n".join(self.shown):
            return "idk"
        if not self._answers:
            raise EOFError
        return self._answers.pop(0)


class Person(Console):
    """Somebody who types lines, and may try again; stops at the line that starts with `end`."""

    def __init__(self, *lines: str, end: str = "never") -> None:
        self.shown: list[str] = []
        self._lines = list(lines)
        self._end = end

    def say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.shown.append(str(line))
            if line.startswith(self._end):
                raise EOFError

    def gap(self) -> None:
        pass

    def ask(self) -> str:
        if not self._lines:
            raise EOFError
        self.shown.append(f"> {self._lines[0]}")
        return self._lines.pop(0)

    @property
    def text(self) -> str:
        """Everything shown, one line after the other."""
        return "\n".join(self.shown)
