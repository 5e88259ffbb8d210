"""Within a sentence: its clauses, and whether what stands in one is negated or hedged."""

from collections.abc import Iterable
from functools import cached_property

from engine.extracting.fits import Fit, Fitting
from engine.extracting.nodes import ANY, Part, Slot
from engine.extracting.patterns import Extraction, Phrase

REACH = 9  # words before a fit in which a negation counts
KEY_WORDS = 6  # words before and behind a colon that make two clauses of it
REACH_AFTER = 3  # words between a fit and a negation of several words behind it
_MONEY = Part(Slot("money"), frozenset((ANY,)), frozenset((ANY,)))
_SUBJECTS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_MARKS = ",;·•★●*"
_BESIDE = frozenset(("by", "from", "to", "in", "on", "for", "at", "with", "through", "after"))
_DENIALS = frozenset(("not", "never", "nobody"))
_AND = frozenset(("and", "or", "nor"))
_LINKS = frozenset(("and", "plus", "but"))
_OR = frozenset(("or", "nor", "neither"))
Stretch = tuple[int, int]


class Clauses:
    """The clauses of one sentence, and the negations in it."""

    def __init__(self, fitting: Fitting, data: Extraction) -> None:
        self._fitting, self._words = fitting, fitting.words
        self._data = data
        self.wide = self._cut(frozenset((";",)), data.turns)
        """In which words joined by & must stand together."""
        self._narrow = self._cut(frozenset((";", " - ", " / ")), data.breaks + data.turns)
        self._masked = masked = set(_covered(self._all(data.not_negators)))
        self._negators = [
            one for one in self._all(data.negators) if not masked & {*range(one.begin, one.end)}
        ]
        self._behind = self._all(data.negators_after)

    def _all(self, phrases: Iterable[Phrase]) -> list[Fit]:
        whole = ((0, len(self._words)),)
        return [
            fit
            for phrase in phrases
            if self._fitting.may(phrase.shape.needs)
            for fit in self._fitting.whole(phrase.shape, whole)
        ]

    def _cut(self, marks: frozenset[str], words: Iterable[Phrase]) -> tuple[Stretch, ...]:
        begins = {0, *(fit.begin for fit in self._all(words))}
        for at, before in enumerate(self._words.before):
            if any(mark in before for mark in marks):
                begins.add(at)
            if ":" in before and KEY_WORDS <= at <= len(self._words) - KEY_WORDS:
                begins.add(at)
        places = [*sorted(begins), len(self._words)]
        return tuple((a, b) for a, b in zip(places, places[1:], strict=False) if b > a)

    def around(self, fit: Fit) -> Stretch:
        """The narrow clauses that a fit stands in."""
        inside = [one for one in self._narrow if one[0] < fit.end and one[1] > fit.begin]
        return (inside[0][0], inside[-1][1]) if inside else (fit.begin, fit.end)

    def near(self, fit: Fit) -> Stretch:
        """The words around a fit up to the next comma, "and" or amount; and those are its own."""
        begin, end = self.around(fit)
        cuts = [at for at in self._cuts if begin <= at < end]
        begin = max((at for at in cuts if at <= fit.begin), default=begin)
        end = min((at for at in cuts if at >= fit.end), default=end)
        amounts = self._amounts
        if not any(one.begin < fit.end and fit.begin < one.end for one in amounts):
            return begin, end
        if (begin, end) == (fit.begin, fit.end):
            begin = self._preceding(begin)
        last = max((one.end for one in amounts if one.end <= fit.begin), default=0)
        following = min((one.begin for one in amounts if one.begin >= fit.end), default=end)
        if following < end and fit.begin > max(begin, last):
            return max(begin, last), fit.end
        return max(begin, last), min(end, following)

    def _preceding(self, begin: int) -> int:
        """Where the part before begins: what stands alone between commas belongs to that."""
        if begin >= len(self._words) or ";" in self._words.before[begin]:
            return begin
        places = [*self._cuts, *(start for start, _ in self._narrow)]
        return max((at for at in places if at < begin), default=0)

    @cached_property
    def _cuts(self) -> list[int]:
        return [at for at in range(len(self._words)) if self._separates(at)]

    def _separates(self, at: int) -> bool:
        before = self._words.before[at]
        return any(mark in before for mark in _MARKS) or self._words.forms[at] in _LINKS

    @cached_property
    def _amounts(self) -> list[Fit]:
        return [*self._fitting.fits(_MONEY)]

    def negated(self, fit: Fit) -> bool:
        """Whether a negation reaches the fit from before or behind, or stands between its words."""
        begin, end = self.around(fit)
        inner = {place for gap in fit.gaps for place in range(*gap)}
        for one in self._negators:
            if "(" in self._words.before[one.begin] and "(" not in self._words.before[fit.begin]:
                continue
            if one.begin in inner and one.end - 1 in inner:
                return True
            if begin <= one.begin and one.end <= fit.begin and self._reaches(one, fit):
                return not self._undone(one, fit)
        return any(
            one.end <= end and self._negates_before(one, fit, end)
            for one in self._behind
            if one.begin >= fit.end and not self._masked & {*range(one.begin, one.end)}
        )

    def _negates_before(self, negator: Fit, fit: Fit, end: int) -> bool:
        """Whether it reaches back: a single word if nothing is between, others past a list."""
        if negator.end == negator.begin + 1:
            return negator.begin == fit.end and self._ends(negator.end, end)
        between = self._words.forms[fit.end : negator.begin]
        if self._comma(fit.end, negator.begin):
            return len(between) <= REACH and not _AND.isdisjoint(between)
        return len(between) <= REACH_AFTER

    def _ends(self, at: int, end: int) -> bool:
        """Whether a clause, or a part of it up to a comma, ends before a word."""
        return at >= end or any(mark in self._words.before[at] for mark in ",.")

    def contrasted(self, fit: Fit) -> bool:
        """Whether it is “not this but that” or “never … you do not”: unsure."""
        begin, end = self.around(fit)
        denials = [at for at in range(begin, fit.end) if self._words.forms[at] in _DENIALS]
        if denials and not _SUBJECTS.isdisjoint(self._words.forms[denials[0] : denials[-1]]):
            return True
        after = self._words.forms[end : end + 2]
        inside = self._words.forms[max(0, fit.begin - REACH) : end]
        return "not" in inside and after[:1] == ("but",) and not _BESIDE.isdisjoint(after[1:])

    def _undone(self, negator: Fit, fit: Fit) -> bool:
        """Whether a second negation follows: “without … you cannot …”."""
        without = self._words.forms[negator.begin] == "without"
        return without and any(one.begin >= fit.end for one in self._negators)

    def _reaches(self, negator: Fit, fit: Fit) -> bool:
        """Whether it is near enough; past a comma only in a list that goes on with or."""
        if fit.begin - negator.end > REACH or self._closed(negator.end, fit.begin):
            return False
        between = self._words.forms[negator.end : fit.begin + 1]
        if negator.end > negator.begin + 1 and not _SUBJECTS.isdisjoint(between):
            return False  # “instead of this, you do that”
        if not self._comma(negator.end, fit.begin):
            return True
        stop = self.around(fit)[1]
        return not _OR.isdisjoint(self._words.forms[negator.end : stop])

    def _closed(self, begin: int, end: int) -> bool:
        """Whether a bracket closes there that was opened before."""
        between = "".join(self._words.before[begin : end + 1])
        return between.count(")") > between.count("(")

    def _comma(self, begin: int, end: int) -> bool:
        return any("," in one for one in self._words.before[begin : end + 1])

    def hedged(self, fit: Fit) -> bool:
        """Whether the clause speaks of what is so only often or perhaps."""
        begin, end = self.around(fit)
        return any(self._fitting.stands(one.shape, begin, end) for one in self._data.hedges)


def _covered(fits: Iterable[Fit]) -> Iterable[int]:
    return (place for fit in fits for place in range(fit.begin, fit.end))
