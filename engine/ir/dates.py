"""Dates known to the day, the month or the year, as intervals of day numbers."""

import re
from calendar import monthrange
from datetime import date, timedelta
from math import inf

from engine.ir.values import Interval

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1900, 2199  # so that counting from a date never leaves the calendar
_DAYS_IN_A_STEP = 31  # makes the fraction of a month grow with every day


def parse_date(text: str) -> Interval | None:
    """`2026-09-15`, `2026-09` or `2026` as the days it can mean; None when it is not a date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        first = date(year, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return Interval(first.toordinal(), last.toordinal())


def date_text(value: Interval) -> str:
    """The date as far as it is known: day, month, year, or the span between two days."""
    if inf in (value.high, -value.low):
        return "open"
    first, last = date.fromordinal(int(value.low)), date.fromordinal(int(value.high))
    if first == last:
        return first.isoformat()
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if whole and first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first:%Y}"
    return f"{first.isoformat()} to {last.isoformat()}"


def months_between(start: Interval, end: Interval) -> Interval:
    """Calendar months from one date to another, with fractions; negative when it is earlier."""
    if inf in (start.high, -start.low, end.high, -end.low):
        return Interval()
    return Interval(_months(start.high, end.low), _months(start.low, end.high))


def _months(start: float, end: float) -> float:
    one, other = date.fromordinal(int(start)), date.fromordinal(int(end))
    whole = (other.year - one.year) * 12 + other.month - one.month
    return whole + (other.day - one.day) / _DAYS_IN_A_STEP


def shifted(value: Interval, months: int, days: int) -> Interval:
    """The date so many months and days later; negative for earlier."""
    if inf in (value.high, -value.low):
        return value
    return Interval(_shift(value.low, months, days), _shift(value.high, months, days, last=True))


def _shift(day: float, months: int, days: int, *, last: bool = False) -> float:
    start = date.fromordinal(int(day))
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    at_end = last and (start + timedelta(days=1)).day == 1  # a month's end stays a month's end
    moved = date(year, month + 1, length if at_end else min(start.day, length))
    return (moved + timedelta(days=days)).toordinal()
