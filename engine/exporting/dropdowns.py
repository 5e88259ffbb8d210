"""Drop-downs of a spreadsheet; what they offer stands on a hidden sheet, where no limit holds."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.exporting.workbook import put

LISTS = "Lists"


class Dropdowns:
    """Adds drop-downs to the sheets of one workbook; equal ones share a list."""

    def __init__(self, book: Workbook) -> None:
        self._sheet: Worksheet = book.create_sheet(LISTS)
        self._book = book
        self._columns: dict[tuple[str, ...], int] = {}

    def add(self, sheet: Worksheet, column: int, last: int, choices: Sequence[str]) -> None:
        """Offer the choices in a column, from its second row to its last."""
        if not choices or last < 2:
            return
        letter = get_column_letter(column)
        offer = DataValidation("list", self._source(tuple(choices)), allow_blank=True)
        offer.showErrorMessage, offer.errorStyle = True, "warning"  # other words stay possible
        offer.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(offer)

    def _source(self, choices: tuple[str, ...]) -> str:
        at = self._columns.setdefault(choices, len(self._columns) + 1)
        for line, choice in enumerate(choices, 1):
            put(self._sheet, line, at, choice)
        letter = get_column_letter(at)
        return f"{quote_sheetname(self._sheet.title)}!${letter}$1:${letter}${len(choices)}"

    def finish(self) -> None:
        """Hide the lists behind the other sheets; a workbook must show at least one."""
        self._book.move_sheet(self._sheet, len(self._book.worksheets))
        if len(self._book.worksheets) > 1:
            self._sheet.sheet_state = "hidden"
            self._book.active = 0
