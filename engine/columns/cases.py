"""Cases in memory as tables, and conclusions in columns as the traces of single cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from engine.columns.asked import (
    ANSWERED,
    ASKED,
    HIGH,
    LOW,
    choices_of,
    has_columns,
    is_number,
    is_value,
)
from engine.columns.conditions import AS_OF, COMPLETE, DATED
from engine.columns.disputes import FIRST
from engine.columns.tables import ROW, Members, Tables
from engine.ir.base import Entity, Fact, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import Interval

Owner = tuple[int, int]  # the row of a case, and the number of a member of it
_Columns = dict[tuple[str, str], pl.Series]


@dataclass(frozen=True)
class Batch:
    """Cases as tables, and which member each row of a scope is."""

    tables: Tables
    rows: Mapping[str, Sequence[Owner]]


def batch(base: RuleBase, cases: Sequence[Case]) -> Batch:
    """Cases in memory as tables: for comparing executors, not for speed."""
    rows = {e.name: list(_rows(e, cases)) for e in base.entities.values()}
    columns: _Columns = dict(_general(cases))
    for fact in base.facts.values():
        if has_columns(fact):
            found = [cases[i].answers.get((fact.id, member)) for i, member in rows[fact.entity]]
            columns |= _columns(fact, found)
    members = {}
    for entity in base.entities.values():
        if not entity.single:
            members[entity.name] = _members(entity, rows[entity.name], len(cases))
            columns |= _listed(entity, rows[entity.name], cases)
    return Batch(Tables(len(cases), columns, members), rows)


def _rows(entity: Entity, cases: Sequence[Case]) -> Iterator[Owner]:
    """Principals of all cases first, then what else there is, case by case."""
    if entity.principal:
        yield from ((i, case.members[entity.name][0]) for i, case in enumerate(cases))
    for i, case in enumerate(cases):
        for member in case.members.get(entity.name, ())[int(entity.principal) :]:
            yield i, member


def _members(entity: Entity, rows: Sequence[Owner], size: int) -> Members:
    owners = [row for row, _ in rows[size if entity.principal else 0 :]]
    return Members(entity.principal, pl.Series("case", owners, dtype=ROW))


def _listed(entity: Entity, rows: Sequence[Owner], cases: Sequence[Case]) -> _Columns:
    heads = len(cases) if entity.principal else 0
    return {
        (entity.name, COMPLETE): _bits([entity.name in case.complete for case in cases]),
        (entity.name, FIRST): _bits([number < heads for number in range(len(rows))]),
    }


def _general(cases: Sequence[Case]) -> Iterator[tuple[tuple[str, str], pl.Series]]:
    days = [case.as_of for case in cases]
    yield ("", DATED), _bits([day is not None for day in days])
    yield ("", AS_OF), _figures([float(day.toordinal()) if day else 0.0 for day in days])


def _columns(fact: Fact, answers: Sequence[Answer | None]) -> _Columns:
    values = [answer.value if answer else None for answer in answers]
    found = {
        (fact.id, ASKED): _bits([answer is not None for answer in answers]),
        (fact.id, ANSWERED): _bits([value is not None for value in values]),
    }
    if is_number(fact):
        ends = [value if isinstance(value, Interval) else Interval(0, 0) for value in values]
        found[fact.id, LOW] = _figures([float(end.low) for end in ends])
        found[fact.id, HIGH] = _figures([float(end.high) for end in ends])
        return found
    for choice in choices_of(fact):
        bits = [isinstance(value, frozenset) and choice in value for value in values]
        found[fact.id, is_value(choice)] = _bits(bits)
    return found


def _bits(values: list[bool]) -> pl.Series:
    return pl.Series(values, dtype=pl.Boolean)


def _figures(values: list[Any]) -> pl.Series:
    return pl.Series(values, dtype=pl.Float64)
