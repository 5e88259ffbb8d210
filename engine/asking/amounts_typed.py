"""Amounts of money as people write them, in the form of a case file."""

import re
from decimal import Decimal

from engine.asking.not_understood import NotUnderstood
from engine.ir.base import Fact
from engine.problem import quoted
from engine.reading.durations import time_unit

_DOLLARS = re.compile(r"(us)?\$|\busd\b|\b(us )?dollars?\b")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_THOUSANDS = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(?:k|thousand)")
_PER = re.compile(r"(?P<amount>.*\d.*?) ?(?:/|\b(?:a|an|per|each|every) ) ?(?P<unit>[a-z]+)\.?")
_LY = re.compile(r"(?P<amount>.*\d.*?) ?\b(?P<unit>dai|week|month|year)ly")


def amount_typed(fact: Fact, text: str, words: str) -> str:
    """The digits of an amount, or the words that are left. Raises NotUnderstood for a rate."""
    found = _PER.fullmatch(words) or _LY.fullmatch(words)
    unit = time_unit(found["unit"].replace("dai", "day")) if found else ""
    if found and unit:
        if not _asks_per(fact, unit):
            raise _rate(fact, text, unit)
        words = found["amount"]
    if fact.unit == "USD":
        words = _DOLLARS.sub("", words)
    words = words.removesuffix(fact.unit.casefold()).strip()
    if _GROUPED.fullmatch(words):
        return words.replace(",", "")
    many = _THOUSANDS.fullmatch(words)
    return _plain(Decimal(many[1]) * 1000) if many else words


def _plain(amount: Decimal) -> str:
    return str(int(amount)) if amount == int(amount) else str(amount)


def _asks_per(fact: Fact, unit: str) -> bool:
    """Whether the question itself is about one day, week, month or year."""
    one = rf"(?:/|\b(?:a|per|each|every)) ?{unit[:-1]}\b"
    return bool(re.search(one, f"{fact.ask} {fact.unit}".casefold()))


def _rate(fact: Fact, text: str, unit: str) -> NotUnderstood:
    asked = f"; the question is: {fact.ask}" if fact.ask else ""
    hint = f"multiply it by the number of {unit} and type the whole amount{asked}"
    return NotUnderstood(f"{quoted(text)} is an amount for each {unit[:-1]}", hint)
