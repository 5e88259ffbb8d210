"""Running the interview on the command line with prepared input."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from click.testing import CliRunner, Result

from cli.console import Console
from cli.main import main

ADVISED = ["early clinical", "some places"]  # settles the main decisions


def consult(case: Path, *lines: str, more: tuple[str, ...] = ()) -> Result:
    text = "".join(f"{line}\n" for line in lines)
    result = CliRunner().invoke(main, ["consult", "--case", str(case), *more], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def flat(result: Result) -> str:
    """The output without line breaks and without any temporary path."""
    return " ".join(result.output.split())


def held(case: Path) -> dict:
    found: dict = yaml.safe_load(case.read_text())
    return found


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
