"""The questions behind some conclusions, and what each answer to them puts in the columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.columns.asked import ANSWERED, ASKED, HIGH, LOW, is_number, is_value
from engine.columns.conditions import COMPLETE
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.values import NO, YES
from engine.rosters.cells import values_of
from engine.rosters.triage_limits import behind, tried

Key = tuple[str, str]
Changes = Mapping[Key, bool | float]
_CANNOT_TRY = (Kind.DATE, Kind.TEXT)


@dataclass(frozen=True)
class Question:
    """A question for all who were not asked it: a fact, or whether a list (its entity) is whole.

    `asked` is the column that says who was asked, of the members of `entity`; `answers` are what
    each answer puts in its columns, with the share that is expected of it.
    """

    name: str
    entity: str
    asked: Key
    answers: tuple[tuple[Changes, float], ...]

    @property
    def keys(self) -> frozenset[Key]:
        """The columns that an answer can change."""
        return frozenset(key for changes, _ in self.answers for key in changes)


def questions(base: RuleBase, goals: list[str]) -> tuple[list[Question], list[str]]:
    """Every question behind some conclusions, and the facts among them that cannot be tried."""
    facts, lists = behind(base, goals)
    found, untried = [], []
    for fact in base.facts.values():
        if fact.id in facts and not fact.part_of:
            if answers := tuple(_answers(base, goals, fact)):
                found.append(Question(fact.id, fact.entity, (_parts(fact)[0], ASKED), answers))
            else:
                untried.append(fact.id)
    for name in base.entities:
        if name in lists:
            whole: Key = name, COMPLETE
            found.append(Question(name, base.root.name, whole, (({whole: True}, 0.5), ({}, 0.5))))
    return found, untried


def _parts(fact: Fact) -> list[str]:
    if fact.kind is Kind.CHOICES:
        return [f"{fact.id}:{choice}" for choice in fact.choices]
    return [fact.id]


def _answers(base: RuleBase, goals: list[str], fact: Fact) -> Iterator[tuple[Changes, float]]:
    """Each value; of several that can apply each alone; numbers around the limits of rules."""
    if fact.kind in _CANNOT_TRY:
        return
    if is_number(fact):
        for amount in tried(base, goals, fact):
            yield {**_given(fact.id), (fact.id, LOW): amount, (fact.id, HIGH): amount}, 1.0
    elif fact.kind is Kind.CHOICES:
        for part in _parts(fact):
            yield {k: v for one in _parts(fact) for k, v in _is(one, one == part).items()}, 1.0
    else:
        for value in values_of(fact):
            changes = {(fact.id, is_value(v)): v == value for v in values_of(fact)}
            yield _given(fact.id) | changes, fact.prior.get(value, 0.0) if fact.prior else 1.0


def _given(name: str) -> dict[Key, bool | float]:
    return {(name, ASKED): True, (name, ANSWERED): True}


def _is(part: str, true: bool) -> dict[Key, bool | float]:
    return _given(part) | {(part, is_value(YES)): true, (part, is_value(NO)): not true}
