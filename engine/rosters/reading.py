"""Rows of a table read against the vocabulary: codes of the good ones, reasons for the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from engine.ir.base import Entity, RuleBase
from engine.problem import suggest
from engine.rosters.cells import coded
from engine.rosters.headings import CLOSED, ID, MANY, Headings, read_headings
from engine.rosters.ids import ids_of
from engine.rosters.rejects import Reject
from engine.rosters.sources import ROW, Source, refused

_Odd = tuple[int, str, str, str]  # the place of a row, the heading, what is wrong, a hint


@dataclass(frozen=True)
class Rows:
    """Rows as codes, with their ids and numbers; `bad` are the places of those not to be used."""

    frame: pl.DataFrame
    bad: frozenset[int]
    rejects: list[Reject]

    def good(self) -> pl.DataFrame:
        """The rows that can be used."""
        return self.frame.filter(~self.is_bad()) if self.bad else self.frame

    def is_bad(self) -> pl.Series:
        """Which rows are not to be used."""
        places = pl.int_range(len(self.frame), eager=True)
        return places.is_in(pl.Series([sorted(self.bad)], dtype=pl.List(pl.Int64)))


@dataclass
class Reader:
    """Reads one table; `rejects` are the headings of no use. Raises BadInput without ids."""

    base: RuleBase
    source: Source
    entities: tuple[Entity, ...]
    headings: Headings = field(init=False)
    rejects: list[Reject] = field(init=False)

    def __post_init__(self) -> None:
        given, file = self.source.headings, self.source.name
        if ID not in given:
            hint = suggest(ID, given) or f"name the column that tells rows apart {ID}"
            if any(";" in heading for heading in given):
                hint = "separate the cells by commas"
            raise refused(Path(file), f"there is no column {ID}", hint)
        self.headings = read_headings(self.base, self.entities, given)
        self.rejects = [
            Reject(file, 1, "", heading, reason, hint)
            for heading, reason, hint in self.headings.wrong
        ]

    def read(self, raw: pl.DataFrame, bad: Collection[int]) -> Rows:
        """The rows as codes; some are bad already, but all their mistakes are found."""
        ids, odd = ids_of(raw), list[_Odd]()
        columns: dict[str, pl.Series] = {ROW: raw[ROW], ID: ids}
        for heading, fact in self.headings.facts.items():
            cells = coded(fact, raw[heading])
            columns |= cells.columns
            odd += _odd(heading, raw[heading], cells.wrong)
        columns[CLOSED] = self._closed(raw)
        odd += _odd(CLOSED, columns[CLOSED], self._bad_closed(columns[CLOSED]))
        frame = pl.DataFrame({name: column.alias(name) for name, column in columns.items()})
        places = frozenset(bad) | {one[0] for one in odd}
        return Rows(frame, places, [self._reject(frame, *one) for one in odd])

    def _reject(self, frame: pl.DataFrame, i: int, column: str, reason: str, hint: str) -> Reject:
        name: str = frame[ID][i] or ""
        return Reject(self.source.name, frame[ROW][i], name, column, reason, hint)

    def _closed(self, raw: pl.DataFrame) -> pl.Series:
        if CLOSED in raw.columns:
            return raw[CLOSED].cast(pl.String)
        return pl.Series(CLOSED, [None], dtype=pl.String).new_from_index(0, len(raw))

    def _bad_closed(self, cells: pl.Series) -> dict[str, tuple[str, str]]:
        lists = [entity.list_key for entity in self.base.entities.values() if entity.list_key]
        odd = {}
        for text in cells.drop_nulls().unique().to_list():
            for name in closed_lists(text):
                if name not in lists:
                    odd[text] = f"“{name}” is not a list of a case", suggest(name, lists)
        return odd


def _odd(heading: str, cells: pl.Series, wrong: Mapping[str, tuple[str, str]]) -> Iterator[_Odd]:
    """The places of cells with a text that is no answer, with what to say of it."""
    if wrong:
        texts = cells.cast(pl.String)
        for i in texts.is_in(list(wrong)).arg_true().to_list():
            yield i, heading, *wrong[texts[i]]


def closed_lists(text: str) -> list[str]:
    """The lists that a cell names as complete."""
    return [part.strip() for part in text.split(MANY) if part.strip()]


def bad_rows(rejects: Iterable[Reject]) -> int:
    """How many rows have a mistake."""
    return len({(one.file, one.row) for one in rejects})
