"""The whole list of changes as a file, written chunk by chunk: CSV, Parquet, Excel or JSON."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from engine.rosters.rejects import Reject, as_csv
from engine.rosters.sinks import SINKS, Sink
from engine.rosters.writing import put_in_place, rejects_of, workshop

ENDINGS = (".csv", ".parquet", ".json", ".xlsx")


class JsonSink:
    """A list of objects, one a line, in which nothing stands that a terminal would obey."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "list.json"
        self._path.write_text("[", encoding="ascii")
        self._first = True

    def add(self, table: str, chunk: pl.DataFrame) -> None:
        """Put a chunk behind those before it."""
        with self._path.open("a", encoding="ascii") as file:
            for row in chunk.iter_rows(named=True):
                file.write("\n" if self._first else ",\n")
                self._first = False
                file.write(json.dumps(row))

    def files(self) -> Iterator[tuple[str, Path]]:
        """The file."""
        with self._path.open("a", encoding="ascii") as file:
            file.write("\n]\n")
        yield "", self._path


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
    with workshop(output) as folder:
        sink: Sink = JsonSink(folder) if output.suffix.lower() == ".json" else _sink(output, folder)
        for chunk in chunks:
            sink.add("", chunk)
        ((_, made),) = sink.files()
        files = {output: made}
        found = rejects()
        if found:
            files[rejects_of(output)] = folder / "rejects"
            files[rejects_of(output)].write_bytes(as_csv(found))
        put_in_place(files)
        if not found:
            rejects_of(output).unlink(missing_ok=True)  # of an earlier run


def _sink(output: Path, folder: Path) -> Sink:
    return SINKS[output.suffix.lower()](folder)
