"""Pack the clauses of a program into rulesets, producers before consumers."""

from collections.abc import Iterator, Sequence

from engine.firing.horn import Clause, HornProgram
from engine.firing.layout import Layout, layout
from engine.firing.steps import Recipe, recipe
from engine.firing.strata import strata

RULES_PER_RULESET = 256
"""Engine rules aimed at per ruleset. The engine takes 4,096, but looks for the next firing by a
walk over all rules, so that smaller rulesets are faster; much smaller ones repeat messages."""

Stage = tuple[Layout, ...]


def stages(program: HornProgram) -> list[Stage]:
    """Return the rulesets in firing order.

    A stage has one ruleset, unless a group of clauses that feed one another is too large for
    one: then the stage has several, which must exchange what they derive until nothing is new.
    """
    return [tuple(layout(part) for part in _parts(batch)) for batch in _batches(program.clauses)]


def _batches(clauses: Sequence[Clause]) -> Iterator[list[Recipe]]:
    """Yield the clauses of one stage after another."""
    batch: list[Recipe] = []
    size = 0
    for unit in _units(clauses):
        extra = sum(len(item.steps) for item in unit)
        if batch and size + extra > RULES_PER_RULESET:
            yield batch
            batch, size = [], 0
        batch.extend(unit)
        size += extra
    if batch:
        yield batch


def _units(clauses: Sequence[Clause]) -> Iterator[list[Recipe]]:
    """Yield the smallest lots that must share a stage."""
    for group in strata(clauses):
        recipes = [recipe(clause) for clause in group.clauses]
        if group.recurs:
            yield recipes
        else:
            yield from ([item] for item in recipes)


def _parts(batch: list[Recipe]) -> Iterator[list[Recipe]]:
    """Cut a batch into rulesets of bounded size, a clause never straddling two."""
    part: list[Recipe] = []
    size = 0
    for item in batch:
        if part and size + len(item.steps) > RULES_PER_RULESET:
            yield part
            part, size = [], 0
        part.append(item)
        size += len(item.steps)
    yield part
