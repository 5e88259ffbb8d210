"""A few people of a roster as cases, for what only one case at a time can tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.ir.case import Case
from engine.problem import Problems
from engine.reading.case import case_from_tree
from engine.reading.document import Mapping as Named
from engine.reading.document import Scalar, Tree
from engine.reading.document import Sequence as Items
from engine.rosters.edited import CHUNK
from engine.rosters.headings import CLOSED, ID, MANY, principals, read_headings
from engine.rosters.puts import texts
from engine.rosters.reading import closed_lists
from engine.rosters.sources import open_source
from engine.span import NOWHERE

_Row = Mapping[str, str | None]


def picked(
    base: RuleBase, roster: Path, lists: Mapping[str, Path], ids: Sequence[str], today: date
) -> dict[str, Case]:
    """The cases of some ids, whose rows must be good ones; nothing is read beyond the last of them.

    Raises BadInput for tables of no use.
    """
    people = {row[ID]: row for row in _rows(roster, ids, once=True)}
    entries = {name: list(_rows(path, ids, once=False)) for name, path in lists.items()}
    columns = {
        name: read_headings(base, _about(base, name), open_source(path).headings).facts
        for name, path in [("", roster), *lists.items()]
    }
    return {
        name: replace(_case(base, people[name], entries, columns, name or ""), as_of=today)
        for name in ids
        if name in people
    }


def _about(base: RuleBase, name: str) -> tuple[Entity, ...]:
    return (base.entities[name],) if name else principals(base)


def _rows(table: Path, ids: Sequence[str], *, once: bool) -> Iterator[dict[str, Any]]:
    """The rows of those ids; where each comes once, no further than the last of them."""
    left = set(ids)
    for chunk in open_source(table).chunks(CHUNK):
        names = chunk[ID].cast(pl.String).str.strip_chars()
        here = chunk.with_columns(names).filter(names.is_in(list(ids)))
        yield from here.select(texts(here[name]) for name in here.columns).iter_rows(named=True)
        left -= set(names)
        if once and not left:
            return


def _case(
    base: RuleBase,
    row: _Row,
    entries: Mapping[str, Sequence[_Row]],
    columns: Mapping[str, Mapping[str, Fact]],
    name: str,
) -> Case:
    """The case as a file with the same answers would give it."""
    tree: dict[str, Tree] = {}
    for entity in principals(base):
        own = {h: fact for h, fact in columns[""].items() if fact.entity == entity.name}
        tree[entity.key] = _answers(row, own)
    for listed, rows in entries.items():
        mine = [_answers(one, columns[listed]) for one in rows if one[ID] == name]
        tree[base.entities[listed].list_key] = Items(tuple(mine), NOWHERE)
    closed = [Scalar(key, NOWHERE) for key in closed_lists(row.get(CLOSED) or "")]
    tree["complete"] = Items(tuple(closed), NOWHERE)
    return case_from_tree(base, _named(tree), name, Problems())


def _answers(row: _Row, columns: Mapping[str, Fact]) -> Named:
    found: dict[str, Tree] = {}
    for heading, fact in columns.items():
        text = (row[heading] or "").strip()
        if text:
            found[fact.name] = _answer(fact, text)
    return _named(found)


def _answer(fact: Fact, text: str) -> Tree:
    if fact.kind is not Kind.CHOICES or text == "unknown":
        return Scalar(text, NOWHERE)
    parts = [Scalar(part.strip(), NOWHERE) for part in text.split(MANY) if part.strip()]
    return Items(tuple(parts), NOWHERE)


def _named(entries: dict[str, Tree]) -> Named:
    return Named(entries, dict.fromkeys(entries, NOWHERE), NOWHERE)
