"""The page about everybody on a roster: one file that needs nothing else, not even a script."""

from collections.abc import Iterator
from importlib.resources import files

from engine.rendering.html.bars import bars
from engine.rendering.html.sentence import listed, note, section
from engine.rendering.html.tags import Safe, anchor, joined, tag
from engine.rendering.html.triage_asking import asking_section
from engine.rendering.phrases import capital
from engine.report.parts import Data

_RULES = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TITLES = {
    "summary": "Summary",
    "people": "Whom to call first",
    "deadlines": "Deadlines",
    "asking": "What to ask everybody",
    "counts": "Everybody, counted",
    "rejects": "Rows that could not be used",
    "assumptions": "Assumptions",
    "limits": "Limits",
}


def triage_page(data: Data) -> str:
    """The page; the same data gives the same page."""
    sections = {name: one for name, one in _sections(data) if one is not None}
    links = [tag("a", _TITLES[name], href=f"#{name}") for name in sections]
    body = joined(
        tag("a", "Skip to the page", href="#main", class_="skip"),
        _header(data),
        tag("nav", listed(links), aria_label="Contents"),
        tag("main", *sections.values(), id="main", tabindex=-1),
        tag("footer", tag("p", f"Knowledge {data['knowledge_version']}.")),
    )
    page = tag("html", _head(data), tag("body", body), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _sections(data: Data) -> Iterator[tuple[str, Safe | None]]:
    yield "summary", _summary(data)
    if data["answered"]:
        yield "people", _people(data)
        yield "deadlines", _deadlines(data)
        asked = data["asking"]["about"]
        yield "asking", asking_section(_TITLES["asking"], data) if asked else None
        yield "counts", _counts(data)
    yield "rejects", _rejects(data)
    yield "assumptions", _assumptions(data)
    limits = data["limits"]
    yield "limits", section(_TITLES["limits"], "limits", listed(limits)) if limits else None


def _file(name: str) -> str:
    return files("engine.rendering.html").joinpath(name).read_text("utf-8")


def _head(data: Data) -> Safe:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_RULES),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", data["title"]),
        tag("style", Safe(_file("style.css") + _file("triage.css"))),
    )


def _header(data: Data) -> Safe:
    intro = tag("p", data["intro"]) if data["intro"] else None
    date = tag("p", "As of ", tag("time", data["as_of"]), ".")
    return tag("header", tag("h1", data["title"]), date, intro)


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _summary(data: Data) -> Safe:
    if not data["answered"]:
        nobody = note("Nobody on the roster could be answered.")
        return section(_TITLES["summary"], "summary", nobody, *_unused(data))
    lines = [f"{counted(data['answered'], 'person', 'people')} answered.", *_unused(data)]
    near = data["deadlines"]
    if near["count"]:
        of = counted(near["people"], "person", "people")
        dates = counted(near["count"], "date")
        lines.append(f"{dates} of {of} in the next {near['days']} days.")
    if data["unsettled"]:
        who = counted(data["unsettled"], "person", "people")
        lines.append(
            f"{who} may be more urgent than listed: answers are missing that could show it."
        )
    chart = bars(
        "People by urgency",
        ("Urgency", "People"),
        [(capital(group["label"]), group["count"]) for group in data["groups"]],
        data["answered"],
    )
    return section(_TITLES["summary"], "summary", listed(lines), chart)


def _unused(data: Data) -> list[Safe]:
    rows = counted(data["rejected"], "row")
    text = joined(tag("a", f"{rows} could not be used", href="#rejects"), ".")
    return [text] if data["rejected"] else []


def _people(data: Data) -> Safe:
    first = note(
        "Each person stands under the first reason that surely holds for them: by the order of the "
        "reasons, then by the nearest deadline."
    )
    groups = [_group(group) for group in data["groups"] if group["count"]]
    return section(_TITLES["people"], "people", first, *groups)


def _group(group: Data) -> Safe:
    rows = [(one["text"], one["count"]) for one in group["reasons"]]
    chart = bars("Why", ("Reason", "People"), rows) if len(rows) > 1 else None
    people = tag("ol", *(tag("li", *_person(one)) for one in group["people"]), class_="people")
    more = None
    if group["more"]:
        more = note(f"And {counted(group['more'], 'more person', 'more people')}, not listed here.")
    title = f"{capital(group['label'])}: {group['count']:,}"
    return section(title, anchor("urgency", group["outcome"]), chart, people, more, level=3)


