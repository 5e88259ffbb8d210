"""The answers to a roster as files: all of them together or none, for nobody else to read."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from engine.rosters.codes import Codes
from engine.rosters.cohort import Cohort
from engine.rosters.outcomes import Outcomes
from engine.rosters.rejects import as_csv
from engine.rosters.sinks import SINKS, Sink
from engine.rosters.sources import ROW

PRIVATE = 0o600
ITEMS = "advice"
Done = Callable[[int], None]  # told of how many more cases the answers are written


@contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """A folder beside the output that only its owner can enter; gone at the end."""
    folder = Path(tempfile.mkdtemp(dir=output.resolve().parent, prefix=f".{output.name}."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(
    cohort: Cohort, output: Path, codes: Codes | None, kept: Path | None, done: Done
) -> list[Path]:
    """Write the answers to everybody, what was rejected and the codes; gives their files.

    Nothing is in place before all of it is ready. Raises OSError, TooMany, and BadInput for tables
    that cannot be read to their end.
    """
    with workshop(output) as folder:
        files = write_outcomes(cohort.outcomes(), folder, output, codes, done)
        rejects = cohort.rejects(codes)
        if rejects:
            files[rejects_of(output)] = _made(folder / "rejects", as_csv(rejects))
        if codes and kept:
            files[kept] = _made(folder / "codes", codes.as_csv())
        put_in_place(files)
        if not rejects:
            rejects_of(output).unlink(missing_ok=True)  # of an earlier run
    return list(files)


def rejects_of(output: Path) -> Path:
    """The file of rows that could not be used."""
    return output.with_name(f"{output.stem}.rejects.csv")


def _made(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def write_outcomes(
    found: Iterable[Outcomes], folder: Path, output: Path, codes: Codes | None, done: Done
) -> dict[Path, Path]:
    """Write every chunk below `folder`; gives the files there by what they are to become."""
    sink: Sink = SINKS[output.suffix.lower()](folder)
    for chunk in found:
        for table, frame in _tables(chunk):
            shown = codes.put_in(frame) if codes else frame
            sink.add(table, shown.rename({ROW: "row"}, strict=False))
        done(len(chunk.cases))
    return {beside(output, table): path for table, path in sink.files()}


def _tables(chunk: Outcomes) -> Iterator[tuple[str, pl.DataFrame]]:
    """The tables of a chunk; those of lists without any decision are left out."""
    yield "", chunk.cases
    yield ITEMS, chunk.items
    for name, frame in chunk.lists.items():
        if frame.width > 2:
            yield name, frame


def beside(output: Path, table: str) -> Path:
    """`OUT.parquet` for the cases, `OUT.advice.parquet` for another table."""
    return output.with_name(f"{output.stem}.{table}{output.suffix}") if table else output


def put_in_place(files: dict[Path, Path]) -> None:
    """Replace each file in one step, after all of them are ready."""
    for made in files.values():
        made.chmod(PRIVATE)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
    for path, made in files.items():
        made.replace(path)
