"""`crossmatch consult`: an interview that asks only what can still change the advice."""

import shlex
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.shared import BAD_INPUT, FAILED, knowledge_option, load_base, reported

if TYPE_CHECKING:
    from cli.casefile import CaseFile
    from cli.console import Console
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
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="Read the answers from this file, one a line; lines with # are skipped.",
)
@click.option("--plain", is_flag=True, help="One line per item, nothing else: for screen readers.")
@knowledge_option
def consult(
    path: Path, until: str, answers: Path | None, plain: bool, knowledge: Path | None
) -> None:
    """Answer questions, one at a time; only those that can still change the advice are asked.

    Your answers are saved after each question, so you can stop at any time and go on later.
    """
    from cli.casefile import CaseFile, Locked, locked
    from cli.console import Console

    console = Console(answers, plain=plain)
    file = CaseFile(path, lambda text: console.say([text]))
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path))
        except Locked:
            _stop(f"{path} is open in another crossmatch consult. Close that one first.")
        except OSError as error:
            _stop(f"{path} cannot be written: {error.strerror}")
        _talk(file, console, until, knowledge)
    if file.unsaved:
        console.say([f"These answers could not be saved in {path}. Copy them:"])
        click.echo(file.unsaved, nl=False)
        sys.exit(FAILED)


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(BAD_INPUT)


def _talk(file: "CaseFile", console: "Console", until: str, knowledge: Path | None) -> None:
    from cli.dialogue import Dialogue
    from engine.rendering import interview as texts
    from engine.rendering import standing

    with reported():
        base = load_base(knowledge)
        saved, interview = _opened(base, file.path, until)
    console.say(texts.welcome(str(file.path), goes_on=bool(saved)))
    console.say(standing.knowledge_lines(interview, saved))
    console.say(standing.dispute_lines(None, interview))
    if saved and any(
        line.lstrip().startswith(b"#") for line in file.path.read_bytes().split(b"\n")
    ):
        console.say(["Remarks behind # in the file are not kept when an answer is saved."])
    dialogue = Dialogue(interview, file, console)
    dialogue.run()
    if not file.path.exists() and not file.unsaved:
        console.say(["Nothing was answered, so nothing was saved."])
        return
    if file.unsaved:
        dialogue.save()
    if not file.unsaved:
        console.gap()
        console.say(standing.saved_lines(str(file.path), *_next(file.path, knowledge)))


def _next(path: Path, knowledge: Path | None) -> tuple[str, str]:
    """The commands to type next."""
    own = f" --knowledge {shlex.quote(str(knowledge))}" if knowledge else ""
    name = shlex.quote(str(path))
    return f"crossmatch advise {name}{own}", f"crossmatch consult --case {name}{own}"


def _opened(base: "RuleBase", path: Path, until: str) -> tuple[dict[str, Any], "Interview"]:
    """What the file holds, and the interview that goes on from there; of today."""
    from engine.asking.choose import Chooser
    from engine.asking.document import empty, in_tables, load
    from engine.asking.goals import Goals
    from engine.asking.interview import Interview

    today = date.today().isoformat()
    saved = load(path) if path.exists() and path.stat().st_size else {}
    if tables := in_tables(base, saved):
        _stop(f"{path} keeps {tables[0]} in a table of its own; nothing can be added to it.")
    document = empty("My answers", today, base.version) | saved
    document |= {"date": today}
    interview = Interview(base, Chooser(Goals(base)), document, until, name=str(path))
    _ = interview.case  # raises BadInput when it cannot be read
    return saved, interview
