"""Tables read in chunks of bounded size: CSV, Parquet and Excel files."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from engine.problem import BadInput, Problem
from engine.rosters.rejects import Reject
from engine.span import Span

ENDINGS = (".csv", ".parquet", ".xlsx")
# Columns that no heading can be taken for.
ROW, CASE = "row number of the file", "row of the case"
_FIRST = 2  # the heading is row 1


@dataclass(frozen=True)
class Source:
    """A table that is read chunk by chunk; rows that are broken themselves go to `rejects`.

    Where it can be read from anywhere there is `slice`, which takes the place of the first row, how
    many there are to be and of which columns, and the number of all `rows`.
    """

    name: str
    headings: tuple[str, ...]
    chunks: Callable[[int], Iterator[pl.DataFrame]]
    rejects: list[Reject] = field(default_factory=list)
    slice: Callable[[int, int, list[str] | None], pl.DataFrame] | None = None
    rows: int = 0


def open_source(path: Path | Source) -> Source:
    """The table in a file. Raises BadInput where it cannot be read."""
    if isinstance(path, Source):
        return path
    readers = {".csv": _from_csv, ".parquet": _from_parquet, ".xlsx": _from_excel}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise refused(path, "this is no table that is read here", "use .csv, .parquet or .xlsx")
    try:
        return read(path)
    except FileNotFoundError:
        raise refused(path, "there is no such file", "check the name") from None
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        raise refused(path, f"this cannot be read: {error}", "export it again") from error
    except Exception as error:  # what a broken workbook raises is anything from BadZipFile on
        if path.suffix.lower() != ".xlsx":
            raise
        raise refused(path, "this is no workbook that can be read", "save it again") from error


def refused(path: Path, message: str, hint: str) -> BadInput:
    """What to raise for a file that cannot be used at all."""
    return BadInput([Problem(Span(str(path)), message, hint)])


def _from_parquet(path: Path) -> Source:
    lazy = pl.scan_parquet(path, glob=False)
    names = tuple(lazy.collect_schema().names())
    rows: int = lazy.select(pl.len()).collect().item()

    def part(start: int, size: int, columns: list[str] | None) -> pl.DataFrame:
        wanted = [name for name in columns or names if name != ROW]
        found = lazy.select(wanted).slice(start, size).collect()
        return found.with_row_index(ROW, offset=start + _FIRST)

    def chunks(size: int) -> Iterator[pl.DataFrame]:
        yield from (part(start, size, None) for start in range(0, rows, size))

    return Source(str(path), names, chunks, slice=part, rows=rows)


def _from_csv(path: Path) -> Source:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = next(csv.reader(file), [])
    source = Source(str(path), _headings(first), lambda size: iter(()))

    def chunks(size: int) -> Iterator[pl.DataFrame]:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from _frames(source, _csv_rows(source, file), size)

    return Source(source.name, source.headings, chunks, source.rejects)


def _csv_rows(source: Source, lines: Iterable[str]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Each line is a row of its own, so that an open quote spoils no other one."""
    for number, line in enumerate(lines, 1):
        if number == 1 or not line.strip(", ;\r\n\t"):
            continue
        why = _broken(line)
        cells: list[str] = []
        if not why:
            try:
                (cells,) = csv.reader([line], strict=True)
            except (csv.Error, ValueError) as error:
                why = f"this is not a row of CSV: {error}"
        if why:
            source.rejects.append(Reject(source.name, number, "", "", why, "correct the row"))
        else:
            yield number, cells


def _broken(line: str) -> str:
    if line.count('"') % 2:
        return "a quote is not closed; a cell is one line"
    if any("\udc80" <= letter <= "\udcff" for letter in line) if not line.isascii() else False:
        return "this row is not saved as UTF-8"
    return "this row has a character of no text" if "\0" in line else ""


def _from_excel(path: Path) -> Source:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    first = next(book.worksheets[0].iter_rows(values_only=True), ())
    source = Source(str(path), _headings(["" if c is None else str(c) for c in first]), _nothing)

    def chunks(size: int) -> Iterator[pl.DataFrame]:
        rows = enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
        found = ((n, [_text(c) for c in cells]) for n, cells in rows if n > 1 and any(cells))
        yield from _frames(source, found, size)

    return Source(source.name, source.headings, chunks, source.rejects)


def _nothing(_: int) -> Iterator[pl.DataFrame]:
    return iter(())


def _text(cell: Any) -> str:
    """A cell as a person sees it."""
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _headings(cells: Iterable[str]) -> tuple[str, ...]:
    """Empty headings get a name, so that what stands under them is reported."""
    named = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    while named and named[-1] == f"column {len(named)}":
        named.pop()
    return tuple(name if name not in named[:i] else f"{name} again" for i, name in enumerate(named))


def _frames(
    source: Source, rows: Iterator[tuple[int, Sequence[Any]]], size: int
) -> Iterator[pl.DataFrame]:
    """Rows as frames of texts; rows that are too long or too short are rejected."""
    kept: list[Sequence[Any]] = []
    numbers: list[int] = []
    for number, cells in rows:
        if why := _misfit(source, cells):
            source.rejects.append(Reject(source.name, number, "", "", why, "quote commas in cells"))
            continue
        kept.append(cells[: len(source.headings)])
        numbers.append(number)
        if len(kept) == size:
            yield _frame(source, kept, numbers)
            kept, numbers = [], []
    if kept:
        yield _frame(source, kept, numbers)


def _misfit(source: Source, cells: Sequence[str]) -> str:
    if any(cell.strip() for cell in cells[len(source.headings) :]):
        return "this row has more cells than the heading"
    return "this row has fewer cells than the heading" if len(cells) < len(source.headings) else ""


def _frame(source: Source, rows: list[Sequence[Any]], numbers: list[int]) -> pl.DataFrame:
    columns = zip(source.headings, zip(*rows, strict=True), strict=True)
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in columns})
    return frame.select(pl.Series(ROW, numbers, dtype=pl.UInt32), pl.all().replace("", None))
