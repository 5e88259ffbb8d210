"""`crossmatch export`: a calendar, a spreadsheet and drafts for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.shared import knowledge_option, load_base, load_case, reported, run_case

if TYPE_CHECKING:
    from engine.advise import Run

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("case")
@click.option("--plan", type=FILE, help="FILE.ics: everything with a date, for a calendar.")
@click.option("--tracker", type=FILE, help="FILE.xlsx: a spreadsheet to keep track in.")
@click.option("--messages", type=FOLDER, help="Folder for drafts of messages.")
@knowledge_option
def export(
    case: str,
    plan: Path | None,
    tracker: Path | None,
    messages: Path | None,
    knowledge: Path | None,
) -> None:
    """Write what follows from a CASE file (- reads standard input) for other programs."""
    from cli.writing import made_folder, write_together

    _check(plan, tracker, messages)
    with reported():
        base = load_base(knowledge)
        answers = load_case(base, case)
    run = run_case(base, answers)
    files: dict[Path, bytes] = {}
    said: list[str] = []
    if plan:
        said.append(_plan(run, plan, files))
    if tracker:
        said.append(_tracker(run, tracker, files))
    if messages:
        said += _messages(run, messages, files)
    if messages in {path.parent for path in files}:
        made_folder(messages)
    write_together(files)
    click.echo("\n".join(said))


def _check(plan: Path | None, tracker: Path | None, messages: Path | None) -> None:
    """Stop where nothing is asked for, or a file under a name that no program would open."""
    if not (plan or tracker or messages):
        raise click.UsageError("Say what to write: --plan, --tracker or --messages.")
    for path, ending in ((plan, ".ics"), (tracker, ".xlsx")):
        if path and path.suffix.lower() != ending:
            raise click.UsageError(f"{path}: end the name in {ending}")


def _plan(run: "Run", path: Path, files: dict[Path, bytes]) -> str:
    from engine.exporting.calendar import calendar
    from engine.report.build import build_report

    base = run.known.base
    files[path], count = calendar(build_report(run), run.known.case, base)
    return f"{path}: {count} dates" + ("" if count else "; nothing in this case has a date yet")


def _tracker(run: "Run", path: Path, files: dict[Path, bytes]) -> str:
    from engine.exporting.tracker import tracker

    if not run.known.base.layout.tracker:
        raise click.UsageError("This knowledge base declares no tracker.")
    files[path], filled = tracker(run)
    return f"{path}: {', '.join(f'{title} ({rows} filled in)' for title, rows in filled.items())}"


def _messages(run: "Run", folder: Path, files: dict[Path, bytes]) -> list[str]:
    from engine.exporting.drafts import drafts

    found = drafts(run)
    files |= {folder / draft.name: draft.text.encode() for draft in found}
    lines = [f"{folder / draft.name}" for draft in found]
    return lines or [f"{folder}: no message fits this case"]
