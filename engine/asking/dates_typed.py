"""Dates as people write them, in the form of a case file: `2026-09-15`, `2026-09` or `2026`."""

import re
from calendar import month_name

from engine.asking.not_understood import NotUnderstood
from engine.ir.dates import parse_date
from engine.problem import quoted

_MONTHS = [name.casefold() for name in month_name]
HINT = "type a month such as March 2027, or a day such as 15 Sep 2026"


def date_typed(text: str) -> str:
    """The date. Raises NotUnderstood when it is none, or when day and month could be exchanged."""
    parts = [part for part in re.split(r"[\s,./-]+", _without_endings(text.casefold())) if part]
    found = _named(parts) if any(part.isalpha() for part in parts) else _figures(parts, text)
    if found is None or parse_date(found) is None:
        raise NotUnderstood(f"{quoted(text)} is not a date", HINT)
    return found


def _without_endings(text: str) -> str:
    return re.sub(r"\b(\d{1,2})(st|nd|rd|th)\b", r"\1", text.replace(" of ", " "))


def _named(parts: list[str]) -> str | None:
    """Dates with a month by name, whatever the order; a word that is no month spoils it."""
    words = [part for part in parts if part.isalpha()]
    years = [part for part in parts if re.fullmatch(r"\d{4}", part)]
    days = [part for part in parts if re.fullmatch(r"\d{1,2}", part)]
    month = _month(words[0])
    if (len(words), len(years)) != (1, 1) or not month or len(days) > 1:
        return None
    if len(parts) != 2 + len(days):
        return None
    return _joined(years[0], month, int(days[0]) if days else None)


def is_month(word: str) -> bool:
    """Whether a word is the name of a month, or the beginning of one."""
    return _month(word) > 0


def _month(word: str) -> int:
    """The number of a month by its name or at least three letters of it; 0 for none."""
    found = [n for n, name in enumerate(_MONTHS) if n and len(word) > 2 and name.startswith(word)]
    return 9 if word == "sept" else found[0] if found else 0


def _figures(parts: list[str], text: str) -> str | None:
    sizes = [len(part) if part.isascii() and part.isdigit() else 0 for part in parts]
    match sizes:
        case [4]:
            return parts[0]
        case [4, 1 | 2]:
            return _joined(parts[0], int(parts[1]))
        case [1 | 2, 4]:
            return _joined(parts[1], int(parts[0]))
        case [4, 1 | 2, 1 | 2]:
            return _joined(parts[0], int(parts[1]), int(parts[2]))
        case [1 | 2, 1 | 2, 4]:
            return _either_way(int(parts[0]), int(parts[1]), parts[2], text)
    return None


def _either_way(one: int, other: int, year: str, text: str) -> str:
    """Day and month in figures: whichever can be; where both can be the person has to say."""
    if one != other and max(one, other) <= 12:
        names = (f"{one} {_MONTHS[other].title()}", f"{other} {_MONTHS[one].title()}")
        hint = f"type {names[0]} {year} or {names[1]} {year}"
        raise NotUnderstood(f"{quoted(text)} can be read as two dates", hint)
    day, month = (one, other) if one > 12 else (other, one)
    return _joined(year, month, day)


def _joined(year: str, month: int, day: int | None = None) -> str:
    return f"{year}-{month:02}" + (f"-{day:02}" if day is not None else "")
