"""Where patterns fit a sentence, and what they say there: as it stands, negated or hedged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from engine.extracting.clauses import Clauses
from engine.extracting.dates import date_said
from engine.extracting.fits import Fit, Fitting, Held, stretch_of
from engine.extracting.nodes import ANY
from engine.extracting.patterns import Confidence, Extraction, Pattern, Phrase, Says
from engine.extracting.segments import Sentence
from engine.extracting.slots import duration_said, number_said
from engine.extracting.words import words_of

_UNCLEAR_SLOTS = ("foreign",)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that the text says of a fact; `value` is None where it is only mentioned."""

    fact: str
    value: str | None
    confidence: Confidence
    quote: str
    line: int
    rank: int
    order: tuple[int, int]
    times: str = ""
    slot: tuple[int, int] | None = None
    """Where the amount stands, so that none is counted twice."""


class Matching:
    """One sentence with what it stands under, and what the patterns find in it."""

    def __init__(self, sentence: Sentence, index: int, data: Extraction) -> None:
        self._sentence, self._index, self._data = sentence, index, data
        words = words_of(sentence.text, data.forms)
        self._fitting = Fitting(words, data.lists, amounts=sentence.priced)
        self._clauses = Clauses(self._fitting, data)
        self._topic = fitting_of(sentence.context, data)
        self._before = fitting_of(sentence.before, data)

    def found(self) -> list[Found]:
        """What the patterns find; nothing in a sentence too tangled to be looked through."""
        found = list(self._found())
        return [] if self._fitting.spent else found

    def _found(self) -> Iterator[Found]:
        for number, places in self._worth_trying():
            pattern = self._data.patterns[number]
            if not self._stands_here(pattern) or not self._fits_here(pattern):
                continue
            for place in places:
                for fit in self._fits(pattern, place):
                    if not self._excluded(pattern, fit):
                        yield from self._said(pattern, fit)

    def _worth_trying(self) -> Iterator[tuple[int, list[int]]]:
        """Patterns with those of their phrases of which a needed word is in the sentence."""
        by_word = self._data.by_word
        known = (*self._fitting.words.known, ANY)
        found = sorted({pair for word in known for pair in by_word.get(word, ())})
        for number, pairs in groupby(found, key=itemgetter(0)):
            yield number, [place for _, place in pairs]

    def _fits(self, pattern: Pattern, place: int) -> Iterator[Fit]:
        close = self._clauses.near if pattern.close else None
        shape = pattern.phrases[place].shape
        return self._fitting.whole(shape, self._clauses.wide, close)

    def _stands_here(self, pattern: Pattern) -> bool:
        if pattern.where == "heading" and self._sentence.kind != "heading":
            return False
        return self._sentence.spoken == (pattern.where == "testimonial")

    def _fits_here(self, pattern: Pattern) -> bool:
        if pattern.under and not any_stands(pattern.under, self._topic):
            return False
        around = (self._fitting, self._topic, self._before)
        return not pattern.about or any(any_stands(pattern.about, one) for one in around)

    def _excluded(self, pattern: Pattern, fit: Fit) -> bool:
        """Whether words stand in the clause, or near, where the pattern does not hold."""
        stands = self._fitting.stands
        if pattern.unless:
            begin, end = stretch_of(fit, self._clauses.wide)
            if any(stands(one.shape, begin, end) for one in pattern.unless):
                return True
        if pattern.inside:
            within = fit.begin, fit.end
            if not any(stands(one.shape, *within) for one in pattern.inside):
                return True
        if not pattern.unless_near:
            return False
        begin, end = self._clauses.near(fit)
        return any(stands(one.shape, begin, end) for one in pattern.unless_near)

    def _said(self, pattern: Pattern, fit: Fit) -> Iterator[Found]:
        if self._clauses.contrasted(fit):
            return
        negated = self._sentence.denied != (not pattern.firm and self._clauses.negated(fit))
        hedged = self._clauses.hedged(fit)
        begin = self._fitting.words.spans[fit.begin][0]
        for says in pattern.negated if negated else pattern.says:
            value, confidence, place = self._value(says, fit)
            if pattern.by and value is not None:
                value = self._times(value, pattern.by, fit)
            if hedged and confidence is Confidence.CERTAIN:
                confidence = Confidence.LIKELY
            if self._sentence.alternatives:
                value, confidence = None, Confidence.UNCLEAR
            yield Found(
                says.fact,
                value,
                confidence,
                self._fitting.words.quote(fit.begin, fit.end),
                self._sentence.line_at(begin),
                pattern.rank,
                (self._index, begin),
                pattern.times,
                place,
            )

    def _value(self, says: Says, fit: Fit) -> tuple[str | None, Confidence, tuple[int, int] | None]:
        if not says.slot:
            return says.value, says.confidence, None
        held = next((one for one in fit.held if one[0] == says.slot), None)
        if held is None:
            return None, Confidence.UNCLEAR, None
        value, confidence = held_value(says, held, self._fitting.words.text, self._data)
        return value, confidence, (self._index, held[2])

    def _times(self, value: str, slot: str, fit: Fit) -> str | None:
        """The value as often as a slot of the same phrase says."""
        held = next((one for one in fit.held if one[0] == slot), None)
        factor = number_said(self._fitting.words.text[held[2] : held[3]]) if held else None
        return None if factor is None else f"{float(value) * factor:.12g}"


def held_value(
    says: Says, held: Held, text: str, data: Extraction
) -> tuple[str | None, Confidence]:
    """What a slot or choice says, and how surely."""
    name, value, begin, end = held
    words = text[begin:end]
    if value:
        return value, says.confidence
    if name == "duration":
        said = duration_said(words, data.lengths)
        if said is None:
            return None, Confidence.UNCLEAR
        likely = min(says.confidence, Confidence.LIKELY)
        return f"{said[0]:g}", says.confidence if said[1] else likely
    if name == "date":
        day = date_said(words)
        return day, says.confidence if day else Confidence.UNCLEAR
    if name == "name":
        return words.strip(" .,-"), says.confidence
    amount = number_said(words)
    if amount is None or name in _UNCLEAR_SLOTS:
        return None, Confidence.UNCLEAR
    return f"{amount:.12g}", says.confidence


def fitting_of(text: str, data: Extraction) -> Fitting:
    """A text to look for phrases in."""
    return Fitting(words_of(text, data.forms), data.lists)


def any_stands(phrases: Iterable[Phrase], fitting: Fitting) -> bool:
    """Whether one of the phrases stands there."""
    return any(fitting.stands(one.shape) for one in phrases)


def any_fits(phrases: Iterable[Phrase], text: str, data: Extraction) -> bool:
    """Whether one of the phrases stands in the text."""
    return bool(text) and any_stands(phrases, fitting_of(text, data))
