"""From everything that patterns found to one proposal for each fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from engine.extracting.matching import Found, Matching
from engine.extracting.patterns import Confidence, Extraction
from engine.extracting.statements import read_sentences

MOST_PARTS = 8  # amounts of which it is tried what they add up to


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with the words that it was read from and their line; None: mentioned, no value."""

    value: str | None
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text seems to say of a fact.

    `readings` has one entry, or two and more for values that contradict each other.
    """

    fact: str
    confidence: Confidence
    readings: tuple[Reading, ...]

    @property
    def value(self) -> str | None:
        """The one value; None when there is none, or more than one."""
        return self.readings[0].value if len(self.readings) == 1 else None

    @property
    def contradicts(self) -> bool:
        """Whether the text says different things."""
        return len(self.readings) > 1


def proposals(text: str, data: Extraction) -> list[Proposal]:
    """What the text says, in the order of its first words on each fact. Silence gives nothing."""
    by_fact: dict[str, list[Found]] = {}
    for found in _all_found(text, data):
        by_fact.setdefault(found.fact, []).append(found)
    merged = {fact: _merged(found, data) for fact, found in by_fact.items()}
    return [_multiplied(fact, found, merged) for fact, found in merged.items()]


def _all_found(text: str, data: Extraction) -> Iterator[Found]:
    for index, sentence in enumerate(read_sentences(text, data)):
        yield from Matching(sentence, index, data).found()


def _merged(found: list[Found], data: Extraction) -> list[Found]:
    """What counts of what was found: the highest rank, and of that the surest."""
    how = data.several.get(found[0].fact, "contradiction")
    top = max(one.rank for one in found)
    others = [one for one in found if 0 <= one.rank < top]
    every = found
    found = [one for one in found if one.rank == top]
    if how == "dispute":
        places = {one.order[0] for one in found}
        found += [one for one in others if one.order[0] not in places]
    if how == "sum":
        return [_sum(found)]
    surest = max(one.confidence for one in found)
    best: dict[str | None, Found] = {}
    for one in sorted((one for one in found if one.confidence == surest), key=lambda f: f.order):
        best.setdefault(one.value, one)
    if None in best and len(best) > 1:
        best.pop(None)
    different = list(best.values())
    if len(different) == 1 or how == "first":
        return different[:1]
    if how == "total" and (total := _total(different, every)):
        return [total]
    if how == "unclear":
        return [replace(different[0], value=None, confidence=Confidence.UNCLEAR)]
    return different


def _total(different: list[Found], every: list[Found]) -> Found | None:
    """Of several amounts the one that others in the text add up to."""
    amounts = {float(one.value) for one in every if one.value is not None}
    for one in different:
        parts = [part for part in amounts if part < float(one.value or 0)]
        if len(parts) <= MOST_PARTS and float(one.value or 0) in _sums(parts):
            return one
    return None


def _sums(parts: list[float]) -> set[float]:
    """What two or more of them add up to."""
    rows = (row for size in range(2, len(parts) + 1) for row in combinations(parts, size))
    return set(map(sum, rows))


def _sum(found: list[Found]) -> Found:
    """All amounts together, each place in the text once."""
    places: dict[object, Found] = {}
    for one in found:
        known = places.get(one.slot or one.order)
        if known is None or one.confidence > known.confidence:
            places[one.slot or one.order] = one
    valued = [one for one in places.values() if one.value is not None]
    first = min(valued or found, key=lambda one: one.order)
    if not valued:
        return first
    total = sum({float(one.value or 0) for one in valued})  # said twice is paid once
    return replace(first, value=f"{total:g}", confidence=min(one.confidence for one in valued))


def _multiplied(fact: str, found: list[Found], merged: dict[str, list[Found]]) -> Proposal:
    """The proposal; a rate is multiplied by how often it is paid, if that is known."""
    readings = []
    confidence = found[0].confidence
    for one in found:
        value = one.value
        if one.times and value is not None:
            value = _product(value, merged.get(one.times, []))
            confidence = min(confidence, Confidence.LIKELY if value else Confidence.UNCLEAR)
        readings.append(Reading(value, one.quote, one.line))
    return Proposal(fact, confidence, tuple(readings))


def _product(value: str, times: Iterable[Found]) -> str | None:
    values = [one.value for one in times]
    if len(values) != 1 or values[0] is None:
        return None
    return f"{float(value) * float(values[0]):g}"
