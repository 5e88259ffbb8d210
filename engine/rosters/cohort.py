"""A whole roster, chunk by chunk: every good row answered, every other one reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from engine.columns.compile import Compiled, compiled
from engine.columns.run import run
from engine.columns.tables import Executor
from engine.ir.base import Entity, RuleBase
from engine.reading.case import MAX_MEMBERS
from engine.rosters.ahead import ahead
from engine.rosters.answers import answered
from engine.rosters.codes import Codes
from engine.rosters.headings import ID, principals
from engine.rosters.outcomes import Item, Outcomes, items_of, outcomes
from engine.rosters.reading import Reader
from engine.rosters.rejects import Reject
from engine.rosters.sources import ROW, Source, open_source

CHUNK = 50_000  # cases at a time


@dataclass
class Cohort:
    """Reads a roster and the lists that go with it. Raises BadInput for files of no use.

    `lists` are the files of members by entity, and `execute` works the columns out. `chunk` is how
    many cases are in memory at a time; the codes of all members of lists are.
    """

    base: RuleBase
    roster: Path | Source
    lists: Mapping[str, Path | Source]
    today: date
    explain: bool = False
    execute: Executor = run
    chunk: int = CHUNK
    answered: int = 0
    items: list[Item] = field(init=False)

    def __post_init__(self) -> None:
        self._compiled: Compiled = compiled(self.base)
        self.items = items_of(self._compiled, explain=self.explain)
        source = open_source(self.roster)
        self._cases = Reader(self.base, source, principals(self.base), unique=True)
        self._lists = {name: self._reader(name, path) for name, path in self.lists.items()}
        self._rejects: list[Reject] = []

    def _reader(self, name: str, path: Path | Source) -> Reader:
        entity: Entity = self.base.entities[name]
        return Reader(self.base, open_source(path), (entity,), unique=False)

    def outcomes(self) -> Iterator[Outcomes]:
        """What the rules say, a chunk at a time."""
        lists = {name: self._read(reader) for name, reader in self._lists.items()}
        torn = {name: frozenset(reader.rejected) for name, reader in self._lists.items()}
        for cases in ahead(self._cases.chunks(self.chunk)):
            if len(cases):
                self.answered += len(cases)
                batch = answered(self.base, cases, lists, torn, self.today)
                yield outcomes(self._compiled, batch, self.items, self.execute)
        for name, rows in lists.items():
            self._rejects += self._nobodys(self._lists[name].source.name, rows)

    def _read(self, reader: Reader) -> pl.DataFrame:
        chunks = list(ahead(reader.chunks(self.chunk)))
        if not chunks:
            return pl.DataFrame({ID: [], ROW: []})
        found = pl.concat(chunks)
        too_many = pl.int_range(pl.len()).over(ID) >= MAX_MEMBERS
        for name, row in found.filter(too_many).select(ID, ROW).iter_rows():
            reason = f"these are more than {MAX_MEMBERS} rows with this id"
            self._rejects.append(Reject(reader.source.name, row, name, ID, reason, "remove some"))
            reader.rejected.add(name)
        return found.filter(~too_many)

    def _nobodys(self, file: str, rows: pl.DataFrame) -> Iterator[Reject]:
        """Rows of a list that belong to no case that was answered."""
        bad = {(one.id, one.row) for one in self._cases.source.rejects}
        seen = self._cases.seen
        known = [name for name in seen if (name, seen[name]) not in bad] if bad else list(seen)
        ids = rows[ID].cast(pl.String)
        for name, row in rows.filter(~ids.is_in(known)).select(ID, ROW).iter_rows():
            yield Reject(file, row, name, ID, *self._no_case(name))

    def _no_case(self, name: str) -> tuple[str, str]:
        if name in self._cases.seen:
            row = self._cases.seen[name]
            return f"row {row}, to which it belongs, was rejected", "correct that row"
        return "no row of the roster has this id", "correct the id, or add the row"

    def rejects(self, codes: Codes | None = None) -> list[Reject]:
        """Every mistake found, with codes for ids; complete once all outcomes were taken."""
        found = [*self._cases.source.rejects, *self._rejects]
        for reader in self._lists.values():
            found += reader.source.rejects
        if codes:
            found = [replace(one, id=codes.of(one.id)) for one in found]
        return sorted(found)
