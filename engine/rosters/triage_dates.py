"""Dates that are near, of everybody in a chunk: exactly those that a report would show."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from engine.columns.tables import Tables
from engine.ir.dates import shifted
from engine.ir.values import Interval
from engine.rosters.triage_columns import Columns, Dated, Found, is_finite, owners, series

CASE, ITEM, DAY, LAST = "case", "item", "day", "last"
_SLACK = 40  # days by which counting months in days can be wrong, and more for each year
_MONTH = 30.44


class Near:
    """Finds the dates from today to so many days ahead."""

    def __init__(self, columns: Columns, today: date, days: int) -> None:
        self._dates = columns.dates
        self._today = today.toordinal()
        self._end = self._today + days

    def of(self, tables: Tables, found: Found) -> pl.DataFrame:
        """A row for each: the case, the number of what has the date, its first and last day.

        A date that is not known to the day is near if it can be; its first day is never before
        today.
        """
        frames = [_NONE, *self._each(tables, found)]
        return pl.concat(frames).sort(CASE, DAY, LAST, ITEM)

    def _each(self, tables: Tables, found: Found) -> Iterator[pl.DataFrame]:
        for number, one in enumerate(self._dates):
            if one.counts is not False:
                made = self._near(one, tables, found)
                if len(made):
                    item = pl.lit(number, pl.UInt16).alias(ITEM)
                    yield made.select(CASE, item, DAY, LAST)

    def _near(self, one: Dated, tables: Tables, found: Found) -> pl.DataFrame:
        size = tables.rows(one.about)
        low, high, counts = (series(found, c, size) for c in (one.low, one.high, one.counts))
        roughly = self._roughly(one, low, high) & counts
        if not roughly.any():
            return _NONE
        columns = {CASE: owners(tables, one.about), "low": low, "high": high}
        frame = pl.DataFrame(columns).filter(roughly)
        pairs = frame.select("low", "high").unique()
        moved = [self._moved(one, *pair) for pair in pairs.iter_rows()]
        days = pl.DataFrame(moved, {DAY: pl.Float64, LAST: pl.Float64}, orient="row")
        return frame.join(pairs.hstack(days), on=["low", "high"]).filter(pl.col(DAY).is_not_null())

    def _roughly(self, one: Dated, low: pl.Series, high: pl.Series) -> pl.Series:
        """Leaves nothing out that is near, and hardly anything else in."""
        moved = one.days + one.months * _MONTH
        early = low <= self._end - moved + _SLACK
        return is_finite(low, high) & early & (high >= self._today - moved - _SLACK)

    def _moved(self, one: Dated, low: float, high: float) -> tuple[float | None, float | None]:
        found = shifted(Interval(low, high), one.months, one.days)
        if found.high < self._today or found.low > self._end:
            return None, None
        return max(found.low, self._today), found.high


_NONE = pl.DataFrame(
    schema={CASE: pl.UInt32, ITEM: pl.UInt16, DAY: pl.Float64, LAST: pl.Float64},
)
