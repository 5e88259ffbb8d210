"""Conclusions in columns as the traces of single cases: to hold them against an interpreter's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress
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
from engine.ir.values import Choices, Interval, Value

Found = tuple[Trace, frozenset[Place]]
_Parts = Iterable[Bit | Figure]
_Rows = list[tuple[int, int]]  # the rows of a case, each with the number of the member


def traces(base: RuleBase, cases: Sequence[Case], execute: Executor = run) -> Iterator[Found]:
    """For each case its trace, and which constraints its answers break about which member."""
    out, cohort = compiled(base), batch(base, cases)
    found = execute(out.program, cohort.tables, wanted(out))
    entities = [_Entity(_Lists(cohort, found, name), out, name) for name in base.entities]
    return (_trace(entities, case) for case in range(len(cases)))


def wanted(out: Compiled) -> Iterator[Bit | Figure]:
    """Every column that says something."""
    for value in out.values.values():
        yield from _parts(value)
    for truth in out.truths.values():
        yield from truth
    yield from (*out.fired.values(), *out.broken.values())


def _parts(value: Any) -> _Parts:
    return value if isinstance(value, Num) else value.values()


def _trace(entities: Sequence["_Entity"], case: int) -> Found:
    """Everything that is said of one case."""
    rows = [(one, row, member) for one in entities for row, member in one.rows[case]]
    values = chain.from_iterable(one.values.of(row, member) for one, row, member in rows)
    truths = chain.from_iterable(one.truths.of(row, member) for one, row, member in rows)
    fired = chain.from_iterable(one.fired.true_of(row, member) for one, row, member in rows)
    broken = chain.from_iterable(one.broken.true_of(row, member) for one, row, member in rows)
    return Trace(dict(values), dict(truths), frozenset(fired)), frozenset(broken)


class _Meanings(dict[tuple[Any, ...], Any]):
    """What the parts of a conclusion mean together; each combination is looked at once."""

    def __init__(self, meaning: Callable[..., Any]) -> None:
        self._meaning = meaning

    def __missing__(self, parts: tuple[Any, ...]) -> Any:
        found = self[parts] = self._meaning(*parts)
        return found


def _number(low: float, high: float, has: bool, lacks: bool) -> Value:
    return Interval(low, high, True if has else False if lacks else None)


def _verdict(holds: bool, fails: bool) -> bool | None:
    return True if holds else False if fails else None


class _Lists:
    """Columns as lists with an item for each member of an entity."""

    def __init__(self, cohort: Batch, found: Any, entity: str) -> None:
        self.owners = cohort.rows[entity]
        self.cases = cohort.tables.size
        self._found = found

    def together(self, meaning: Callable[..., Any], parts: _Parts) -> list[Any]:
        """What the parts mean, member by member."""
        lists = [self.of(part) for part in parts]
        return list(map(_Meanings(meaning).__getitem__, zip(*lists, strict=True)))

    def of(self, column: Bit | Figure) -> list[Any]:
        """A column of the cases is the same for every member of a case."""
        if not isinstance(column, Column):
            return [column] * len(self.owners)
        found: list[Any] = self._found[column].to_list()
        return found if column.scope else [found[case] for case, _ in self.owners]


class _Kind:
    """One kind of things said of the members of an entity, by their ids."""

    def __init__(self, said: dict[str, list[Any]], size: int) -> None:
        self._ids = list(said)
        self._rows = list(zip(*said.values(), strict=True)) or [()] * size
        self._places: dict[int, list[Place]] = {}

    def of(self, row: int, member: int) -> Iterator[tuple[Place, Any]]:
        """What is said of the member in a row."""
        return zip(self._of_member(member), self._rows[row], strict=True)

    def true_of(self, row: int, member: int) -> Iterator[Place]:
        """What is so of the member in a row."""
        return compress(self._of_member(member), self._rows[row])

    def _of_member(self, member: int) -> list[Place]:
        if member not in self._places:
            self._places[member] = [(name, member) for name in self._ids]
        return self._places[member]


class _Entity:
    """Everything said of the members of one entity, and in which rows those of each case are."""

    def __init__(self, lists: _Lists, out: Compiled, entity: str) -> None:
        self.rows: list[_Rows] = [[] for _ in range(lists.cases)]
        for row, (case, member) in enumerate(lists.owners):
            self.rows[case].append((row, member))
        base, size = out.base, len(lists.owners)

        def here(name: str) -> bool:
            return base.scope_of(base.governed[name]) == entity

        values = {
            name: lists.together(_meaning(value), _parts(value))
            for name, value in out.values.items()
            if base.facts[name].entity == entity
        }
        truths = {n: lists.together(_verdict, t) for n, t in out.truths.items() if here(n)}
        fired = {n: lists.of(bit) for n, bit in out.fired.items() if here(n)}
        broken = {
            one.id: lists.of(out.broken[one.id]) for one in base.constraints if one.scope == entity
        }
        self.values, self.truths = _Kind(values, size), _Kind(truths, size)
        self.fired, self.broken = _Kind(fired, size), _Kind(broken, size)


def _meaning(value: Any) -> Callable[..., Value]:
    if isinstance(value, Num):
        return _number
    names = list(value)
    return lambda *bits: Choices(compress(names, bits))
