"""What numbers, amounts, lengths of time, dates and names look like in a text, and what they say.

A slot stands in braces in a phrase. Its pattern has no groups; `said` works out the value of what
it matched.
"""

import re
from collections.abc import Mapping
from datetime import date

from engine.asking.dates_typed import date_typed
from engine.asking.not_understood import NotUnderstood
from engine.reading.durations import time_unit

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
_TENS = {
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
WORDS = {word: n for n, word in enumerate((*_ONES, *_TEENS))} | _TENS
_NAMED = "|".join(sorted(WORDS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"
NUMBER = rf"(?:{_DIGITS}|(?:{_NAMED})(?![\w-]*\w-?(?:{_NAMED})))"
_AMOUNT = rf"(?:{_DIGITS})\ ?k?(?![\w%])"
_DOLLAR = r"(?:us\ ?\$|usd|us\ dollars?|u\.s\.\ dollars?|dollars?|bucks|\$)"
MONEY = rf"(?:(?:us\$|usd|\$)\ ?(?:{_AMOUNT})|(?:{_DIGITS})\ ?k?\ ?{_DOLLAR}(?!\w))"
_FOREIGN = r"(?:euros?|eur|€|pounds?|gbp|£|inr|rs\.?|rupees?|cad|aud|pesos?|chf)"
FOREIGN = rf"(?:{_FOREIGN}\ ?(?:{_AMOUNT})|(?:{_DIGITS})\ ?k?\ ?{_FOREIGN}(?!\w))"
_UNIT = r"(?:weeks?|wks?|months?|mths?|years?|days?)(?!\w)"
_RANGE = rf"(?:{NUMBER}\ ?(?:-|to|or|and|/)\ ?)?"
DURATION = rf"(?:{_RANGE}(?:{NUMBER}|a|an|one)[\ -]?(?:full[\ -]|calendar[\ -])?{_UNIT})"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?:{_DAY}(?:\ of)?\ {_MONTH},?\ \d{{4}}|{_MONTH}\ {_DAY},?\ \d{{4}}|{_MONTH},?\ \d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?!\w)"
)
NAME = r"(?-i:[A-Z][\w'.&-]*(?:\ (?:(?:of|in|the|and|for|de|la|&|-)\ )?[A-Z][\w'&-]*){0,5})"
SLOTS = {
    "number": rf"{NUMBER}(?!\w)",
    "amount": _AMOUNT,
    "money": MONEY,
    "foreign": FOREIGN,
    "duration": DURATION,
    "date": DATE,
    "name": NAME,
}
_SPAN = re.compile(rf"({NUMBER})\ ?(?:-|to|or|and|/)\ ?({NUMBER})", re.IGNORECASE)


def number_said(text: str) -> float | None:
    """The first number in a text, in figures or in words; None when there is none."""
    found = re.search(NUMBER, text, re.IGNORECASE)
    if found is None:
        return None
    word = found[0].casefold()
    if word in WORDS:
        return float(WORDS[word])
    many = re.match(r"\ ?k(?!\w)", text[found.end() :], re.IGNORECASE)
    return float(word.replace(",", "")) * (1000 if many else 1)


def duration_said(text: str, lengths: Mapping[str, float]) -> tuple[float, bool] | None:
    """How long it is, and whether it was said in that unit; None for a range or unknown unit.

    `lengths` gives one of each unit (`month: 4`), and exceptions (`6 months: 26`).
    """
    if _SPAN.search(text):
        return None
    amount = number_said(text) if re.search(rf"\b(?:\d|{_NAMED})", text, re.IGNORECASE) else 1.0
    unit = time_unit(re.split(r"[\ -]", text.rstrip("."))[-1].lstrip("0123456789."))
    one = unit.removesuffix("s")
    exact = lengths.get(f"{amount:g} {unit}")
    if amount is None or one not in lengths:
        return None
    return (exact if exact is not None else amount * lengths[one]), lengths[one] == 1


def date_said(text: str) -> str | None:
    """The date as a case file holds it; in figures alone the month comes first, as in the US."""
    figures = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    if figures:
        month, day = int(figures[1]), int(figures[2])
        try:
            return date(int(figures[3]), month, day).isoformat()
        except ValueError:
            pass
    try:
        return date_typed(text)
    except NotUnderstood:
        return None
