"""A whole roster, chunk by chunk: every good row answered, every other one reported."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from engine.columns.compile import Compiled, compiled
from engine.columns.run import run
from engine.columns.tables import Executor
from engine.ir.base import RuleBase
from engine.rosters.ahead import ahead
from engine.rosters.answers import answered
from engine.rosters.codes import Codes
from engine.rosters.outcomes import Item, Outcomes, items_of, outcomes
from engine.rosters.records import Record
from engine.rosters.rejects import Reject
from engine.rosters.roster import Chunk, Roster

CHUNK = 100_000  # cases at a time


@dataclass
class Cohort:
    """Reads a roster and the lists that go with it. Raises BadInput for files of no use.

    `lists` are the files of members by entity, and `execute` works the columns out. `chunk` is how
    many cases are in memory at a time. `answered` counts cases, `before` those of them that an
    earlier run had answered; `spent` has seconds of processor time by what they went into.
    """

    base: RuleBase
    roster: Path
    lists: Mapping[str, Path]
    today: date
    explain: bool = False
    execute: Executor = run
    chunk: int = CHUNK
    answered: int = 0
    before: int = field(init=False, default=0)
    items: list[Item] = field(init=False)
    spent: dict[str, float] = field(init=False, default_factory=dict)
    # Whether others work the chunks out, and `outcomes` only brings what they found.
    elsewhere: ClassVar[bool] = False

    def __post_init__(self) -> None:
        self._compiled: Compiled = compiled(self.base)
        self.items = items_of(self._compiled, explain=self.explain)
        self._rejects: list[Reject] = []
        self.at(Path())  # says at once which files are of no use

    def at(self, folder: Path) -> Roster:
        """The tables, with room in a folder for what is kept on the way."""
        return Roster(self.base, self.roster, self.lists, self.chunk, folder)

    def outcomes(self) -> Iterator[Outcomes]:
        """What the rules say, a chunk at a time. Raises BadInput for files that break off."""
        with TemporaryDirectory() as folder:
            roster = self.at(Path(folder))
            self.reject(roster.survey())
            for name, number in roster.batches:
                self.reject(roster.sort(name, number))
            for chunk in ahead(roster.chunk(number) for number in range(roster.chunks)):
                self.reject(chunk.rejects)
                if len(chunk.cases):
                    self.answered += len(chunk.cases)
                    yield self.judged(chunk)

    def judged(
        self, chunk: Chunk, execute: Executor | None = None, *, packed: bool = False
    ) -> Outcomes:
        """What the rules say of one chunk."""
        batch = answered(self.base, chunk.cases, chunk.lists, chunk.torn, self.today)
        return outcomes(self._compiled, batch, self.items, execute or self.execute, packed=packed)

    def take(self, record: Record, *, is_old: bool) -> None:
        """Count what was answered, rejected and spent elsewhere, or in an earlier run."""
        self.answered += record.answered
        self.reject(record.rejects)
        if is_old:
            self.before += record.answered
        else:
            for what, seconds in record.spent.items():
                self.spent[what] = self.spent.get(what, 0.0) + seconds

    def reject(self, found: Iterable[Reject]) -> None:
        """Keep what is wrong with some rows."""
        self._rejects += found

    def rejects(self, codes: Codes | None = None) -> list[Reject]:
        """Every mistake found, with codes for ids; complete once all outcomes were taken."""
        found = self._rejects
        if codes:
            found = [replace(one, id=codes.of(one.id)) for one in found]
        return sorted(found)
