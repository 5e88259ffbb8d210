"""What the rules say of a chunk of cases, as tables: a row a case, and a row for each advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from engine.columns.asked import Picks
from engine.columns.compile import Compiled
from engine.columns.narrow import narrowed
from engine.columns.program import Bit, Figure
from engine.columns.run import full, run
from engine.columns.tables import Executor
from engine.ir.base import RuleBase
from engine.rosters.answers import Answered
from engine.rosters.cells import values_of
from engine.rosters.decided import decided
from engine.rosters.headings import ID
from engine.rosters.packed import ADVICE, CONTRADICTION, FLAG, ROW_TAKEN, RULE, Unpacking
from engine.rosters.said import Said, table_of
from engine.rosters.sources import ROW


@dataclass(frozen=True)
class Outcomes:
    """The tables of a chunk: one row a case, one row a member of each list, one row an item.

    `items` may be packed.
    """

    cases: pl.DataFrame
    lists: Mapping[str, pl.DataFrame]
    items: pl.DataFrame


@dataclass(frozen=True)
class Item:
    """Something that can be said about a member of an entity."""

    kind: str
    id: str
    entity: str
    bit: Bit


def items_of(out: Compiled, *, explain: bool) -> list[Item]:
    """Advice, severe conclusions and contradictions; with `explain` every rule that fired."""
    base = out.base
    found = [Item(ADVICE, one.id, one.scope, out.fired[one.id]) for one in base.advice]
    for rule in base.rules:
        if rule.severity or explain:
            kind = FLAG if rule.severity else RULE
            found.append(Item(kind, rule.id, rule.scope, out.fired[rule.id]))
    for decision in base.decisions.values() if explain else ():
        found += [Item(ROW_TAKEN, r.id, decision.scope, out.fired[r.id]) for r in decision.rows]
    found += [Item(CONTRADICTION, c.id, c.scope, out.broken[c.id]) for c in base.constraints]
    return [item for item in found if item.bit is not False]


def outcomes(
    out: Compiled,
    answered: Answered,
    items: list[Item],
    execute: Executor = run,
    *,
    packed: bool = False,
) -> Outcomes:
    """The tables of one chunk; with `packed` items have only the rows that `unpacking` takes."""
    reading = _Reading(out, answered, items, execute)
    lists = {name: reading.decisions(name, rows) for name, rows in answered.lists.items()}
    said = reading.items(items)
    if not packed:
        said = unpacking(out.base, items).rows(said.lazy(), answered.cases[ID]).collect()
    return Outcomes(reading.decisions("", answered.cases), lists, said)


def unpacking(base: RuleBase, items: list[Item]) -> Unpacking:
    """Puts in what packed rows lack."""
    return Unpacking(base, [(one.kind, one.id, one.entity) for one in items])


class _Reading:
    def __init__(
        self, out: Compiled, answered: Answered, items: list[Item], execute: Executor
    ) -> None:
        self._base: RuleBase = out.base
        self._answered = answered
        self._picks = {name: _picks(out, name) for name in out.base.decisions}
        wanted: list[Bit | Figure] = [item.bit for item in items]
        wanted += [bit for picks in self._picks.values() for bit in picks.values()]
        self._left = narrowed(out, wanted, answered.tables, answered.same)
        left = dict.fromkeys(map(self._left.of, wanted))
        self._found = execute(self._left.program, answered.tables, left)

    def decisions(self, scope: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The outcome of each decision about the principals, or about the members of a list."""
        columns = {ID: rows[ID]} | ({ROW: rows[ROW]} if scope else {})
        for name, decision in self._base.decisions.items():
            entity = self._base.entities[decision.scope]
            if scope == decision.scope or (not scope and entity.principal):
                fact, picks = self._base.facts[name], self._picks[name]
                bits = [self._rows(bit, scope, len(rows)) for bit in picks.values()]
                title = f"{fact.entity}.{fact.name}"
                found = decided(list(picks), bits)
                for what, column in zip(("", ".status", ".candidates"), found, strict=True):
                    columns[f"{title}{what}"] = column
        return pl.DataFrame({name: column.alias(name) for name, column in columns.items()})

    def _rows(self, bit: Bit, scope: str, size: int) -> pl.Series:
        """The bit of each case, or of each member of a list without principals."""
        bit = self._left.of(bit)
        if isinstance(bit, bool):
            return full(bit, size)
        found = self._found[bit]
        if not scope:
            return found.head(size)
        members = self._answered.tables.members[scope]
        return found.tail(size) if bit.scope else found[members.owners]

    def items(self, items: list[Item]) -> pl.DataFrame:
        """A packed row for each thing that is to be said, case by case."""
        tables, lists = self._answered.tables, self._answered.lists
        rows = {name: found[ROW] for name, found in lists.items()}
        return table_of(list(self._said(items)), tables.size, tables.members, rows)

    def _said(self, items: list[Item]) -> Iterator[Said]:
        """What is said of the principals, then of the members of each list."""
        base, tables = self._base, self._answered.tables
        said = {n: item for n, item in enumerate(items) if self._left.of(item.bit) is not False}
        heads = [n for n, item in said.items() if base.entities[item.entity].principal]
        yield Said("", {n: self._rows(said[n].bit, "", tables.size) for n in heads})
        for name, rows in self._answered.lists.items():
            own = [n for n, item in said.items() if item.entity == name and len(rows)]
            yield Said(name, {n: self._rows(said[n].bit, name, len(rows)) for n in own})


def _picks(out: Compiled, name: str) -> Picks:
    found = out.values[name]
    assert isinstance(found, dict)
    return {value: found[value] for value in values_of(out.base.facts[name])}
