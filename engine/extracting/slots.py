"""What numbers, amounts, lengths of time, dates and names look like in a text, and what they say.

A slot stands in braces in a phrase. Its pattern has no groups; `said` works out the value of what
it matched.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from engine.extracting.dates import DATE
from engine.extracting.words import Words
from engine.reading.durations import time_unit

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: n for n, word in enumerate((*_ONES, *_TEENS, "nineteen"))} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
_MANY = {"hundred": 100, "thousand": 1000, "grand": 1000}
_NAMED = "|".join(sorted(WORDS, key=len, reverse=True))
_COUNTED = rf"(?:(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES[1:10])})|{_NAMED})(?![a-z])"
_MANIES = "|".join(_MANY)
_LARGE = (
    rf"(?:(?:{_COUNTED}|a|\d{{1,2}})[ -](?:{_MANIES})"
    rf"(?:,?(?:\ and)?\ (?:{_MANIES}|{_COUNTED}))*)"
)
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:'\d{3})+"
    r"|\d{1,7}(?:[.,]\d{1,2})?)(?![\d])"
)
NUMBER = rf"(?:{_LARGE}|{_DIGITS}|{_COUNTED})"
_SPACED = r"\d{1,3}(?:\ \d{3})+(?!\d)"
_AMOUNT = rf"(?:{_LARGE}|{_DIGITS})(?:\ ?k(?![a-z]))?(?![\w%])"
_DOLLAR = (
    r"(?:us\ ?\$|\$\ ?us|usd|us\ dollars?|u\.s\.\ dollars?|american\ dollars?|dollars?"
    r"|dolars?|bucks|\$)"
)
MONEY = (
    rf"(?:(?:us\ ?\$|usd\ ?\$?|u\.s\.\ ?\$|\$)\ ?(?:{_SPACED}|{_AMOUNT})"
    rf"|(?:{_LARGE}|{_SPACED}|{_DIGITS}|{_COUNTED})(?:\ ?k)?(?:\ |-)?{_DOLLAR}(?!\w)"
    r"|\d{1,2}(?:[.,]\d{1,2})?k(?!\w))"
)
_FOREIGN = r"(?:euros?|eur|€|pounds?|gbp|£|inr|rs\.?|rupees?|cad|aud|pesos?|chf|sgd|aed|mxn)"
FOREIGN = rf"(?:{_FOREIGN}\ ?(?:{_AMOUNT})|(?:{_DIGITS})\ ?k?\ ?{_FOREIGN}(?!\w))"
_FIGURE = (
    r"(?:\d{1,2}[., ]\d{3}|(?!20[23]\d)[1-9]\d{2,3}|\d{1,2}(?:\.\d)?\ ?k)(?![\w%$€£]|[.,:/-]\d)"
)
_UNIT = r"(?:weeks?|wks?|months?|mths?|years?|days?|fortnights?|w)(?!\w)"
_RANGE = rf"(?:(?:\d{{1,2}}(?!\d)|{_COUNTED})\ ?(?:-|to|or|and|/|,)\ ?)*"
DURATION = (
    rf"(?:{_RANGE}(?:{NUMBER})(?:\ \(\d+\))?[\ -]?"
    rf"(?:(?:full|calendar|consecutive|whole)[\ -])?{_UNIT})"
)
SLOTS = {
    "number": rf"{NUMBER}(?!\w)",
    "amount": _AMOUNT,
    "money": MONEY,
    "figure": _FIGURE,
    "foreign": FOREIGN,
    "duration": DURATION,
    "date": DATE,
    "time": r"\d{1,2}[:.]\d{2}(?:\ ?[ap]\.?m\.?)?(?!\w)",
    "name": r"[A-Z]\w*",
}
_SPAN = re.compile(rf"({NUMBER})\ ?(?:-|to|or|and|/|,)\ ?({NUMBER})", re.IGNORECASE)
_LINKS = frozenset(("of", "in", "the", "and", "for", "de", "la", "at", "del"))
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "a an the our for both every each in at this that we you your all no any dear from to by is"
        " are and or if it he she they i my his her with on as of not what who how when where"
        " please",
    )
)
LONGEST_NAME = 8  # words


def slot_at(name: str, words: Words, at: int, *, amounts: bool) -> int | None:
    """Before which word a slot ends that begins with a word; None where it does not fit.

    `amounts`: a bare number that fills a cell is an amount of money.
    """
    end = _places(name, words.text).get(words.spans[at][0])
    if end is not None:
        return words.ending_at(end)
    if name == "money" and amounts and _fills_cell(words, at):
        return slot_at("amount", words, at, amounts=False)
    return None


@lru_cache(maxsize=512)
def _places(name: str, text: str) -> Mapping[int, int]:
    """Where the slot stands in a text: never within another one that begins before."""
    found = re.compile(rf"(?<![\w$€£])(?<!\d[.,]){SLOTS[name]}", re.IGNORECASE).finditer(text)
    return {match.start(): match.end() for match in found}


def _fills_cell(words: Words, at: int) -> bool:
    last = at + 1 >= len(words)
    begins = "|" in words.before[at] or at == 0 or ":" in words.before[at]
    return begins and (last or "|" in words.before[at + 1] or "(" in words.before[at + 1])


def names_at(words: Words, at: int) -> list[int]:
    """Before which words a name may end that begins with a word: capitals, and links between."""
    ends: list[int] = []
    if words.text[slice(*words.spans[at])].casefold() in _NO_NAMES:
        return ends
    for place in range(at, min(at + LONGEST_NAME, len(words))):
        begin, end = words.spans[place]
        if place > at and words.before[place].strip() not in ("", "&", "'", ".", "-", "/"):
            break
        if words.text[begin].isupper() or (place > at and words.text[begin].isdigit()):
            ends.append(place + 1)
        elif place == at or words.text[begin:end] not in _LINKS:
            break
    return ends


def number_said(text: str) -> float | None:
    """The first number in a text, in figures or in words; None when there is none."""
    large = re.search(_LARGE, text, re.IGNORECASE)
    if large is not None:
        return _counted(large[0])
    found = re.search(rf"{_SPACED}|{_DIGITS}|{_COUNTED}", text, re.IGNORECASE)
    if found is None:
        return None
    word = found[0].casefold()
    if word[0].isalpha():
        return _counted(word)
    many = re.match(r"\ ?k(?![a-z])", text[found.end() :], re.IGNORECASE)
    return _figures(word) * (1000 if many else 1)


def _counted(text: str) -> float:
    """A number in words, such as fourteen hundred or two thousand and fifty."""
    total, last = 0.0, 0.0
    for word in re.findall(r"[a-z]+|\d+", text.casefold()):
        if word in _MANY:
            total += (last or 1) * _MANY[word] if _MANY[word] == 1000 or last else 100
            last = 0.0
        elif word.isdigit() or word in WORDS:
            last += float(word) if word.isdigit() else WORDS[word]
    return total + last


def _figures(text: str) -> float:
    """A number in figures; a mark before three more figures separates thousands."""
    text = re.sub(r"[,.' ](?=\d{3}(?!\d))", "", text)
    return float(text.replace(",", "."))


def duration_said(text: str, lengths: Mapping[str, float]) -> tuple[float, bool] | None:
    """How long it is, and whether it was said in that unit; None for a range or unknown unit.

    `lengths` gives one of each unit (`month: 4`), and exceptions (`6 months: 26`).
    """
    if _SPAN.search(text):
        return None
    amount = number_said(text) if re.search(rf"\d|\b(?:{_NAMED})", text, re.IGNORECASE) else 1.0
    word = re.split(r"[\ -]", text.rstrip("."))[-1].lstrip("0123456789.")
    unit = "weeks" if word.casefold() == "w" else time_unit(word)
    one = unit.removesuffix("s")
    exact = lengths.get(f"{amount:g} {unit}")
    if amount is None or one not in lengths:
        return None
    return (exact if exact is not None else amount * lengths[one]), lengths[one] == 1
