"""What answers leave possible, by python-sat alone: no diagram of the interview is used."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.asking.assigned import Reading
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.values import NO, YES
from engine.proving.examples import Examples
from engine.proving.formula import TRUE, Formula, negation
from engine.proving.sat import Clauses, Twins
from engine.proving.space import Space
from engine.proving.world import declared, item_slot, statuses, ties, touch
from engine.reason.known import Known

Outcomes = Mapping[str, Formula]


@dataclass(frozen=True, slots=True)
class Person:
    """What the answers say of one member: settled variables, and those no question can change."""

    classes: Mapping[int, int]
    fixed: tuple[int, ...]


class Proof:
    """The knowledge as clauses, once for one person and once for two to compare."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.space = Space(base)
        touch(self.space)
        required = [*(formula for _, formula in declared(self.space)), *statuses(self.space)]
        self._clauses = _required(Clauses(self.space), required)
        tied = [tie.formula for tie in ties(self.space, self._can_be, self._shown)]
        _required(self._clauses, tied)
        self._twins = Twins(self.space, [*required, *tied])
        self._advice = {advice.id: advice for advice in base.advice}

    def _can_be(self, formula: Formula) -> bool:
        return self._clauses.model(formula) is not None

    def _shown(self, formulas: Sequence[Formula]) -> Examples:
        return Examples(self._clauses, formulas)

    def scope(self, goal: str) -> str:
        """The entity that a decision or an advice is about."""
        found = self._advice.get(goal)
        return found.scope if found else self.base.facts[goal].entity

    def outcomes(self, goal: str) -> Outcomes:
        """For each outcome when it comes about; advice is given (yes) or not (no)."""
        slot = item_slot(self.base, self.scope(goal))
        if goal in self._advice:
            when = self._advice[goal].when
            given = TRUE if when is None else self.space.lower(when, slot, partial=True)
            return {YES: given, NO: negation(given)}
        choices = self.base.facts[goal].choices
        return {value: self.space.valued(goal, slot, [value]) for value in choices}

    def person(self, known: Known, place: Place, remaining: Container[Place]) -> Person:
        """A member as the answers describe it, before the remaining questions are asked."""
        reading = Reading(self.space, known, place[1])
        classes: dict[int, int] = {}
        fixed = []
        for number in range(len(self.space.variables)):
            if self.space.meaning(number) is None and reading.speaks_of(number):
                chosen = reading.class_of(number)
                if chosen is not None:
                    classes[number] = chosen
                elif not any(_open(known, q, remaining) for q in reading.questions(number)):
                    fixed.append(number)
        return Person(classes, tuple(fixed))

    def possible(self, goal: str, person: Person) -> list[str]:
        """The outcomes that somebody with these answers can have."""
        assumed = self._settled(self._clauses, person)
        return [
            outcome
            for outcome, formula in self.outcomes(goal).items()
            if self._clauses.together([*assumed, self._clauses.holds(formula)])
        ]

    def can_change(self, goal: str, person: Person, outcomes: Iterable[str]) -> bool:
        """Whether two people who differ in remaining answers only can have different outcomes."""
        one, other = self._twins.one, self._twins.other
        assumed = [*self._settled(one, person), *self._settled(other, person)]
        assumed += [self._twins.alike(number) for number in person.fixed]
        formulas = self.outcomes(goal)
        return any(
            self._twins.together(
                [*assumed, one.holds(formulas[outcome]), -other.holds(formulas[outcome])]
            )
            for outcome in outcomes
        )

    def _settled(self, clauses: Clauses, person: Person) -> list[int]:
        chosen = (
            self.space.chosen(self.space.variables[number].subject, [one])
            for number, one in person.classes.items()
        )
        return [clauses.holds(formula) for formula in chosen]


def _required(clauses: Clauses, formulas: Iterable[Formula]) -> Clauses:
    for formula in formulas:
        clauses.require(formula)
    return clauses


def _open(known: Known, place: Place, remaining: Container[Place]) -> bool:
    """Whether a question is among the remaining; a part of a list counts as the whole."""
    fact = known.base.facts.get(place[0])
    if fact is None or place[1] == WHOLE_LIST:
        return place in remaining
    return ((fact.part_of or fact.id), place[1]) in remaining
