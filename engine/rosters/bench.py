"""The work on a roster in pieces, each of them finished for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import polars as pl

from engine.rosters.batches import SUFFIX, put
from engine.rosters.cohort import Cohort
from engine.rosters.outcomes import Outcomes
from engine.rosters.records import Record, finish
from engine.rosters.roster import Roster

ITEMS = "advice"


class Piece(NamedTuple):
    """A batch of a list that is to be sorted, or without a list a chunk of cases to answer."""

    table: str
    number: int

    @property
    def name(self) -> str:
        """What its record is kept under."""
        return f"sorted-{self.table}-{self.number}" if self.table else f"answered-{self.number}"


class Bench:
    """Where pieces are worked on."""

    def __init__(self, cohort: Cohort, folder: Path) -> None:
        self._cohort, self._folder = cohort, folder

    @cached_property
    def _roster(self) -> Roster:
        return self._cohort.at(self._folder)

    def do(self, piece: Piece) -> Record:
        """Do the work and say on disk that it is done. Raises BadInput and OSError."""
        record = self._sort(piece) if piece.table else self._answer(piece.number)
        finish(self._folder, piece.name, record)
        return record

    def _sort(self, piece: Piece) -> Record:
        spent: dict[str, float] = {}
        with spending(spent, "sorting lists"):
            rejects = self._roster.sort(*piece)
        return Record(rejects=tuple(rejects), spent=spent)

    def _answer(self, number: int) -> Record:
        spent: dict[str, float] = {}

        def execute(*what: Any) -> Any:
            with spending(spent, "rules"):
                return self._cohort.execute(*what)

        with spending(spent, "reading"):
            chunk = self._roster.chunk(number)
        rows = {}
        if len(chunk.cases):
            with spending(spent, "tables"):
                made = self._cohort.judged(chunk, execute, packed=True)
            with spending(spent, "parts"):
                rows = dict(written(made, self._folder, number))
            spent["tables"] -= spent["rules"]
        return Record(len(chunk.cases), rows, tuple(chunk.rejects), spent)


def written(made: Outcomes, folder: Path, number: int) -> Iterator[tuple[str, int]]:
    """Write the tables of a chunk; gives how many rows each has."""
    for table, frame in _tables(made):
        put(frame, part_of(folder, table, number))
        yield table, len(frame)


def _tables(made: Outcomes) -> Iterator[tuple[str, pl.DataFrame]]:
    """The tables of a chunk; those of lists without any decision are left out."""
    yield "", made.cases
    yield ITEMS, made.items
    for name, frame in made.lists.items():
        if frame.width > 2:
            yield name, frame


def part_of(folder: Path, table: str, number: int) -> Path:
    """Where the rows of a table that a chunk has made stand."""
    return folder / f"table-{table}" / f"{number}{SUFFIX}"


@contextmanager
def spending(spent: dict[str, float], what: str) -> Iterator[None]:
    """Count the processor time that something takes."""
    before = process_time()
    yield
    spent[what] = spent.get(what, 0.0) + process_time() - before
