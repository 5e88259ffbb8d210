"""The decisions of a report: each with its reasons, its branches and its picture."""

from collections.abc import Iterator
from dataclasses import replace

from engine.drawing.graph import State
from engine.rendering.html.notes import noted
from engine.rendering.html.pictures import MOST_DRAWN, Picture, Step
from engine.rendering.html.sentence import Why, Writer, listed, note, section, why_of
from engine.rendering.html.svg import STATES
from engine.rendering.html.tags import Safe, anchor, joined, tag
from engine.rendering.report import capital
from engine.report.decisions import OTHERWISE
from engine.report.parts import Data

_VERDICT = {"holds": "✓ holds", "fails": "✗ fails", "unknown": "? not known yet"}


def decision_text(data: Data) -> str:
    """What a decision came to, in one sentence."""
    shown = data["text"] if data["status"] == "settled" else "still open"
    return f"{capital(data['title'])}: {shown}."


def decision_why(data: Data, picture: Picture | None, write: Writer) -> Why:
    """Its rule, or the rules that can still decide it."""
    why = why_of(data, repeat=True)
    nodes = picture.nodes([], data["candidates"]) if picture else []
    rules = why.rules or write.open_rules(data["fact"], data["candidates"])
    return replace(why, rules=rules, nodes=tuple(nodes))


def decisions_section(write: Writer) -> Safe:
    """The main decisions with pictures; the others, on which they rest, below."""
    report, layout = write.report, write.base.layout
    others = [name for name in report["decisions"] if name not in layout.headlines]
    parts = [_main(name, write) for name in layout.headlines]
    rest = [_other(name, write) for name in others]
    more = section("Behind and beside these", "more-decisions", listed(rest), level=3)
    return section(layout.decisions_title, "decisions", *parts, more if rest else None)


def _main(name: str, write: Writer) -> Safe:
    data, picture = write.report["decisions"][name], write.pictures.main[name]
    parts = [_sentence(data, picture, write), branches(data, data["fact"], picture, write)]
    checks = [_check(check, write) for check in data["checks"]]
    parts += [note("Its conditions:"), listed(checks)] if checks else []
    key = anchor("decision", name)
    title = capital(data["title"])
    return section(title, key, *parts, figure(picture, title), level=3)


def _other(name: str, write: Writer) -> Safe:
    data, picture = write.report["decisions"][name], write.pictures.others.get(name)
    said = _sentence(data, picture, write)
    return joined(said, folded(picture, capital(data["title"]))) if picture else said


def _sentence(data: Data, picture: Picture | None, write: Writer) -> Safe:
    said = write.sentence(decision_text(data), decision_why(data, picture, write))
    return noted(said, [data["fact"]], write)


def branches(data: Data, fact: str, picture: Picture | None, write: Writer) -> Safe | None:
    """For an open decision: what it can become, and under which condition."""
    labels = write.base.facts[fact].choices
    found = []
    for choice, condition in data["if"].items():
        word = "" if condition == OTHERWISE else "if "
        nodes = tuple(picture.nodes([], [choice])) if picture else ()
        why = Why(rules=write.open_rules(fact, [choice]), nodes=nodes)
        found.append(write.sentence(capital(f"{labels[choice]}, {word}{condition}."), why))
    return joined(note("It can still become:"), listed(found)) if found else None


def _check(check: Data, write: Writer) -> Safe:
    rules = (check["rule"],) if check["rule"] else write.open_rules(check["fact"], ())
    why = Why("rule", rules, looked_at=tuple(check["because"]), sources=tuple(check["sources"]))
    verdict = tag("b", _VERDICT[check["verdict"]])
    nodes = [n for found in write.pictures.of("") for n in found.nodes([check["fact"]])]
    why = replace(why, nodes=tuple(nodes))
    said = write.sentence(f"{capital(check['title'])}.", why, lead=verdict)
    return noted(said, [check["fact"]], write)


def figure(picture: Picture | None, title: str) -> Safe | None:
    """The picture, with the path in words below it."""
    if picture is None:
        return None
    return tag("figure", *_drawing(picture, title), *_path(picture), class_="decision")


def folded(picture: Picture, title: str) -> Safe:
    """The same, to be opened: one of many, or behind a decision."""
    summary = tag("summary", f"How this is decided: {title}", data_kind="note")
    drawing = tag("figure", *_drawing(picture, title, named=False), *_path(picture))
    return tag("details", summary, tag("div", drawing), class_="drawn")


def _drawing(picture: Picture, title: str, *, named: bool = True) -> Iterator[Safe]:
    if named:
        yield tag("figcaption", f"How this is decided: {title}")
    if picture.svg is None:
        yield note(picture.problem)
        return
    name = f"Picture: {title}"
    yield tag("div", picture.svg, class_="picture", tabindex=0, role="region", aria_label=name)
    yield _key()


def _key() -> Safe:
    """How to read the lines; they differ in more than colour."""
    words = [(State.TAKEN, "thick"), (State.POSSIBLE, "dashed"), (State.RULED_OUT, "dotted")]
    parts = [
        tag("span", f"{line}: {STATES[state]}", class_=state.value.replace(" ", "-"))
        for state, line in words
    ]
    return tag("p", *[joined(part, " ") for part in parts], class_="key", data_kind="note")


def _path(picture: Picture) -> Iterator[Safe]:
    if picture.steps:
        yield note("The path of your answers, in words:")
        yield tag("ol", *map(_step, picture.steps), class_="path")


def _step(step: Step) -> Safe:
    marks = {
        "data_kind": "answers",
        "data_facts": " ".join(sorted(step.reads)) or None,
        "data_nodes": " ".join(step.nodes) or None,
    }
    sure = "" if step.certain else " (still possible)"
    return tag("li", step.test, " ", tag("b", step.result), sure, tabindex=0, **marks)


def undrawn(count: int) -> Safe | None:
    """Says why the entries of a long list have no pictures."""
    text = (
        f"With more than {MOST_DRAWN} entries no pictures are shown here; `crossmatch diagram` "
        "draws one of them with --about NAME."
    )
    return note(text) if count > MOST_DRAWN else None
