"""What is possible: declared constraints, and what quantifiers and counts have to do with members.

Members of a list are not modelled one by one. "Some member has A" is a variable of its own, tied to
the arbitrary member and to other such variables where one condition implies another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.ir.base import Constraint, Entity, RuleBase
from engine.ir.conditions import Count
from engine.ir.rules import Advice, Message
from engine.proving.formula import Formula, both, either, negation
from engine.proving.measures import ARBITRARY, PRINCIPAL, Linear, Measure, Slot
from engine.proving.space import Member, Space, Status, Valued, positive

Possible = Callable[[Formula], bool]


def slots(entity: Entity) -> tuple[Slot, ...]:
    """The members of an entity that formulas speak of."""
    if entity.single:
        return (PRINCIPAL,)
    return (PRINCIPAL, ARBITRARY) if entity.principal else (ARBITRARY,)


def item_slot(base: RuleBase, scope: str) -> Slot:
    """The member that stands for all members where an item about a scope is proved."""
    return PRINCIPAL if base.entities[scope].single else ARBITRARY


def declared(space: Space) -> Iterator[tuple[Constraint, Formula]]:
    """Each declared constraint as a formula that holds of everybody."""
    for constraint in space.base.constraints:
        for slot in slots(space.base.entities[constraint.scope]):
            yield constraint, negation(space.lower(constraint.never, slot))


@dataclass(frozen=True, slots=True)
class Tie:
    """What holds of quantifiers or counts without being declared.

    It matters to formulas that speak of all the `quantifiers`, and if it ties one to a member of
    an entity, only to those that speak of that member.
    """

    quantifiers: frozenset[int]
    slot: Slot | None
    formula: Formula


def statuses(space: Space) -> Iterator[Formula]:
    """What was asked without success is not settled."""
    for variable in list(space.variables):
        subject = variable.subject
        if isinstance(subject, Status) and subject.unknown:
            settled = Status(subject.fact, subject.slot, unknown=False)
            yield either([space.is_(subject, holds=False), space.is_(settled)])


def ties(space: Space, possible: Possible) -> Iterator[Tie]:
    """Ties of every quantifier and count; `possible` is whether a formula can hold at all."""
    by_entity = defaultdict(list)
    for variable in list(space.variables):
        subject = variable.subject
        if isinstance(subject, Member):
            by_entity[subject.entity].append(subject)
        elif isinstance(subject, Measure):
            yield from _counted(space, subject)
    for entity, members in by_entity.items():
        for member in members:
            yield from _shown(space, space.base.entities[entity], member)
        yield from _ordered(space, members, possible)


def _shown(space: Space, entity: Entity, member: Member) -> Iterator[Tie]:
    """Whoever has it shows that some member does."""
    for slot in slots(entity):
        part = space.lower(member.part, slot)
        formula = either([space.is_(member), negation(part)])
        yield Tie(frozenset({space.number(member)}), slot, formula)


def _ordered(space: Space, members: list[Member], possible: Possible) -> Iterator[Tie]:
    """What no member can have nobody has; what implies something wider is rarer."""
    parts = [(member, space.lower(member.part, ARBITRARY)) for member in members]
    for member, part in parts:
        number = space.number(member)
        if not possible(part):
            yield Tie(frozenset({number}), None, space.is_(member, holds=False))
        for other, wider in parts:
            if other != member and not possible(both([part, negation(wider)])):
                formula = either([space.is_(member, holds=False), space.is_(other)])
                yield Tie(frozenset({number, space.number(other)}), None, formula)


def _counted(space: Space, measure: Measure) -> Iterator[Tie]:
    """A count is at least one exactly when some member has what is counted."""
    (atom, _), *more = measure.terms
    if more or not isinstance(atom.node, Count):
        return
    member = Member(atom.node.entity, positive(atom.node.part))
    some, has = space.compared(Linear(measure, 1.0, -1.0), ">="), space.is_(member)
    pair = frozenset({space.number(measure), space.number(member)})
    yield Tie(pair, None, either([negation(has), some]))
    yield Tie(pair, None, either([has, negation(some)]))


def touch(space: Space) -> None:
    """Make every variable that the base mentions, so that nothing is missed."""
    base = space.base
    for fact in base.facts.values():
        for slot in slots(base.entities[fact.entity]) if fact.choices and fact.derived else ():
            space.number(Valued(fact.id, slot))
    items: list[Advice | Message] = [*base.advice, *base.messages]
    for item in items:
        if item.when is not None:
            space.lower(item.when, item_slot(base, item.scope), partial=True)
    list(declared(space))
    number = 0
    while number < len(space.variables):
        space.meaning(number)
        number += 1
