"""What is known of a case: answers, declared assumptions, and conclusions as they are added."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Ref
from engine.ir.values import Value


class Origin(StrEnum):
    """Where the value of a fact comes from."""

    ANSWER = "answer"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"  # asked, and the answer was that it is not known
    OPEN = "open"  # never asked
    DISPUTED = "disputed"  # set aside: it contradicts another answer
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Answers of which at least one must be wrong."""

    constraint: Constraint
    places: tuple[Place, ...]


class Known:
    """The working memory of one run; derived values are put in as they are concluded."""

    def __init__(self, base: RuleBase, case: Case, disputes: tuple[Dispute, ...] = ()) -> None:
        self.base = base
        self.case = case
        self.disputes = disputes
        self._disputed = {place for dispute in disputes for place in dispute.places}
        self._derived: dict[Place, Value] = {}
        self._values: dict[Place, Value] = {}
        self.foresees = False

    def foreseeing(self) -> "Known":
        """The same for an interview that goes on: what is open now need not stay so."""
        found = copy(self)
        found.foresees = True
        return found

    def members(self, entity: str) -> tuple[int, ...]:
        """The numbers of an entity's members."""
        return self.case.members.get(entity, ())

    def is_complete(self, entity: str) -> bool:
        """Whether no further member can appear."""
        return entity in self.case.complete or self.base.entities[entity].single

    def place(self, ref: Ref, member: int) -> Place:
        """The fact and member that a reference means in a rule about `member`."""
        return ref.fact, member if ref.bound else self.members(ref.entity)[0]

    def origin(self, place: Place) -> Origin:
        """Where the value comes from."""
        fact = self.base.facts[place[0]]
        if fact.derived:
            return Origin.DERIVED
        if place in self._disputed:
            return Origin.DISPUTED
        answer = self.case.answers.get(place)
        if answer is None:
            return Origin.OPEN if fact.assume is None else Origin.ASSUMED
        return Origin.UNKNOWN if answer.value is None else Origin.ANSWER

    def value(self, place: Place) -> Value:
        """The values that the fact can still have."""
        found = self._values.get(place)
        if found is None:
            found = self._values[place] = self.work_out(place)
        return found

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        name, answer = place[0], self.case.answers.get(place)
        fact = self.base.facts[name]
        if fact.derived:
            return self._derived.get(place, self.base.widest[name])
        if place in self._disputed:
            return self.base.widest[name]
        if answer is None:
            return self.base.widest[name] if fact.assume is None else fact.assume
        value = answer.value
        return self.base.widest[name] if value is None or isinstance(value, str) else value

    def conclude(self, place: Place, value: Value) -> None:
        """Put in a derived value."""
        self._derived[place] = self._values[place] = value

    @property
    def derived(self) -> Mapping[Place, Value]:
        """Every derived value so far."""
        return self._derived

    def assumptions(self) -> Iterator[Place]:
        """Every fact that is taken at its declared assumption."""
        for fact in self.base.facts.values():
            if fact.assume is not None:
                for member in self.members(fact.entity):
                    if self.origin((fact.id, member)) is Origin.ASSUMED:
                        yield fact.id, member
