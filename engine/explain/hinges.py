"""Which missing answers an open conclusion hinges on."""

from collections.abc import Iterator

from engine.compiled.compiler import compiler
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.conditions import (
    Among,
    And,
    Compare,
    Condition,
    Count,
    Every,
    Exists,
    IfKnown,
    IsUnknown,
    Node,
    Or,
    Ref,
    Total,
    children,
)
from engine.ir.values import is_settled
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known, Origin

WHOLE_LIST = -1  # the member number of a hinge that is a list which may still grow


class Hinges:
    """Finds the facts whose answers could still settle something; each place is visited once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._base: RuleBase = known.base
        self._order = known.base.positions
        self._holds = compiler(known.base).holds

    def of(self, place: Place) -> list[Place]:
        """The missing answers behind an open fact, in the order of the vocabulary.

        A list that may still grow is given by the name of its entity and member WHOLE_LIST.
        """
        return self._sorted(self._fact(place, set()))

    def behind(self, node: Node, member: int) -> list[Place]:
        """The missing answers behind an undetermined condition or an open number."""
        return self._sorted(self._parts(node, member, set()))

    def _sorted(self, found: Iterator[Place]) -> list[Place]:
        return sorted(set(found), key=lambda place: (self._order[place[0]], place[1]))

    def _fact(self, place: Place, seen: set[Place]) -> Iterator[Place]:
        if place in seen or is_settled(self._known.value(place)):
            return
        seen.add(place)
        name, member = place
        fact = self._base.facts[name]
        if self._known.origin(place) is not Origin.DERIVED:
            yield place
        elif fact.formula is not None:
            yield from self._parts(fact.formula, member, seen)
        else:
            for condition in self._conditions(name, member):
                yield from self._condition(condition, member, seen)

    def _conditions(self, name: str, member: int) -> Iterator[Condition]:
        """The conditions that can still make a difference."""
        if name not in self._base.decisions:
            yield from (rule.when for rule in self._base.concluding[name])
            return
        rows = self._base.decisions[name].rows
        holds, known = self._holds, self._known
        verdicts = [r.when is None or holds(r.when)(known, member) for r in rows]
        for index in reachable_rows(verdicts):
            when = rows[index].when
            if when is not None:
                yield when

    def _condition(self, node: Condition, member: int, seen: set[Place]) -> Iterator[Place]:
        if self._holds(node)(self._known, member) is not None:
            return
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._condition(part, member, seen)
            case Exists(entity, part) | Every(entity, part):
                yield from self._over(entity, part, seen)
            case Among(ref) | IsUnknown(ref):
                yield from self._fact(self._known.place(ref, member), seen)
            case Compare(left, _, right):
                yield from self._parts(left, member, seen)
                yield from self._parts(right, member, seen)
            case _:
                for child in children(node):
                    yield from self._parts(child, member, seen)

    def _over(self, entity: str, part: Condition, seen: set[Place]) -> Iterator[Place]:
        if not self._known.is_complete(entity):
            yield entity, WHOLE_LIST
        for member in self._known.members(entity):
            yield from self._condition(part, member, seen)

    def _parts(self, node: Node, member: int, seen: set[Place]) -> Iterator[Place]:
        match node:
            case Ref():
                yield from self._fact(self._known.place(node, member), seen)
            case Count(entity, part):
                yield from self._over(entity, part, seen)
            case Total(ref, part):
                yield from self._total(ref, part, seen)
            case IfKnown(inner, condition):
                yield from self._backing(condition, member)
                yield from self._parts(inner, member, seen)
            case _ if isinstance(node, Condition):
                yield from self._condition(node, member, seen)
            case _:
                for child in children(node):
                    yield from self._parts(child, member, seen)

    def _total(self, ref: Ref, part: Condition, seen: set[Place]) -> Iterator[Place]:
        yield from self._over(ref.entity, part, seen)
        for member in self._known.members(ref.entity):
            if self._holds(part)(self._known, member) is not False:
                yield from self._fact((ref.fact, member), seen)

    def _backing(self, condition: Condition, member: int) -> Iterator[Place]:
        """A number that is set aside for want of proof hinges on the proof, even if answered."""
        if self._holds(condition)(self._known, member) is not True:
            for ref in _refs_once(condition):
                place = self._known.place(ref, member)
                if not self._base.facts[place[0]].derived:
                    yield place


def _refs_once(node: Node) -> list[Ref]:
    """The facts that a condition tests by value; numbers in it are what the proof is about."""
    if isinstance(node, Compare):
        return []
    if isinstance(node, Ref):
        return [node]
    return [ref for child in children(node) for ref in _refs_once(child)]
