"""Which questions of a case have no answer, in the names that a certificate uses."""

from collections.abc import Iterator
from typing import Any

from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.reason.known import Known

Named = dict[str, Any]


def place_named(known: Known, place: Place) -> Named:
    """A fact or goal with the position of its entry (from 1), or a list that may have more."""
    name, member = place
    if member == WHOLE_LIST:
        return {"list": known.base.entities[name].list_key}
    for entity in known.base.entities.values():
        members = known.members(entity.name)
        if member in members and not entity.single:
            return {"fact": name, "entry": members.index(member) + 1}
    return {"fact": name}


def unanswered(known: Known, skipped: frozenset[Place] = frozenset()) -> Iterator[Named]:
    """Questions without an answer, and lists that may have further entries."""
    return (place_named(known, place) for place in remaining(known, skipped))


def remaining(known: Known, skipped: frozenset[Place] = frozenset()) -> Iterator[Place]:
    """The same as places; a question for several values stands for all of them."""
    for fact, member in _questions(known):
        if not any(part in known.case.answers for part in parts(fact, member)):
            yield fact.id, member
    for place in _growing(known):
        if place not in skipped:
            yield place


def unsuccessful(known: Known, skipped: frozenset[Place] = frozenset()) -> Iterator[Named]:
    """What was asked and is not known, wholly or in part."""
    for fact, member in _questions(known):
        answers = (known.case.answers.get(part) for part in parts(fact, member))
        if any(answer is not None and answer.value is None for answer in answers):
            yield place_named(known, (fact.id, member))
    for place in _growing(known):
        if place in skipped:
            yield place_named(known, place)


def parts(fact: Fact, member: int) -> list[Place]:
    """Where the answer to a question is kept."""
    if fact.kind is Kind.CHOICES:
        return [(f"{fact.id}:{choice}", member) for choice in fact.choices]
    return [(fact.id, member)]


def _questions(known: Known) -> Iterator[tuple[Fact, int]]:
    for fact in known.base.facts.values():
        if not fact.derived and not fact.part_of:
            for member in known.members(fact.entity):
                yield fact, member


def _growing(known: Known) -> Iterator[Place]:
    for entity in known.base.entities.values():
        if entity.list_key and not known.is_complete(entity.name):
            yield entity.name, WHOLE_LIST
