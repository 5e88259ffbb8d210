"""What extraction files hold, once read: patterns, word lists and what to leave out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from engine.span import NOWHERE, Span


class Confidence(IntEnum):
    """How surely a text says something; an unclear value is asked, never taken."""

    UNCLEAR = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def word(self) -> str:
        """As it is written and shown."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Says:
    """What a pattern says of a fact; `value` is None when it is only mentioned.

    `slot` names the slot of the phrase that holds the value, and is empty for a fixed one.
    """

    fact: str
    value: str | None
    confidence: Confidence
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as written, with its expression and its place."""

    text: str
    expression: re.Pattern[str]
    span: Span = NOWHERE
    starts: frozenset[str] = frozenset()
    """One of these, in small letters, begins whatever fits; empty where anything may."""

    def may_fit(self, lowered: str) -> bool:
        """Whether it is worth trying on a text, given in small letters."""
        return not self.starts or any(start in lowered for start in self.starts)


@dataclass(frozen=True, slots=True)
class Example:
    """A text beside a pattern; `value` is what the slot reads in it, where it has one."""

    text: str
    value: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Pattern:
    """Phrases that say the same, and what they say, also when they are negated.

    `about` are phrases of which one must stand in the sentence, its heading or the question before
    it; `unless` are phrases that must not stand in the sentence, `unless_near` none
    that may stand between the commas around. Of several patterns the one with the highest `rank`
    counts. `times` is a fact by which a rate is multiplied.
    """

    id: str
    phrases: tuple[Phrase, ...]
    says: tuple[Says, ...]
    negated: tuple[Says, ...] = ()
    about: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    under: tuple[Phrase, ...] = ()
    unless_near: tuple[Phrase, ...] = ()
    rank: int = 0
    times: str = ""
    where: str = "anywhere"
    reads: tuple[Example, ...] = ()
    reads_negated: tuple[Example, ...] = ()
    ignores: tuple[Example, ...] = ()
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Skip:
    """What tells of something else: the sentence, the rest of the paragraph or of the quotation,
    or everything under the heading.
    """

    phrases: tuple[Phrase, ...]
    scope: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to whoever wrote the text; `asks` has a question for each fact left open."""

    title: str = ""
    opening: str = ""
    closing: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that extraction files say about the texts of one entity.

    `several` tells what different values of a fact in one text mean: `contradiction` (shown side by
    side), `sum`, `first` or `unclear`. `lengths` gives units of time in that of the fact.
    """

    entity: str
    patterns: tuple[Pattern, ...] = ()
    several: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, float] = field(default_factory=dict)
    negators: tuple[Phrase, ...] = ()
    negators_after: tuple[Phrase, ...] = ()
    breaks: tuple[Phrase, ...] = ()
    hedges: tuple[Phrase, ...] = ()
    negating_headings: tuple[Phrase, ...] = ()
    skips: tuple[Skip, ...] = ()
    mail: Mail = Mail()
