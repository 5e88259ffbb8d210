"""The text that is to be read: from a file, or pasted or piped in."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from cli.shared import BAD_INPUT
from engine.extracting.inputs.refused import Refused
from engine.extracting.inputs.source import MAX_BYTES, text_of_bytes, text_of_file


def text_in(file: str, *, ask: bool) -> str:
    """The text of a file, or of standard input (-); stops with the reason where it is refused.

    With `ask` a person is to be asked later, at the terminal.
    """
    if file == "-":
        data = _pasted(ask=ask)
        return _refusing("the text", lambda: text_of_bytes(data))
    return _refusing(file, lambda: text_of_file(Path(file)))


def _pasted(*, ask: bool) -> bytes:
    """What is typed, pasted or piped in; with `ask` the answers then come from the terminal."""
    terminal = _terminal() if ask else None
    if sys.stdin.isatty():
        click.echo("Paste the text here, then press Enter and Ctrl-D.", err=True)
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if terminal is not None:
        os.dup2(terminal, 0)
        sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    return data


def _terminal() -> int:
    """The terminal, where a person can be asked although the text came another way."""
    try:
        return os.open("/dev/tty", os.O_RDWR)
    except OSError:
        message = "Nobody can be asked here: add --yes-to-quoted, or name a file."
        raise click.UsageError(message) from None


def _refusing(name: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except Refused as refused:
        click.echo(f"{name}: {refused.message}.\n  hint: {refused.hint}", err=True)
    except OSError as error:
        click.echo(f"{name} cannot be read: {error.strerror}", err=True)
    sys.exit(BAD_INPUT)
