"""Choices as people name them: by number, by name or by the beginning of a name."""

import re

from engine.asking.not_understood import NotUnderstood
from engine.problem import MAX_LISTED, closest, listing, quoted

Choice = tuple[str, str]  # value and label
SHORT = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
_ALIKE = {"yes": ("yes",), "no": ("no", "not", "none")}
_UNSURE = "not sure"


def folded(text: str) -> str:
    """The words as they are compared."""
    return " ".join(text.replace("_", " ").casefold().split())


def exact(words: str, choices: tuple[Choice, ...]) -> list[str]:
    """The values that have exactly this name."""
    return [value for value, label in choices if words in (folded(value), folded(label))]


def choice_typed(choices: tuple[Choice, ...], text: str) -> str:
    """The value that is meant; digits are always a number of the list.

    Raises NotUnderstood, with the choices that may be meant, for words that fit several.
    """
    if text.isascii() and text.isdigit():
        return _numbered(choices, text)
    words = folded(text)
    found = exact(words, choices)
    if len(found) == 1:
        return found[0]
    if words in SHORT:
        return _short(choices, text, SHORT[words])
    may_be = _starting(words, choices) or found
    may_be += [value for value in _mentioning(words, choices) if value not in may_be]
    if len(may_be) == 1 and _starting(words, choices):
        return may_be[0]
    raise _unclear(choices, text, may_be)


def refuse_unsure(choices: tuple[Choice, ...], text: str) -> None:
    """Raises NotUnderstood for `not sure` where a choice begins with the same word."""
    if plain(text) == _UNSURE and not exact(_UNSURE, choices):
        values = [value for value, label in choices if _words(label)[:1] == ["not"]]
        if values:
            named = _named(choices, values)
            hint = f"Do you mean {', '.join(named)}, or :unknown?"
            raise NotUnderstood(f"{quoted(text)} is not clear", hint)


def plain(text: str) -> str:
    """The words without a full stop, and with a straight apostrophe."""
    return folded(text).replace("’", "'").rstrip(".!")


def _numbered(choices: tuple[Choice, ...], text: str) -> str:
    if not 1 <= int(text[:9]) <= len(choices):
        raise NotUnderstood(f"There is no number {text[:9]} in the list", _range(choices))
    return choices[int(text) - 1][0]


def _short(choices: tuple[Choice, ...], text: str, word: str) -> str:
    """The choice that is called yes or no, or the only one that begins with that word."""
    firsts = {value: _words(label)[:1] for value, label in choices}
    found = exact(word, choices) or [value for value in firsts if firsts[value] == [word]]
    if len(found) == 1:
        return found[0]
    alike = [value for value in firsts if firsts[value] and firsts[value][0] in _ALIKE[word]]
    raise _unclear(choices, text, alike or _starting(folded(text), choices))


def _starting(words: str, choices: tuple[Choice, ...]) -> list[str]:
    return [
        value
        for value, label in choices
        if folded(value).startswith(words) or folded(label).startswith(words)
    ]


def _mentioning(words: str, choices: tuple[Choice, ...]) -> list[str]:
    """The values in whose label the words stand somewhere, each a whole word."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return [value for value, label in choices if whole.search(folded(label))]


def _unclear(choices: tuple[Choice, ...], text: str, may_be: list[str]) -> NotUnderstood:
    """What to say of words that are no choice, or that could be one of several."""
    if len(may_be) > MAX_LISTED:
        hint = f"type more of the name, or {_range(choices).removeprefix('type ')}"
        return NotUnderstood(f"{quoted(text)} could be more than one of the choices", hint)
    if not may_be:
        labels = {folded(label): value for value, label in choices}
        near = closest(folded(text), labels)
        may_be = [labels[near]] if near else []
    why = "could be more than one" if len(may_be) > 1 else "is none"
    return NotUnderstood(f"{quoted(text)} {why} of the choices", *_offered(choices, may_be))


def _offered(choices: tuple[Choice, ...], may_be: list[str]) -> tuple[str, str]:
    """The hint, and the choice that yes would take; yes takes none where it is a choice itself."""
    named = listing(_named(choices, may_be))
    if not may_be:
        return _range(choices), ""
    if len(may_be) == 1 and any(_words(label)[:1] == ["yes"] for _, label in choices):
        number, label = named.split(" ", 1)
        return f"type {number} if you mean {label[1:-1]}", ""
    return f"Do you mean {named}?", may_be[0] if len(may_be) == 1 else ""


def _named(choices: tuple[Choice, ...], values: list[str]) -> list[str]:
    """The choices as they are offered: number and label."""
    return [f"{i} ({label})" for i, (value, label) in enumerate(choices, 1) if value in values]


def _range(choices: tuple[Choice, ...]) -> str:
    return f"type a number from 1 to {len(choices)}"


def _words(label: str) -> list[str]:
    return re.findall(r"\w+", folded(label))
