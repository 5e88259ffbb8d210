"""The rows of what is said, without what follows from the items and the table of the cases.

Parts lie on the disk like this: a fifth of the size, and an id is written out once.
"""

from collections.abc import Sequence

import polars as pl

from engine.ir.base import RuleBase
from engine.rosters.headings import ID
from engine.rosters.sources import ROW

ADVICE, FLAG, RULE, ROW_TAKEN, CONTRADICTION = "advice", "flag", "rule", "row", "contradiction"
KINDS = pl.Enum([ADVICE, FLAG, RULE, ROW_TAKEN, CONTRADICTION])
CASE, NUMBER = "case", "number"  # of a row: the place of its case, and the number of its item


class Unpacking:
    """Puts everything in; `items` are the kind, the id and the entity of each by its number."""

    def __init__(self, base: RuleBase, items: Sequence[tuple[str, str, str]]) -> None:
        kinds, ids, entities = ([*one] for one in zip(*items, strict=True)) if items else ([],) * 3
        self._kinds = pl.lit(pl.Series(kinds, dtype=KINDS))
        self._about = pl.lit(pl.Series(entities, dtype=pl.Enum(list(base.entities))))
        self._ids = pl.Enum(ids)

    def rows(self, packed: pl.LazyFrame, cases: pl.Series) -> pl.LazyFrame:
        """The whole rows; `cases` are the ids of all cases of the part."""
        number = pl.col(NUMBER)
        return packed.select(
            pl.lit(cases).gather(CASE).alias(ID),
            self._kinds.gather(number).alias("kind"),
            number.cat.to(self._ids).alias("item"),
            self._about.gather(number).alias("about"),
            ROW,
        )
