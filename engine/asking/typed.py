"""What a person types, in the form that a case file takes; the reader of cases judges it."""

import re

from engine.asking.choices_typed import SHORT, choice_typed, exact, folded, plain, refuse_unsure
from engine.asking.dates_typed import date_typed
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.numbers_typed import number_typed
from engine.ir.base import NUMERIC, Kind
from engine.problem import quoted

NO_IDEA = frozenset(
    ("unknown", "not known", "don't know", "dont know", "i don't know", "i dont know", "idk")
    + ("do not know", "i do not know", "not sure", "no idea", "dunno")
)
_SEVERAL = re.compile(r"\s*[,;]\s*")


def is_yes_no(question: Question) -> bool:
    """Whether yes and no are all that can be answered."""
    return question.fact is None or question.fact.kind is Kind.YES_NO


def is_unknown(question: Question, text: str) -> bool:
    """Whether the words say that the person does not know.

    Raises NotUnderstood for words that may as well be the beginning of a choice.
    """
    words = plain(text)
    if words not in NO_IDEA or exact(words, question.choices):
        return False
    refuse_unsure(question.choices, text)
    return True


def typed(question: Question, text: str, meant: str = "") -> str | list[str]:
    """The answer as a case file holds it. Raises NotUnderstood, with what to type instead.

    `meant` is the choice that the person was just asked about, which a yes then takes.
    """
    text = " ".join(text.split())
    if meant and not question.several and SHORT.get(folded(text)) == "yes":
        return meant
    if not text:
        raise NotUnderstood("Nothing was typed", "type an answer, or :unknown if you do not know")
    if is_yes_no(question):
        return _yes_no(text)
    if question.several:
        return _several(question, text)
    if question.choices:
        return choice_typed(question.choices, text)
    kind = question.fact.kind if question.fact else Kind.TEXT
    if question.fact and kind in NUMERIC:
        return number_typed(question.fact, text)
    return date_typed(text) if kind is Kind.DATE else text


def _yes_no(text: str) -> str:
    found = SHORT.get(folded(text))
    if found is None:
        raise NotUnderstood(f"{quoted(text)} is neither yes nor no", "type y for yes or n for no")
    return found


def _several(question: Question, text: str) -> list[str]:
    whole = exact(folded(text), question.choices)
    if len(whole) == 1:
        return whole
    if folded(text) in ("none", "none of them", "nothing"):
        return []
    parts = text.split() if re.fullmatch(r"[\d ]+", text) else _SEVERAL.split(text)
    return list(dict.fromkeys(choice_typed(question.choices, part) for part in parts if part))
