"""Rules, tables and parameters that nobody has held against the sources for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.ir.base import RuleBase
from engine.ir.dates import months_between
from engine.ir.values import Interval


@dataclass(frozen=True, slots=True)
class Stale:
    """An item and when it was last reviewed; None: never."""

    name: str
    reviewed: date | None


def stale(base: RuleBase, as_of: date, months: float) -> list[Stale]:
    """Items that were last reviewed more than so many months before the date, oldest first.

    An item without a date of its own has that of the report file.
    """
    found = [Stale(name, day or base.layout.reviewed) for name, day in _reviews(base)]
    old = [item for item in found if item.reviewed is None or _age(item.reviewed, as_of) > months]
    return sorted(old, key=lambda item: (item.reviewed or date.min, item.name))


def _reviews(base: RuleBase) -> Iterator[tuple[str, date | None]]:
    yield from ((name, item.reviewed) for name, item in base.governed.items())
    yield from ((f"table {name}", table.reviewed) for name, table in base.tables.items())
    yield from ((f"parameter {name}", item.reviewed) for name, item in base.settings.items())
    yield from ((f"action {item.id}", item.reviewed) for item in base.actions)


def _age(reviewed: date, as_of: date) -> float:
    one, other = (Interval(day.toordinal(), day.toordinal()) for day in (reviewed, as_of))
    return months_between(one, other).low
