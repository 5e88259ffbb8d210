"""Cells that are what they say, and a workbook whose bytes depend on its content alone."""

import re
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

MAX_TEXT, MAX_TITLE = 32_767, 31
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_DATE = date(2000, 1, 1)  # stands in for the date of a case that has none
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def put(sheet: Worksheet, row: int, column: int, value: str | float | date | None) -> None:
    """Write a value; a text stays a text, also one that looks like a formula."""
    found = sheet.cell(row, column)
    if not isinstance(value, str):
        found.value = value
        return
    text = _NOT_XML.sub(" ", value)[:MAX_TEXT]
    found.value = text
    found.data_type = "s"
    if text.startswith(_LOOKS_LIKE_FORMULA):
        found.quotePrefix = True  # stays a text when it is edited, too


def sheet_title(text: str) -> str:
    """The text as the title of a sheet."""
    return re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", text)[:MAX_TITLE].strip() or "Sheet"


def workbook_bytes(book: Workbook, day: date | None) -> bytes:
    """The file, dated by the case instead of by the clock."""
    stamp = datetime.combine(day or _NO_DATE, time())
    book.properties.creator, book.properties.created = "crossmatch", stamp
    raw, packed = BytesIO(), BytesIO()
    book.save(raw)
    book.properties.modified = stamp
    with ZipFile(raw) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            core = name == ARC_CORE
            data = tostring(book.properties.to_tree()) if core else old.read(name)
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, data)
    return packed.getvalue()