def _person(data: Data) -> Iterator[Safe]:
    yield tag("p", tag("bdi", data["id"], class_="who"), f": {data['reason']}")
    if data["because_of"]:
        yield tag("p", f"{'; '.join(data['because_of'])}.", class_="facts")
    if data["deadline"]:
        yield tag("p", tag("b", "Deadline: "), *_dated(data["deadline"]))
    if data["ask"]:
        yield tag("p", tag("b", "Ask next: "), data["ask"])


def _dated(data: Data) -> Iterator[Safe]:
    yield _days(data["when"])
    about = joined(tag("bdi", data["about"]), ": ") if data["about"] else ""
    yield joined(about, data["say"])


def _deadlines(data: Data) -> Safe:
    near = data["deadlines"]
    title = f"{_TITLES['deadlines']} until {near['until']}"
    if not near["count"]:
        return section(title, "deadlines", note("None is known."))
    chart = bars(
        "Dates by week", ("Week", "Dates"), [(w["text"], w["count"]) for w in near["weeks"]]
    )
    about = note(
        "Dates of advice that is given to somebody, and dates that were answered. One that is "
        "known to the month only stands at the first day that it can mean."
    )
    more = note(f"And {near['more']:,} more.") if near["more"] else None
    return section(title, "deadlines", about, chart, _dates(near["listed"]), more)


def _dates(items: list[Data]) -> Safe:
    words = "The nearest dates"
    head = tag("tr", *(tag("th", title, scope="col") for title in ("When", "Who", "What")))
    rows = [
        tag(
            "tr",
            tag("th", _days(one["when"]), scope="row"),
            tag("td", tag("bdi", one["id"])),
            _what(one),
        )
        for one in items
    ]
    table = tag("table", tag("caption", words), tag("thead", head), tag("tbody", *rows))
    return tag("div", table, class_="wide dates", tabindex=0, role="region", aria_label=words)


def _days(text: str) -> Safe:
    """A date, or a span of two, none of them broken at the end of a line."""
    return joined(*(joined(tag("span", word, class_="day"), " ") for word in text.split()))


def _what(data: Data) -> Safe:
    about = joined(tag("bdi", data["about"]), ": ") if data["about"] else ""
    return tag("td", about, data["say"])


def _counts(data: Data) -> Safe:
    found = []
    for one in data["counts"]:
        rows = [(capital(value["text"]), value["count"]) for value in one["values"]]
        rows += [("Not settled, answers are missing", one["open"])] if one["open"] else []
        title = capital(one["title"])
        found.append(bars(title, (title, "People"), rows, data["answered"]))
    return section(_TITLES["counts"], "counts", *found)


def _rejects(data: Data) -> Safe | None:
    if not data["rejected"]:
        return None
    words = "What is wrong with them"
    titles = ("Row", "Who", "What is wrong", "What to do")
    head = tag("tr", *(tag("th", title, scope="col") for title in titles))
    table = tag(
        "table",
        tag("caption", words),
        tag("thead", head),
        tag("tbody", *map(_reject, data["rejects"])),
    )
    region = tag("div", table, class_="wide rows", tabindex=0, role="region", aria_label=words)
    about = note("Nobody in these rows is counted above, unless another row is theirs.")
    more = (
        note(f"And {counted(data['more_rejects'], 'more mistake')}.")
        if data["more_rejects"]
        else None
    )
    return section(_TITLES["rejects"], "rejects", about, region, more)


def _reject(one: Data) -> Safe:
    column = f"{one['column']}: " if one["column"] else ""
    return tag(
        "tr",
        tag("th", f"{one['file']}, row {one['row']}", scope="row"),
        tag("td", tag("bdi", one["id"])),
        tag("td", f"{column}{one['reason']}"),
        tag("td", one["hint"]),
    )


def _assumptions(data: Data) -> Safe:
    first = note("The order of urgency and these numbers are ours; no source gives them.")
    found = [f"{capital(one['text'])}: {one['because']}" for one in data["assumptions"]]
    return section(_TITLES["assumptions"], "assumptions", first, listed(found))
