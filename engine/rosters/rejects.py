"""Rows that cannot be used: which, why, and what to do about it."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from io import StringIO


@dataclass(frozen=True, slots=True, order=True)
class Reject:
    """One mistake in one row; rows count from 1 as in a spreadsheet, the heading is the first."""

    file: str
    row: int
    id: str
    column: str
    reason: str
    hint: str = ""


def as_csv(rejects: Iterable[Reject]) -> bytes:
    """A table of what was rejected, by file and row."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Reject))
    writer.writerows([_plain(cell) for cell in astuple(one)] for one in sorted(rejects))
    return text.getvalue().encode()


def _plain(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
