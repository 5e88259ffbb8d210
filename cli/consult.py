"""`crossmatch consult`: an interview that asks only what can still change the advice."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.shared import BAD_INPUT, clear_parts, knowledge_option, load_base, reported

if TYPE_CHECKING:
    from engine.asking.interview import Interview
    from engine.ir.base import RuleBase


@click.command()
@click.option(
    "--case",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("my.case.yaml"),
    show_default=True,
    help="Where your answers are kept; an existing file is continued.",
)
@click.option(
    "--until",
    type=click.Choice(["decisions", "everything"]),
    default="decisions",
    show_default=True,
    help="Stop after the main decisions, or ask for the full plan.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True, allow_dash=True),
    help="Read the answers from this file (- is standard input), one a line. Blank lines and "
    "lines that start with # are skipped; the first line that is no answer stops everything.",
)
@click.option("--plain", is_flag=True, help="One line per item, nothing else: for screen readers.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="At the end, write here what is settled, so that anybody can check it.",
)
@knowledge_option
def consult(
    path: Path,
    until: str,
    answers: Path | None,
    plain: bool,
    certificate: Path | None,
    knowledge: Path | None,
) -> None:
    """Answer questions, one at a time; only those that can still change the advice are asked.

    Your answers are saved after each question, so you can stop at any time and go on later.

    The exit code is 1 when the answers of a file end before the questions do, or when something
    could not be saved; it is 2 when a line of the file, or a file, cannot be used.
    """
    from cli.casefile import CaseFile
    from cli.console import Console
    from cli.dialogue import Dialogue
    from cli.paths import not_for_certificate, unwritable
    from cli.prepared import prepared
    from cli.sitting import Sitting

    if refusal := unwritable(path) or not_for_certificate(certificate, path, answers):
        _stop(refusal)
    with reported():
        source = prepared(answers)
    console = Console(source, plain=plain)
    with _alone(path):
        file = CaseFile(path, lambda text: console.say([text]))
        with reported():
            base = load_base(knowledge)
            saved, interview = _opened(base, path, until)
        sitting = Sitting(Dialogue(interview, file, console), file, console, source)
        sitting.greet(saved)
        sitting.talk()
        sitting.part(knowledge, certificate)
    sys.exit(sitting.code)


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(BAD_INPUT)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """As long as nobody else writes the file; stops with a message otherwise."""
    from cli.lock import Locked, locked

    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path))
        except Locked:
            _stop(f"{path} is open in another crossmatch consult. Close that one first.")
        except OSError as error:
            _stop(f"{path} cannot be written: {error.strerror}")
        clear_parts(path)
        yield


def _opened(base: "RuleBase", path: Path, until: str) -> tuple[dict[str, Any], "Interview"]:
    """What the file holds, and the interview that goes on from there; of today."""
    from engine.asking.choose import Chooser
    from engine.asking.document import empty, in_tables, load
    from engine.asking.goals import Goals
    from engine.asking.interview import Interview
    from engine.asking.outlook import walked

    today = date.today().isoformat()
    saved = load(base, path) if path.exists() and path.stat().st_size else {}
    if tables := in_tables(base, saved):
        _stop(f"{path} keeps {tables[0]} in a table of its own; nothing can be added to it.")
    document = empty("My answers", today, base.version) | saved
    document |= {"date": today}
    interview = Interview(base, Chooser(Goals(base)), document, until, name=str(path))
    return saved, replace(interview, steps=walked(interview))  # BadInput when it cannot be read
