"""`crossmatch impact`: whose advice edited knowledge changes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.cohort import FILE, counting, files_of
from cli.older import older
from cli.rosters import ROSTER_ENDINGS, check_output, tell_rejects, write_list
from cli.shared import FAILED, emit, knowledge_option, load_base, reported, shipped

if TYPE_CHECKING:
    from engine.effects.impact import Impact
    from engine.rendering.impact import Told
    from engine.rosters.compared import Table
    from engine.rosters.rejects import Reject

_CASES = ".case.yaml"
_TRIED = {True: 200, False: 20}  # edits tried singly: on cases, or each by a run over a roster
_FEW, _MANY = 10, 10_000  # people whose changes are told one by one


@dataclass(frozen=True)
class _People:
    """Who is compared: a roster with its lists, or case files."""

    roster: Path | None
    lists: dict[str, Path]
    cases: Sequence[Path]
    today: date


@click.command()
@click.argument("people", metavar="[ROSTER_OR_CASES]...", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--against",
    required=True,
    metavar="GIT_REV|DIR",
    help="The older knowledge: a folder comes first.",
)
@click.option("--offers", type=FILE, help="Table of offers, a row each, with the id of the roster.")
@click.option(
    "--list", "lists", type=(str, FILE), multiple=True, metavar="KEY FILE", help="Another list."
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Today, if another day.")
@click.option("-o", "--output", type=FILE, help="All changes: OUT.csv, .parquet, .xlsx or .json.")
@click.option("-v", "--verbose", is_flag=True, help="Tell the changes of everybody, not of a few.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option("--fail-on-change", is_flag=True, help="Exit code 1 if anybody's advice changes.")
@knowledge_option
def impact(  # noqa: PLR0913 (one parameter for each option)
    people: tuple[Path, ...],
    against: str,
    offers: Path | None,
    lists: tuple[tuple[str, Path], ...],
    day: datetime | None,
    output: Path | None,
    verbose: bool,
    form: str,
    fail_on_change: bool,
    knowledge: Path | None,
) -> None:
    """Say whose advice changes against older knowledge, and which edit it comes from.

    ROSTER_OR_CASES is a roster (.csv, .parquet, .xlsx), or case files and folders of them; left
    out, the cases beside the knowledge. Nothing in the repository is touched.
    """
    from engine.effects.impact import Impact

    with reported():
        new = load_base(knowledge)
        today = (day or datetime.now()).date()
        compared = _people(people, files_of(new, offers, lists), knowledge, today)
        check_output(output, [*people, *compared.lists.values()])
        name, old = older(against, knowledge)
        found = Impact(old, new, _TRIED[compared.roster is None], _MANY if verbose else _FEW)
        told, rejects = _compared(found, compared, output, name)
    emit(_shown(found, told, form), None)
    tell_rejects(rejects, output)
    sys.exit(FAILED if fail_on_change and found.tally.changed else 0)


def _people(
    given: tuple[Path, ...], lists: dict[str, Path], knowledge: Path | None, today: date
) -> _People:
    rosters = [path for path in given if path.suffix.lower() in ROSTER_ENDINGS]
    if rosters and len(given) > 1:
        raise click.UsageError("Name one roster, or cases, not both.")
    if rosters:
        return _People(rosters[0], lists, (), today)
    if lists:
        raise click.UsageError("--offers and --list go with a roster.")
    cases = list(_cases(given)) if given else _beside(knowledge)
    if not cases:
        raise click.UsageError(f"No case files ({_CASES}) there; name a roster or cases.")
    return _People(None, {}, cases, today)


def _beside(knowledge: Path | None) -> list[Path]:
    """The cases in the folders of the knowledge; of one that has none, those that are shipped."""
    from engine.reading.files import layers

    return list(_cases(layers(shipped(), knowledge))) or list(_cases([shipped()]))


def _cases(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(path.rglob(f"*{_CASES}"))
        else:
            yield path


def _compared(
    impact: "Impact", people: _People, output: Path | None, against: str
) -> "tuple[Told, list[Reject]]":
    """Take everybody through, write the list, and say what there is to tell beside the counts."""
    from engine.rendering.impact import Told

    if people.roster is None:
        dropped = _over_cases(impact, people, output)
        return Told(against, "case", "cases", dropped), []
    from engine.effects.roster import RosterImpact
    from engine.rosters.several import private_folder

    with private_folder() as folder, counting() as done:
        run = RosterImpact(impact, people.roster, people.lists, people.today, folder)
        write_list(output, _listed(impact, run.changes(done)), run.runs.rejects)
        told = Told(against, "person", "people", run.dropped, len(run.runs.apart))
        return told, run.runs.rejects()


def _over_cases(
    impact: "Impact", people: _People, output: Path | None
) -> "tuple[Sequence[str], Sequence[str]]":
    from engine.effects.cases import left_out, read_cases

    read = read_cases(people.cases, impact.old, impact.new, people.today)
    write_list(output, _listed(impact, impact.of_cases(read.cases)), list)
    old, new = (left_out(side) for side in read.dropped)
    return old, new


def _listed(impact: "Impact", chunks: "Iterable[Table]") -> "Iterator[Table]":
    """The changes with their causes in words; first a table of none, for who has nothing else."""
    from engine.rendering.impact import causes_text
    from engine.rosters.tally import as_list, no_changes

    yield as_list(no_changes(), [])
    for chunk in chunks:
        yield as_list(chunk, causes_text(impact))


def _shown(impact: "Impact", told: "Told", form: str) -> str:
    from engine.rendering.blocks import to_markdown, to_text
    from engine.rendering.impact import ImpactTeller
    from engine.visible import json_text

    teller = ImpactTeller(impact, told)
    if form == "json":
        return json_text(teller.data())
    return (to_markdown if form == "markdown" else to_text)(teller.blocks())
