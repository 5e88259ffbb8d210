"""Cells of a roster as codes and numbers: fast for whole columns, slow only for odd texts.

A choice becomes one code: 0 while it is open, 1 for unknown, then its values in their order. A
number or a date becomes such a state (2: known) and the two ends between which it lies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from engine.columns.asked import is_number
from engine.ir.base import Fact, Kind
from engine.ir.dates import FIRST_YEAR, LAST_YEAR
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
_WHOLE_DATE, _EPOCH = r"^\d{4}-\d{2}-\d{2}$", date(1970, 1, 1).toordinal()
_FORMS = {Kind.COUNT: _WHOLE, Kind.MONEY: _MONEY}
_STATE = " code"
_FEW = 12  # values, up to which comparing a column with each is faster than reading each text once
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
    """A column of cells as codes and numbers; a text that is no answer counts as open.

    Without any cell there are no columns.
    """
    if cells.null_count() == len(cells):
        return Coded({}, {})
    if is_number(fact) and cells.dtype.is_numeric():
        return _stored(fact, cells, *_amounts(fact, cells))
    if fact.kind is Kind.DATE and cells.dtype in (pl.Date, pl.Datetime):
        return _stored(fact, cells, *_days(cells.cast(pl.Date)))
    texts = _texts(cells)
    codes = _plainly(fact, texts) if fact.kind in (Kind.CHOICE, Kind.YES_NO) else None
    return _typed(fact, texts) if codes is None else Coded({state_of(fact.id): codes}, {})


def _plainly(fact: Fact, cells: pl.Series) -> pl.Series | None:
    """The codes of a choice, value by value; None where there are many, or other texts."""
    values = [_UNKNOWN, *values_of(fact)]
    left = len(cells) - cells.null_count()
    found = pl.Series([OPEN], dtype=CODE).new_from_index(0, len(cells))
    for code, text in enumerate(values[:_FEW], UNKNOWN):
        fits = cells == text
        many = int(fits.sum())
        if many:
            found = found.set(fits, code)
            left -= many
        if not left:
            return found
    return None


def _texts(cells: pl.Series) -> pl.Series:
    """The cells as a person would have typed them."""
    if cells.dtype == pl.Boolean:
        return cells.cast(pl.String).replace({"true": YES, "false": NO})
    if cells.dtype == pl.Datetime:
        cells = cells.cast(pl.Date)
    return cells if cells.dtype == pl.String else cells.cast(pl.String)


def _typed(fact: Fact, cells: pl.Series) -> Coded:
    """Each text that occurs is read once."""
    kind = pl.Categories.random()  # of this column alone, so that they are let go of with it
    marked = cells.cast(pl.Categorical(kind))
    texts = kind.to_series()
    marks = marked.to_physical().fill_null(len(texts))
    found = _read(fact, texts)
    whole = {}  # both ends of a number are mostly one and the same column
    for column in found.columns.values():
        blank = pl.Series([OPEN], dtype=column.dtype)  # an empty cell comes last
        whole[id(column)] = pl.concat([column, blank], rechunk=True)[marks]
    return Coded({name: whole[id(c)] for name, c in found.columns.items()}, found.wrong)


def _read(fact: Fact, texts: pl.Series) -> Coded:
    """Different texts as codes and numbers."""
    if fact.kind is Kind.CHOICES:
        return _one_by_one(texts, list(_part_names(fact)), lambda text: _several(fact, text))
    if not is_number(fact):
        return _one_by_one(texts, [state_of(fact.id)], lambda text: _one(fact, text))
    if fact.kind is Kind.DATE:
        whole = texts.str.contains(_WHOLE_DATE)
        days = texts.set(~whole, None).str.to_date("%Y-%m-%d", strict=False)
        return _known(fact, texts, *_days(days))
    fine = texts.str.contains(_FORMS.get(fact.kind, _PLAIN))
    return _known(fact, texts, texts.set(~fine, None).cast(pl.Float64, strict=False), fine)


def _amounts(fact: Fact, cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Stored numbers, and which of them a person could have typed for the fact."""
    figures = cells.cast(pl.Float64)
    fine = figures.is_finite() & (figures.round(4) == figures)
    if fact.kind is Kind.COUNT:
        fine &= figures.floor() == figures
    return figures, fine & pl.Series([fact.kind is not Kind.DATE])


def _days(dates: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Dates as days, and which of them lie in years that are taken."""
    fine = dates.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return dates.to_physical().cast(pl.Float64) + _EPOCH, fine


def _stored(fact: Fact, cells: pl.Series, figures: pl.Series, fine: pl.Series) -> Coded:
    """Cells that are no texts; those that are not fine are read as texts."""
    found, odd = _fine(fact, figures, fine)
    odd &= cells.is_not_null()
    if not odd.any():
        return Coded(found, {})
    return _merged(found, _typed(fact, _texts(cells).set(~odd, None)))


def _known(fact: Fact, texts: pl.Series, figures: pl.Series, fine: pl.Series) -> Coded:
    """Different texts of which some are plain figures or dates; the others one by one."""
    found, odd = _fine(fact, figures, fine)
    if not odd.any():
        return Coded(found, {})
    places = pl.int_range(len(texts), dtype=pl.UInt32, eager=True).filter(odd)
    slow = _one_by_one(texts.filter(odd), list(found), lambda text: _one(fact, text))
    columns = {
        name: pl.Series([OPEN], dtype=column.dtype)
        .new_from_index(0, len(texts))
        .scatter(places, column)
        for name, column in slow.columns.items()
    }
    return _merged(found, Coded(columns, slow.wrong))


def _fine(
    fact: Fact, figures: pl.Series, fine: pl.Series
) -> tuple[dict[str, pl.Series], pl.Series]:
    """The figures that are fine and within the limits, and where there is none."""
    if fact.kind is not Kind.DATE:
        fine = fine & (figures >= fact.low) & (figures <= fact.high)
    fine = fine.fill_null(False)
    ends = figures.set(~fine, None).fill_null(0.0)
    names = [state_of(fact.id), end_of(fact.id, "low"), end_of(fact.id, "high")]
    return dict(zip(names, (fine.cast(CODE) * FIRST_VALUE, ends, ends), strict=True)), ~fine


def _merged(one: dict[str, pl.Series], other: Coded) -> Coded:
    """Columns of which in each row one at most says something."""
    return Coded({name: column + other.columns[name] for name, column in one.items()}, other.wrong)


def _one_by_one(texts: pl.Series, names: list[str], read: Callable[[str], Read]) -> Coded:
    """Texts of which there are few, or odd ones."""
    found = {text: read(text.strip()) if text.strip() else _BLANK for text in texts.to_list()}
    wrong = {text: one for text, one in found.items() if isinstance(one, Why)}
    rows = [_BLANK if isinstance(one, Why) else one for one in found.values()]
    columns = {}
    for number, name in enumerate(names):
        kind = CODE if name == state_of(name.removesuffix(_STATE)) else pl.Float64()
        columns[name] = pl.Series([row[number] if row else OPEN for row in rows], dtype=kind)
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
