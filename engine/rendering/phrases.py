"""Pieces of an explanation as phrases of a sentence that can be read aloud."""

import re
from collections.abc import Set

from engine.explain.making import ALL_OF, ANY_OF
from engine.explain.tree import Node, Op, Role, direct
from engine.ir.base import RuleBase
from engine.problem import listing
from engine.reason.known import Origin

MOST = 3  # facts told behind a condition that fails
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_ARTICLE = re.compile(r"A [a-z]{2}")


def capital(text: str) -> str:
    """The text with a capital to begin with."""
    return text[:1].upper() + text[1:]


def clause(sentence: str, names: Set[str] = frozenset()) -> str:
    """A sentence as a clause of another: without its full stop; names and abbreviations stay."""
    text = sentence.rstrip(".")
    found = _WORD.match(text)
    word = found.group() if found else ""
    is_plain = word[1:2].islower() and word[1:] == word[1:].lower() and word not in names
    return text[:1].lower() + text[1:] if is_plain or _ARTICLE.match(text) else text


def names_in(base: RuleBase) -> frozenset[str]:
    """The words that labels write with a capital, which are names."""
    facts = base.facts.values()
    labels = (text for fact in facts for text in (fact.label, *fact.choices.values()))
    words = (word for text in labels for word in _WORD.findall(text))
    return frozenset(word for word in words if word[0].isupper())


def outcome(row: Node, decision: str, base: RuleBase) -> str:
    """What a row of a decision gives, in words and in quotes."""
    return f"“{_plain(row, decision, base)}”"


def _plain(row: Node, decision: str, base: RuleBase) -> str:
    return base.facts[decision].choices[row.step.among[0]]


def sentence(row: Node, decision: str, base: RuleBase) -> str:
    """The sentence of a row, without the outcome before it."""
    return row.text.removeprefix(f"{_plain(row, decision, base)}: ")


def condition(node: Node) -> str:
    """What a node asks for, as far as it matters for its verdict, in one phrase."""
    if node.text not in (ALL_OF, ANY_OF):
        return node.text
    parts = [condition(part) for part in node.relevant()] or [node.text]
    word = " and " if node.role is Role.ALL else " or "
    return word.join(dict.fromkeys(parts))


def conditions(rule: Node) -> str:
    """What a rule asks for, as far as it matters for its verdict."""
    return " and ".join(dict.fromkeys(condition(part) for part in rule.relevant()))


def failing(rule: Node, base: RuleBase) -> str:
    """Why a rule does not hold: one condition that fails, and what is the case instead."""
    below = rule.relevant()
    if not below:
        return "it never does"
    part = below[0]
    facts = direct(part)
    fact = facts[0] if facts else None
    if part.role is Role.TEST and part.step.op == Op.AMONG and fact is not None:
        return _other(part, fact, rule.about, base)
    told = "; ".join(f"{of(one, rule.about)}{one.text}" for one in facts[:MOST])
    more = f"; and {len(facts) - MOST} more" if len(facts) > MOST else ""
    what = f"for this, “{condition(part)}” would have to be so"
    return f"{what}; you have {told}{more}" if told else f"{what}, and it is not"


def _other(test: Node, fact: Node, here: str, base: RuleBase) -> str:
    """One fact that has another value than it would take."""
    vocabulary = base.facts[fact.id]
    wanted = listing([vocabulary.choices[choice] for choice in test.step.among])
    value = fact.said.removeprefix(f"{vocabulary.label}: ")
    found = f"you said {value}" if fact.origin is Origin.ANSWER else f"it is {value}"
    where = "" if fact.origin in (Origin.ANSWER, Origin.DERIVED) else fact.from_where
    what = f"“{of(fact, here)}{vocabulary.label}” would have to be {wanted}"
    return f"for this, {what}; {found}{where}"


def of(node: Node, here: str = "") -> str:
    """Which entry of a list a fact is about, unless it is the one that all this is about."""
    return f"{node.about}: " if node.about and node.about != here else ""
