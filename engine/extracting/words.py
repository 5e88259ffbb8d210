"""A sentence as words in their plain form: what endings, contractions and punctuation hide.

`refunds`, `refunded` and `refunding` have one plain form, and so have `don't` and `do not`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\b[A-Za-z]\d\b|[$€£]\s?\d[\d.,]*\d|[$€£]\s?\d|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|%|&|(?<!\d)\+"
)
_JOINED = {"n't": "not", "'re": "be", "'ll": "will", "'ve": "have", "'m": "be", "'d": "would"}
_NOT = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_SAYS_BE = frozenset(("it", "he", "she", "that", "there", "what", "here", "who", "this", "where"))
_VOWELS = frozenset("aeiouy")
_SHORTEST = 3  # letters that must be left of a word without its ending


def plain_form(word: str) -> str:
    """The word without the endings -s, -es, -ed and -ing, and without a final e."""
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > _SHORTEST - 1 and _VOWELS & set(stem):
            word = (
                stem[:-1] if _doubled(stem) else stem + "e" * (ending == "ed" and stem[-1] == "e")
            )
            word = word[:-1] + "y" if word.endswith("i") else word
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST + 1 else word


def _doubled(stem: str) -> bool:
    return len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] not in "lszeo"


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms that no rule of endings gives: `written` is a form of `write`, `u` of `you`."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, raw: str) -> tuple[str, ...]:
        """The plain forms of a word as it stands in a text; more than one for a contraction."""
        word = raw.casefold()
        if raw == "US" or word == "u.s." or word == "u.s.a.":
            return ("usa",)
        word = word.replace(".", "") if "." in word and not word[0].isdigit() else word
        known = self.forms.get(word)
        if known is not None:
            return known
        if "'" in word:
            return self._joined(word)
        return self.forms.get(word, None) or (plain_form(word),)

    def _joined(self, word: str) -> tuple[str, ...]:
        if word in _NOT:
            return _NOT[word]
        for ending, rest in _JOINED.items():
            if word.endswith(ending):
                first = word.removesuffix(ending)
                return (*self.of(first or "it"), rest)
        first, _, last = word.partition("'")
        if last == "s" and first in _SAYS_BE:
            return (first, "be")
        return self.of(first)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: plain forms, places in the text, and what stands before each."""

    text: str
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    before: tuple[str, ...]
    known: frozenset[str]
    firsts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def quote(self, begin: int, end: int) -> str:
        """The text from word `begin` to the one before `end`, as it stands."""
        return self.text[self.spans[begin][0] : self.spans[end - 1][1]] if end > begin else ""

    def exact(self, at: int) -> str:
        """A word as it stands, in small letters."""
        return self.text[slice(*self.spans[at])].casefold()

    def ending_at(self, place: int) -> int | None:
        """How many words end at or before a place in the text, where one ends just there."""
        index = bisect_left(self.firsts, place)
        if not index or self.spans[index - 1][1] > place:
            return None
        rest = self.text[self.spans[index - 1][1] : place]
        return None if any(map(str.isalnum, rest)) else index


def words_of(text: str, forms: Forms) -> Words:
    """The words of a sentence."""
    found = list(_found(text, forms))
    before, last = [], 0
    for _, (begin, end) in found:
        before.append(text[last:begin] if begin >= last else "")
        last = end
    plain = tuple(form for form, _ in found)
    spans = tuple(span for _, span in found)
    firsts = tuple(begin for begin, _ in spans)
    return Words(text, plain, spans, tuple(before), frozenset(plain), firsts)


def _found(text: str, forms: Forms) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _TOKEN.finditer(text):
        for form in forms.of(match[0]):
            yield form, match.span()
