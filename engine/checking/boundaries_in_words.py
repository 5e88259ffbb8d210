"""Limits that a sentence states, such as “at least 12” or “fewer than two”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_NUMBER = rf"\b(\d[\d,]*(?:\.\d+)?|{'|'.join(_DIGITS)})\b"
_BELONGS_ABOVE = (
    rf"(?:at least|no (?:fewer|less) than|a minimum of|fewer than|less than|under|below) {_NUMBER}",
    rf"{_NUMBER}(?: \w+)? or (?:more|longer|higher|above)",
    rf"{_NUMBER}\+",
)
_BELONGS_BELOW = (
    rf"(?:more than|over|above|at most|no more than|up to|no longer than) {_NUMBER}",
    rf"{_NUMBER}(?: \w+)? or (?:fewer|less|lower|below)",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that splits a scale, and whether it belongs to the part above."""

    value: float
    above: bool
    words: str


def limits(text: str) -> Iterator[Limit]:
    """Every limit that a text states in words that tell on which side the number lies."""
    for above, patterns in ((True, _BELONGS_ABOVE), (False, _BELONGS_BELOW)):
        for pattern in patterns:
            for found in re.finditer(pattern, text, re.IGNORECASE):
                if not above or not _is_negated(text, found.start()):
                    yield Limit(_value(found[1]), above, found[0])


def numbers(text: str) -> frozenset[float]:
    """Every number that a text mentions."""
    return frozenset(_value(found) for found in re.findall(_NUMBER, text, re.IGNORECASE))


def _is_negated(text: str, start: int) -> bool:
    """“No fewer than” and the like are found with their negation; a shorter match is not meant."""
    return text[:start].lower().endswith(("no ", "not "))


def _value(text: str) -> float:
    word = text.lower()
    return float(_DIGITS[word]) if word in _DIGITS else float(text.replace(",", ""))
