"""A roster under two bases, and under those between them that tell causes apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from engine.effects.impact import Impact
from engine.ir.base import RuleBase
from engine.rosters.cohort import Cohort
from engine.rosters.compared import Table
from engine.rosters.fitted import Fitted, fitted
from engine.rosters.rejects import Reject
from engine.rosters.several import Several, chunk_for


@dataclass
class RosterImpact:
    """Takes an Impact through a roster. `folder` is for copies of the tables, where a base does
    not know all of their questions.

    `dropped` says of the old base, then of the new one, which answers it does not understand.
    Raises BadInput for files of no use.
    """

    impact: Impact
    roster: Path
    lists: Mapping[str, Path]
    today: date
    folder: Path
    dropped: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))

    def __post_init__(self) -> None:
        self._numbers = count()
        self._originals: dict[str, str] = {}
        self._more: list[Reject] = []
        both = [self.impact.old, self.impact.new]
        bases = [*both, *self.impact.trials]
        chunk = chunk_for(len(bases))
        cohorts = [self._cohort(base, both, number, chunk) for number, base in enumerate(bases)]
        self.runs = Several(cohorts, self._originals, self._more)

    def _cohort(self, base: RuleBase, both: Sequence[RuleBase], number: int, chunk: int) -> Cohort:
        roster = self._fitted(base, both, self.roster, "", number)
        lists = {
            name: self._fitted(base, both, path, name, number)
            for name, path in self.lists.items()
            if name in base.entities and base.entities[name].list_key
        }
        self._say_left_out(number, {name: p for name, p in self.lists.items() if name not in lists})
        return Cohort(base, roster, lists, self.today, chunk=chunk)

    def _fitted(
        self, base: RuleBase, both: Sequence[RuleBase], table: Path, entity: str, number: int
    ) -> Path:
        folder = self.folder / str(next(self._numbers))
        folder.mkdir()
        found: Fitted = fitted(base, both, table, entity, folder)
        self._originals[str(found.path)] = str(table)
        self._more += found.rejects
        if number < len(self.dropped):
            self.dropped[number].extend(found.dropped)
        return found.path

    def _say_left_out(self, number: int, lists: Mapping[str, Path]) -> None:
        if number < len(self.dropped):
            self.dropped[number].extend(f"{path} (no such list)" for path in lists.values())

    def changes(self, done: Callable[[int], None]) -> Iterator[Table]:
        """The changes of everybody, a chunk at a time, with their causes."""
        comparison = self.impact.comparison()
        for runs in self.runs.chunks(done):
            yield self.impact.tally.add(len(runs[0].cases), comparison.changes(runs))
