"""Codes in place of ids, the same in every run, kept in a file of their own."""

import csv
import secrets
from io import StringIO

import polars as pl

from engine.rosters.headings import ID

_BYTES = 6
HEADING = (ID, "code")


class Codes:
    """Gives each id a code that says nothing about it; those given before stay."""

    def __init__(self, before: str = "") -> None:
        """`before` is the text of the file of an earlier run. Raises ValueError if it is none."""
        rows = list(csv.reader(StringIO(before), strict=True)) if before.strip() else [[*HEADING]]
        if tuple(rows[0]) != HEADING or any(len(row) != len(HEADING) for row in rows):
            raise ValueError("these are no codes of an earlier run")
        self._codes = {row[0]: row[1] for row in rows[1:]}
        self._taken = set(self._codes.values())

    def of(self, name: str) -> str:
        """The code of an id; empty for none."""
        if name and name not in self._codes:
            code = secrets.token_hex(_BYTES)
            while code in self._taken:
                code = secrets.token_hex(_BYTES)
            self._codes[name] = code
            self._taken.add(code)
        return self._codes.get(name, "")

    def put_in(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with codes in the column of ids."""
        names = frame[ID].unique(maintain_order=True)
        codes = pl.Series([self.of(name) for name in names], dtype=pl.String)
        return frame.with_columns(frame[ID].replace_strict(names, codes, return_dtype=pl.String))

    def as_csv(self) -> bytes:
        """The file to keep."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADING)
        writer.writerows(self._codes.items())
        return text.getvalue().encode()
