"""Counts over tables of changes: who changes, in what, from what to what, and by which edits."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from engine.rosters.compared import ABOUT, AFTER, BEFORE, CAUSE, COLUMNS, ENTRY, ITEM, KIND, SCHEMA
from engine.rosters.headings import ID
from engine.rosters.sources import ROW

Causes = Callable[[str, str, tuple[bool, ...]], int]


@dataclass(frozen=True)
class Moved:
    """One change of one person; `entry` names the list entry it is about, if any."""

    id: str
    about: str
    entry: str
    kind: str
    item: str
    before: str
    after: str
    cause: int


@dataclass
class Tally:
    """Counts people, never rows, except `moves`, which counts entries where lists are concerned.

    `cause_of` gives the number of the cause of a kind of change, and `touching` says which edits
    are in a cause. The changes of the first `most` people are kept whole.
    """

    cause_of: Causes
    touching: Callable[[int], tuple[int, ...]]
    most: int
    people: int = 0
    changed: int = 0
    by_item: Counter[tuple[str, str]] = field(default_factory=Counter)
    moves: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    by_edit: Counter[int] = field(default_factory=Counter)
    by_cause: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    sample: dict[str, list[Moved]] = field(default_factory=dict)

    def add(self, people: int, changes: pl.DataFrame) -> pl.DataFrame:
        """Count a chunk, whose people are in no other; gives it with the number of each cause."""
        found = self._caused(changes)
        self.people += people
        self.changed += found[ID].n_unique()
        _count(self.by_item, found, [KIND, ITEM])
        _count(self.by_cause, found, [KIND, ITEM, CAUSE])
        of = [KIND, ITEM, BEFORE, AFTER]
        for *key, many in found.group_by(of).len().iter_rows():
            self.moves[tuple(cell or "" for cell in key)] += many  # type: ignore[index]
        self._touch(found)
        self._keep(found)
        return found

    def _caused(self, changes: pl.DataFrame) -> pl.DataFrame:
        if CAUSE in changes.columns:
            return changes
        others = [name for name in changes.columns if name not in COLUMNS]
        keys = [KIND, ITEM, *others]
        kinds = changes.select(keys).unique(maintain_order=True)
        numbers = [self.cause_of(kind, item, tuple(same)) for kind, item, *same in kinds.rows()]
        kinds = kinds.with_columns(pl.Series(CAUSE, numbers, dtype=pl.Int64))
        found = changes.join(kinds, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return found.drop(others)

    def _touch(self, found: pl.DataFrame) -> None:
        pairs = [(c, edit) for c in found[CAUSE].unique() for edit in self.touching(c)]
        edits = pl.DataFrame(pairs, {CAUSE: pl.Int64, "edit": pl.Int64}, orient="row")
        flat = found.select(ID, CAUSE).unique().join(edits, on=CAUSE)
        for edit, many in flat.group_by("edit").agg(pl.col(ID).n_unique()).iter_rows():
            self.by_edit[edit] += many

    def _keep(self, found: pl.DataFrame) -> None:
        left = self.most - len(self.sample)
        if left > 0:
            ids = found[ID].unique(maintain_order=True).head(left)
            for row in found.filter(pl.col(ID).is_in(ids.to_list())).iter_rows(named=True):
                self.sample.setdefault(row[ID], []).append(_moved(row))


def _count(counter: Counter[Any], found: pl.DataFrame, keys: list[str]) -> None:
    for *key, many in found.group_by(keys).agg(pl.col(ID).n_unique()).iter_rows():
        counter[tuple(key)] += many


def _moved(row: Mapping[str, Any]) -> Moved:
    kind, item, before, after = (row[name] or "" for name in (KIND, ITEM, BEFORE, AFTER))
    return Moved(row[ID], row[ABOUT], entry_of(row), kind, item, before, after, row[CAUSE])


def entry_of(row: Mapping[str, Any]) -> str:
    """The name of a list entry, or the row it has in its table."""
    if row.get(ENTRY):
        return str(row[ENTRY])
    return f"row {row[ROW]}" if row[ROW] is not None else ""


def as_list(changes: pl.DataFrame, causes: Sequence[tuple[str, str]] | None = None) -> pl.DataFrame:
    """Changes as people read them in a table; `causes` are the text and the kind of each."""
    row = pl.lit("row ") + pl.col(ROW).cast(pl.String)
    entry = pl.coalesce(pl.col(ENTRY), row) if ENTRY in changes.columns else row
    found = changes.select(ID, ABOUT, entry.alias(ENTRY), KIND, ITEM, BEFORE, AFTER, CAUSE)
    if causes is None:
        return found.drop(CAUSE)
    columns = {name: [one[n] for one in causes] for n, name in enumerate((CAUSE, "how"))}
    numbers = found[CAUSE]
    return found.with_columns(
        pl.Series(name, texts, dtype=pl.String).gather(numbers) for name, texts in columns.items()
    )


def no_changes() -> pl.DataFrame:
    """A table of changes without rows, with their causes."""
    return pl.DataFrame(schema=SCHEMA | {CAUSE: pl.Int64})
