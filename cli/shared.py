"""What every command needs: the knowledge base, the case, files written whole or not at all."""

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from glob import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from engine.advise import Run
    from engine.extracting.patterns import Extraction
    from engine.ir.base import RuleBase
    from engine.ir.case import Case

BAD_INPUT, FAILED = 2, 1
_PART = ".part"  # ends the name of a copy that is not complete yet
PRIVATE = 0o600  # only its owner may read or write the file


def knowledge_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the --knowledge option."""
    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        help="Your own knowledge base: a whole one (it has a report.yaml), or a folder of a few "
        "files laid over the shipped one.",
    )(command)


@contextmanager
def reported() -> Iterator[None]:
    """Turn mistakes of the user into messages and exit code 2, all at once."""
    from engine.problem import BadInput
    from engine.rendering.problems import problems_text

    try:
        yield
    except BadInput as bad:
        click.echo(problems_text(bad.problems), err=True, nl=False)
        sys.exit(BAD_INPUT)


def load_base(own: Path | None) -> "RuleBase":
    """The shipped knowledge base, an advisor's own, or the one laid over the other."""
    from engine.reading.cache import cached_base
    from engine.reading.files import layers

    gc.set_threshold(1_000_000)  # rules, explanations and diagrams are many, and in no cycle
    return cached_base(layers(shipped(), own), _cache())


def load_texts(base: "RuleBase", own: Path | None) -> "Extraction | None":
    """How the knowledge base has texts read; None where it says nothing about that.

    Raises BadInput with every mistake in the patterns.
    """
    from engine.extracting.reading import cached_extraction
    from engine.reading.files import layers

    return cached_extraction(base, layers(shipped(), own), _cache())


def _cache() -> Path | None:
    """Where checked knowledge bases are kept between runs; nowhere for a user without a home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given / "crossmatch"
    home = os.environ.get("HOME", "")
    return Path(home) / ".cache" / "crossmatch" if home else None


def shipped() -> Path:
    """The folder of the knowledge base that comes with the program."""
    return Path(str(files("knowledge")))


def load_case(base: "RuleBase", name: str, today: date | None = None) -> "Case":
    """The case in a file, or on standard input for `-`; one without a date is of `today`."""
    from engine.reading.case import case_from_bytes, read_case

    if name == "-":
        case = case_from_bytes(base, sys.stdin.buffer.read(), "standard input")
    else:
        case = read_case(base, Path(name))
    return case if case.as_of else replace(case, as_of=today or date.today())


def run_case(base: "RuleBase", case: "Case") -> "Run":
    """Fire the rules; stops with a message where the executors differ."""
    from engine.advise import Disagreement, consult

    try:
        return consult(base, case)
    except Disagreement as different:
        message = "This is a mistake in crossmatch, not in your answers: no advice is given."
        click.echo(f"{message}\nThe rule engines differ on: {', '.join(different.names)}", err=True)
        sys.exit(FAILED)


def say(text: str, *, nl: bool = True) -> None:
    """Print for a reader; nothing in the text moves the cursor or turns the line around."""
    from engine.visible import visible

    click.echo(visible(text), nl=nl)


def say_json(data: Any) -> None:
    """Print plain data as JSON."""
    from engine.visible import json_text

    click.echo(json_text(data), nl=False)


def emit(data: str | bytes, output: Path | None) -> None:
    """Write to a file as a whole, or to standard output."""
    raw = data.encode() if isinstance(data, str) else data
    if output is None:
        click.echo(raw, nl=False)
        return
    try:
        write_whole(output, raw)
    except OSError as error:
        click.echo(f"{output} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replace the file in one step: readers see the old content or the new, never a part.

    A link is followed; without `mode` a new file gets the permissions that the user's mask allows.
    """
    path = path.resolve()
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask()
    handle, name = tempfile.mkstemp(_PART, f".{path.name}.", path.parent or Path())
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def clear_parts(path: Path) -> None:
    """Take away what writing the file left behind where it was killed; nobody may write it now."""
    path = path.resolve()
    for part in path.parent.glob(f".{escape(path.name)}.*{_PART}"):
        part.unlink(missing_ok=True)
