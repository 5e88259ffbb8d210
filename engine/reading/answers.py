"""One answer: text in a case, a value of the fact's type in memory."""

import re
from math import inf

from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.dates import parse_date
from engine.ir.values import Choices, Interval, Value, number
from engine.problem import MAX_LISTED, Problems, closest, listing, quoted
from engine.reading.durations import asked_unit, other_unit, time_unit
from engine.span import Span

MAX_TEXT = 20_000
_PLAIN = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,4})?")
_MONEY = re.compile(r"(?:\$|USD)? ?(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(\.\d{1,2})?(?: ?USD)?")
_THOUSANDS_BY_COMMA = re.compile(r"\d{1,3}(,\d{3})+")
_THOUSANDS_BY_POINT = re.compile(r"\d{1,3}(\.\d{3})+")
_MEANT = {
    "yes": ("true", "y", "on", "1", "ja", "si"),
    "no": ("false", "n", "off", "0", "none", "nein"),
}
UNKNOWN_HINT = "write unknown if you asked and it is not known; otherwise remove the line"
_NOT_KNOWN = ("?", "~", "null", "n/a", "na", "not known", "don't know", "don’t know", "no idea", "")


def read_value(fact: Fact, text: str, span: Span, problems: Problems) -> Value | str | None:
    """The value of one answer; None after recording why the text is not one.

    Money is in whole currency units, percent from 0 to 100, months in months; text facts give the
    text itself.
    """
    if fact.kind is Kind.TEXT:
        return _text(fact, text, span, problems)
    if fact.kind is Kind.DATE:
        return _date(fact, text, span, problems)
    if fact.kind in NUMERIC:
        return _number(fact, text, span, problems)
    return _choice(fact, text, span, problems)


def _text(fact: Fact, text: str, span: Span, problems: Problems) -> str | None:
    if len(text) > MAX_TEXT:
        message = f"this text is longer than {MAX_TEXT:,} characters"
        problems.add(span, message, "shorten it")
        return None
    return text


def _date(fact: Fact, text: str, span: Span, problems: Problems) -> Interval | None:
    found = parse_date(text)
    if found is None:
        hint = "write year-month-day, or year-month, such as 2026-09-15 or 2026-09"
        problems.add(span, f"{quoted(text)} is not a date for {fact.id}", hint)
    return found


def _choice(fact: Fact, text: str, span: Span, problems: Problems) -> Choices | None:
    if text in fact.choices:
        return Choices({text})
    problems.add(span, f"{quoted(text)} is not a value of {fact.id}", hint_for(fact, text))
    return None


def hint_for(fact: Fact, text: str) -> str:
    """What to write in place of a word that is not a value of the fact."""
    folded = text.casefold()
    if folded in _NOT_KNOWN or folded == "unknown":
        return UNKNOWN_HINT
    labels = {label.casefold(): value for value, label in fact.choices.items()}
    meant = [
        value for value, words in _MEANT.items() if folded in words and fact.kind is Kind.YES_NO
    ]
    if meant or folded in labels:
        return f"write {meant[0] if meant else labels[folded]}"
    if close := closest(text, fact.choices):
        return f"did you mean {close}?"
    words = [*fact.choices, "unknown"]
    return (
        f"write {listing(words)}" if len(words) <= MAX_LISTED else f"write for example {words[0]}"
    )


def _number(fact: Fact, text: str, span: Span, problems: Problems) -> Interval | None:
    amount = _amount(fact, text)
    if amount is None:
        hint = _number_hint(fact, text)
        problems.add(span, f"{quoted(text)} is not a number for {fact.id}", hint)
        return None
    if fact.kind is Kind.COUNT and "." in text:
        hint = f"{fact.id} is counted in whole numbers, such as {round(amount)}"
        problems.add(span, f"{quoted(text)} is not a whole number", hint)
        return None
    if not fact.low <= amount <= fact.high:
        problems.add(span, f"{text} is out of range for {fact.id}", _range_hint(fact))
        return None
    return Interval(amount, amount)


def _amount(fact: Fact, text: str) -> float | None:
    if fact.kind is Kind.MONEY and (match := _MONEY.fullmatch(text)):
        return float(match[1].replace(",", "") + (match[2] or ""))
    if fact.kind is Kind.MONEY and not text.startswith("-"):
        return None
    if fact.kind is Kind.PERCENT:
        text = text.removesuffix("%").rstrip()
    return float(text) if _PLAIN.fullmatch(text) else None


def _number_hint(fact: Fact, text: str) -> str:
    """What to write instead, made from what was written where it is clear what was meant."""
    if text.casefold() in (*_NOT_KNOWN, "unknown"):
        return UNKNOWN_HINT
    if fact.kind is Kind.MONEY:
        return _money_hint(text)
    if re.fullmatch(r"\d+,\d+", text) and fact.kind is not Kind.COUNT:
        return f"write a point for decimals: {text.replace(',', '.')}"
    if _THOUSANDS_BY_COMMA.fullmatch(text):
        return f"write {text.replace(',', '')}"
    alone = re.fullmatch(r"(\d+)([.,]\d+)? *([a-zA-Z]*)", text)
    hint = _hint_alone(fact, text, alone) if alone else ""
    return hint or _plain_hint(fact, text)


def _hint_alone(fact: Fact, text: str, parts: re.Match[str]) -> str:
    """What to write in place of a number with a word, or of a count with a fraction, if clear."""
    if other := other_unit(fact, text):
        return other[0]
    if time_unit(parts[3]) and fact.unit and not asked_unit(fact):
        return f"this asks for {fact.unit}"
    if fact.kind is Kind.COUNT and parts[2]:
        return f"write a whole number, such as {parts[1]}"
    amount = parts[1] + (parts[2] or "").replace(",", ".")
    is_clear = parts[3] and _PLAIN.fullmatch(amount)
    return f"write the number alone: {amount}" if is_clear else ""


def _plain_hint(fact: Fact, text: str) -> str:
    if sum(c.isdigit() for c in text) > 12:
        return "write a number with at most 12 digits"
    meant = _meant_number(text) if re.fullmatch(r"[+\d._e]+", text) else ""
    if _PLAIN.fullmatch(meant) and not (fact.kind is Kind.COUNT and "." in meant):
        return f"write {meant}"
    example = "12" if fact.kind is Kind.COUNT else "12 or 2.5"
    return f"write digits, such as {example}, or unknown"


def _meant_number(text: str) -> str:
    """How a number in one of the forms of programmers is written plainly; empty for no number."""
    try:
        return str(number(float(text)))
    except ValueError:
        return ""


def _money_hint(text: str) -> str:
    if _THOUSANDS_BY_POINT.fullmatch(text):
        return f"write {text.replace('.', ',')} or {text.replace('.', '')}"
    return "write an amount such as 1500, 1,500 or 99.50, without words; or unknown"


def _range_hint(fact: Fact) -> str:
    if fact.high == inf:
        return f"it must be at least {number(fact.low)}"
    return f"it must be between {number(fact.low)} and {number(fact.high)}"
