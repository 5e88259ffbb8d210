"""Tables joined from their parts, so that no whole one is ever in memory: CSV, Parquet, Excel."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from engine.rosters.sources import ROW

MOST_IN_A_SHEET = 1_048_575  # rows below the heading
_FORMULA = r"^[=+\-@\t\r]"
_SHOWN = {ROW: "row"}
Parts = Mapping[str, list[pl.LazyFrame]]  # of each table, in order
Made = Iterator[tuple[str, Path]]  # what stands behind the name of the output, and the file


class TooMany(Exception):
    """More rows than a workbook can hold."""


def check(ending: str, rows: Mapping[str, int]) -> None:
    """Raises TooMany for tables that do not fit into a file with this ending."""
    if ending == ".xlsx" and max(rows.values(), default=0) > MOST_IN_A_SHEET:
        raise TooMany(f"a sheet holds at most {MOST_IN_A_SHEET:,} rows")


def scanned(paths: Iterable[Path]) -> list[pl.LazyFrame]:
    """Parts as they lie on the disk."""
    return [pl.scan_ipc(path, glob=False) for path in paths]


def to_parquet(parts: Parts, folder: Path) -> Made:
    """A file for each table."""
    for table, frames in parts.items():
        path = _private(folder / f"{table}.parquet")
        lazy = pl.concat(frames).rename(_SHOWN, strict=False)
        lazy.sink_parquet(path, compression="lz4", statistics=False)
        yield table, path


def to_csv(parts: Parts, folder: Path) -> Made:
    """A file for each table."""
    for table, frames in parts.items():
        path = _private(folder / f"{table}.csv")
        with path.open("wb") as file:
            for number, part in enumerate(frames):
                safe(part.collect()).write_csv(file, include_header=number == 0)
        yield table, path


def to_excel(parts: Parts, folder: Path) -> Made:
    """One workbook with a sheet for each table."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table, frames in parts.items():
        sheet = book.create_sheet(table or "cases")
        for row in _rows(frames):
            sheet.append(row)
    path = _private(folder / "workbook.xlsx")
    book.save(path)
    yield "", path


def _private(path: Path) -> Path:
    path.touch(mode=0o600)
    return path


def _rows(frames: list[pl.LazyFrame]) -> Iterator[list[Any]]:
    for number, part in enumerate(frames):
        chunk = safe(part.collect())
        if number == 0:
            yield chunk.columns
        for row in chunk.iter_rows():
            yield list(row)


def safe(chunk: pl.DataFrame) -> pl.DataFrame:
    """The same to be shown, with no text that a spreadsheet would take for a formula."""
    shown = chunk.rename(_SHOWN, strict=False)
    return shown.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$0"))


SINKS: Mapping[str, Callable[[Parts, Path], Made]] = {
    ".csv": to_csv,
    ".parquet": to_parquet,
    ".xlsx": to_excel,
}
