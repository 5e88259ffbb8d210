"""What to find out while decisions are open, and which way each answer would turn them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from engine.asking.interview import Interview, Question
from engine.asking.outlook import Standing, standing, values, whole
from engine.explain.hinges import Hinges
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Place
from engine.ir.values import is_settled, number
from engine.problem import BadInput
from engine.proving.measures import Measure, expression
from engine.proving.regions import Range

Missing = dict[Place, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that is missing, the open decisions behind which it stands, and for each possible
    answer where these would be then.

    `answers` are texts as a person would give them; those that lead to the same stand together.
    """

    question: Question
    now: Standing
    branches: tuple[tuple[tuple[str, ...], Standing], ...]


def not_known(interview: Interview, decisions: Standing) -> Missing:
    """What the person does not know, with the open decisions that hang on it, the most first."""
    said = {whole(interview, place) for place in interview.case.answers} | interview.skipped
    missing = _missing(interview, decisions)
    return {place: behind for place, behind in missing.items() if place in said}


def to_find_out(interview: Interview, decisions: Standing) -> Missing:
    """The same; where they know everything that was asked, what was not asked."""
    return not_known(interview, decisions) or _missing(interview, decisions)


def _missing(interview: Interview, decisions: Standing) -> Missing:
    hinges = Hinges(interview.known)
    found: defaultdict[Place, dict[Place, None]] = defaultdict(dict)
    for place, value in decisions:
        for hinge in [] if is_settled(value) else hinges.of(place):
            found[whole(interview, hinge)][place] = None
    main = {place for place, _ in standing(interview)}

    def weight(place: Place) -> tuple[int, int]:
        return len(found[place].keys() & main), len(found[place])

    ranked = sorted(found, key=weight, reverse=True)
    return {place: tuple(found[place]) for place in ranked}


def turns(interview: Interview, missing: Missing) -> list[Turn]:
    """Each answer that is missing, with which way it would turn decisions."""
    return [_turn(interview, place, behind) for place, behind in missing.items()]


def _turn(interview: Interview, place: Place, behind: Iterable[Place]) -> Turn:
    again = interview.asking_again(place)
    question = again.question
    assert question is not None
    grouped: dict[Standing, list[str]] = {}
    for text, answer in _possible(interview, question):
        try:
            grouped.setdefault(values(again.answered(answer), behind), []).append(text)
        except BadInput:
            continue
    branches = tuple((tuple(texts), found) for found, texts in grouped.items())
    return Turn(question, values(interview, behind), branches)


def _possible(interview: Interview, question: Question) -> Iterator[tuple[str, object]]:
    """Each answer to try, with its words; of numbers one between all limits that matter."""
    fact = question.fact
    if fact is None:
        return
    if fact.kind in NUMERIC:
        yield from _numbers(interview, fact, question.place)
    for value, label in question.choices:
        yield label, [value] if question.several else value


def _numbers(interview: Interview, fact: Fact, place: Place) -> Iterator[tuple[str, object]]:
    limits = sorted({n for n in _limits(interview, place) if fact.low < n < fact.high})
    if not limits:
        return
    least = fact.low if fact.low >= 0 else limits[0] - 1
    yield f"less than {_figure(limits[0])}", _figure(least)
    for low, high in pairwise(limits):
        yield _figure(low), _figure(low)
        if fact.kind is not Kind.COUNT or high - low > 1:
            middle = low + 1 if fact.kind is Kind.COUNT else round((low + high) / 2, 4)
            yield f"between {_figure(low)} and {_figure(high)}", _figure(middle)
    yield _figure(limits[-1]), _figure(limits[-1])
    yield f"more than {_figure(limits[-1])}", _figure(limits[-1] + 1)


def _figure(amount: float) -> str:
    return str(number(amount))


def _limits(interview: Interview, place: Place) -> Iterator[float]:
    """The numbers at which conditions that hinge on a place change."""
    hinges = Hinges(interview.known)
    for variable in interview.chooser.goals.space.variables:
        subject = variable.subject
        if isinstance(subject, Measure) and place in hinges.behind(expression(subject), place[1]):
            for one in variable.classes:
                if isinstance(one, Range):
                    yield from (one.low, one.high)
