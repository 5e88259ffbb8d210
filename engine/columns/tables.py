"""What a program is run over: columns of answers, and which members belong to which case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from engine.columns.program import Bit, Column, Figure, Program

ROW = pl.UInt32  # the number of a row


@dataclass(frozen=True)
class Members:
    """The members of one entity over all cases.

    With `principals` the first rows are the principal of each case, in their order. `owners` are
    the rows of the cases that all further members belong to, ascending.
    """

    principals: bool
    owners: pl.Series

    @cached_property
    def _kept(self) -> dict[int, pl.DataFrame]:
        return {}

    def _ends(self, size: int) -> pl.DataFrame:
        """For each case how many further members it has, and the row behind its last one."""
        if size not in self._kept:
            sizes = self.owners.value_counts(name="sizes")
            cases = pl.DataFrame({self.owners.name: pl.int_range(size, dtype=ROW, eager=True)})
            found = cases.join(sizes, on=self.owners.name, how="left", maintain_order="left")
            found = found.select(sizes=pl.col("sizes").fill_null(0))
            self._kept[size] = found.with_columns(ends=pl.col("sizes").cum_sum())
        return self._kept[size]

    def last_rows(self, size: int) -> pl.Series:
        """The last row that belongs to each case or one before; null while there is none."""
        ends = pl.col("ends")
        return self._ends(size).select(pl.when(ends > 0).then(ends - 1)).to_series()

    def by_rank(self, size: int) -> Iterator[pl.Series]:
        """The row of each case's first further member, then of each second one; null for none."""
        found = self._ends(size)
        for rank in range(int(found.select(pl.col("sizes").max().fill_null(0)).item())):
            row = pl.col("ends") - pl.col("sizes") + rank
            yield found.select(pl.when(pl.col("sizes") > rank).then(row)).to_series()


@dataclass(frozen=True)
class Tables:
    """A batch of cases as columns.

    `size` counts the cases; `columns` holds the answers by fact and what is said of it, with a
    row for each case or member (see `asked`), without nulls.
    """

    size: int
    columns: Mapping[tuple[str, str], pl.Series]
    members: Mapping[str, Members] = field(default_factory=dict)

    def rows(self, scope: str) -> int:
        """How many rows a scope has."""
        if not scope:
            return self.size
        found = self.members[scope]
        return self.size * found.principals + len(found.owners)


# Works out the columns wanted of a program: `run.run` with Polars, `duck.run` with DuckDB.
Executor = Callable[[Program, Tables, Iterable[Bit | Figure]], Mapping[Column, pl.Series]]
