"""The rest of a program: what changes with a few columns; everything else is worked out before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.columns.program import Bit, Column, Program, Step

Key = tuple[str, str]
_KEPT = "worked out before"


@dataclass(frozen=True)
class Rest:
    """A program over the columns `needs` besides those that change; `bits` are what it gives."""

    program: Program
    bits: list[Column]
    needs: tuple[Column, ...]


def kept_as(column: Column) -> Key:
    """What a column that was worked out before is called among those that are given."""
    return _KEPT, str(column.number)


def rest_of(program: Program, keys: Collection[Key], wanted: Iterable[Bit]) -> Rest:
    """The steps behind those of some bits that change with the columns `keys`."""
    columns = [bit for bit in wanted if isinstance(bit, Column)]
    order = program.needed(columns)
    changing = _changing(program, order, keys)
    rest, needs = Program(), list[Column]()
    rest.steps = list(program.steps)
    for number in order:
        column = Column(number, program.steps[number].scope)
        if column not in changing:
            rest.steps[number] = Step("given", kept_as(column), column.scope)
    bits = [column for column in columns if column in changing]
    for number in rest.needed(bits):
        column = Column(number, program.steps[number].scope)
        needs += [column] if column not in changing else []
    return Rest(rest, bits, tuple(needs))


def _changing(program: Program, order: Iterable[int], keys: Collection[Key]) -> set[Column]:
    """Every column that follows from one of those given."""
    found: set[Column] = set()
    for number in order:
        step = program.steps[number]
        given = step.op == "given" and step.args in keys
        if given or any(arg in found for arg in step.args if isinstance(arg, Column)):
            found.add(Column(number, step.scope))
    return found
