"""A program of column operations; the same operation on the same columns is there once.

Columns hold two-valued bits or numbers, never nulls, so that no backend's idea of null matters. A
column lives in a scope: the cases (``CASES``) or the members of one entity, a row for each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.columns.folding import folded

CASES = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The result of a step: its number in the program, and what has a row in it."""

    number: int
    scope: str


Bit = bool | Column
Figure = float | Column


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on columns made before it, and on plain numbers and names."""

    op: str
    args: tuple[Any, ...]
    scope: str


class Program:
    """Steps in an order fit for evaluation; what is the same in every row becomes a constant."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._made: dict[Step, Column] = {}

    def given(self, fact: str, what: str, scope: str) -> Column:
        """A column of what was answered."""
        return self._step("given", (fact, what), scope)

    def no(self, part: Bit) -> Bit:
        """True where the part is false."""
        if isinstance(part, bool):
            return not part
        step = self.steps[part.number]
        return step.args[0] if step.op == "not" else self._step("not", (part,), part.scope)

    def both(self, *parts: Bit) -> Bit:
        """True where every part is."""
        return self._joined("and", True, parts)

    def some(self, *parts: Bit) -> Bit:
        """True where some part is."""
        return self._joined("or", False, parts)

    def choose(self, bit: Bit, one: Figure, other: Figure) -> Figure:
        """The one number where the bit is true, elsewhere the other."""
        if isinstance(bit, bool):
            return one if bit else other
        return one if one == other else self.apply("choose", bit, one, other)

    def apply(self, op: str, *args: Bit | Figure) -> Any:
        """An operation row by row; its result is known already where all it takes is."""
        columns = [arg for arg in args if isinstance(arg, Column)]
        if not columns:
            return folded(op, *args)
        scope = next((column.scope for column in columns if column.scope), CASES)
        return self._step(op, tuple(self.spread(arg, scope) for arg in args), scope)

    def spread(self, arg: Any, scope: str) -> Any:
        """A column of the cases as one of members: each has what its case has."""
        if isinstance(arg, Column) and arg.scope != scope:
            assert arg.scope == CASES, f"{arg.scope} is not {scope}"
            return self._step("spread", (arg,), scope)
        return arg

    def principal(self, column: Any, scope: str) -> Any:
        """A column of members as one of the cases: what the principal member of each has."""
        if isinstance(column, Column) and column.scope:
            return self._step("principal", (column, scope), CASES)
        return column

    def gathered(self, op: str, arg: Bit | Figure, scope: str) -> Any:
        """Members' bits or numbers brought together for each case: any, count or total."""
        return self._step(op, (self.spread(arg, scope), scope), CASES)

    def _joined(self, op: str, neutral: bool, parts: tuple[Bit, ...]) -> Bit:
        columns: dict[str, list[Column]] = {}
        for part in parts:
            if isinstance(part, bool):
                if part is not neutral:
                    return part
            else:
                columns.setdefault(part.scope, []).append(part)
        if not columns:
            return neutral
        if len(columns) == 1:
            return self._join(op, columns)
        (scope,) = columns.keys() - {CASES}  # whole cases first: they have fewer rows
        together = self._join(op, {CASES: columns[CASES]})
        return self._join(op, {scope: [*columns[scope], self.spread(together, scope)]})

    def _join(self, op: str, columns: dict[str, list[Column]]) -> Column:
        ((scope, found),) = columns.items()
        parts = sorted(dict.fromkeys(found), key=_number)
        return parts[0] if len(parts) == 1 else self._step(op, tuple(parts), scope)

    def _step(self, op: str, args: tuple[Any, ...], scope: str) -> Column:
        # True and 1.0 are equal, but never stand in the same place of one operation.
        step = Step(op, args, scope)
        found = self._made.get(step)
        if found is None:
            found = self._made[step] = Column(len(self.steps), scope)
            self.steps.append(step)
        return found

    def needed(self, wanted: list[Column]) -> list[int]:
        """The numbers of the steps that some columns need, in order."""
        found: set[int] = set()
        waiting = [column.number for column in wanted]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += [a.number for a in self.steps[number].args if isinstance(a, Column)]
        return sorted(found)


_number: Callable[[Column], int] = lambda column: column.number  # noqa: E731
