"""Programs run by Polars: each step once, in order, over whole columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import add, and_, eq, le, lt, mul, or_, sub
from typing import Any

import polars as pl

from engine.columns.program import Bit, Column, Figure, Program
from engine.columns.tables import Members, Tables

Value = pl.Series | bool | float | str
_FIRST_DAY = 719_163  # 1970-01-01 as the calendar counts days


def run(
    program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
) -> Mapping[Column, pl.Series]:
    """The columns wanted; what no later step needs is let go of on the way."""
    columns = [one for one in wanted if isinstance(one, Column)]
    order = program.needed(columns)
    kept = {column.number for column in columns}
    uses = Counter(
        arg.number for n in order for arg in program.steps[n].args if isinstance(arg, Column)
    )
    machine, found = _Machine(tables), dict[int, pl.Series]()
    for number in order:
        step = program.steps[number]
        args = [found[arg.number] if isinstance(arg, Column) else arg for arg in step.args]
        found[number] = machine.do(step.op, args, step.scope)
        for arg in step.args:
            if isinstance(arg, Column):
                uses[arg.number] -= 1
                if not uses[arg.number] and arg.number not in kept:
                    del found[arg.number]
    return {column: found[column.number] for column in columns}


class _Machine:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def do(self, op: str, args: list[Any], scope: str) -> pl.Series:
        """The result of one step."""
        if op == "given":
            return self._tables.columns[args[0], args[1]]
        if op in _BY_ROW:
            found: pl.Series = _BY_ROW[op](*args)
            return found
        if op == "spread":
            return spread(args[0], self._tables.members[scope])
        if op == "principal":
            return args[0].head(self._tables.size)  # type: ignore[no-any-return]
        return self._gathered(op, args[0], args[1])

    def _gathered(self, op: str, arg: Any, scope: str) -> pl.Series:
        """Members brought together for each case: any, count or total."""
        size, members = self._tables.size, self._tables.members[scope]
        if not isinstance(arg, pl.Series):
            arg = full(arg, self._tables.rows(scope))
        head, rest = arg.head(size), arg.slice(size) if members.principals else arg
        if op == "total":
            return _total(head if members.principals else full(0.0, size), rest, members)
        if op == "any":
            found = _anywhere(rest, members, size)
            return head | found if members.principals else found
        counts = _counts(rest, members, size)
        return (head + counts if members.principals else counts).cast(pl.Float64)


def spread(column: pl.Series, members: Members) -> pl.Series:
    """What the case of each member has."""
    if members.principals and members.owners.is_empty():
        return column
    found = column[members.owners]
    return pl.concat([column, found]) if members.principals else found


def full(value: Any, size: int) -> pl.Series:
    """A column with the same everywhere."""
    kind = pl.Boolean if isinstance(value, bool) else pl.Float64
    return pl.Series([value], dtype=kind).new_from_index(0, size)


def _anywhere(bits: pl.Series, members: Members, size: int) -> pl.Series:
    """The cases of which some further member has the bit."""
    marks = pl.Series([0], dtype=pl.UInt8).new_from_index(0, size)
    return marks.scatter(members.owners.filter(bits), 1) > 0


def _counts(bits: pl.Series, members: Members, size: int) -> pl.Series:
    """How many further members of each case have the bit: differences of running totals."""
    running = bits.cast(pl.UInt32).cum_sum()
    so_far = running.gather(members.last_rows(size)).fill_null(0)
    return so_far - so_far.shift(1, fill_value=0)


def _total(start: pl.Series, rest: pl.Series, members: Members) -> pl.Series:
    """Members' numbers added one after the other, as an interpreter would, to the last bit."""
    found = start + 0.0
    for cases, rows in members.by_rank():
        found = found.scatter(cases, found[cases] + rest[rows])
    return found


def _choose(bit: pl.Series, one: Value, other: Value) -> pl.Series:
    return _column(one).zip_with(bit, _column(other))


def _column(value: Any) -> pl.Series:
    return value if isinstance(value, pl.Series) else pl.Series([value], dtype=pl.Float64)


def _divided(one: Any, other: Any) -> pl.Series:
    """Exactly: by one number alone Polars multiplies with its reciprocal, which rounds twice."""
    size = len(one) if isinstance(one, pl.Series) else len(other)
    found: pl.Series = one / (other if isinstance(other, pl.Series) else full(other, size))
    return found


def _least(one: Any, other: Any) -> pl.Series:
    return _choose(one < other, one, other)


def _most(one: Any, other: Any) -> pl.Series:
    return _choose(one > other, one, other)


def _calendar(days: pl.Series, what: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Something of the date of each day, looked up; of any date where the day is not known."""
    if days.is_empty():
        return days
    days = _choose(days.is_finite(), days, float(_FIRST_DAY)).cast(pl.Int32) - _FIRST_DAY
    first, last = int(days.min()), int(days.max())  # type: ignore[arg-type]
    if last - first >= len(days):
        return what(days.cast(pl.Date)).cast(pl.Float64)
    between = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date)
    return what(between).cast(pl.Float64)[(days - first).cast(pl.UInt32)]


def _month(days: pl.Series) -> pl.Series:
    return _calendar(days, lambda dates: dates.dt.year() * 12 + dates.dt.month())


def _day(days: pl.Series) -> pl.Series:
    return _calendar(days, lambda dates: dates.dt.day())


_BY_ROW: Mapping[str, Callable[..., Any]] = {
    "not": lambda bit: ~bit,
    "and": lambda *bits: reduce(and_, bits),
    "or": lambda *bits: reduce(or_, bits),
    "choose": _choose,
    "min": _least,
    "max": _most,
    "+": add,
    "-": sub,
    "*": mul,
    "/": _divided,
    "<": lt,
    "<=": le,
    "==": eq,
    "isnan": lambda numbers: numbers.is_nan(),
    "month": _month,
    "day": _day,
}
