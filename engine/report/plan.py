"""When advice is to be done: dates counted from the person's own, and what comes first."""

from datetime import date
from math import inf

from engine.ir.dates import date_text, shifted
from engine.ir.rules import STRENGTHS, Advice, Due
from engine.ir.values import Interval
from engine.report.parts import Data, Parts

MOST_NOW, FEW_NOW = 10, 5
LATE, NOW, LATER = "late", "now", "later"


def dates(advice: Advice, member: int, parts: Parts) -> Data:
    """Start and end as far as they are known, and where the case's date stands to them."""
    start, by = (due_date(due, member, parts) for due in (advice.start, advice.by))
    return {
        "start": _text(start),
        "by": _text(by),
        "due": _status(start, by, parts.known.case.as_of) if start or by else None,
    }


def due_date(due: Due | None, member: int, parts: Parts) -> Interval | None:
    """The days that a date can mean for a member; None while nothing is known of it."""
    if due is None:
        return None
    value = parts.known.value(parts.known.place(due.ref, member))
    assert isinstance(value, Interval)
    moved = shifted(value, due.months, due.days)
    return None if inf in (moved.high, -moved.low) else moved


def _text(value: Interval | None) -> str | None:
    return None if value is None else date_text(value)


def _status(start: Interval | None, by: Interval | None, as_of: date | None) -> str | None:
    """Late once the last possible day is over, now from the first possible start on."""
    if as_of is None:
        return None
    today = as_of.toordinal()
    if by is not None and by.high < today:
        return LATE
    begun = start.low <= today if start is not None else by is not None and by.low <= today
    return NOW if begun else LATER


def first(advice: list[Data], section: str, more: tuple[str, ...]) -> list[Data]:
    """What to do now, at most MOST_NOW items: late or due ones and those of the section.

    Where these are few, the strongest undated items of the sections `more` join them.
    """
    wanted = [item for item in advice if item["due"] in (LATE, NOW) or item["section"] == section]
    others = [item for item in advice if item["section"] in more and not item["due"]]
    strong = [item for item in others if item["strength"] in STRENGTHS[:2] and item not in wanted]
    wanted += sorted(strong, key=_urgency)[: max(0, FEW_NOW - len(wanted))]
    return sorted(wanted, key=_urgency)[:MOST_NOW]


def _urgency(item: Data) -> tuple[int, bool]:
    return STRENGTHS.index(item["strength"]), item["due"] != LATE


def dated(advice: list[Data]) -> list[Data]:
    """Items with a date, by date."""
    found = [item for item in advice if item["due"]]
    return sorted(found, key=lambda item: item["start"] or item["by"])
