"""`crossmatch cohort`: the rules applied to everybody on a roster."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.shared import BAD_INPUT, PRIVATE, knowledge_option, load_base, reported, write_whole

if TYPE_CHECKING:
    from engine.ir.base import RuleBase
    from engine.rosters.codes import Codes
    from engine.rosters.cohort import Cohort
    from engine.rosters.hands import Hands

REJECTED = 3  # exit code: everything was written, but some rows could not be used
FILE = click.Path(path_type=Path, dir_okay=False)
ENDINGS = (".csv", ".parquet", ".xlsx")
# Packages that the engines need and that come as extras of the same names.
NEEDED = {"polars": (), "duckdb": ("duckdb", "pyarrow"), "spark": ("pyspark",)}


# Polars reads this when it is imported. What it lets go of it needs again at once: giving it back
# to the system in between takes a tenth of the time.
_KEEPING = "_RJEM_MALLOC_CONF", "dirty_decay_ms:10000,muzzy_decay_ms:10000,narenas:2"


@click.command()
@click.argument("roster", type=FILE, required=False)
@click.option("--offers", type=FILE, help="Table of offers, a row each, with the id of the roster.")
@click.option(
    "--list",
    "lists",
    type=(str, FILE),
    multiple=True,
    metavar="KEY FILE",
    help="Table of another list of a case, such as: --list boards boards.csv",
)
@click.option("-o", "--output", type=FILE, help="OUT.parquet, OUT.csv or OUT.xlsx.")
@click.option("--triage", "page", type=FILE, help="PAGE.html: whom to call first, and why.")
@click.option("--explain", is_flag=True, help="Add the ids of all rules that fired.")
@click.option("--pseudonymise", type=FILE, metavar="CODES.csv", help="Codes instead of ids.")
@click.option("--engine", type=click.Choice(list(NEEDED)), default="polars")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Today, if another day.")
@click.option("--template", type=FILE, help="Write an empty roster with every column, and stop.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; by itself at most 4.")
@click.option("--chunk", type=click.IntRange(1, 1_000_000), default=100_000, hidden=True)
@click.option("--seconds", is_flag=True, hidden=True, help="Tell what processor time went into.")
@knowledge_option
def cohort(  # noqa: PLR0913 (one parameter for each option)
    roster: Path | None,
    offers: Path | None,
    lists: tuple[tuple[str, Path], ...],
    output: Path | None,
    page: Path | None,
    explain: bool,
    pseudonymise: Path | None,
    engine: str,
    day: datetime | None,
    template: Path | None,
    workers: int | None,
    chunk: int,
    seconds: bool,
    knowledge: Path | None,
) -> None:
    """Answer everybody on a ROSTER (.csv, .parquet or .xlsx): a row each, a column a question.

    An empty cell is a question that nobody asked, unknown one that was asked in vain. Rows that
    cannot be used go to OUT.rejects.csv, and the exit code is 3. The same command again goes on
    with a run that was stopped.
    """
    os.environ.setdefault(*_KEEPING)
    with reported(), _hands(roster if output else None, engine, workers) as hands:
        base = load_base(knowledge)
        if template:
            return _template(base, template)
        if roster is None or not (output or page):
            raise click.UsageError(
                "Name a ROSTER and an output: -o OUT.parquet or --triage PAGE.html"
            )
        files = files_of(base, offers, lists)
        _check(base, output, page, [roster, *files.values()], pseudonymise)
        today = (day or datetime.now()).date()
        codes = _codes(pseudonymise)
        people = _cohort(engine, output)(base, roster, files, today, explain, chunk=chunk)
        written = _write(people, output, codes, pseudonymise, hands) if output else []
        if page:
            from cli.cohort_triage import save_page
            from engine.rosters.triage import Watched

            watched = Watched(base, roster, files, today, explain, chunk=chunk)
            with counting() as done:
                alone = output is None
                written += save_page(watched, page, codes, pseudonymise, done, alone=alone)
            people = people if output else watched
    if seconds:
        for what, spent in sorted(people.spent.items(), key=lambda pair: -pair[1]):
            click.echo(f"{spent:9.2f} s of processor time: {what}")
    _tell(people, output or page or roster, written)
    return None


def _hands(
    roster: Path | None, engine: str, workers: int | None
) -> AbstractContextManager["Hands"]:
    """Who works on a roster; for a large one there are processes before it is known for sure."""
    from engine.rosters.hands import Hands, early

    if roster is None or engine == "spark":
        return nullcontext(Hands(workers))
    return early(roster, workers)


def _cohort(engine: str, output: Path | None) -> "Callable[..., Cohort]":
    """How a roster is answered by an engine."""
    from engine.rosters.cohort import Cohort

    if not all(map(find_spec, NEEDED[engine])):
        raise click.UsageError(f"--engine {engine} needs: pip install crossmatch[{engine}]")
    if engine == "spark":
        from engine.rosters.cluster import SparkCohort, java

        if not java():
            raise click.UsageError("--engine spark needs Java 17 or newer: set JAVA_HOME to it")
        return partial(SparkCohort, near=output or Path())
    if engine == "duckdb":
        from engine.columns import duck

        return partial(Cohort, execute=duck.run)
    return Cohort


def _check(
    base: "RuleBase",
    output: Path | None,
    page: Path | None,
    inputs: list[Path],
    codes: Path | None,
) -> None:
    if output and output.suffix.lower() not in ENDINGS:
        raise click.UsageError(f"{output}: end the name in .parquet, .csv or .xlsx")
    if page:
        from cli.cohort_triage import check_page

        check_page(base, page)
    taken = [path.resolve() for path in inputs]
    for path in filter(None, (output, page, codes)):
        if path.resolve() in taken:
            raise click.UsageError(f"{path} is named twice. Name another file for what is written.")
        taken.append(path.resolve())


def _template(base: "RuleBase", path: Path) -> None:
    import csv
    from io import StringIO

    from engine.rosters.headings import principals, template

    if path.suffix.lower() != ".csv":
        raise click.UsageError(f"{path}: end the name in .csv")
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(template(base, principals(base)))
    _save(path, text.getvalue().encode())
    click.echo(f"{path}: fill in a row for each; replace the second line, which says what fits")


def files_of(
    base: "RuleBase", offers: Path | None, lists: tuple[tuple[str, Path], ...]
) -> dict[str, Path]:
    """The file of each entity that has one."""
    known = {entity.list_key: entity.name for entity in base.entities.values() if entity.list_key}
    found = {}
    for key, path in lists:
        if key not in known:
            raise click.UsageError(f"--list {key}: the lists of a case are {', '.join(known)}")
        found[known[key]] = path
    if offers:
        weighed = [one.entity for one in base.layout.entities if one.weighed]
        weighed = [name for name in weighed if not base.entities[name].principal]
        if not weighed:
            raise click.UsageError("--offers: this knowledge base weighs no entries of a list.")
        if weighed[0] in found:
            raise click.UsageError("--offers and --list name the same list.")
        found[weighed[0]] = offers
    return found


def _codes(path: Path | None) -> "Codes | None":
    if path is None:
        return None
    from engine.rosters.codes import Codes

    try:
        return Codes(path.read_text(encoding="utf-8") if path.exists() else "")
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{path}: {error}") from error


def _write(
    people: "Cohort", output: Path, codes: "Codes | None", kept: Path | None, hands: "Hands"
) -> list[Path]:
    """Everything that is to be written, with a count of what is done for who waits."""
    from cli.lock import Locked, locked
    from engine.rosters.cluster import NoSpark
    from engine.rosters.sinks import TooMany
    from engine.rosters.writing import write

    try:
        with locked(output.with_name(f".{output.name}")), counting() as done:
            return write(people, output, codes, kept, done, hands)
    except Locked as busy:
        raise click.UsageError(f"{output} is being written by another run.") from busy
    except TooMany as many:
        raise click.UsageError(f"{output}: {many}; write .parquet or .csv") from many
    except NoSpark as error:
        click.echo(f"Spark did not answer the roster: {error}", err=True)
        sys.exit(BAD_INPUT)
    except OSError as error:
        click.echo(f"{output} cannot be written: {error.strerror}", err=True)
        if people.answered:
            click.echo("What is done is kept: the same command goes on with it.", err=True)
        sys.exit(BAD_INPUT)


@contextmanager
def counting() -> Iterator[Callable[[int], None]]:
    """Tells who waits at a terminal how far it is."""
    total, watched = 0, sys.stderr.isatty()

    def done(more: int) -> None:
        nonlocal total
        total += more
        if watched:
            click.echo(f"\r{total:,} answered so far", nl=False, err=True)

    try:
        yield done
    finally:
        if watched and total:
            click.echo(err=True)


def _save(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data, PRIVATE)
    except OSError as error:
        click.echo(f"{path} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)


def _tell(people: "Cohort", output: Path, written: list[Path]) -> None:
    from engine.rosters.reading import bad_rows
    from engine.rosters.writing import rejects_of

    rejects = people.rejects()
    before = f" ({people.before:,} of them in a run before)" if people.before else ""
    click.echo(f"{people.answered:,} answered{before}: {', '.join(map(str, written))}")
    if rejects:
        count = bad_rows(rejects)
        rows = "1 row" if count == 1 else f"{count:,} rows"
        click.echo(f"{rows} could not be used as written, see {rejects_of(output)}", err=True)
        sys.exit(REJECTED)
