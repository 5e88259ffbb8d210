"""Commands of the conversation, and how names of a list are typed."""

from collections.abc import Sequence

from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.ir.base import Kind
from engine.problem import listing

NOTHING = ("", "n", "no", "none", "0")
ABOUT_A_QUESTION = ("why", "unknown", "keep")
COMMANDS = ("why", "help", "unknown", "back", "keep", "review", "status", "quit", "remove")


class Left(Exception):
    """The person wants to stop."""


class Moved(Exception):
    """Another question is to be asked."""


def command(words: str, *, free: bool) -> str | None:
    """The command that is meant; empty for one that there is not, None when it is an answer.

    Whole words do without the colon where an answer is not free text.
    """
    if words == "?":
        return "why"
    name = words.casefold().removeprefix(":")
    if words.startswith(":"):
        return next((one for one in COMMANDS if name and one.startswith(name)), "")
    plain = {**{one: one for one in COMMANDS}, "exit": "quit"}
    return None if free else plain.get(name)


def is_free(question: Question | None) -> bool:
    """Whether any words may be the answer."""
    fact = question.fact if question else None
    return fact is not None and fact.kind is Kind.TEXT


def picked(words: str, names: Sequence[str]) -> int:
    """The number, from 1, of what is meant by its number, name or a start that no other has.

    Raises NotUnderstood, with what to type instead.
    """
    if words.isascii() and words.isdigit():
        if 1 <= int(words[:9]) <= len(names):
            return int(words)
        raise NotUnderstood(f"There is no number {words[:9]} in the list", _range(names))
    said = words.casefold()
    exact = [i for i, name in enumerate(names, 1) if name.casefold() == said]
    found = exact or [i for i, name in enumerate(names, 1) if name.casefold().startswith(said)]
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"type its number: {listing([str(i) for i in found])}"
        raise NotUnderstood(f"“{words}” could be more than one of them", hint)
    raise NotUnderstood(f"“{words}” is none of them", _range(names))


def _range(names: Sequence[str]) -> str:
    return f"please type a number from 1 to {len(names)}, or n for none"
