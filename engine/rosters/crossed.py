"""How many have which outcome before and after: everybody, not only those who change."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from engine.ir.base import RuleBase
from engine.rosters.aligned import paired
from engine.rosters.decided import OPEN
from engine.rosters.outcomes import Outcomes

Key = tuple[str, str]  # a decision, and the list whose entries it is about or "" for people


@dataclass
class Crossed:
    """Counts the outcomes of some decisions, of people and of the entries of lists."""

    base: RuleBase
    names: Iterable[str]
    counts: dict[Key, Counter[tuple[str, str]]] = field(default_factory=dict)

    def add(self, runs: Sequence[Outcomes]) -> None:
        """Count a chunk of two runs."""
        before, after = runs
        self._table("", before.cases, after.cases)
        for scope, rows in before.lists.items():
            if not rows.is_empty():
                self._table(scope, rows, after.lists[scope])

    def _table(self, scope: str, before: pl.DataFrame, after: pl.DataFrame) -> None:
        after = paired(before, after)
        for name in self.names:
            fact = self.base.facts[name]
            title = f"{fact.entity}.{fact.name}"
            if title in before.columns:
                pairs = pl.DataFrame({"old": before[title], "new": after[title]})
                counter = self.counts.setdefault((name, scope), Counter())
                for old, new, many in pairs.group_by("old", "new").len().iter_rows():
                    counter[old or OPEN, new or OPEN] += many
