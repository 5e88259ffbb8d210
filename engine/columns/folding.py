"""Row-by-row operations on plain numbers: what every backend must compute, and for constants."""

from collections.abc import Callable
from datetime import date
from math import inf, isnan, nan
from typing import Any


def _divided(one: float, other: float) -> float:
    """As in columns, where dividing by zero stops nothing."""
    if other == 0:
        return nan if one == 0 else inf if one > 0 else -inf
    return one / other


def _month(day: float) -> float:
    """The month counted from the year 0; anything where the day is not known."""
    found = date.fromordinal(int(day)) if abs(day) != inf else date.min
    return float(found.year * 12 + found.month)


def _day(day: float) -> float:
    return float(date.fromordinal(int(day)).day) if abs(day) != inf else 1.0


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": _divided,
    "min": min,
    "max": max,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    "==": lambda one, other: one == other,
    "isnan": isnan,
    "month": _month,
    "day": _day,
}


def folded(op: str, *args: Any) -> Any:
    """The result of an operation on constants."""
    return OPERATIONS[op](*args)
