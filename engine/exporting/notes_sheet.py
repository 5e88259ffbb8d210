"""Notes as a sheet of a tracker: who said what when, beside what was derived."""

from collections.abc import Callable, Mapping
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from engine.exporting.plain import plain_text
from engine.exporting.workbook import put
from engine.report.note_words import marks
from engine.report.parts import Data

_COLUMNS: Mapping[str, Callable[[Data], str]] = {
    "By": lambda note: note["by"],
    "About": lambda note: note["title"],
    "Entry": lambda note: note["about"],
    "Derived": lambda note: note["value_text"],
    "Says": lambda note: note["says_text"],
    "Text": lambda note: note["text"],
    "Remark": lambda note: " ".join(marks(note)),
}
_WIDTHS = (11, 18, 24, 24, 24, 24, 60, 24)  # in characters


def add_notes(book: Workbook, notes: list[Data]) -> dict[str, int]:
    """The sheet with its number of rows; no sheet where there are no notes."""
    if not notes:
        return {}
    made = book.create_sheet("Notes")
    for at, (title, width) in enumerate(zip(("Date", *_COLUMNS), _WIDTHS, strict=True), 1):
        put(made, 1, at, title)
        made.cell(1, at).font = Font(bold=True)
        made.column_dimensions[made.cell(1, at).column_letter].width = width
    for row, note in enumerate(notes, 2):
        put(made, row, 1, date.fromisoformat(note["date"]))
        for at, told in enumerate(_COLUMNS.values(), 2):
            put(made, row, at, plain_text(told(note)) or None)
            made.cell(row, at).alignment = Alignment(vertical="top", wrap_text=True)
    made.freeze_panes = "A2"
    return {made.title: len(notes)}
