"""Lines out and lines in: a terminal, a pipe or a file of answers."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

import click

from cli.prepared import Prepared, printable

LETTERS = frozenset("buqhsrk")  # each a command when a colon stands before it
NARROWEST = 20  # columns; below that hardly a word fits, and the terminal may break lines itself


class Console:
    """Shows lines and reads answers; `plain` shows each line as it is, without any decoration."""

    _source: Prepared | None = None
    _typed = ""  # the last line, to help with it when it is refused

    def __init__(self, source: Prepared | None, *, plain: bool) -> None:
        """`source` has the answers of a file or a pipe; None for a person at a terminal."""
        self._plain = plain
        self._source = source
        self._bold = not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._bold = self._bold and os.environ.get("TERM", "dumb") != "dumb"
        if source is None:
            with suppress(ImportError):
                import readline  # noqa: F401  so that the line can be edited

    def say(self, lines: Iterable[str]) -> None:
        """Show lines, wrapped to the terminal as it is now unless `plain`."""
        from engine.rendering.interview import WIDTH, Strong, fitted
        from engine.visible import visible

        width = min(WIDTH, max(NARROWEST, _columns() or WIDTH))
        for line in lines:
            for part in [str(line).strip()] if self._plain else fitted(line, width):
                strong = self._bold and isinstance(line, Strong)
                text = visible(part)
                click.echo(click.style(text, bold=True) if strong else text)

    def gap(self) -> None:
        """An empty line between questions."""
        if not self._plain:
            click.echo()

    def ask(self) -> str:
        """The next line that the person types. Raises EOFError at the end."""
        self._typed = printable(self._next())
        if self._source is not None:
            click.echo(f"> {self._typed}")
        return self._typed

    def _next(self) -> str:
        return input("> ") if self._source is None else self._source.take()

    def refuse(self, lines: Iterable[str]) -> None:
        """Say why the last line is no answer. Raises Refused where nobody is there to try again."""
        letter = self._typed.casefold()
        lines = [*lines, *([f"Did you mean :{letter}?"] if letter in LETTERS else [])]
        if self._source is not None:
            raise self._source.refused(" ".join(" ".join(lines).split()))
        self.say(lines)


def _columns() -> int:
    """How wide the terminal is, which may have been resized; 0 where there is none."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stdout.fileno()).columns
    return 0
