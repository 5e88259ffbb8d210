"""The whole list of changes as a file, written chunk by chunk: CSV, Parquet, Excel or JSON."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from engine.rosters.batches import copy_of, put, save
from engine.rosters.rejects import Reject, as_csv
from engine.rosters.sinks import SINKS, Made, Parts, check, scanned
from engine.rosters.writing import put_in_place, rejects_of

ENDINGS = (".csv", ".parquet", ".json", ".xlsx")


def to_json(parts: Parts, folder: Path) -> Made:
    """A list of objects, one a line, in which nothing stands that a terminal would obey."""
    path, divider = folder / "list.json", "["
    path.touch(mode=0o600)
    with path.open("w", encoding="ascii") as file:
        for part in parts[""]:
            for row in part.collect().iter_rows(named=True):
                file.write(f"{divider}\n{json.dumps(row)}")
                divider = ","
        file.write("[\n]\n" if divider == "[" else "\n]\n")
    yield "", path


def listed(
    output: Path | None, chunks: Iterable[pl.DataFrame], rejects: Callable[[], list[Reject]]
) -> None:
    """Take all chunks, and write them to a file if there is one to be, with what was rejected.

    Nothing is in place before all of it is ready. Raises OSError, and TooMany for a workbook.
    """
    if output is None:
        for _ in chunks:
            pass
        return
    beside = output.resolve().parent
    with TemporaryDirectory(dir=beside, prefix=f".{output.name}.") as made:
        folder = Path(made)
        files = {output: _joined(output, chunks, folder)}
        found = rejects()
        if found:
            files[rejects_of(output)] = folder / "rejects"
            save(as_csv(found), files[rejects_of(output)])
        put_in_place(files)
        if not found:
            rejects_of(output).unlink(missing_ok=True)  # of an earlier run


def _joined(output: Path, chunks: Iterable[pl.DataFrame], folder: Path) -> Path:
    ending, parts, rows = output.suffix.lower(), list[Path](), 0
    for number, chunk in enumerate(chunks):
        parts.append(copy_of(folder / "parts", number))
        put(chunk, parts[-1])
        rows += len(chunk)
        check(ending, {"": rows})
    join = to_json if ending == ".json" else SINKS[ending]
    ((_, path),) = join({"": scanned(parts)}, folder)
    return path
