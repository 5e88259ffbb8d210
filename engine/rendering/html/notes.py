"""Notes written by hand: beside what they are about, and the rest in a part of its own."""

from engine.rendering.html.sentence import Writer, listed, note, section
from engine.rendering.html.tags import Safe, joined, tag
from engine.rendering.notes import INTRO, TITLE
from engine.report.note_words import derived, marks, subject, verb
from engine.report.parts import Data


def noted(content: Safe, names: list[str], write: Writer, about: str = "") -> Safe:
    """What is shown of something, with the notes on it, which go by these names."""
    return joined(content, *notes_on(names, write, about))


def notes_on(names: list[str], write: Writer, about: str = "") -> list[Safe]:
    """The notes on a fact, rule, advice or list, of the entry of that name."""
    return [_note(one, "", write) for one in write.notes.on(names, about)]


def notes_within(names: list[str], write: Writer, about: str) -> list[Safe]:
    """Notes in the part about an entry, each after what of it is meant."""
    found = write.notes.on(names, about)
    return [_note(one, subject({**one, "about": ""}), write) for one in found]


def notes_section(write: Writer) -> Safe | None:
    """Notes that no other part of the page shows; what these are on may be missing."""
    found = [
        joined(_note(one, subject(one), write), *map(note, marks(one)))
        for one in write.notes.rest()
    ]
    return section(TITLE, "notes", note(INTRO), listed(found)) if found else None


def _note(one: Data, lead: str, write: Writer) -> Safe:
    """Who says what and when; each piece of the writer's own keeps its direction to itself."""
    start = f"{lead}{derived(one)}{'' if one['says'] else 'Note by '}"
    by, day = tag("bdi", one["by"]), tag("time", one["date"])
    text = tag("bdi", one["text"])
    return tag("p", start, by, ", ", day, f"{verb(one)} “", text, "”", **_ids(one, write))


def _ids(one: Data, write: Writer) -> dict[str, str | None]:
    facts, rules = one["kind"] in ("answer", "conclusion"), one["kind"] in ("rule", "advice")
    lists = one["kind"] in ("list", "entry")
    pictures = write.pictures.of(one["about"]) if facts else []
    nodes = [node for found in pictures for node in found.nodes([one["name"]])]
    return {
        "class_": "advisor",
        "data_kind": "advisor",
        "data_facts": one["name"] if facts or lists else None,
        "data_rules": one["name"] if rules else None,
        "data_nodes": " ".join(nodes) or None,
    }
