"""Tables written chunk by chunk, so that no whole one is ever in memory: CSV, Parquet, Excel."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import polars as pl

MOST_IN_A_SHEET = 1_048_575  # rows below the heading
_FORMULA = r"^[=+\-@\t\r]"


class TooMany(Exception):
    """More rows than a workbook can hold."""


class Sink(Protocol):
    """Takes the chunks of several tables, then writes them to files that are there already."""

    def add(self, table: str, chunk: pl.DataFrame) -> None:
        """Put a chunk behind those before it."""

    def files(self) -> Iterator[tuple[str, Path]]:
        """What was written: what stands behind the name of the output, and the file."""


class ParquetSink:
    """A file for each table; its chunks are files of their own until the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, list[Path]] = {}

    def add(self, table: str, chunk: pl.DataFrame) -> None:
        """Put a chunk behind those before it."""
        parts = self._parts.setdefault(table, [])
        parts.append(self._folder / f"{table}-{len(parts)}.part")
        chunk.write_parquet(parts[-1], compression="lz4", statistics=False)

    def parts(self, table: str) -> list[Path]:
        """The chunks of a table so far."""
        return self._parts[table]

    def tables(self) -> list[str]:
        """The names of the tables so far."""
        return list(self._parts)

    def files(self) -> Iterator[tuple[str, Path]]:
        """A file for each table."""
        for table, parts in self._parts.items():
            path = parts[0]
            if len(parts) > 1:
                path = self._folder / f"{table}.parquet"
                pl.scan_parquet(parts).sink_parquet(path, compression="lz4")
            yield table, path


class CsvSink:
    """A file for each table."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, Path] = {}

    def add(self, table: str, chunk: pl.DataFrame) -> None:
        """Put a chunk behind those before it."""
        is_first = table not in self._tables
        path = self._tables.setdefault(table, self._folder / f"{table}.csv")
        with path.open("ab") as file:
            safe(chunk).write_csv(file, include_header=is_first)

    def files(self) -> Iterator[tuple[str, Path]]:
        """A file for each table."""
        yield from self._tables.items()


class ExcelSink:
    """One workbook with a sheet for each table. Raises TooMany for more rows than one holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = ParquetSink(folder)
        self._rows: dict[str, int] = {}

    def add(self, table: str, chunk: pl.DataFrame) -> None:
        """Put a chunk behind those before it."""
        self._rows[table] = self._rows.get(table, 0) + len(chunk)
        if self._rows[table] > MOST_IN_A_SHEET:
            raise TooMany(f"a sheet holds at most {MOST_IN_A_SHEET:,} rows")
        self._parts.add(table, chunk)

    def files(self) -> Iterator[tuple[str, Path]]:
        """The workbook."""
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        for table in self._parts.tables():
            sheet = book.create_sheet(table or "cases")
            for row in _rows(self._parts.parts(table)):
                sheet.append(row)
        path = self._folder / "workbook.xlsx"
        book.save(path)
        yield "", path


def _rows(parts: Iterable[Path]) -> Iterator[list[Any]]:
    for number, part in enumerate(parts):
        chunk = safe(pl.read_parquet(part))
        if number == 0:
            yield chunk.columns
        for row in chunk.iter_rows():
            yield list(row)


def safe(chunk: pl.DataFrame) -> pl.DataFrame:
    """The same with no text that a spreadsheet would take for a formula."""
    return chunk.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$0"))


SINKS: Mapping[str, Callable[[Path], Sink]] = {
    ".csv": CsvSink,
    ".parquet": ParquetSink,
    ".xlsx": ExcelSink,
}
