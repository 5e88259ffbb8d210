"""Texts of the knowledge base with their placeholders filled in for one person."""

from engine.explain.words import Words
from engine.reading.rules import PLACEHOLDER
from engine.reason.known import Known


def filled(text: str, member: int, known: Known, words: Words) -> str:
    """The text with its placeholders filled in; a missing answer is named, never guessed."""
    return PLACEHOLDER.sub(lambda match: _fill(match[1], member, known, words), _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fill(name: str, member: int, known: Known, words: Words) -> str:
    if name.startswith("param."):
        return words.setting(known.base.settings[name.removeprefix("param.")])
    fact = known.base.facts[name]
    members = known.members(fact.entity)
    about = member if member in members else members[0]
    text = known.case.text(name, about)
    if fact.kind == "text":
        return text or f"[{fact.label}]"
    shown = words.value(fact, known.value((name, about)))
    return f"[{fact.label}]" if shown == "open" else shown.removeprefix("open: ")
