"""Numbers and amounts as people write them, in the form of a case file."""

import re

from engine.asking.not_understood import NotUnderstood
from engine.ir.base import Fact, Kind
from engine.problem import quoted

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_YEARS = re.compile(r"(\d{1,3}) years?(?:(?: and)? (\d{1,2}) months?)?")
_RANGE = re.compile(r"[\d.,]+ ?(-|–|to) ?[\d.,]+")
_DOLLARS = re.compile(r"(us)?\$|\busd\b|\b(us )?dollars?\b")


def number_typed(fact: Fact, text: str) -> str:
    """The number; what cannot be read is handed on as it is. Raises NotUnderstood for a range."""
    words = text.casefold()
    if _RANGE.fullmatch(words):
        raise NotUnderstood(f"{quoted(text)} is more than one number", "type one number")
    if words in ("none", "no", "nothing"):
        return "0"
    if words in _WORDS:
        return str(_WORDS.index(words))
    if fact.kind is Kind.MONTHS and (years := _YEARS.fullmatch(words)):
        return str(int(years[1]) * 12 + int(years[2] or 0))
    bare = _bare(fact, words)
    return bare if re.fullmatch(r"-?[\d.]+", bare) else text


def _bare(fact: Fact, words: str) -> str:
    """The digits without the unit and without commas between thousands."""
    if fact.kind is Kind.MONEY and fact.unit == "USD":
        words = _DOLLARS.sub("", words)
    for unit in _units(fact):
        words = words.removesuffix(unit).rstrip()
    words = words.strip()
    if re.fullmatch(r"0+\d+", words):
        words = words.lstrip("0") or "0"
    return words.replace(",", "") if _GROUPED.fullmatch(words) else words


def _units(fact: Fact) -> list[str]:
    unit = fact.unit.casefold()
    named = {Kind.MONTHS: "months", Kind.PERCENT: "percent"}.get(fact.kind, "")
    found = [one for one in (unit, named, "%" if named == "percent" else "") if one]
    return [*found, *(one.removesuffix("s") for one in found if one.endswith("s"))]
