"""How stable a conclusion is, in words and as plain data."""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from textwrap import fill
from typing import Any

from engine.alternatives.stability import Allowed, Line, Stability
from engine.alternatives.stability_flips import Flip
from engine.alternatives.stability_scan import Part
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.dates import date_text
from engine.ir.values import YES, Interval, number
from engine.problem import listing
from engine.proving.ranges import ranges_text
from engine.proving.regions import Range
from engine.reason.known import Known, Origin

WIDTH, MOST = 100, 8


class Saying:
    """Questions, answers and outcomes in the words of the vocabulary."""

    def __init__(self, known: Known) -> None:
        self.base: RuleBase = known.base
        self._explainer = Explainer(known)
        self._words = Words(known.base)

    def question(self, place: Place) -> str:
        """What a question is about, with the entry where there are several."""
        return f"{self.base.facts[place[0]].label}{self.entry(place[1])}"

    def entry(self, member: int) -> str:
        """The name of a list entry in brackets; empty for the person."""
        found = self._explainer.name(member)
        return f" ({found})" if found else ""

    def goal(self, goal: Place) -> str:
        """What a decision is called; an advice by its id."""
        if goal[0] in self.base.facts:
            return f"{self.base.facts[goal[0]].label}{self.entry(goal[1])}"
        return f"the advice {goal[0]}{self.entry(goal[1])}"

    def outcome(self, goal: Place, value: str) -> str:
        """An outcome as a reader knows it."""
        if goal[0] not in self.base.facts:
            return "given" if value == YES else "not given"
        return _quoted(self.base.facts[goal[0]].choices.get(value, value))

    def outcomes(self, goal: Place, values: Iterable[str]) -> str:
        """One outcome, or those among which it is open, in the order of the vocabulary."""
        fact = self.base.facts.get(goal[0])
        order = [*fact.choices] if fact else []
        found = sorted(values, key=lambda v: (order.index(v) if v in order else len(order), v))
        texts = [self.outcome(goal, value) for value in found]
        return texts[0] if len(texts) == 1 else f"open between {all_of(texts)}"

    def answers(self, place: Place, values: Sequence[str], numbers: Range | None) -> str:
        """Some answers to a question."""
        fact = self.base.facts[place[0]]
        if numbers is not None:
            return _range(fact, numbers)
        return listing([_quoted(fact.choices.get(value, value)) for value in values])

    def now(self, line: Line) -> str:
        """What is known of a question now."""
        if line.origin is Origin.OPEN:
            return "not answered"
        if line.origin is Origin.UNKNOWN:
            return "not known"
        if line.origin is Origin.DISPUTED:
            return "set aside, it contradicts another answer"
        told = self._words.value(self.base.facts[line.place[0]], line.now)
        return f"assumed {told}" if line.origin is Origin.ASSUMED else f"now {told}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _range(fact: Fact, one: Range) -> str:
    if fact.kind is Kind.DATE:
        return f"from {_day(one.low)} to {_day(one.high)}"
    return f"{ranges_text([one])} {fact.unit}".strip()


def _day(ordinal: float) -> str:
    return date_text(Interval(ordinal, ordinal))


def stability_text(found: Stability, known: Known) -> str:
    """Where a conclusion stays, and what would change it."""
    saying = Saying(known)
    lines = [*_open(found, saying)] if found.outcome is None else [*_settled(found, saying)]
    return "\n".join(wrapped(line) for line in lines) + "\n"


def wrapped(line: str) -> str:
    """A line at most as wide as a page, what follows below its text."""
    indent = " " * (len(line) - len(line.lstrip()))
    further = indent + ("  " if line.lstrip().startswith("- ") else "")
    return fill(line.strip(), WIDTH, initial_indent=indent, subsequent_indent=further)


def _open(found: Stability, saying: Saying) -> Iterator[str]:
    told = saying.outcomes(found.goal, found.possible)
    yield f"{capital(saying.goal(found.goal))}: still {told}."
    yield "What is not settled cannot be stable. To see which questions would settle it, type:"
    yield f"  crossmatch explain CASE hinges {found.goal[0]}"


def _settled(found: Stability, saying: Saying) -> Iterator[str]:
    assert found.outcome is not None
    yield f"{capital(saying.goal(found.goal))}: {saying.outcome(found.goal, found.outcome)}."
    yield from _unsettled(found, saying)
    if not found.lines and found.free:
        yield f"It stays whatever you answer to {_some(found.free, saying)}."
    elif found.lines:
        yield ""
        yield "One answer changed, all others as they are:"
        for line in found.lines:
            yield from _line(found, line, saying)
        if found.free:
            yield f"  - Any answer does to: {_some(found.free, saying)}."
        yield ""
        yield from _region(found, saying)
    yield from _flips(found, saying)


def _unsettled(found: Stability, saying: Saying) -> Iterator[str]:
    free = [place for place in found.unsettled if place in found.free]
    if free:
        yield f"You have not said, or do not know: {_some(free, saying)}. It holds for any answer."
    if found.disputed:
        yield (
            f"Some answers contradict each other and count for nothing until one is corrected: "
            f"{_some(found.disputed, saying)}."
        )
    for name in found.lists:
        entity = saying.base.entities[name]
        yield f"All of this is said with the entries under {entity.key} that you gave, no others."


