"""What is possible: declared constraints, and what quantifiers and counts have to do with members.

Members of a list are not modelled one by one. "Some member has A" is a variable of its own, tied to
the arbitrary member and to other such variables where one condition implies another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.ir.base import Constraint, Entity, RuleBase
from engine.ir.conditions import Count
from engine.ir.rules import Advice, Message
from engine.proving.examples import Examples
from engine.proving.formula import Formula, both, either, negation, variables
from engine.proving.measures import ARBITRARY, PRINCIPAL, Linear, Measure, Slot
from engine.proving.regions import Range
from engine.proving.space import Space, positive
from engine.proving.subjects import Member, Status, Valued

Possible = Callable[[Formula], bool]
Shown = Callable[[Sequence[Formula]], Examples]


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
        absent = negation(space.present(constraint.scope))
        for slot in slots(space.base.entities[constraint.scope]):
            yield constraint, either([absent, negation(space.lower(constraint.never, slot))])


@dataclass(frozen=True, slots=True)
class Tie:
    """What holds of quantifiers or counts without being declared.

    It matters to formulas that speak of all the `quantifiers`, or, if it is `close`, of one.
    """

    quantifiers: frozenset[int]
    formula: Formula
    close: bool = False


def statuses(space: Space) -> Iterator[Formula]:
    """What was asked without success is not settled."""
    for variable in list(space.variables):
        subject = variable.subject
        if isinstance(subject, Status) and subject.unknown:
            settled = Status(subject.fact, subject.slot, unknown=False)
            yield either([space.is_(subject, holds=False), space.is_(settled)])


def ties(space: Space, possible: Possible, shown: Shown) -> Iterator[Tie]:
    """Ties of every quantifier and count.

    `possible` is whether a formula can hold at all, and `shown` finds somebody for each of several.
    """
    counts = [v.subject for v in space.variables if isinstance(v.subject, Measure)]
    counted = {one: member for one in counts if (member := _counted(one))}
    for measure, member in counted.items():
        yield from _none_or_some(space, measure, member)
    by_entity = defaultdict(list)
    for variable in list(space.variables):
        if isinstance(variable.subject, Member):
            by_entity[variable.subject.entity].append(variable.subject)
    sizes = {member: measure for measure, member in counted.items()}
    for entity, members in by_entity.items():
        for member in members:
            yield from _shown(space, space.base.entities[entity], member)
        yield from _ordered(space, members, sizes, possible, shown)


def _counted(measure: Measure) -> Member | None:
    """What is counted, where the number is a count and nothing else."""
    (atom, _), *more = measure.terms
    if more or not isinstance(atom.node, Count):
        return None
    return Member(atom.node.entity, positive(atom.node.part))


def _none_or_some(space: Space, measure: Measure, member: Member) -> Iterator[Tie]:
    """A count is at least one exactly when some member has what is counted."""
    some, has = space.compared(Linear(measure, 1.0, -1.0), ">="), space.is_(member)
    pair = frozenset({space.number(measure), space.number(member)})
    yield Tie(pair, either([negation(has), some]), close=True)
    yield Tie(pair, either([has, negation(some)]), close=True)


def _shown(space: Space, entity: Entity, member: Member) -> Iterator[Tie]:
    """Whoever has it shows that some member does."""
    absent = negation(space.present(entity.name))
    known = frozenset(variables(absent))
    for slot in slots(entity):
        part = negation(space.lower(member.part, slot))
        formula = either([space.is_(member), absent, part])
        yield Tie(frozenset({space.number(member)}) | known, formula)


def _ordered(
    space: Space,
    members: list[Member],
    sizes: dict[Member, Measure],
    possible: Possible,
    shown: Shown,
) -> Iterator[Tie]:
    """What no member can have nobody has; what implies something wider is rarer."""
    parts = [
        (member, both([space.present(member.entity), space.lower(member.part, ARBITRARY)]))
        for member in members
    ]
    examples = shown([part for _, part in parts])
    having = {member: examples.satisfying(part) for member, part in parts}
    for member, part in parts:
        number = space.number(member)
        if not having[member] and not possible(part):
            yield Tie(frozenset({number}), space.is_(member, holds=False))
        for other, wider in parts:
            seen = other == member or having[member] & ~having[other]
            if not seen and not possible(both([part, negation(wider)])):
                formula = either([space.is_(member, holds=False), space.is_(other)])
                yield Tie(frozenset({number, space.number(other)}), formula)
                if member in sizes and other in sizes:
                    yield from _fewer(space, sizes[member], sizes[other])


def _fewer(space: Space, one: Measure, other: Measure) -> Iterator[Tie]:
    """A count is at most the other."""
    pair = frozenset({space.number(one), space.number(other)})
    larger = space.variables[space.number(other)].classes
    for index, least in enumerate(space.variables[space.number(one)].classes):
        assert isinstance(least, Range)
        enough = [i for i, c in enumerate(larger) if isinstance(c, Range) and c.high >= least.low]
        formula = either([negation(space.chosen(one, [index])), space.chosen(other, enough)])
        yield Tie(pair, formula)


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
