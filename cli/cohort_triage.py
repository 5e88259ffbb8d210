"""`crossmatch cohort --triage`: the page about everybody on a roster."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.shared import BAD_INPUT, PRIVATE, write_whole

if TYPE_CHECKING:
    from engine.ir.base import RuleBase
    from engine.rosters.codes import Codes
    from engine.rosters.triage import Watched

ENDING = ".html"


def check_page(base: "RuleBase", page: Path) -> None:
    """Stops with a message where no page of this name can be made."""
    if page.suffix.lower() != ENDING:
        raise click.UsageError(f"{page}: end the name in {ENDING}")
    if base.layout.triage is None:
        raise click.UsageError("--triage: report.yaml of this knowledge base has no triage.")


def save_page(
    people: "Watched",
    page: Path,
    codes: "Codes | None",
    kept: Path | None,
    done: Callable[[int], None],
    *,
    alone: bool,
) -> list[Path]:
    """Write the page; gives all files written, and tells `done` of everybody who is answered.

    `alone`: no tables are written beside it, so the codes and the rows that could not be used get
    their files here.
    """
    from engine.rendering.html.triage import triage_page
    from engine.report.triage import build_triage

    for chunk in people.outcomes():
        done(len(chunk.cases))
    html = triage_page(build_triage(people, codes))
    rest = _rest(people, page, codes, kept) if alone else []
    _save(page, html.encode())
    return [page, *rest]


def _rest(people: "Watched", page: Path, codes: "Codes | None", kept: Path | None) -> list[Path]:
    """What stands beside tables otherwise."""
    from engine.rosters.rejects import as_csv
    from engine.rosters.writing import rejects_of

    found, rejects = [], people.rejects(codes)
    if rejects:
        found.append(_save(rejects_of(page), as_csv(rejects)))
    else:
        rejects_of(page).unlink(missing_ok=True)  # of an earlier run
    if codes and kept:
        found.append(_save(kept, codes.as_csv()))
    return found


def _save(path: Path, data: bytes) -> Path:
    """For its owner alone, whole or not at all; stops with a message where that fails."""
    try:
        write_whole(path, data, PRIVATE)
    except OSError as error:
        click.echo(f"{path} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)
    return path
