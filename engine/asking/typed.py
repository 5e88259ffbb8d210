"""What a person types, in the form that a case file takes; the reader of cases judges it."""

import re
from collections.abc import Iterable

from engine.asking.dates_typed import date_typed
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.numbers_typed import number_typed
from engine.ir.base import NUMERIC, Kind
from engine.problem import closest, listing, quoted

Choice = tuple[str, str]  # value and label
NO_IDEA = frozenset(
    ("unknown", "not known", "don't know", "dont know", "i don't know", "i dont know", "idk")
    + ("do not know", "i do not know", "not sure", "no idea", "dunno")
)
_YES_NO = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
_SEVERAL = re.compile(r"\s*[,;]\s*")


def is_yes_no(question: Question) -> bool:
    """Whether yes and no are all that can be answered."""
    return question.fact is None or question.fact.kind is Kind.YES_NO


def is_unknown(question: Question, text: str) -> bool:
    """Whether the words say that the person does not know."""
    words = _folded(text).replace("’", "'").rstrip(".!")
    return words in NO_IDEA and not _exact(words, question.choices)


def typed(question: Question, text: str) -> str | list[str]:
    """The answer as a case file holds it. Raises NotUnderstood, with what to type instead."""
    text = " ".join(text.split())
    if not text:
        raise NotUnderstood("Nothing was typed", "type an answer, or :unknown if you do not know")
    if is_yes_no(question):
        return _yes_no(text)
    if question.several:
        return _several(question, text)
    if question.choices:
        return _choice(question.choices, text)
    kind = question.fact.kind if question.fact else Kind.TEXT
    if question.fact and kind in NUMERIC:
        return number_typed(question.fact, text)
    return date_typed(text) if kind is Kind.DATE else text


def _yes_no(text: str) -> str:
    found = _YES_NO.get(_folded(text))
    if found is None:
        raise NotUnderstood(f"{quoted(text)} is neither yes nor no", "type y for yes or n for no")
    return found


def _several(question: Question, text: str) -> list[str]:
    whole = _exact(_folded(text), question.choices)
    if len(whole) == 1:
        return whole
    if _folded(text) in ("none", "none of them", "nothing"):
        return []
    parts = text.split() if re.fullmatch(r"[\d ]+", text) else _SEVERAL.split(text)
    return list(dict.fromkeys(_choice(question.choices, part) for part in parts if part))


def _choice(choices: tuple[Choice, ...], text: str) -> str:
    """The choice of that number, name or beginning; digits are always a number of the list."""
    if text.isascii() and text.isdigit():
        if not 1 <= int(text[:9]) <= len(choices):
            hint = f"type a number from 1 to {len(choices)}"
            raise NotUnderstood(f"There is no number {text[:9]} in the list", hint)
        return choices[int(text) - 1][0]
    words = _folded(text)
    found = _exact(words, choices) or [
        value
        for value, label in choices
        if _folded(value).startswith(words) or _folded(label).startswith(words)
    ]
    if len(found) != 1:
        raise _unclear(choices, text, found)
    return found[0]


def _unclear(choices: tuple[Choice, ...], text: str, found: list[str]) -> NotUnderstood:
    labels = dict(choices)
    if found:
        numbers = [str(i) for i, (value, _) in enumerate(choices, 1) if value in found]
        hint = f"type its number: {listing(numbers)}"
        return NotUnderstood(f"{quoted(text)} could be more than one of the choices", hint)
    near = closest(_folded(text), [_folded(label) for label in labels.values()])
    hint = f"did you mean {near}?" if near else f"type a number from 1 to {len(choices)}"
    return NotUnderstood(f"{quoted(text)} is none of the choices", hint)


def _exact(words: str, choices: Iterable[Choice]) -> list[str]:
    return [value for value, label in choices if words in (_folded(value), _folded(label))]


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())
