"""Dates as texts give them: by day or month, in figures or words, with a weekday or without."""

import re
from calendar import monthrange
from datetime import date

from engine.asking.dates_typed import date_typed
from engine.asking.not_understood import NotUnderstood

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "tenth")
_NUMBERS = {word: str(n) for n, word in enumerate(_ORDINALS[:7], 1)} | {"tenth": "10"}
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\ (?:the\ )?"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|last\ day|{'|'.join(_ORDINALS)})"
_PART = r"(?:early|mid|late|end\ of|middle\ of|beginning\ of|the\ month\ of)[\ -](?:of\ )?"
_FIGURES = r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})"
DATE = (
    rf"(?:(?:{_WEEKDAY})?(?:{_DAY}(?:\ of)?(?:\ |-|\.\ ?){_MONTH},?[\ -]?\d{{4}}"
    rf"|{_MONTH}\ {_DAY},?\ \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|{_FIGURES})"
    rf"|(?:{_PART})?{_MONTH},?\ \d{{4}})(?!\w)"
)


def date_said(text: str) -> str | None:
    """The date as a case file holds it; in figures alone the month comes first, as in the US."""
    plain = re.sub(rf"^(?:{_WEEKDAY}|{_PART})", "", text, flags=re.IGNORECASE)
    for word, number in _NUMBERS.items():
        plain = re.sub(rf"\b{word}\b", number, plain, flags=re.IGNORECASE)
    if re.fullmatch(_FIGURES, plain):
        return _in_figures(plain)
    month = re.sub(r"^last day(?: of)? ", "", plain, flags=re.IGNORECASE)
    try:
        found = date_typed(month)
    except NotUnderstood:
        return None
    if month == plain:
        return found
    year, _, number_of_month = found.partition("-")
    return f"{found}-{monthrange(int(year), int(number_of_month))[1]}"


def _in_figures(text: str) -> str | None:
    month, day, year = map(int, re.split(r"[/.]", text))
    if month > 12:
        month, day = day, month
    try:
        return date(year + 2000 * (year < 100), month, day).isoformat()
    except ValueError:
        return None
