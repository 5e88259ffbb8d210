"""Conclusions in columns as the traces of single cases: to hold them against an interpreter's."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.columns.cases import Batch, batch
from engine.columns.compile import Compiled, compiled
from engine.columns.numbers import Num
from engine.columns.program import Bit, Column, Figure
from engine.columns.run import run
from engine.columns.tables import Executor
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.trace import Trace
from engine.ir.values import Choices, Interval, Truth, Value

Found = tuple[Trace, frozenset[Place]]


@dataclass
class _Made:
    values: dict[Place, Value] = field(default_factory=dict)
    truths: dict[Place, Truth] = field(default_factory=dict)
    fired: set[Place] = field(default_factory=set)
    broken: set[Place] = field(default_factory=set)


def traces(base: RuleBase, cases: Sequence[Case], execute: Executor = run) -> list[Found]:
    """For each case its trace, and which constraints its answers break about which member."""
    out, cohort = compiled(base), batch(base, cases)
    return _Reading(out, cohort, execute).traces()


def wanted(out: Compiled) -> Iterator[Bit | Figure]:
    """Every column that says something."""
    for value in out.values.values():
        yield from value if isinstance(value, Num) else value.values()
    for truth in out.truths.values():
        yield from truth
    yield from (*out.fired.values(), *out.broken.values())


class _Reading:
    def __init__(self, out: Compiled, cohort: Batch, execute: Executor) -> None:
        self._out = out
        self._cohort = cohort
        self._columns = execute(out.program, cohort.tables, wanted(out))
        self._made = [_Made() for _ in range(cohort.tables.size)]

    def traces(self) -> list[Found]:
        base = self._out.base
        for name, value in self._out.values.items():
            self._read_values(name, base.facts[name].entity, value)
        for name, truth in self._out.truths.items():
            self._read_truths(name, base.scope_of(base.governed[name]), truth)
        for name, bit in self._out.fired.items():
            entity = base.scope_of(base.governed[name])
            for (case, member), is_so in self._rows(entity, bit):
                if is_so:
                    self._made[case].fired.add((name, member))
        for constraint in base.constraints:
            bit = self._out.broken[constraint.id]
            for (case, member), is_so in self._rows(constraint.scope, bit):
                if is_so:
                    self._made[case].broken.add((constraint.id, member))
        return [
            (Trace(one.values, one.truths, frozenset(one.fired)), frozenset(one.broken))
            for one in self._made
        ]

    def _read_values(self, name: str, entity: str, value: Any) -> None:
        parts = value if isinstance(value, Num) else tuple(value.values())
        for (case, member), *found in self._rows(entity, *parts):
            if isinstance(value, Num):
                low, high, has, lacks = found
                figure = True if has else False if lacks else None
                made: Value = Interval(low, high, figure)
            else:
                made = Choices(v for v, bit in zip(value, found, strict=True) if bit)
            self._made[case].values[name, member] = made

    def _read_truths(self, name: str, entity: str, truth: Iterable[Bit]) -> None:
        for (case, member), holds, fails in self._rows(entity, *truth):
            verdict = True if holds else False if fails else None
            self._made[case].truths[name, member] = verdict

    def _rows(self, entity: str, *columns: Bit | Figure) -> Iterator[tuple[Any, ...]]:
        owners = self._cohort.rows[entity]
        found = [self._list(column, entity, len(owners)) for column in columns]
        return zip(owners, *found, strict=True)

    def _list(self, column: Bit | Figure, entity: str, size: int) -> list[Any]:
        """Row by row; a column of the cases is the same for every member of a case."""
        if not isinstance(column, Column):
            return [column] * size
        found = self._columns[column].to_list()
        if column.scope or self._out.base.entities[entity].single:
            return found
        return [found[case] for case, _ in self._cohort.rows[entity]]