def _some(places: Sequence[Place], saying: Saying) -> str:
    texts = list(dict.fromkeys(saying.question(place) for place in places))
    more = len(texts) - MOST
    return all_of([*texts[:MOST], *([f"{more} more"] if more > 0 else [])])


def _line(found: Stability, line: Line, saying: Saying) -> Iterator[str]:
    assert found.outcome is not None
    staying = [part for part in line.parts if part.verdict.stays(found.outcome)]
    told = listing([saying.answers(line.place, p.values, p.range) for p in staying]) or "no answer"
    yield f"  - {capital(saying.question(line.place))}: stays for {told} ({saying.now(line)})."
    for part in line.parts:
        if part not in staying:
            answers = capital(saying.answers(line.place, part.values, part.range))
            yield f"    {answers}: {effect_text(found.goal, part, saying)}."


def effect_text(goal: Place, part: Part, saying: Saying) -> str:
    """What some answers lead to."""
    if part.fits is False:
        return "does not fit your other answers"
    if part.fits is None:
        return "not worked out for all of these"
    return saying.outcomes(goal, part.outcomes)


def _region(found: Stability, saying: Saying) -> Iterator[str]:
    """What may change together, said as one sentence."""
    assert found.outcome is not None
    anything = [one.place for one in found.region if one.is_any]
    bound = [one for one in found.region if not one.is_any]
    outcome = capital(saying.outcome(found.goal, found.outcome))
    free = f" for any {_some(anything, saying)}" if anything else ""
    yield "Several answers changed together:"
    yield f"  {outcome} stays{free}{', as long as:' if bound else '.'}"
    for one in bound:
        answers = saying.answers(one.place, one.values, one.range)
        yield f"  - {saying.question(one.place)}: {answers}"
    held = {one.place for one in found.region}
    rest = [line.place for line in found.lines if line.place not in held | {*found.unsettled}]
    if rest:
        yield f"  - and these stay as they are: {_some(rest, saying)}"


def _flips(found: Stability, saying: Saying) -> Iterator[str]:
    settled = [flip for flip in found.flips.found if len(flip.outcomes) == 1]
    if settled:
        yield ""
        yield "The nearest changes that lead to something else:"
        for flip in settled[:MOST]:
            yield f"  - {_flip(flip, saying)}: {saying.outcomes(found.goal, flip.outcomes)}."
        if len(settled) > MOST:
            yield f"  - and {len(settled) - MOST} more"
    elif found.lines:
        tried = "one or two" if found.flips.whole else "one (and some of two)"
        yield f"No change of {tried} answers leads to something else that is settled."


def _flip(flip: Flip, saying: Saying) -> str:
    frozen = any(saying.base.facts[place[0]].frozen for place, _ in flip.changes)
    texts = [
        f"{saying.question(place)} {saying.answers(place, part.values, part.range)}"
        for place, part in flip.changes
    ]
    return capital(all_of(texts)) + (" (you cannot change this)" if frozen else "")


def all_of(texts: Sequence[str]) -> str:
    """Texts as a list for a sentence: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def stability_data(found: Stability, known: Known) -> dict[str, Any]:
    """The same as plain data; numbers without end are null."""
    return {
        "goal": found.goal[0],
        "entry": Saying(known).entry(found.goal[1]).strip(" ()"),
        "outcome": found.outcome,
        "possible": sorted(found.possible),
        "any_answer": [_place(place) for place in found.free],
        "questions": [
            {
                **_place(line.place),
                "origin": line.origin.value,
                "answers": [*map(part_data, line.parts)],
            }
            for line in found.lines
        ],
        "region": [{**_place(one.place), **_allowed(one)} for one in found.region],
        "not_settled": [_place(place) for place in found.unsettled],
        "flips": [
            {
                "changes": [{**_place(place), **_answers(part)} for place, part in flip.changes],
                "outcomes": sorted(flip.outcomes),
            }
            for flip in found.flips.found
        ],
        "changed_together": found.flips.searched,
        "all_tried": found.flips.whole,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"fact": place[0], "member": place[1]}


def part_data(part: Part) -> dict[str, Any]:
    """Answers and what they lead to."""
    return {**_answers(part), "outcomes": sorted(part.outcomes), "fits": part.fits}


def _answers(part: Part) -> dict[str, Any]:
    return {"values": [*part.values]} if part.range is None else {"range": _range_data(part.range)}


def _allowed(one: Allowed) -> dict[str, Any]:
    if one.is_any:
        return {"any": True}
    return {"values": [*one.values]} if one.range is None else {"range": _range_data(one.range)}


def _range_data(one: Range) -> dict[str, Any]:
    return {
        "low": number(one.low) if isfinite(one.low) else None,
        "high": number(one.high) if isfinite(one.high) else None,
        "low_included": one.low_in,
        "high_included": one.high_in,
    }
