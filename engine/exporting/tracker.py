"""The tracker: a spreadsheet of what the case lists, with drop-downs and rows to fill in."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engine.advise import Run
from engine.exporting.columns import columns_of, shown_fact
from engine.exporting.dropdowns import Dropdowns
from engine.exporting.notes_sheet import add_notes
from engine.exporting.workbook import put, sheet_title, workbook_bytes
from engine.ir.base import Kind
from engine.ir.sheets import Column, Sheet
from engine.report.cells import Cell, cell, layout_of
from engine.report.members import member_data, members_of
from engine.report.notes import notes
from engine.report.parts import Data, Parts

MIN_WIDTH, MAX_WIDTH = 11, 45
_HEAD = PatternFill("solid", fgColor="FFDDE6F0")
_DAY, _MONEY = "yyyy-mm-dd", "#,##0"


def tracker(run: Run) -> tuple[bytes, dict[str, int]]:
    """The spreadsheet, and how many rows of each sheet are filled in."""
    parts, book, filled = Parts(run), Workbook(), dict[str, int]()
    book.remove(book.worksheets[0])
    lists = Dropdowns(book)
    for sheet in parts.base.layout.tracker:
        rows = _rows(sheet, parts)
        if rows or sheet.empty_rows:
            made = book.create_sheet(sheet_title(sheet.title))
            _fill(made, sheet, rows, lists, parts)
            filled[made.title] = len(rows)
    filled |= add_notes(book, notes(parts))
    lists.finish()
    return workbook_bytes(book, run.known.case.as_of), filled


def _rows(sheet: Sheet, parts: Parts) -> list[list[Cell]]:
    """A row for each member, in the order of the case."""
    layout, columns = layout_of(sheet.entity, parts), columns_of(sheet, parts)
    if layout is None:
        reported = [(member, Data()) for member in parts.known.members(sheet.entity)]
    else:
        reported = [(m, member_data(layout, m, parts)) for m in members_of(layout, parts)]
    return [[cell(column, m, data, parts) for column in columns] for m, data in reported]


def _fill(
    made: Worksheet, sheet: Sheet, rows: list[list[Cell]], lists: Dropdowns, parts: Parts
) -> None:
    columns = columns_of(sheet, parts)
    last = 1 + len(rows) + sheet.empty_rows
    for at, column in enumerate(columns, 1):
        put(made, 1, at, column.title)
        values = [row[at - 1] for row in rows]
        for line, value in enumerate(values, 2):
            put(made, line, at, value)
        _shape(made, at, last, column, parts)
        lists.add(made, at, last, _choices(column, parts))
        width = _width(column.title, values)
        made.column_dimensions[get_column_letter(at)].width = width
    _head(made, len(columns), last)


def _shape(made: Worksheet, at: int, last: int, column: Column, parts: Parts) -> None:
    """Number formats also for the rows that are still empty."""
    fact = shown_fact(column, parts)
    formats = {Kind.DATE: _DAY, Kind.MONEY: _MONEY}
    for line in range(2, last + 1):
        found = made.cell(line, at)
        found.alignment = Alignment(vertical="top", wrap_text=True)
        if fact is not None and fact.kind in formats:
            cents = isinstance(found.value, float) and found.value % 1 != 0
            found.number_format = "#,##0.00" if cents else formats[fact.kind]


def _choices(column: Column, parts: Parts) -> Sequence[str]:
    fact = shown_fact(column, parts)
    if column.same:
        return ("yes", "no")
    if fact is None or fact.kind not in (Kind.CHOICE, Kind.YES_NO):
        return ()
    return tuple(fact.choices.values())


def _width(title: str, values: list[Cell]) -> int:
    texts = [value for value in values if isinstance(value, str)]
    wanted = max(map(len, (title, *texts))) + 3  # room for the button of the filter
    return max(MIN_WIDTH, min(MAX_WIDTH, wanted))


def _head(made: Worksheet, columns: int, last: int) -> None:
    for at in range(1, columns + 1):
        head = made.cell(1, at)
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(vertical="top", wrap_text=True)
    made.freeze_panes = "B2"  # the header, and the names
    made.auto_filter.ref = f"A1:{get_column_letter(max(columns, 1))}{last}"
