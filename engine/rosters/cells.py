"""Cells of a roster as codes and numbers: fast for whole columns, slow only for odd texts.

A choice becomes one code: 0 while it is open, 1 for unknown, then its values in their order. A
number or a date becomes such a state (2: known) and the two ends between which it lies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from engine.columns.asked import is_number
from engine.ir.base import Fact, Kind
from engine.ir.values import NO, YES, Interval
from engine.problem import Problems, quoted
from engine.reading.answers import hint_for, read_value
from engine.rosters.headings import MANY
from engine.span import NOWHERE

OPEN, UNKNOWN, FIRST_VALUE = 0, 1, 2
CODE = pl.UInt8()
_UNKNOWN, _YES_NO = "unknown", [YES, NO]
_PLAIN = r"^-?(0|[1-9]\d{0,11})(\.\d{1,4})?$"
_WHOLE, _MONEY = r"^-?(0|[1-9]\d{0,11})$", r"^\d{1,12}(\.\d{1,2})?$"
_FORMS = {Kind.COUNT: _WHOLE, Kind.MONEY: _MONEY}
_STATE = " code"
Code = tuple[float, ...]  # a state, and the ends of a number; empty for an empty cell
_BLANK: Code = ()


class Why(NamedTuple):
    """Why a text is no answer, and what to do about it."""

    reason: str
    hint: str


Read = Code | Why


@dataclass
class Coded:
    """Columns made of one column of cells, and for each odd text of it why it is no answer."""

    columns: dict[str, pl.Series]
    wrong: dict[str, Why]


def state_of(name: str) -> str:
    """The column with the code of a choice, or with the state of anything else."""
    return f"{name}{_STATE}"


def end_of(name: str, end: str) -> str:
    """The column with one end of a number."""
    return f"{name} {end}"


def values_of(fact: Fact) -> list[str]:
    """The values of a choice or yes/no fact in the order of their codes."""
    return _YES_NO if fact.kind is Kind.YES_NO else list(fact.choices)


def coded(fact: Fact, cells: pl.Series) -> Coded:
    """A column of cells as codes and numbers; a text that is no answer counts as open."""
    if fact.kind is Kind.CHOICES:
        return _by_text(_texts(cells), list(_part_names(fact)), lambda text: _several(fact, text))
    if is_number(fact):
        return _numbers(fact, cells)
    if fact.kind is Kind.TEXT:
        return _by_text(_texts(cells), [state_of(fact.id)], lambda text: _one(fact, text))
    return _choice(fact, _texts(cells))


def _texts(cells: pl.Series) -> pl.Series:
    """The cells as a person would have typed them."""
    if cells.dtype == pl.Boolean:
        return cells.cast(pl.String).replace({"true": YES, "false": NO})
    if cells.dtype == pl.Datetime:
        cells = cells.cast(pl.Date)
    return cells if cells.dtype == pl.String else cells.cast(pl.String)


def _choice(fact: Fact, cells: pl.Series) -> Coded:
    words = [_UNKNOWN, *values_of(fact)]
    codes = cells.cast(pl.Enum(words), strict=False).to_physical().cast(CODE) + UNKNOWN
    name = state_of(fact.id)
    odd = cells.filter(codes.is_null() & cells.is_not_null())
    found = Coded({name: codes.fill_null(OPEN)}, {})
    if len(odd):
        slow = _by_text(cells, [name], lambda text: _one(fact, text))
        return Coded({name: slow.columns[name]}, slow.wrong)
    return found


def _numbers(fact: Fact, cells: pl.Series) -> Coded:
    names = [state_of(fact.id), end_of(fact.id, "low"), end_of(fact.id, "high")]
    if cells.dtype.is_numeric():
        figures, cells = cells.cast(pl.Float64), cells.cast(pl.String)
        fine = figures.is_finite() & (figures.round(4) == figures)
        if fact.kind is Kind.COUNT:
            fine &= figures.floor() == figures
    else:
        cells = _texts(cells)
        fine = cells.str.contains(_FORMS.get(fact.kind, _PLAIN))
        fine = fine.fill_null(False) & pl.Series([fact.kind is not Kind.DATE])
        figures = cells.set(~fine, None).cast(pl.Float64, strict=False)
    fine = (fine & (figures >= fact.low) & (figures <= fact.high)).fill_null(False)
    odd = cells.is_not_null() & ~fine
    states = fine.cast(CODE) * FIRST_VALUE
    ends = figures.set(~fine, None).fill_null(0.0)
    if not odd.any():
        return Coded(dict(zip(names, (states, ends, ends), strict=True)), {})
    slow = _by_text(cells.set(~odd, None), names, lambda text: _one(fact, text))
    state, low, high = (slow.columns[name] for name in names)
    merged = states + state, ends + low, ends + high
    return Coded(dict(zip(names, merged, strict=True)), slow.wrong)


def _by_text(cells: pl.Series, names: list[str], read: Callable[[str], Read]) -> Coded:
    """Each text that occurs is read once."""
    texts: list[str] = cells.drop_nulls().unique().to_list()
    found = {text: read(text.strip()) if text.strip() else _BLANK for text in texts}
    wrong = {text: one for text, one in found.items() if isinstance(one, Why)}
    rows = [_BLANK if isinstance(one, Why) else one for one in found.values()]
    keys = pl.Series(texts, dtype=pl.String)
    columns = {}
    for number, name in enumerate(names):
        kind = CODE if name == state_of(name.removesuffix(_STATE)) else pl.Float64()
        values = [row[number] if row else OPEN for row in rows]
        meant = pl.Series(values, dtype=pl.Float64).cast(kind)
        column = cells.replace_strict(keys, meant, default=None, return_dtype=kind)
        columns[name] = column.fill_null(OPEN)
    return Coded(columns, wrong)


def _one(fact: Fact, text: str) -> Read:
    """The codes of one text, or why it is no answer."""
    if text == _UNKNOWN:
        return UNKNOWN, 0.0, 0.0
    problems = Problems()
    value = read_value(fact, text, NOWHERE, problems)
    if value is None:
        (problem,) = problems.sorted()
        return Why(problem.message, problem.hint)
    if isinstance(value, Interval):
        return FIRST_VALUE, float(value.low), float(value.high)
    if isinstance(value, str):
        return (FIRST_VALUE,)
    return (FIRST_VALUE + values_of(fact).index(next(iter(value))),)


def _part_names(fact: Fact) -> Iterable[str]:
    return (state_of(f"{fact.id}:{choice}") for choice in fact.choices)


def _several(fact: Fact, text: str) -> Read:
    """Those named apply and no others; with `unknown` among them the others stay unknown."""
    named = {part.strip() for part in text.split(MANY)} - {""}
    for part in sorted(named - {_UNKNOWN, *fact.choices}):
        return Why(f"{quoted(part)} is not a value of {fact.id}", hint_for(fact, part))
    yes, no = (FIRST_VALUE + _YES_NO.index(one) for one in (YES, NO))
    rest = UNKNOWN if _UNKNOWN in named else no
    return tuple(yes if choice in named else rest for choice in fact.choices)
