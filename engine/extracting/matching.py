"""Where patterns fit a sentence, and what they say there: as it stands, negated or hedged."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.extracting.patterns import Confidence, Extraction, Pattern, Phrase, Says
from engine.extracting.segments import Sentence
from engine.extracting.slots import date_said, duration_said, number_said

REACH = 9  # words before a phrase in which a negation counts
REACH_AFTER = 7  # words behind it
NEAR = 22  # characters that may stand before a negation behind it
_PUNCTUATION = re.compile(r"[;:]\s|\s-\s|\s/\s|[()|]")
_COMMA = re.compile(r"[,;:]\s|\s(?:and|plus|but)\s|[()|·]", re.IGNORECASE)
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


def any_fits(phrases: Iterable[Phrase], text: str) -> bool:
    """Whether one of the phrases stands in the text."""
    lowered = text.casefold()
    return any(phrase.may_fit(lowered) and phrase.expression.search(text) for phrase in phrases)


def found_in(sentence: Sentence, index: int, data: Extraction, *, denied: bool) -> Iterator[Found]:
    """What the patterns find in a sentence; `denied` where its heading negates what is below it."""
    text, lowered = sentence.text, sentence.text.casefold()
    for pattern in data.patterns:
        if not _stands_here(pattern, sentence):
            continue
        tried = (phrase for phrase in pattern.phrases if phrase.may_fit(lowered))
        matches = [match for phrase in tried for match in phrase.expression.finditer(text)]
        if matches and _fits_here(pattern, sentence):
            for match in matches:
                if pattern.where == "answer" and (match.start() or not sentence.question):
                    continue
                if pattern.unless_near and any_fits(pattern.unless_near, _near(sentence, match)):
                    continue
                yield from _read(pattern, match, sentence, index, data, denied=denied)


def _stands_here(pattern: Pattern, sentence: Sentence) -> bool:
    if pattern.where == "heading" and sentence.kind != "heading":
        return False
    return sentence.spoken == (pattern.where == "testimonial")


def _fits_here(pattern: Pattern, sentence: Sentence) -> bool:
    if pattern.under and not any_fits(pattern.under, sentence.context):
        return False
    around = f"{sentence.context} / {sentence.text}"
    if pattern.about and not any_fits(pattern.about, around):
        return False
    return not (pattern.unless and any_fits(pattern.unless, sentence.text))


def _read(
    pattern: Pattern,
    match: re.Match[str],
    sentence: Sentence,
    index: int,
    data: Extraction,
    *,
    denied: bool,
) -> Iterator[Found]:
    begin, end = _clause(sentence.text, match.start(), match.end(), data)
    negated = denied != _is_negated(sentence.text, match, begin, end, data)
    hedged = any_fits(data.hedges, sentence.text[begin:end])
    for says in pattern.negated if negated else pattern.says:
        value, confidence = _value(says, match, data)
        if hedged and confidence is Confidence.CERTAIN:
            confidence = Confidence.LIKELY
        yield Found(
            says.fact,
            value,
            confidence,
            match[0].strip(),
            sentence.line_at(match.start()),
            pattern.rank,
            (index, match.start()),
            pattern.times,
            _slot_place(says, match, index),
        )


def _near(sentence: Sentence, match: re.Match[str]) -> str:
    """The words around a match up to the next commas, brackets and the like."""
    begin, end = 0, len(sentence.text)
    for found in _COMMA.finditer(sentence.text):
        if found.end() <= match.start():
            begin = found.end()
        elif found.start() >= match.end():
            end = found.start()
            break
    return sentence.text[begin:end]


def _clause(text: str, start: int, stop: int, data: Extraction) -> tuple[int, int]:
    """The stretch around a match in which a negation reaches it."""
    begin, end = 0, len(text)
    for expression in (_PUNCTUATION, *(phrase.expression for phrase in data.breaks)):
        for found in expression.finditer(text):
            if found.end() <= start:
                begin = max(begin, found.end())
            elif found.start() >= stop:
                end = min(end, found.start())
                break
    return begin, end


def _is_negated(text: str, match: re.Match[str], begin: int, end: int, data: Extraction) -> bool:
    before = " ".join(text[begin : match.start()].split(" ")[-REACH - 1 :])
    gaps = [match[name] for name in match.re.groupindex if name[0] == "g" and match[name]]
    behind = " ".join(text[match.end() : end].split(" ")[: REACH_AFTER + 1])
    if any(_negates(data.negators, part) for part in (before, *gaps)):
        return True
    return any(
        found.start() <= NEAR and "," not in behind[: found.start()]
        for phrase in data.negators_after
        if (found := phrase.expression.search(behind))
    )


def _negates(negators: Iterable[Phrase], text: str) -> bool:
    """Whether a negation stands in the text; “No,” as an answer of its own is none."""
    for phrase in negators:
        for found in phrase.expression.finditer(text):
            if text[found.end() : found.end() + 1] != ",":
                return True
    return False


def _slot(says: Says, match: re.Match[str]) -> str:
    """The name of the group that holds the value; empty when nothing matched it."""
    names = [name for name in match.re.groupindex if name.lstrip("s0123456789") == says.slot]
    return next((name for name in names if match[name]), "")


def _slot_place(says: Says, match: re.Match[str], index: int) -> tuple[int, int] | None:
    group = _slot(says, match) if says.slot else ""
    return (index, match.start(group)) if group else None


def _value(says: Says, match: re.Match[str], data: Extraction) -> tuple[str | None, Confidence]:
    if not says.slot:
        return says.value, says.confidence
    group = _slot(says, match)
    text = match[group] if group else ""
    if says.slot == "duration":
        said = duration_said(text, data.lengths)
        if said is None:
            return None, Confidence.UNCLEAR
        return f"{said[0]:g}", says.confidence if said[1] else min(
            says.confidence, Confidence.LIKELY
        )
    if says.slot == "date":
        day = date_said(text)
        return day, says.confidence if day else Confidence.UNCLEAR
    if says.slot == "name":
        return text.strip(" .,-"), says.confidence
    amount = number_said(text)
    if amount is None or says.slot in _UNCLEAR_SLOTS:
        return None, Confidence.UNCLEAR
    return f"{amount:.12g}", says.confidence
