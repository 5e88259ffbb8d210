"""A date where a number of months is asked: how many months that is from today."""

import re
from datetime import date

from engine.asking.dates_typed import date_typed, is_month
from engine.asking.not_understood import NotUnderstood
from engine.problem import quoted

_YEAR = re.compile(r"(?:19|20|21)\d\d")
_COUNT = "count the months from today and type their number, such as 6"


def refuse_date(text: str, today: date) -> None:
    """Raises NotUnderstood for a date, with the number of months where the date tells it."""
    bare = re.sub(r"^(in|on|by|about|around) ", "", text.casefold())
    words = re.findall(r"[^\W\d_]+|\d+", bare)
    has_year = any(_YEAR.fullmatch(word) for word in words)
    if has_year and (len(words) > 1 and _is_figures(words) or any(map(is_month, words))):
        raise _counted(text, date_typed(bare), today)
    if any(map(is_month, words)) or (has_year and len(words) == 1):
        raise NotUnderstood(f"{quoted(text)} is a date, not a number of months", _COUNT)


def _is_figures(words: list[str]) -> bool:
    return all(word.isdigit() for word in words)


def _counted(text: str, found: str, today: date) -> NotUnderstood:
    year, month, *day = (int(part) for part in found.split("-"))
    months = (year - today.year) * 12 + month - today.month
    named = f"{date(year, month, 1):%B %Y}"
    if day:
        named = f"{day[0]} {named}"
        ahead = (year, month, day[0]) >= (today.year, today.month, today.day)
        months -= ahead and day[0] < today.day
        months += not ahead and day[0] > today.day
    if months < 0:
        told = f"{named} was {_months(-months)} ago"
        return NotUnderstood(f"{quoted(text)} is a date; {told}", _if(-months))
    told = f"from today to {named} it is {_months(months)}"
    return NotUnderstood(f"{quoted(text)} is a date; {told}", _if(months))


def _months(count: int) -> str:
    return f"{count} whole month{'s' if count != 1 else ''}"


def _if(count: int) -> str:
    return f"type {count} if that is what is asked"
