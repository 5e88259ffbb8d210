"""Values from worse to better, as the vocabulary declares them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from engine.checking.bench import Bench
from engine.ir.base import NUMERIC, Fact
from engine.ir.conditions import Constant, Ref
from engine.proving.assign import Assigned
from engine.proving.formula import TRUE, Formula, both, either, negation
from engine.proving.measures import Measure, Slot, linear
from engine.proving.subjects import Moved, Subject, Valued, Variable


@dataclass(frozen=True, slots=True)
class Rank:
    """One value, in words, and the formula under which a fact has it."""

    label: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Step:
    """A class of a fact: in words, that it has it, and how to put it in for another one."""

    label: str
    formula: Formula
    put: Assigned


def ranked(bench: Bench, fact: Fact, slot: Slot) -> list[Rank]:
    """The values of a choice or yes/no fact, worst first."""
    space = bench.prover.space
    return [
        Rank(fact.choices[value], space.valued(fact.id, slot, [value])) for value in fact.better
    ]


def steps(bench: Bench, fact: Fact, slot: Slot) -> Iterator[tuple[Step, Step, Formula]]:
    """Each class of a fact with each better one, the next one first.

    All of them: a constraint may forbid those between, or they lead to values without a rank.
    With the formula that ties the sums in which it is a term before to those after the step.
    """
    space = bench.prover.space
    subject: Subject = Valued(fact.id, slot)
    if fact.kind in NUMERIC:
        form = linear(Ref(fact.id, fact.entity, bool(slot)), Constant(0), slot)
        assert form.measure is not None
        subject = form.measure
    number = space.number(subject)
    variable = space.variables[number]
    rising = fact.better == ("higher",)
    sums = list(_sums(bench, subject)) if isinstance(subject, Measure) else []
    moved = {space.number(one): space.number(Moved(one)) for one, _ in sums}
    moves = both(_move(bench, one, (factor > 0) == rising) for one, factor in sums)
    order = _order(fact, variable)
    within = zip(order, order, strict=True) if sums else ()  # the sums can move all the same
    for worse, better in dict.fromkeys(chain(within, _climbs(order))):
        before = Assigned(space, number, worse)
        after = Assigned(space, number, better, moved)
        yield _step(bench, subject, worse, before), _step(bench, subject, better, after), moves


def _order(fact: Fact, variable: Variable) -> list[int]:
    """The class of each value, worst first; values that no condition tells apart share one."""
    if fact.kind in NUMERIC:
        order = list(range(len(variable.classes)))
        return order if fact.better == ("higher",) else order[::-1]
    holders = {
        value: index
        for index, one in enumerate(variable.classes)
        if isinstance(one, frozenset)
        for value in one
    }
    return [holders[value] for value in fact.better]


def _climbs(order: list[int]) -> Iterator[tuple[int, int]]:
    """Every worse class with every better one, by how far they are apart."""
    for far in range(1, len(order)):
        for worse, better in zip(order, order[far:], strict=False):
            if worse != better:
                yield worse, better


def _step(bench: Bench, subject: Subject, index: int, put: Assigned) -> Step:
    variable = bench.prover.space.variables[bench.prover.space.number(subject)]
    label = bench.told.classes(variable, [index])
    return Step(label, bench.prover.space.chosen(subject, [index]), put)


def _sums(bench: Bench, subject: Measure) -> Iterator[tuple[Measure, float]]:
    """Sums in which the number is one of several terms, and its factor there."""
    (atom, _), *_ = subject.terms
    for variable in list(bench.prover.space.variables):
        if isinstance(variable.subject, Measure) and len(variable.subject.terms) > 1:
            factors = dict(variable.subject.terms)
            if atom in factors:
                yield variable.subject, factors[atom]


def _move(bench: Bench, measure: Measure, up: bool) -> Formula:
    """The sum is at least (or at most) what it was."""
    space = bench.prover.space
    size = len(space.variables[space.number(measure)].classes)
    return both(
        either(
            [
                negation(space.chosen(measure, [one])),
                space.chosen(Moved(measure), range(one, size) if up else range(one + 1)),
            ]
        )
        for one in range(size)
    )


def still_possible(bench: Bench, fact: Fact, step: Step) -> Formula:
    """That the constraints hold after the class was put in; an answer may be impossible then."""
    if fact.derived:
        return TRUE
    return both(step.put.put(formula) for _, formula in bench.prover.declared)
