"""What a text states: its sentences without questions and without what speaks of other things.

An answer that begins with yes or no makes a statement of its question; a short question and its
answer are read together.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.extracting.fits import Fitting
from engine.extracting.matching import any_fits, any_stands, fitting_of
from engine.extracting.patterns import Extraction
from engine.extracting.segments import Sentence, sentences

_OPEN = re.compile(
    r"\W*(?:and\s|so\s|but\s)?(?:how|what|when|where|who|which|why)\b", re.IGNORECASE
)
_POLAR = re.compile(
    r"\W*(?:and\s|so\s|but\s)?(?:is|are|do|does|did|can|could|will|would|may|must|have|has|you|u|i|he"
    r"|she|they|we|it|there)\b",
    re.IGNORECASE,
)
OPENING = 4  # words with which a sentence opens
SHORT = 4  # words of a question that is no whole sentence


def read_sentences(text: str, data: Extraction) -> Iterator[Sentence]:
    """The sentences that speak of what is offered: no questions, and nothing that is skipped."""
    block, quoted, last = -1, 0, None
    asked: Sentence | None = None
    for sentence in sentences(text):
        quoted = quoted if sentence.quoted >= quoted else 0
        if sentence.block == block or quoted:
            continue
        scope = _skipped(sentence, data)
        if scope == "paragraph":
            block = sentence.block
        if scope == "quotation":
            quoted = sentence.quoted
        if scope:
            continue
        if sentence.asks:
            asked, last = sentence, None
            continue
        yield from _stated(sentence, asked, last, data)
        asked = None if sentence.kind == "heading" else asked
        last = sentence


def _stated(
    sentence: Sentence, asked: Sentence | None, last: Sentence | None, data: Extraction
) -> Iterator[Sentence]:
    """The sentence, and the question that it answers with yes or no as a statement before it."""
    fitting = fitting_of(sentence.text, data)
    denied = sentence.listed and any_fits(data.negating_headings, sentence.context, data)
    if asked is not None and sentence.question.endswith(asked.text):
        answer = _answer(fitting, data)
        short = len(fitting_of(asked.text, data).words) <= SHORT and not _POLAR.match(asked.text)
        if answer and not short and not _OPEN.match(asked.text):
            yield replace(asked, denied=answer == "no", kind=sentence.kind)
        if short:
            yield _together(asked, sentence)
            return
    if last is not None and last.block == sentence.block and _points(fitting, data):
        sentence = replace(sentence, before=last.text)
    yield replace(sentence, denied=denied)


def _answer(fitting: Fitting, data: Extraction) -> str:
    """yes or no where the sentence begins so; else empty."""
    for word, phrases in (("no", data.denying), ("yes", data.agreeing)):
        if any(
            fit.begin == 0
            for one in phrases
            for fit in fitting.whole(one.shape, ((0, min(6, len(fitting.words))),))
        ):
            return word
    return ""


def _points(fitting: Fitting, data: Extraction) -> bool:
    first = ((0, min(3, len(fitting.words))),)
    return any(fit.begin == 0 for one in data.pointers for fit in fitting.whole(one.shape, first))


def _together(asked: Sentence, answer: Sentence) -> Sentence:
    """A short question and its answer as one sentence: “Letter? Not promised.”"""
    head = asked.text.rstrip("?! ") + ": "
    starts = (*asked.starts, *(len(head) + start for start in answer.starts))
    return replace(
        answer,
        text=head + answer.text,
        starts=starts,
        numbers=(*asked.numbers, *answer.numbers),
        question=asked.text,
    )


def _skipped(sentence: Sentence, data: Extraction) -> str:
    """How far what starts here is to be left out; empty where nothing is."""
    text = fitting_of(sentence.text, data)
    context = fitting_of(sentence.context, data)
    for skip in data.skips:
        if skip.scope == "opening":
            if any(text.stands(one.shape, 0, OPENING) for one in skip.phrases):
                return skip.scope
        elif any_stands(skip.phrases, context if skip.scope == "heading" else text):
            return skip.scope
    return ""
