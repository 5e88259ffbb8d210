"""Numbers and amounts as people write them, in the form of a case file."""

import re
from datetime import date

from engine.asking.amounts_typed import amount_typed
from engine.asking.months_typed import refuse_date
from engine.asking.not_understood import NotUnderstood
from engine.ir.base import Fact, Kind
from engine.problem import quoted
from engine.reading.durations import asked_unit, length, other_unit

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_YEARS = re.compile(r"(\d{1,3}) years?(?:(?: and)? (\d{1,2}) months?)?")
_RANGE = re.compile(r"[\d.,]+ ?(-|–|to) ?[\d.,]+")
_ABOUT = re.compile(
    r"(?:(?:about|around|in|roughly|circa|approximately|approx\.?|ca\.?)\b\.?|[~≈]) *"
)


def number_typed(fact: Fact, text: str, today: date | None = None) -> str:
    """The number; what cannot be read is handed on as it is.

    Raises NotUnderstood, with the number that may be meant, for a range, a date, a length in
    another unit of time and an amount for each month: none of them is taken for the answer.
    """
    words = _figured(_ABOUT.sub("", text.casefold(), count=1).strip())
    if fact.kind is Kind.MONTHS:
        refuse_date(text, today or date.today())
    if _RANGE.fullmatch(words):
        raise NotUnderstood(f"{quoted(text)} is more than one number", "type one number")
    if words in ("none", "no", "nothing"):
        return "0"
    if fact.kind is Kind.MONTHS and (years := _YEARS.fullmatch(words)):
        return str(int(years[1]) * 12 + int(years[2] or 0))
    if other := other_unit(fact, words):
        said, meant = other
        raise NotUnderstood(said[:1].upper() + said[1:], f"type {meant} if that is what you mean")
    bare = amount_typed(fact, text, words) if fact.kind is Kind.MONEY else _bare(fact, words)
    bare = bare.lstrip("0") or "0" if re.fullmatch(r"0+\d+", bare) else bare
    return bare if re.fullmatch(r"-?[\d.]+", bare) else text


def _figured(words: str) -> str:
    """With digits for a first word that is a number: `2 weeks` for two weeks."""
    first, _, rest = words.partition(" ")
    if first in ("a", "an") and rest:
        return f"1 {rest}"
    return f"{_WORDS.index(first)} {rest}".rstrip() if first in _WORDS else words


def _bare(fact: Fact, words: str) -> str:
    """The digits without the unit and without commas between thousands."""
    found = length(words)
    if found and found[1] == asked_unit(fact):
        return re.sub(r"[^\d.]+$", "", words.rstrip("."))
    for unit in _units(fact):
        words = words.removesuffix(unit).rstrip()
    words = words.strip()
    return words.replace(",", "") if _GROUPED.fullmatch(words) else words


def _units(fact: Fact) -> list[str]:
    unit = fact.unit.casefold()
    named = {Kind.MONTHS: "months", Kind.PERCENT: "percent"}.get(fact.kind, "")
    found = [one for one in (unit, named, "%" if named == "percent" else "") if one]
    return [*found, *(one.removesuffix("s") for one in found if one.endswith("s"))]
