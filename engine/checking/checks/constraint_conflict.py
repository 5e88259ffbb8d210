"""Constraints contradict each other: together they leave nobody, or no room for an answer.

A constraint that forbids every combination in which a question has one of its values makes that
value impossible, and everything that tests for it idle.

What to do: correct the `never:` of one of the constraints that speak of it.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.ir.base import Constraint
from engine.proving.formula import Formula, both, variables
from engine.proving.subjects import Valued

VALID = """
- constraints:
    old_and_fit: {never: age >= 90 and fit is yes, say: Which is right?}
"""
INVALID = """
- constraints:
    old_and_fit: {never: age >= 90 and fit is yes, say: Which is right?}
    young_and_fit: {never: age < 90 and fit is yes, say: Which is right?}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Constraints that leave nobody, or that make an answer impossible."""
    everything = both(formula for _, formula in bench.prover.declared)
    if not bench.prover.possible(everything):
        first = bench.base.constraints[0]
        message = "the constraints together leave nobody"
        hint = "correct one of them"
        yield Finding("constraint-conflict", first.id, first.span, message, hint)
        return
    for number in dict.fromkeys(variables(everything)):
        if isinstance(bench.prover.space.variables[number].subject, Valued):
            yield from _values(bench, number)


def _values(bench: Bench, number: int) -> Iterator[Finding]:
    variable = bench.prover.space.variables[number]
    for index in range(len(variable.classes)):
        formula = bench.prover.space.chosen(variable.subject, [index])
        if not bench.prover.possible(formula):
            constraint = _about(bench, number)
            about = bench.told.classes(variable, [index])
            message = f"the constraints make “{about}” impossible for everybody"
            hint = f"correct {constraint.id}, or another constraint that speaks of the same"
            yield Finding("constraint-conflict", constraint.id, constraint.span, message, hint)


def _about(bench: Bench, number: int) -> Constraint:
    declared: list[tuple[Constraint, Formula]] = bench.prover.declared
    return next(one for one, formula in declared if number in variables(formula))
