"""Copies of a table with other cells; every row keeps the number that it has in the original."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from engine.rosters.batches import copy_of, put
from engine.rosters.rejects import Reject
from engine.rosters.sinks import scanned, to_parquet
from engine.rosters.sources import ROW, open_source

CHUNK = 50_000  # rows in memory at a time
_BREAK = "[\r\n]"
_MARK = "\x1f"  # in place of a line end; no more printable than that, and so no more acceptable

Change = Callable[[pl.DataFrame], pl.DataFrame]


def edited(path: Path, change: Change, folder: Path) -> tuple[Path, list[Reject]]:
    """A copy below `folder`, and the rows that are broken themselves and not in it.

    `change` is given the cells, a chunk at a time, and must keep all rows. Raises BadInput for a
    file that cannot be read.
    """
    source = open_source(path)
    chunks = (change(raw.drop(ROW)).with_columns(raw[ROW]) for raw in source.chunks(CHUNK))
    if path.suffix.lower() == ".parquet":
        return _as_parquet(chunks, folder, path), source.rejects
    copy = folder / f"{path.stem}.csv"
    _as_csv(chunks, copy, list(change(_empty(source.headings)).columns))
    return copy, source.rejects


def _empty(headings: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(headings, pl.String))


def _as_parquet(chunks: Iterator[pl.DataFrame], folder: Path, path: Path) -> Path:
    """Rows of such a file are numbered one after the other, so that nothing has to be done."""
    parts = list[Path]()
    for number, chunk in enumerate(chunks):
        parts.append(copy_of(folder / f"{path.stem}-parts", number))
        put(chunk.drop(ROW), parts[-1])
    if not parts:
        return path
    ((_, made),) = to_parquet({path.stem: scanned(parts)}, folder)
    return made.replace(folder / path.name)


def _as_csv(chunks: Iterator[pl.DataFrame], copy: Path, headings: list[str]) -> None:
    """A line for each row, and an empty one for each that is missing."""
    with copy.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(_empty(tuple(headings)).write_csv())
        line = 2
        for chunk in chunks:
            numbers, cells = chunk[ROW].to_list(), chunk.drop(ROW)
            lines = cells.with_columns(pl.col(pl.String).str.replace_all(_BREAK, _MARK))
            text = lines.write_csv(include_header=False, quote_style="always")
            if numbers and numbers[-1] - line + 1 == len(numbers):
                file.write(text)
            else:
                file.writelines(_spread(text.split("\n"), numbers, line))
            line = numbers[-1] + 1 if numbers else line


def _spread(lines: list[str], numbers: list[int], first: int) -> Iterator[str]:
    for line, number in zip(lines, numbers, strict=False):
        yield "\n" * (number - first) + line + "\n"
        first = number + 1
