"""What to do: first things first, then by date, then by section."""

from dataclasses import replace

from engine.rendering.html.notes import noted
from engine.rendering.html.sentence import Writer, listed, note, section, why_of
from engine.rendering.html.tags import Safe, anchor, joined, tag
from engine.rendering.report import NOW, PLAN, SEVERITY, advice_groups, capital
from engine.report.parts import Data
from engine.report.plan import LATE

_IDS = {NOW: "now", PLAN: "plan"}


def advice_sections(write: Writer) -> list[Safe]:
    """One region for each heading."""
    return [_group(*group, write) for group in advice_groups(write.report, write.base)]


def _group(name: str, title: str, items: list[Data], write: Writer) -> Safe:
    key = _IDS.get(name) or anchor("section", name)
    if name != PLAN:
        return section(title, key, listed([advised(item, write) for item in items]))
    above = any(item["due"] for item in _now(write.report))
    more = (
        note("Dated steps that are due now stand above, under what to do now.") if above else None
    )
    return section(title, key, more, _timetable(items, write))


def _now(report: Data) -> list[Data]:
    wanted = {(part["id"], part["about"]) for part in report["now"]}
    return [item for item in report["advice"] if (item["id"], item["about"]) in wanted]


def _timetable(items: list[Data], write: Writer) -> Safe:
    head = tag("tr", *(tag("th", title, scope="col") for title in ("When", "Step")))
    rows = [_row(item, write) for item in items]
    caption = tag("caption", "Steps by date; open one to see why")
    table = tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="plan")
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label="Steps by date")


def _row(item: Data, write: Writer) -> Safe:
    due = tag("span", item["due"], class_=f"due {item['due']}")
    days = [joined(tag("span", word, class_="day"), " ") for word in _dates(item).split()]
    when = tag("th", *days, due, scope="row")
    return tag("tr", when, tag("td", advised(item, write, dated=False)))


def _dates(item: Data) -> str:
    start, by = item["start"], item["by"]
    return f"{start} to {by}" if start and by else f"from {start}" if start else f"by {by}"


def advised(item: Data, write: Writer, *, dated: bool = True) -> Safe:
    """One advice, with its dates before it."""
    lead = None
    if dated and (item["start"] or item["by"]):
        late = ", already late" if item["due"] == LATE else ""
        lead = tag("b", f"{_dates(item)}{late}:")
    why = why_of(item, repeat=True)
    said = write.sentence(item["say"], why, lead=lead, about=item["about"])
    return noted(said, [item["id"]], write, item["about"])


def warned(flag: Data, about: str, write: Writer) -> Safe:
    """One warning about an entry."""
    lead = tag("b", f"{capital(SEVERITY[flag['severity']])}:")
    text = f"{flag['title']}. {flag['because']}"
    said = write.sentence(text, replace(why_of(flag), because=""), lead=lead, about=about)
    return noted(said, [flag["rule"]], write, about)
