"""One sitting of an interview: the welcome, the talk, and what is said and kept at the end."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cli.casefile import CaseFile, Changed
from cli.console import Console
from cli.dialogue import Dialogue
from cli.prepared import Prepared, Refused
from cli.shared import BAD_INPUT, FAILED, PRIVATE, write_whole
from engine.asking.certificate import certificate_text
from engine.rendering import interview as texts
from engine.rendering import standing


class Sitting:
    """Holds what one run of the command is about; `code` is its exit code so far."""

    def __init__(
        self, dialogue: Dialogue, file: CaseFile, console: Console, source: Prepared | None
    ) -> None:
        self.code = 0
        self._dialogue = dialogue
        self._file = file
        self._console = console
        self._source = source

    def greet(self, saved: dict[str, Any]) -> None:
        """What a person should know before the first question."""
        interview = self._dialogue.interview
        self._console.say(texts.welcome(str(self._file.path), goes_on=bool(saved)))
        self._console.say(standing.knowledge_lines(interview, saved))
        self._console.say(standing.dispute_lines(None, interview))
        if self._file.remarks():
            first = "Remarks behind # in the file are not kept when an answer is saved"
            self._console.say([f"{first}; a copy of it with them is made before that."])

    def talk(self) -> None:
        """Ask until nothing is left, the person stops, or it cannot go on."""
        self._do(self._dialogue.run)
        if self._source is not None and not self.code:
            self._tell_of_lines(self._source)

    def _do(self, action: Callable[[], object]) -> None:
        try:
            action()
        except Refused as refused:
            self._problem(str(refused), BAD_INPUT)
        except Changed:
            text = "was changed outside of this sitting, so it is left as it is now"
            self._problem(f"{self._file.path} {text}.", FAILED)

    def _problem(self, text: str, code: int) -> None:
        click.echo(text, err=True)
        self.code = code

    def _tell_of_lines(self, source: Prepared) -> None:
        """Whether the prepared answers were too few or too many."""
        interview = self._dialogue.interview
        if source.ended and interview.question is not None:
            left = max(1, interview.most_left)
            count = "1 question is" if left == 1 else f"{left} questions are"
            text = f"The answers ended at line {source.line}; at most {count} left."
            self._problem(f"{source.name}: {text}", FAILED)
        elif unused := source.unused():
            click.echo(unused, err=True)

    def part(self, knowledge: Path | None, certificate: Path | None) -> None:
        """Say where the answers are and what to do next, and write what was asked for."""
        if self._file.unsaved and not self._file.changed:
            self._do(self._dialogue.save)
        if not self._file.unsaved:
            self._tell_where(knowledge)
        if certificate and self.code != BAD_INPUT and not self._file.changed:
            self._certify(certificate, knowledge)
        if self._file.unsaved:
            self._show_unsaved()

    def _show_unsaved(self) -> None:
        self._console.say([f"These answers could not be saved in {self._file.path}. Copy them:"])
        click.echo(self._file.unsaved, nl=False)
        self.code = self.code or FAILED

    def _tell_where(self, knowledge: Path | None) -> None:
        path = self._file.path
        if not path.exists():
            self._console.say(["Nothing was answered, so nothing was saved."])
            return
        advise = _command("crossmatch advise", path, knowledge)
        again = _command("crossmatch consult --case", path, knowledge)
        self._console.gap()
        self._console.say(standing.saved_lines(str(path), advise, again))

    def _certify(self, path: Path, knowledge: Path | None) -> None:
        try:
            write_whole(path, certificate_text(self._dialogue.interview).encode(), PRIVATE)
        except OSError as error:
            self._problem(f"{path} cannot be written: {error.strerror}", FAILED)
            return
        check = _command("crossmatch verify-certificate", path, knowledge)
        self._console.say([f"The certificate is in {path}. Anybody can check it with:"])
        self._console.say([texts.Command(f"  {check}")])


def _command(start: str, path: Path, knowledge: Path | None) -> str:
    """A command to type."""
    own = f" --knowledge {shlex.quote(str(knowledge))}" if knowledge else ""
    return f"{start} {shlex.quote(str(path))}{own}"
