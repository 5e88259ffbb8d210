"""Lines out and lines in: a terminal, a pipe or a file of answers."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click


class Console:
    """Shows lines and reads answers; `plain` shows each line as it is, without any decoration."""

    def __init__(self, answers: Path | None, *, plain: bool) -> None:
        self._plain = plain
        self._source = self._opened(answers)
        self._bold = not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._bold = self._bold and os.environ.get("TERM", "dumb") != "dumb"

    def _opened(self, answers: Path | None) -> TextIO | None:
        """Where answers are read from; None for a person at a terminal."""
        if answers is not None:
            return answers.open(encoding="utf-8-sig", errors="replace")
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        if not sys.stdin.isatty():
            return sys.stdin
        with suppress(ImportError):
            import readline  # noqa: F401  so that the line can be edited
        return None

    def say(self, lines: Iterable[str]) -> None:
        """Show lines, wrapped unless `plain`."""
        from engine.rendering.interview import Strong, fitted

        for line in lines:
            for part in [str(line).strip()] if self._plain else fitted(line):
                strong = self._bold and isinstance(line, Strong)
                click.echo(click.style(part, bold=True) if strong else part)

    def gap(self) -> None:
        """An empty line between questions."""
        if not self._plain:
            click.echo()

    def ask(self) -> str:
        """The next line that the person types. Raises EOFError at the end."""
        if self._source is None:
            return _printable(input("> "))
        for line in self._source:
            text = _printable(line)
            if text and not text.startswith("#"):
                click.echo(f"> {text}")
                return text
        raise EOFError


def _printable(text: str) -> str:
    """What was typed, without characters that a terminal might obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
