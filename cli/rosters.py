"""What commands that compare rosters share: their output, rejects and progress."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.cohort import REJECTED
from cli.shared import BAD_INPUT

if TYPE_CHECKING:
    from engine.rosters.compared import Table
    from engine.rosters.rejects import Reject

LIST_ENDINGS = (".csv", ".parquet", ".xlsx", ".json")
ROSTER_ENDINGS = (".csv", ".parquet", ".xlsx")
_SHOWN = 10  # rejects told where there is no file for them


def check_output(output: Path | None, inputs: Sequence[Path]) -> None:
    """Refuse a name of a list that says no known format, or that is read from."""
    if output is None:
        return
    if output.suffix.lower() not in LIST_ENDINGS:
        raise click.UsageError(f"{output}: end the name in .csv, .parquet, .xlsx or .json")
    if output.resolve() in [path.resolve() for path in inputs]:
        raise click.UsageError(f"{output} is named twice. Name another file for what is written.")


def write_list(
    output: Path | None, chunks: "Iterable[Table]", rejects: "Callable[[], list[Reject]]"
) -> None:
    """Take all chunks, and write them where a file is named; says so, and stops if it cannot."""
    from engine.rosters.listing import listed
    from engine.rosters.sinks import TooMany

    try:
        listed(output, chunks, rejects)
    except TooMany as many:
        raise click.UsageError(f"{output}: {many}; write .parquet or .csv") from many
    except OSError as error:
        click.echo(f"{output} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)
    if output is not None:
        click.echo(f"All changes: {output}", err=True)


def tell_rejects(rejects: "Sequence[Reject]", output: Path | None) -> None:
    """Say which rows could not be used, if any, and stop with the exit code for that."""
    from engine.rosters.reading import bad_rows
    from engine.rosters.writing import rejects_of
    from engine.visible import visible

    if not rejects:
        return
    count = bad_rows(rejects)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    where = f", see {rejects_of(output)}" if output else ":"
    click.echo(f"{rows} could not be used as written{where}", err=True)
    for one in rejects[:_SHOWN] if output is None else ():
        line = f"  {one.file}, row {one.row}, {one.column}: {one.reason}; {one.hint}"
        click.echo(visible(line), err=True)
    if output is None and len(rejects) > _SHOWN:
        click.echo(f"  and {len(rejects) - _SHOWN:,} more; -o FILE writes all", err=True)
    sys.exit(REJECTED)
