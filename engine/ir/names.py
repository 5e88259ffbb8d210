"""What a person means by a name: report names, facts and rules."""

from collections.abc import Iterable

from engine.ir.base import RuleBase


def fact_named(base: RuleBase, name: str) -> str | None:
    """The derived fact of a report name, full name, or last part of a name that is unique."""
    decisions, facts = base.layout.decisions, base.facts
    if (found := same_word(name, decisions)) is not None:
        return decisions[found]
    if (found := same_word(name, facts)) is not None:
        return found
    folded = name.casefold()
    ends = [fact for fact in facts if fact.rpartition(".")[2].casefold() == folded]
    return ends[0] if len(ends) == 1 else None


def rule_named(base: RuleBase, name: str) -> str | None:
    """The rule, advice, message or argument of that id."""
    return same_word(name, base.governed)


def same_word(word: str, known: Iterable[str]) -> str | None:
    """The known word, or else the only one that differs in capitals alone."""
    known = [*known]
    if word in known:
        return word
    found = [one for one in known if one.casefold() == word.casefold()]
    return found[0] if len(found) == 1 else None
