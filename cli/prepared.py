"""Answers that nobody types while they are asked: the lines of a file, or of a pipe."""

import sys
from collections.abc import Iterable
from pathlib import Path

from engine.problem import BadInput, Problems
from engine.reading.document import file_bytes, plain_text

STANDARD = "standard input"


class Refused(Exception):
    """A line that is no answer to its question: what follows would answer the wrong ones."""


class Prepared:
    """Lines one after the other; `line` is the number of the last one that was taken."""

    def __init__(self, name: str, lines: Iterable[str], *, whole: bool) -> None:
        """`whole` lines are all there already, so that those not used can be counted."""
        self.name = name
        self.line = 0
        self.ended = False
        self._lines = iter(lines)
        self._whole = whole

    def take(self) -> str:
        """The next line that counts. Raises EOFError at the end."""
        for line in self._lines:
            self.line += 1
            if _counts(line):
                if "\ufffd" in line and not self._whole:
                    raise self.refused("this line is not saved as UTF-8")
                return line
        self.ended = True
        raise EOFError

    def refused(self, why: str) -> Refused:
        """What to raise for the last line taken."""
        return Refused(f"{self.name}:{self.line}: {why}")

    def unused(self) -> str:
        """What to say of lines that were not used; empty when there is none, or none is known."""
        count = sum(_counts(line) for line in self._lines) if self._whole else 0
        were = "1 line was" if count == 1 else f"{count} lines were"
        return f"{self.name}:{self.line}: {were} not used after this one." if count else ""


def printable(text: str) -> str:
    """What was typed, without characters that a terminal might obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _counts(line: str) -> bool:
    """Whether a line is an answer: neither blank nor a remark."""
    text = printable(line)
    return bool(text) and not text.startswith("#")


def is_person() -> bool:
    """Whether somebody sits at a terminal, who can try again after a mistake."""
    return sys.stdin.isatty()


def prepared(path: Path | None) -> Prepared | None:
    """The answers in a file, or on standard input; None for a person at a terminal.

    `-` reads standard input to its end first. Raises BadInput for a file that is no text.
    """
    if path is None:
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        return None if is_person() else Prepared(STANDARD, sys.stdin, whole=False)
    problems, name = Problems(), STANDARD if str(path) == "-" else str(path)
    data = sys.stdin.buffer.read() if name == STANDARD else file_bytes(path, name, problems)
    text = None if data is None else plain_text(data, name, problems)
    if text is None:
        raise BadInput(problems.sorted())
    return Prepared(name, text.removesuffix("\n").split("\n"), whole=True)
