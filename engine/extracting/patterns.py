"""What extraction files hold, once read: patterns, word lists and what to leave out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from engine.extracting.nodes import Lists, Shape
from engine.extracting.words import Forms
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
    """A phrase as written, what it became, and its place."""

    text: str
    shape: Shape
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Example:
    """A text beside a pattern; `value` is what the slot reads in it, where it has one."""

    text: str
    value: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Pattern:
    """Phrases that say the same, and what they say, also when they are negated.

    `about` are phrases of which one must stand in the sentence or in what it stands under, `under`
    in the latter alone; `unless` are phrases that must not stand in the sentence, `unless_near`
    none in the same clause; `inside` are phrases of which one must stand within the words that fit.
    Of several patterns the one with the highest `rank` counts. `times` is a fact by which a rate is
    multiplied, `by` a slot of the phrase that tells how often an amount is paid; `firm` holds
    whatever negates it; `close` has what & joins between the same commas.
    """

    id: str
    phrases: tuple[Phrase, ...]
    says: tuple[Says, ...]
    negated: tuple[Says, ...] = ()
    about: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    under: tuple[Phrase, ...] = ()
    unless_near: tuple[Phrase, ...] = ()
    inside: tuple[Phrase, ...] = ()
    rank: int = 0
    times: str = ""
    by: str = ""
    firm: bool = False
    close: bool = False
    where: str = "anywhere"
    reads: tuple[Example, ...] = ()
    reads_negated: tuple[Example, ...] = ()
    ignores: tuple[Example, ...] = ()
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Skip:
    """What tells of something else: the sentence (that has it, or that opens with it), the rest of
    the paragraph or of the quotation, or everything under the heading.
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


@dataclass(frozen=True)
class Extraction:
    """Everything that extraction files say about the texts of one entity.

    `several` tells what different values of a fact in one text mean: `contradiction` (shown side by
    side), `dispute` (the same, and lower ranks from 0 on count where another sentence says them),
    `total` (the one that others add up to, else a contradiction), `sum`, `first` or `unclear`.
    `lengths` gives units of time in that of the fact. `breaks` begin a new clause, `turns` one that
    says something else; `pointers` begin a sentence that goes on with what the one before was
    about; `agreeing` and `denying` begin answers to the question before.
    """

    entity: str
    patterns: tuple[Pattern, ...] = ()
    several: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, float] = field(default_factory=dict)
    negators: tuple[Phrase, ...] = ()
    negators_after: tuple[Phrase, ...] = ()
    not_negators: tuple[Phrase, ...] = ()
    breaks: tuple[Phrase, ...] = ()
    turns: tuple[Phrase, ...] = ()
    hedges: tuple[Phrase, ...] = ()
    negating_headings: tuple[Phrase, ...] = ()
    pointers: tuple[Phrase, ...] = ()
    agreeing: tuple[Phrase, ...] = ()
    denying: tuple[Phrase, ...] = ()
    lists: Lists = field(default_factory=dict)
    forms: Forms = Forms()
    skips: tuple[Skip, ...] = ()
    mail: Mail = Mail()

    @cached_property
    def by_word(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Pattern and phrase by number, under each word of which the phrase needs one."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, pattern in enumerate(self.patterns):
            for place, phrase in enumerate(pattern.phrases):
                for word in phrase.shape.needs:
                    found.setdefault(word, []).append((number, place))
        return {word: tuple(places) for word, places in found.items()}
