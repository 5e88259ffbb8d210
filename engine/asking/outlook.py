"""Where an interview stands: the main decisions, what an answer can change, which way it turns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.asking import document as documents
from engine.asking.document import Document
from engine.asking.interview import Interview, Question, answered_places
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Place
from engine.ir.values import Value, is_settled, number
from engine.problem import BadInput
from engine.proving.measures import Measure, expression
from engine.proving.regions import Range

OPEN = "open"
Standing = tuple[tuple[Place, Value], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that is missing, and for each possible one where the main decisions would stand.

    `answers` are texts as a person would give them; those that lead to the same stand together.
    """

    question: Question
    branches: tuple[tuple[tuple[str, ...], Standing], ...]


def standing(interview: Interview) -> Standing:
    """The main decisions with the values that they can still have."""
    found = []
    for name in interview.base.layout.main:
        fact = interview.base.facts[interview.base.layout.decisions[name]]
        place = fact.id, interview.known.members(fact.entity)[0]
        found.append((place, interview.known.value(place)))
    return tuple(found)


def is_decided(interview: Interview) -> bool:
    """Whether the main decisions are all settled."""
    return all(is_settled(value) for _, value in standing(interview))


def whole(interview: Interview, place: Place) -> Place:
    """The question that a place belongs to."""
    fact = interview.base.facts.get(place[0])
    return (fact.part_of, place[1]) if fact and fact.part_of else place


def answers(interview: Interview) -> list[Place]:
    """Everything that was answered, each question once."""
    found: dict[Place, Place] = {}
    for place in answered_places(interview):
        found.setdefault(whole(interview, place), place)
    return list(found.values())


def answer_at(interview: Interview, place: Place) -> object:
    """The answer at a place as the case file holds it."""
    return documents.answer(interview.base, interview.case, interview.document, place)


def naming(before: Interview, after: Interview) -> Interview:
    """After an entry was added the interview that asks for its name first; else as it is."""
    for entity in after.base.entities.values():
        members = after.case.members[entity.name]
        if entity.named_by and len(members) > len(before.case.members[entity.name]):
            return after.asking_again((entity.named_by, members[-1]))
    return after


def reach(interview: Interview, question: Question, *, advice: bool = False) -> tuple[Place, ...]:
    """The decisions, or else the advice, that an answer to the question can still change."""
    asked = question.place
    if question.fact is not None and question.previous is not None:
        interview = _without(interview, asked)
    facts = interview.base.facts
    names = [name for name in interview.going_on().goals if (name not in facts) == advice]
    wanted = whole(interview, asked)
    ways = interview.chooser.reach(interview.known, names)
    found = (goal for goal, place in ways if whole(interview, place) == wanted)
    return tuple(dict.fromkeys(found))


def _without(interview: Interview, place: Place) -> Interview:
    """The interview without one answer."""
    document = documents.with_answer(
        interview.base, interview.case, interview.document, place, None
    )
    return replace(interview, document=document)


def turns(interview: Interview) -> list[Turn]:
    """What to find out while main decisions are open, and which way each answer would turn them."""
    hinges = Hinges(interview.known)
    missing = [h for place, _ in standing(interview) for h in hinges.of(place)]
    found = {whole(interview, place): place for place in dict.fromkeys(missing)}
    return [_turn(interview, place) for place in found.values()]


def _turn(interview: Interview, place: Place) -> Turn:
    again = interview.asking_again(place)
    question = again.question
    assert question is not None
    grouped: dict[Standing, list[str]] = {}
    for text, answer in _possible(interview, question):
        try:
            grouped.setdefault(standing(again.answered(answer)), []).append(text)
        except BadInput:
            continue
    return Turn(question, tuple((tuple(texts), found) for found, texts in grouped.items()))


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


def recorded(interview: Interview) -> Document:
    """The main decisions as a case file records them, to compare with them later."""
    names = interview.base.layout.main
    values = [value for _, value in standing(interview)]
    return {n: _recorded(value) for n, value in zip(names, values, strict=True)}


def _recorded(value: Value) -> str:
    if not isinstance(value, frozenset) or len(value) != 1:
        return OPEN
    return next(iter(value))


def with_record(interview: Interview) -> Document:
    """The document with the version of the knowledge and what the main decisions were with it."""
    document = dict(interview.document)
    expect = document.get("expect")
    expect = dict(expect) if isinstance(expect, dict) else {}
    before = expect.get("decisions")
    expect["decisions"] = {**(before if isinstance(before, dict) else {}), **recorded(interview)}
    for name in ("candidates", "hinges"):
        if isinstance(expect.get(name), dict):
            expect[name] = {k: v for k, v in expect[name].items() if k not in recorded(interview)}
    return {**document, "knowledge": interview.base.version, "expect": expect}


def record_of(document: Document) -> dict[str, str]:
    """What a case file says that the decisions were when it was saved."""
    expect = document.get("expect")
    found = expect.get("decisions") if isinstance(expect, dict) else None
    return {k: str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def is_list(place: Place) -> bool:
    """Whether a place stands for a list that may still grow."""
    return place[1] == WHOLE_LIST
