"""The long table of everything that is said: a row for each thing and whom it is about."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from engine.columns.tables import ROW as ROW_KIND
from engine.columns.tables import Members
from engine.rosters.packed import CASE, NUMBER
from engine.rosters.sources import ROW

_WIDE = 2**32  # rows times items from which on a place needs a longer number


@dataclass(frozen=True)
class Said:
    """Where items are said: a column of bits by the number of each item, all of one scope.

    The scope is the cases, or the further members of `entity`.
    """

    entity: str
    bits: Mapping[int, pl.Series]


def table_of(
    parts: list[Said], size: int, members: Mapping[str, Members], rows: Mapping[str, pl.Series]
) -> pl.DataFrame:
    """For each thing said its case, the number of the item and the row of the member: packed rows.

    Case by case: first what is about the case, then about its members, list by list, row by row.
    `rows` are the rows of the members in their files.
    """
    lists = {part.entity: members[part.entity].owners for part in parts if part.entity}
    places = _Places(size, lists, rows)
    items = 1 + max((number for part in parts for number in part.bits), default=0)
    kind = pl.UInt32 if places.size * items < _WIDE else pl.UInt64
    keys = [pl.Series([], dtype=kind)]
    for part in parts:
        first = places.of[part.entity].cast(kind) * items  # sorts by place, then by item
        keys += [first.filter(bit) + number for number, bit in part.bits.items()]
    found = pl.concat(keys).sort()
    subjects = found // items
    return pl.DataFrame(
        {
            CASE: places.cases[subjects],
            NUMBER: (found % items).cast(pl.UInt16),
            ROW: places.rows[subjects],
        }
    )


class _Places:
    """Where cases and members come in the table: each case before its members."""

    def __init__(
        self, size: int, lists: Mapping[str, pl.Series], rows: Mapping[str, pl.Series]
    ) -> None:
        """`lists` are for each the cases that its members belong to, ascending."""
        cases = pl.int_range(size, dtype=ROW_KIND, eager=True)
        nowhere = pl.Series([None], dtype=ROW_KIND).new_from_index(0, size)
        columns = {
            "case": pl.concat([cases, *lists.values()]),
            ROW: pl.concat([nowhere, *(rows[name] for name in lists)]),
        }
        found = pl.DataFrame(columns).with_row_index("given").sort("case", maintain_order=True)
        self.size, self.cases, self.rows = len(found), found["case"], found[ROW]
        order = pl.int_range(self.size, dtype=ROW_KIND, eager=True)
        places = order.clone().scatter(found["given"], order)
        self.of: dict[str, pl.Series] = {}
        for name, many in (("", size), *((name, len(one)) for name, one in lists.items())):
            self.of[name], places = places.head(many), places.slice(many)
