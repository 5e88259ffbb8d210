"""The whole page: head, summary, contents, and its parts in order."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from engine.drawing.decision import Painter
from engine.reason.known import Known
from engine.rendering.html.advice import advice_sections
from engine.rendering.html.decisions import decision_text, decision_why, decisions_section
from engine.rendering.html.entries import entry_sections
from engine.rendering.html.notes import notes_section
from engine.rendering.html.pictures import draw_all
from engine.rendering.html.sentence import Why, Writer, listed, section
from engine.rendering.html.tags import Safe, anchor, joined, tag
from engine.rendering.html.tail import (
    assumptions_section,
    limits_section,
    open_section,
    problems_section,
    sources_section,
)
from engine.rendering.notes import TITLE
from engine.rendering.report import NOW, PLAN, advice_groups
from engine.report.parts import Data


def html_report(report: Data, known: Known, painter: Painter | None = None) -> str:
    """The report as one self-contained HTML page; the same report gives the same page.

    A `painter` of the base that is kept makes every page after the first one fast.
    """
    write = Writer(known.base, report, draw_all(known, painter or Painter(known.base)))
    parts = _parts(write)  # before the contents, which name only what there is
    body = joined(
        tag("a", "Skip to the report", href="#main", class_="skip"),
        _header(report),
        _contents(write),
        tag("main", *parts, id="main", tabindex=-1),
        _footer(report),
        tag("script", Safe(_file("script.js"))),
    )
    page = tag("html", _head(report), tag("body", body), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _parts(write: Writer) -> list[Safe | None]:
    return [
        _summary(write),
        problems_section(write),
        decisions_section(write),
        *advice_sections(write),
        *entry_sections(write),
        notes_section(write),
        open_section(write),
        assumptions_section(write),
        sources_section(write),
        limits_section(write),
    ]


def _file(name: str) -> str:
    return files("engine.rendering.html").joinpath(name).read_text("utf-8")


def _head(report: Data) -> Safe:
    digest = b64encode(sha256(_file("script.js").encode()).digest()).decode()
    rules = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    rules += "; base-uri 'none'; form-action 'none'"
    title = f"{report['title']}: {report['case']}" if report["case"] else report["title"]
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=rules),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title[:200]),
        tag("style", Safe(_file("style.css"))),
    )


def _header(report: Data) -> Safe:
    date = tag("p", "As of ", tag("time", report["as_of"]), ".") if report["as_of"] else None
    case = tag("p", tag("bdi", report["case"]), class_="case") if report["case"] else None
    intro = tag("p", report["intro"]) if report["intro"] else None
    return tag("header", tag("h1", report["title"]), case, date, intro)


def _footer(report: Data) -> Safe:
    engine = report["engine"]
    checked = f", checked by the {engine['checked_by']}" if engine["checked_by"] else ""
    text = f"Knowledge {report['knowledge_version']}; rules fired by {engine['fired_by']}{checked}."
    note = f" {engine['note']}; the {engine['fired_by']} served alone." if engine["note"] else ""
    return tag("footer", tag("p", text, note))


def _contents(write: Writer) -> Safe:
    report, layout = write.report, write.base.layout
    links = [("summary", "Summary")]
    links += [("problems", "Answers that cannot all be true")] if report["problems"] else []
    links.append(("decisions", layout.decisions_title))
    links += [(_group_id(name), title) for name, title, _ in advice_groups(report, write.base)]
    links += [(anchor("list", p.key), p.title) for p in layout.entities if report[p.key]]
    links += [("notes", TITLE)] if write.notes.rest() else []
    tail = {"open": "What is still open", "assumptions": "Assumptions"}
    tail |= {"sources": "Sources", "limits": "Limits"}
    links += [(name, title) for name, title in tail.items() if report[name]]
    items = [tag("a", title, href=f"#{name}") for name, title in links]
    return tag("nav", listed(items), aria_label="Contents")


def _group_id(name: str) -> str:
    return {NOW: "now", PLAN: "plan"}.get(name) or anchor("section", name)


def _summary(write: Writer) -> Safe:
    return section("Summary", "summary", tag("ul", *_headlines(write), *_entries(write)))


def _headlines(write: Writer) -> list[Safe]:
    report, found = write.report, []
    for name in write.base.layout.headlines:
        data = report["decisions"][name]
        why = decision_why(data, write.pictures.main[name], write)
        link = tag("a", decision_text(data), href=f"#{anchor('decision', name)}")
        found.append(write.plain("li", link, why))
    first = [tag("a", "What to do now", href="#now"), f": {_steps(report)}."]
    told = joined(*first) if report["now"] else Safe("Nothing has to be done now.")
    return [*found, write.plain("li", told, Why("note"))]


def _steps(report: Data) -> str:
    count = len(report["now"])
    late = sum(item["due"] == "late" for item in report["advice"])
    steps = f"{count} step{'s' if count > 1 else ''}"
    return f"{steps}; {late} dated one{'s are' if late > 1 else ' is'} late" if late else steps


def _entries(write: Writer) -> list[Safe]:
    """How the entries of each list came out, by headline; and how many answers are missing."""
    report, found = write.report, []
    for part in write.base.layout.entities:
        if report[part.key]:
            link = tag("a", part.title, href=f"#{anchor('list', part.key)}")
            count = f": {len(report[part.key])} compared, the best first."
            found.append(write.plain("li", joined(link, count), Why("note")))
    missing = len(report["open"])
    if missing:
        link = tag("a", "What is still open", href="#open")
        text = joined(link, f": {missing} answer{'s' if missing > 1 else ''} can change this.")
        found.append(write.plain("li", text, Why("note")))
    return found
