"""A table for a base that does not know all of its questions or values, while another one does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from engine.ir.base import NUMERIC, Entity, Fact, Kind, RuleBase
from engine.problem import Problems
from engine.reading.answers import read_value
from engine.rosters.edited import edited
from engine.rosters.headings import MANY, principals, read_headings
from engine.rosters.rejects import Reject
from engine.rosters.sources import open_source
from engine.span import NOWHERE

_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Fitted:
    """What to read in place of a table; `dropped` says which of its cells are left out, if any."""

    path: Path
    dropped: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()


def fitted(
    base: RuleBase, others: Sequence[RuleBase], table: Path, entity: str, folder: Path
) -> Fitted:
    """The table for `base`: without what only others understand. Mistakes for all stay in it.

    `entity` is the one that the table lists, or empty for a table with a row each. A copy is made
    below `folder` where there is something to leave out. Raises BadInput for an unreadable table.
    """
    given = open_source(table).headings
    here = read_headings(base, _about(base, entity), given).facts
    known: dict[str, list[Fact]] = {}
    for other in others:
        for heading, fact in read_headings(other, _about(other, entity), given).facts.items():
            known.setdefault(heading, []).append(fact)
    strange = [heading for heading in given if heading in known and heading not in here]
    doubtful = {
        heading: (fact, [one for one in known.get(heading, ()) if not _alike(fact, one)])
        for heading, fact in here.items()
    }
    doubtful = {heading: pair for heading, pair in doubtful.items() if pair[1]}
    if not strange and not doubtful:
        return Fitted(table)
    return _copied(table, folder, strange, doubtful)


def _about(base: RuleBase, entity: str) -> tuple[Entity, ...]:
    if not entity:
        return principals(base)
    return (base.entities[entity],) if entity in base.entities else ()


def _alike(one: Fact, other: Fact) -> bool:
    """Whether both take the same answers."""
    sides = ((f.kind, f.choices.keys(), f.low, f.high) for f in (one, other))
    return next(sides) == next(sides)


def _copied(
    table: Path, folder: Path, strange: list[str], doubtful: Mapping[str, tuple[Fact, list[Fact]]]
) -> Fitted:
    left_out = dict.fromkeys([*strange, *doubtful], 0)

    def change(cells: pl.DataFrame) -> pl.DataFrame:
        for heading in strange:
            left_out[heading] += cells[heading].count()
        for heading, (fact, others) in doubtful.items():
            column = cells[heading].cast(pl.String)
            odd = [text for text in column.unique().drop_nulls() if _only_for(text, fact, others)]
            wrong = column.is_in(odd).fill_null(False)
            left_out[heading] += int(wrong.sum())
            cells = cells.with_columns(cells[heading].set(wrong, None))
        return cells.drop(strange)

    path, rejects = edited(table, change, folder)
    return Fitted(path, tuple(_told(left_out, strange)), tuple(rejects))


def _told(left_out: Mapping[str, int], strange: list[str]) -> Iterator[str]:
    for heading, many in left_out.items():
        why = "no such question" if heading in strange else "not among its values"
        if many:
            yield f"{heading}: {many:,} {'answer' if many == 1 else 'answers'} ({why})"


def _only_for(text: str, fact: Fact, others: list[Fact]) -> bool:
    return not is_answer(fact, text) and any(is_answer(other, text) for other in others)


def is_answer(fact: Fact, text: str) -> bool:
    """Whether a cell answers a question; one that is empty or unknown always does."""
    text = text.strip()
    if fact.kind is Kind.CHOICES:
        return {part.strip() for part in text.split(MANY)} <= {"", _UNKNOWN, *fact.choices}
    if fact.kind is Kind.YES_NO and text in ("true", "false"):
        return True  # of a column that has no other values
    if text in ("", _UNKNOWN):
        return True
    if fact.kind in NUMERIC:
        text = text.removesuffix(".0")  # of a column of numbers
    return read_value(fact, text, NOWHERE, Problems()) is not None
