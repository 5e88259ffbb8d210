"""The dated advice of a report as a calendar: one all-day event for each."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import PurePath
from textwrap import shorten

from icalendar import Alarm, Calendar, Event

from engine.exporting.plain import plain_text
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.dates import parse_date
from engine.report.note_words import derived, said
from engine.report.parts import Data

MAX_SUMMARY = 75
_NO_DATE = date(2000, 1, 1)  # stands in for the date of a case that has none
_SENTENCE_END = re.compile(r"(?<=[.!?:]) (?=[A-Z“\"(])")


def calendar(report: Data, case: Case, base: RuleBase) -> tuple[bytes, int]:
    """The calendar file and how many events it holds; the same for the same case and date."""
    found = Calendar()
    found.add("prodid", "-//crossmatch//plan//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", plain_text(base.layout.plan_title))
    items, seen, owner = list(_dated(report, base)), Counter[str](), identity(case, base)
    for item in items:
        name = "/".join((item["id"], item["about"] or "", owner))
        seen[name] += 1
        uid = sha256(f"{name}/{seen[name]}".encode()).hexdigest()[:32]
        event = _event(item, _noted(item, report), base.layout.reminder_days)
        event.add("uid", f"{uid}@crossmatch")
        event.add("dtstamp", datetime.combine(case.as_of or _NO_DATE, time(), UTC))
        found.add_component(event)
    return found.to_ical(), len(items)


def identity(case: Case, base: RuleBase) -> str:
    """Tells one person's case from another's and outlives new answers: file, title and names."""
    names = [
        case.text(fact.id, member)
        for fact in base.facts.values()
        for member in case.members.get(fact.entity, ())[:1]
        if fact.root and fact.kind == "text"
    ]
    words = (PurePath(case.file).name, case.title, *names)
    return sha256("\0".join(words).encode()).hexdigest()[:16]


def _dated(report: Data, base: RuleBase) -> Iterator[Data]:
    """Everything with a date: the advice, and what is said about each member of a list."""
    yield from (item for item in report["advice"] if item["start"] or item["by"])
    for layout in base.layout.entities:
        for member in report[layout.key]:
            for name in layout.lists:
                yield from (item for item in member[name] if item["start"] or item["by"])


def _noted(item: Data, report: Data) -> list[str]:
    """What was written by hand to a piece of advice."""
    own = [one for one in report.get("notes", ()) if one["name"] == item["id"]]
    own = [one for one in own if one["about"] == item["about"]]
    return [plain_text(f"{derived(one)}{said(one)}") for one in own]


def _event(item: Data, notes: list[str], reminder_days: int) -> Event:
    first, last = _days(item)
    event = Event()
    event.add("summary", _summary(item))
    event.add("description", _description(item, notes))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the first day after it
    event.add("transp", "TRANSPARENT")
    if reminder_days and item["by"]:
        event.add_component(_alarm(_summary(item), reminder_days))
    return event


def _days(item: Data) -> tuple[date, date]:
    """From the first possible start to the last possible day."""
    start = _span(item["start"])[0] if item["start"] else None
    last = _span(item["by"])[1] if item["by"] else None
    known = last or start
    assert known is not None
    return min(start or known, known), known


def _span(text: str) -> tuple[date, date]:
    """The days that a date of a report can mean: a day, month or year, or `A to B`."""
    ends = [parse_date(part) for part in text.split(" to ")]
    first, last = ends[0], ends[-1]
    assert first is not None and last is not None
    return date.fromordinal(int(first.low)), date.fromordinal(int(last.high))


def _alarm(text: str, days: int) -> Alarm:
    """So many days before the last day begins; the event ends only after it."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(days=-days - 1), parameters={"RELATED": "END"})
    return alarm


def _summary(item: Data) -> str:
    sentence = _SENTENCE_END.split(plain_text(item["say"]))[0]
    about = plain_text(item["about"] or "")
    text = f"{shorten(about, 30, placeholder='…')}: {sentence}" if about else sentence
    return shorten(text, MAX_SUMMARY, placeholder="…")


def _description(item: Data, notes: list[str]) -> str:
    start, by = item["start"], item["by"]
    when = f"{start} to {by}" if start and by else f"from {start}" if start else f"by {by}"
    ours = " (our reading, not the source's)" if item["assumed"] else ""
    sources = f"; source {', '.join(item['sources'])}" if item["sources"] else ""
    about = [f"About: {plain_text(item['about'])}"] if item["about"] else []
    lines = [plain_text(item["say"]), *about, f"When: {when}"]
    lines += notes
    return "\n\n".join([*lines, f"Rule {item['rule']}{ours}{sources}"])
