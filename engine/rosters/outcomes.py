"""What the rules say of a chunk of cases, as tables: a row a case, and a row for each advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from engine.columns.asked import Picks
from engine.columns.compile import Compiled
from engine.columns.program import Bit, Figure
from engine.columns.run import full, run
from engine.columns.tables import Executor
from engine.ir.base import RuleBase
from engine.rosters.answers import Answered
from engine.rosters.cells import values_of
from engine.rosters.headings import ID
from engine.rosters.sources import ROW

SETTLED, OPEN = "settled", "open"
ADVICE, FLAG, RULE, ROW_TAKEN, CONTRADICTION = "advice", "flag", "rule", "row", "contradiction"
KINDS = pl.Enum([ADVICE, FLAG, RULE, ROW_TAKEN, CONTRADICTION])
_STATUS = pl.Enum([SETTLED, OPEN])
_MASK = pl.UInt64  # a bit for each outcome of a decision


@dataclass(frozen=True)
class Outcomes:
    """The tables of a chunk: one row a case, one row a member of each list, one row an item."""

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
    out: Compiled, answered: Answered, items: list[Item], execute: Executor = run
) -> Outcomes:
    """The tables of one chunk."""
    reading = _Reading(out, answered, items, execute)
    lists = {name: reading.decisions(name, rows) for name, rows in answered.lists.items()}
    return Outcomes(reading.decisions("", answered.cases), lists, reading.items(items))


class _Reading:
    def __init__(
        self, out: Compiled, answered: Answered, items: list[Item], execute: Executor
    ) -> None:
        self._base: RuleBase = out.base
        self._answered = answered
        self._picks = {name: _picks(out, name) for name in out.base.decisions}
        wanted: list[Bit | Figure] = [item.bit for item in items]
        wanted += [bit for picks in self._picks.values() for bit in picks.values()]
        self._found = execute(out.program, answered.tables, wanted)

    def decisions(self, scope: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The outcome of each decision about the principals, or about the members of a list."""
        columns = {ID: rows[ID]} | ({ROW: rows[ROW]} if scope else {})
        for name, decision in self._base.decisions.items():
            entity = self._base.entities[decision.scope]
            if scope == decision.scope or (not scope and entity.principal):
                for title, column in self._decision(name, scope, len(rows)):
                    columns[title] = column
        return pl.DataFrame({name: column.alias(name) for name, column in columns.items()})

    def _decision(self, name: str, scope: str, size: int) -> Iterator[tuple[str, pl.Series]]:
        """The outcome where it is settled, whether it is, and where not what is possible."""
        picks = self._picks[name]
        mask = pl.repeat(0, size, dtype=_MASK, eager=True)
        for number, bit in enumerate(picks.values()):
            mask = mask + self._rows(bit, scope, size).cast(_MASK) * (1 << number)
        meant = {m: _meant(m, list(picks)) for m in mask.unique()}
        fact = self._base.facts[name]
        title = f"{fact.entity}.{fact.name}"
        one = {m: values[0] if len(values) == 1 else None for m, values in meant.items()}
        yield title, _mapped(mask, one, pl.Enum(list(picks)))
        state = {m: SETTLED if len(values) == 1 else OPEN for m, values in meant.items()}
        yield f"{title}.status", _mapped(mask, state, _STATUS)
        several = {m: " | ".join(v) if len(v) > 1 else None for m, v in meant.items()}
        yield f"{title}.candidates", _mapped(mask, several, pl.String())

    def _rows(self, bit: Bit, scope: str, size: int) -> pl.Series:
        """The bit of each case, or of each member of a list without principals."""
        if isinstance(bit, bool):
            return full(bit, size)
        found = self._found[bit]
        if not scope:
            return found.head(size)
        members = self._answered.tables.members[scope]
        return found.tail(size) if bit.scope else found.gather(members.owners)

    def items(self, items: list[Item]) -> pl.DataFrame:
        """A row for each thing that is to be said, case by case."""
        parts = [part for item in items for part in self._item(item)]
        found = _table(parts, items).sort("case", maintain_order=True)
        number = found["number"]
        entities = pl.Enum(list(self._base.entities))
        return pl.DataFrame(
            {
                ID: self._answered.cases[ID].gather(found["case"]),
                "kind": pl.Series([item.kind for item in items], dtype=KINDS).gather(number),
                "item": _named([item.id for item in items]).gather(number),
                "about": pl.Series([one.entity for one in items], dtype=entities).gather(number),
                ROW: found[ROW],
            }
        )

    def _item(self, item: Item) -> "Iterator[_Said]":
        """Of which cases it is said; for members of a list also which rows they have."""
        entity, size = self._base.entities[item.entity], self._answered.tables.size
        if entity.principal:
            cases = self._rows(item.bit, "", size).arg_true()
            yield _Said(item, cases, None)
        if not entity.single:
            rows = self._answered.lists[item.entity]
            true = self._rows(item.bit, item.entity, len(rows)).arg_true()
            owners = self._answered.tables.members[item.entity].owners
            yield _Said(item, owners.gather(true), rows[ROW].gather(true))


@dataclass(frozen=True)
class _Said:
    item: Item
    cases: pl.Series
    rows: pl.Series | None


_NONE = pl.Series([], dtype=pl.UInt32)


def _table(parts: list[_Said], items: list[Item]) -> pl.DataFrame:
    """Everything said, item after item."""
    numbers = {item.id: number for number, item in enumerate(items)}
    many = [len(part.cases) for part in parts]
    rows = [
        part.rows if part.rows is not None else pl.repeat(None, n, dtype=pl.UInt32, eager=True)
        for part, n in zip(parts, many, strict=True)
    ]
    number = pl.DataFrame({"number": [numbers[part.item.id] for part in parts], "many": many})
    number = number.select(pl.col("number").cast(pl.UInt16).repeat_by("many").explode())
    cases = pl.concat([_NONE, *(part.cases.cast(pl.UInt32) for part in parts)])
    columns = {
        "case": cases,
        ROW: pl.concat([_NONE, *rows]),
        "number": number["number"].drop_nulls(),
    }
    return pl.DataFrame(columns)


def _named(ids: list[str]) -> pl.Series:
    return pl.Series(ids, dtype=pl.Enum(ids))


def _picks(out: Compiled, name: str) -> Picks:
    found = out.values[name]
    assert isinstance(found, dict)
    return {value: found[value] for value in values_of(out.base.facts[name])}


def _meant(mask: int, values: list[str]) -> list[str]:
    return [value for number, value in enumerate(values) if mask >> number & 1]


def _mapped(mask: pl.Series, meaning: Mapping[int, str | None], kind: pl.DataType) -> pl.Series:
    keys = pl.Series(list(meaning), dtype=_MASK)
    values = pl.Series(list(meaning.values()), dtype=kind)
    return mask.replace_strict(keys, values, default=None, return_dtype=kind)
