"""Lengths of time in words: which unit is meant, and how long that is in another."""

import re

from engine.ir.base import Fact, Kind
from engine.ir.values import number

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
_SHORT = {"d": "days", "wk": "weeks", "mo": "months", "mth": "months", "yr": "years"}
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d{1,4})?) ?([a-z]+)\.?")


def time_unit(word: str) -> str:
    """The unit that a word means: `weeks` for week, weeks, wk or wks; empty for another word."""
    many = f"{word.casefold().removesuffix('s')}s"
    return many if many in _DAYS else _SHORT.get(many.removesuffix("s"), "")


def asked_unit(fact: Fact) -> str:
    """The unit of time that a number is asked in; empty for one that is no length of time."""
    return "months" if fact.kind is Kind.MONTHS else time_unit(fact.unit)


def length(words: str) -> tuple[float, str] | None:
    """A number with a unit of time behind it; None for anything else."""
    match = _LENGTH.fullmatch(words.casefold())
    unit = time_unit(match[2]) if match else ""
    return (float(match[1]), unit) if match and unit else None


def other_unit(fact: Fact, words: str) -> tuple[str, str] | None:
    """What to say of a length in another unit than the one asked, and how much it is in that.

    None for anything else.
    """
    found, asked = length(words), asked_unit(fact)
    if found is None or not asked or found[1] == asked:
        return None
    amount, unit = found
    exact = amount * _DAYS[unit] / _DAYS[asked]
    meant = str(number(round(exact) if fact.kind is Kind.COUNT else round(exact, 1)))
    are = f"1 {unit[:-1]} is" if amount == 1 else f"{number(amount)} {unit} are"
    return f"this asks for {asked}; {are} about {meant} {asked}", meant
