"""How stable a conclusion is, in words and as plain data."""

from collections.abc import Iterator, Sequence
from math import isfinite
from textwrap import fill
from typing import Any

from engine.alternatives.stability import Allowed, Line, Stability
from engine.alternatives.stability_flips import Flip
from engine.alternatives.stability_scan import Part
from engine.ir.case import Place
from engine.ir.values import number
from engine.problem import listing
from engine.proving.regions import Range
from engine.reason.known import Known
from engine.rendering.stability_words import Saying, all_of, capital

WIDTH, MOST = 100, 8
SHORT = 5  # questions that are easily looked over


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
        one = "" if _together(found, found.free) else "any one of "
        yield f"It stays whatever you answer to {one}{_some(found.free, saying)}."
    elif found.lines:
        yield ""
        yield "One answer changed, all others as they are:"
        fitting = [line for line in found.lines if _stays_if_it_fits(found, line)]
        for line in found.lines:
            if line not in fitting:
                yield from _line(found, line, saying)
        if fitting:
            told = _some([line.place for line in fitting], saying)
            yield f"  - Any answer that does not contradict your others will do for {told}."
        if found.free:
            yield f"  - Any answer will do for {_some(found.free, saying)}."
        yield ""
        yield from _region(found, saying)
    yield from _flips(found, saying)


def _unsettled(found: Stability, saying: Saying) -> Iterator[str]:
    free = [place for place in found.unsettled if place in found.free]
    if free:
        one = "" if _together(found, free) else " to one of these"
        told = _some(free, saying)
        yield f"You have not said, or do not know: {told}. It holds for any answer{one}."
    if found.disputed:
        yield (
            f"Some answers contradict each other and count for nothing until one is corrected: "
            f"{_some(found.disputed, saying)}."
        )
    for name in found.lists:
        entity = saying.base.entities[name]
        yield f"All of this is said with the entries under {entity.key} that you gave, no others."


def _together(found: Stability, places: Sequence[Place]) -> bool:
    """Whether it is proved that all of these may have any answers at the same time."""
    anything = {one.place for one in found.region if one.is_any}
    return len(places) == 1 or anything.issuperset(places)


def _some(places: Sequence[Place], saying: Saying) -> str:
    texts = list(dict.fromkeys(saying.question(place) for place in places))
    more = len(texts) - MOST
    return all_of([*texts[:MOST], *([f"{more} more"] if more > 0 else [])])


def _stays_if_it_fits(found: Stability, line: Line) -> bool:
    """Whether the conclusion stays for each answer that contradicts no other."""
    assert found.outcome is not None
    staying = [part.verdict.stays(found.outcome) for part in line.parts]
    fits = [part.fits is not False for part in line.parts]
    return any(staying) and staying == fits


def _line(found: Stability, line: Line, saying: Saying) -> Iterator[str]:
    assert found.outcome is not None
    staying = [part for part in line.parts if part.verdict.stays(found.outcome)]
    told = listing([saying.answers(line.place, p.values, p.range) for p in staying]) or "no answer"
    frozen = saying.base.facts[line.place[0]].frozen
    now = saying.now(line) + ("; you cannot change this" if frozen else "")
    yield f"  - {capital(saying.question(line.place))}: stays for {told} ({now})."
    unfit = [part for part in line.parts if part.fits is False and part.range is not None]
    for part in line.parts:
        if part not in staying and part not in unfit:
            answers = capital(saying.answers(line.place, part.values, part.range))
            yield f"    {answers}: {effect_text(found.goal, part, saying)}."
    if unfit:  # their borders are those of what was said before
        yield "    Other numbers do not fit your other answers."


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
    everything = len(anything) == len(found.lines) + len(found.free)
    yield f"  {outcome} stays{free}{'.' if everything else ', as long as:'}"
    for one in bound:
        answers = saying.answers(one.place, one.values, one.range)
        yield f"  - {saying.question(one.place)}: {answers}"
    held = {one.place for one in found.region}
    every = [*(line.place for line in found.lines), *found.free]
    rest = [place for place in every if place not in held]
    given = [place for place in rest if place not in found.unsettled]
    if given:
        yield f"  - and these stay as they are: {_some(given, saying)}"
    if len(given) < len(rest):
        left = [place for place in rest if place in found.unsettled]
        yield f"  - and these stay without an answer: {_some(left, saying)}"


def _flips(found: Stability, saying: Saying) -> Iterator[str]:
    settled = [flip for flip in found.flips.found if len(flip.outcomes) == 1]
    # a short list above has told already what one other answer leads to
    told = len(found.lines) <= SHORT
    nearest = [flip for flip in settled if len(flip.changes) > 1 or not told]
    if nearest:
        yield ""
        also = "also " if len(nearest) < len(settled) else ""
        yield f"The nearest changes that {also}lead to something else:"
        for flip in nearest[:MOST]:
            yield f"  - {_flip(flip, saying)}: {saying.outcomes(found.goal, flip.outcomes)}."
        if len(nearest) > MOST:
            yield f"  - and {len(nearest) - MOST} more"
    elif settled:
        yield ""
        yield "The nearest changes that lead to something else are those of one answer, above."
    elif found.lines:
        yield ""
        yield _no_flip(whole=found.flips.whole)


def _no_flip(*, whole: bool) -> str:
    if whole:
        return "No change of one or two answers leads to another settled result."
    return (
        "No change of a single answer leads to another settled result. "
        "Two answers changed together may; not every pair was tried."
    )


def _flip(flip: Flip, saying: Saying) -> str:
    frozen = any(saying.base.facts[place[0]].frozen for place, _ in flip.changes)
    texts = [
        f"{saying.question(place)} {saying.answers(place, part.values, part.range)}"
        for place, part in flip.changes
    ]
    return capital(all_of(texts)) + (" (you cannot change this)" if frozen else "")


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
