"""Answers put into the cells of a table, for everybody or for those with certain other answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import polars as pl

from engine.ir.base import Fact, Kind
from engine.problem import Problems
from engine.reading.answers import read_value
from engine.rosters.headings import ID, MANY
from engine.span import NOWHERE

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Wanted:
    """A question, its column, and the answer as a cell; empty: nobody asked."""

    fact: Fact
    heading: str
    cell: str

    @property
    def text(self) -> str:
        """As a person would write it."""
        return f"{self.fact.id}={self.cell}"

    def is_in(self, cells: pl.DataFrame) -> pl.Series:
        """Of which rows it is the answer already, however it is written."""
        if self.heading not in cells.columns:
            return pl.repeat(not self.cell, len(cells), dtype=pl.Boolean, eager=True)
        column = texts(cells[self.heading])
        if not self.cell:
            return column.is_null() | (column.str.strip_chars() == "").fill_null(False)
        same = [text for text in column.unique().drop_nulls() if self._same(text)]
        return column.is_in(same).fill_null(False)

    def _same(self, text: str) -> bool:
        return meant(self.fact, text) == meant(self.fact, self.cell)

    def put_in(self, cells: pl.DataFrame, where: pl.Series) -> pl.DataFrame:
        """The table with the answer in those rows; a question that has no column gets one."""
        none = pl.repeat(None, len(cells), dtype=pl.String, eager=True)
        old = texts(cells[self.heading]) if self.heading in cells.columns else none
        return cells.with_columns(old.set(where, self.cell or None).alias(self.heading))


@dataclass
class Count:
    """Of how many rows an answer was put in, how many had it, and how many were not meant."""

    put: int = 0
    had: int = 0
    other: int = 0


@dataclass
class Puts:
    """Answers that are put in where all of `where` are given: of each question one of some.

    `ids` of those rows are kept with `keep`; with `only` no row of other ids is meant.
    """

    put: Sequence[Wanted]
    where: Sequence[Sequence[Wanted]]
    keep: bool = False
    only: frozenset[str] | None = None
    counts: dict[str, Count] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.counts = {one.text: Count() for one in self.put}

    @property
    def change(self) -> Callable[[pl.DataFrame], pl.DataFrame]:
        """What makes the table with the answers of the table without."""
        return self._changed

    def _changed(self, cells: pl.DataFrame) -> pl.DataFrame:
        meant_rows = pl.repeat(True, len(cells), dtype=pl.Boolean, eager=True)
        for some in self.where:
            meant_rows &= reduce(or_, (one.is_in(cells) for one in some))
        ids = texts(cells[ID]).str.strip_chars()
        if self.only is not None:
            meant_rows &= ids.is_in(list(self.only)).fill_null(False)
        if self.keep:
            self.ids.update(ids.filter(meant_rows).drop_nulls())
        made = cells
        for one in self.put:
            had = one.is_in(cells)
            count = self.counts[one.text]
            count.put += int((meant_rows & ~had).sum())
            count.had += int((meant_rows & had).sum())
            count.other += int((~meant_rows).sum())
            made = one.put_in(made, meant_rows & ~had)
        return made


def texts(column: pl.Series) -> pl.Series:
    """Cells as a person would have typed them."""
    if column.dtype == pl.Boolean:
        return column.cast(pl.String).replace({"true": "yes", "false": "no"})
    if column.dtype == pl.Datetime:
        column = column.cast(pl.Date)
    if column.dtype.is_float():
        return column.cast(pl.String).str.strip_suffix(".0")
    return column.cast(pl.String)


def cell_of(fact: Fact, typed: str) -> str:
    """What a table holds for an answer as it is typed: several values have another sign between."""
    if fact.kind is not Kind.CHOICES or typed in ("", UNKNOWN):
        return typed
    parts = [part.strip() for part in typed.removeprefix("[").removesuffix("]").split(",")]
    return MANY if parts in ([""], ["none"]) else MANY.join(parts)


def meant(fact: Fact, text: str) -> object:
    """What an answer means: the same for all ways of writing it; None for a text that is none."""
    text = text.strip()
    if fact.kind is Kind.CHOICES:
        return frozenset(part.strip() for part in text.split(MANY)) - {""}
    if text == UNKNOWN:
        return UNKNOWN
    return read_value(fact, text, NOWHERE, Problems())
