"""What is open, assumed, cited and out of reach."""

from engine.rendering.html.sentence import Why, Writer, listed, note, section
from engine.rendering.html.tags import Safe, anchor, tag
from engine.rendering.report import capital
from engine.report.parts import Data


def problems_section(write: Writer) -> Safe | None:
    """Answers that cannot all be true."""
    found = [_problem(problem, write) for problem in write.report["problems"]]
    title = "Answers that cannot all be true"
    return section(title, "problems", listed(found)) if found else None


def _problem(problem: Data, write: Writer) -> Safe:
    facts = tuple(dict.fromkeys(problem["facts"]))
    why = Why("constraint", (), looked_at=tuple(problem["answers"]), facts=facts)
    return write.sentence(problem["say"], why)


def open_section(write: Writer) -> Safe | None:
    """Every missing answer, with what it can change and how to find it out."""
    found = [_question(question, write) for question in write.report["open"]]
    first = note("These missing answers can still change what is said above.")
    title = "What is still open"
    return section(title, "open", first, listed(found)) if found else None


def _question(question: Data, write: Writer) -> Safe:
    about = f" ({question['about']})" if question["about"] else ""
    told = [f"Can change: {', '.join(question['affects'])}"]
    told += [f"How to find out: {question['find_out']}"] if question["find_out"] else []
    facts = (question["fact"],)
    why = Why("question", looked_at=tuple(told), facts=facts)
    return write.sentence(f"{question['ask']}{about}", why, about=question["about"])


def assumptions_section(write: Writer) -> Safe | None:
    """What was taken for granted, and why."""
    same: dict[tuple[str, str, str], list[str]] = {}
    for entry in write.report["assumptions"]:
        key = entry["text"], entry["because"], entry["name"]
        same.setdefault(key, []).extend(filter(None, [entry["about"]]))
    found = [_assumption(*key, about, write) for key, about in same.items()]
    text = "Taken while you have not answered, or numbers of ours that the sources do not give."
    return section("Assumptions", "assumptions", note(text), listed(found)) if found else None


def _assumption(text: str, because: str, name: str, about: list[str], write: Writer) -> Safe:
    whom = f" ({', '.join(about)})" if about else ""
    why = Why("assumption", because=because, facts=(name,))
    return write.sentence(f"{capital(text)}{whom}", why)


def sources_section(write: Writer) -> Safe | None:
    """Every citation of the report with what it says, under its document and section."""
    sources = write.report["sources"]
    documents: dict[str, dict[str, list[str]]] = {}
    for name, source in sources.items():
        places = documents.setdefault(source["document"], {})
        places.setdefault(source["section"], []).append(name)
    parts = [
        _document(title, str(number), places, sources)
        for number, (title, places) in enumerate(documents.items())
    ]
    return section("Sources", "sources", *parts) if parts else None


def _document(title: str, key: str, places: dict[str, list[str]], sources: Data) -> Safe:
    parts = [
        section(place, anchor("document", key, str(number)), _citations(names, sources), level=4)
        for number, (place, names) in enumerate(places.items())
    ]
    return section(title, anchor("document", key), *parts, level=3)


def _citations(names: list[str], sources: Data) -> Safe:
    return tag("ul", *(_citation(name, sources[name]["statement"]) for name in names))


def _citation(name: str, statement: str) -> Safe:
    key = anchor("source", name)
    return tag(
        "li", tag("code", name), " ", statement, id=key, data_kind="source", data_sources=name
    )


def limits_section(write: Writer) -> Safe | None:
    """What the report is not."""
    found = [tag("li", limit, data_kind="limit") for limit in write.report["limits"]]
    return section("Limits", "limits", tag("ul", *found)) if found else None
