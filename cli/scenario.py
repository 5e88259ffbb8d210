"""`crossmatch scenario`: what other answers would change for everybody on a roster."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.cohort import FILE, counting, files_of
from cli.rosters import check_output, tell_rejects, write_list
from cli.shared import emit, knowledge_option, load_base, reported

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.effects.scenario import Scenario
    from engine.rosters.compared import Table

_FEW, _MANY = 10, 10_000  # people whose changes are told one by one


@click.command()
@click.argument("roster", type=FILE)
@click.option("--set", "put", multiple=True, required=True, metavar="FACT=VALUE", help="Put it in.")
@click.option("--where", multiple=True, metavar="FACT=VALUE", help="Only for those who have it.")
@click.option("--offers", type=FILE, help="Table of offers, a row each, with the id of the roster.")
@click.option(
    "--list", "lists", type=(str, FILE), multiple=True, metavar="KEY FILE", help="Another list."
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Today, if another day.")
@click.option("-o", "--output", type=FILE, help="All changes: OUT.csv, .parquet, .xlsx or .json.")
@click.option("-v", "--verbose", is_flag=True, help="Tell the changes of everybody, not of a few.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@knowledge_option
def scenario(  # noqa: PLR0913 (one parameter for each option)
    roster: Path,
    put: tuple[str, ...],
    where: tuple[str, ...],
    offers: Path | None,
    lists: tuple[tuple[str, Path], ...],
    day: datetime | None,
    output: Path | None,
    verbose: bool,
    form: str,
    knowledge: Path | None,
) -> None:
    """Say what would change for everybody on a ROSTER if some answers were others.

    FACT=VALUE puts an answer in, FACT=unknown or FACT=? says that it is not known, FACT= takes it
    back; of an entry of a list it goes for every entry. --where asks for all of several answers,
    and for any of those to the same question. The tables stay as they are.
    """
    from engine.effects.scenario import Scenario
    from engine.rosters.several import private_folder

    with reported(), private_folder() as folder:
        base = load_base(knowledge)
        tables = files_of(base, offers, lists)
        check_output(output, [roster, *tables.values()])
        today = (day or datetime.now()).date()
        most = _MANY if verbose else _FEW
        found = Scenario(base, roster, tables, today, folder, put, where, most)
        with counting() as done:
            write_list(output, _listed(found.changes(done)), found.runs.rejects)
        emit(_shown(found, form), None)
        rejects = found.runs.rejects()
    tell_rejects(rejects, output)


def _listed(chunks: "Iterable[Table]") -> "Iterator[Table]":
    """The changes; first a table of none, for who has nothing else."""
    from engine.rosters.tally import as_list, no_changes

    yield as_list(no_changes())
    yield from map(as_list, chunks)


def _shown(found: "Scenario", form: str) -> str:
    from engine.rendering.blocks import to_markdown, to_text
    from engine.rendering.scenario import ScenarioTeller
    from engine.visible import json_text

    teller = ScenarioTeller(found, found.reasons())
    if form == "json":
        return json_text(teller.data())
    return (to_markdown if form == "markdown" else to_text)(teller.blocks())
