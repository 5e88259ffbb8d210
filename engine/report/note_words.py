"""Notes in words; nothing that they say is said by the rules."""

from collections.abc import Iterator

from engine.report.notes import NO_ENTRY, NOT_GIVEN
from engine.report.parts import Data


def line(note: Data) -> str:
    """A note with what it is about."""
    return f"{subject(note)}{derived(note)}{said(note)}"


def subject(note: Data) -> str:
    """What a note is about, as the start of a line; empty for the whole case."""
    about = f" ({note['about']})" if note["about"] else ""
    if note["kind"] == "entry":
        return f"{note['about']}. " if note["about"] else ""
    if note["kind"] in ("rule", "advice"):
        return f"{note['kind'].capitalize()} {note['name']}{about}. "
    title = note["value_text"] if note["kind"] == "answer" and note["value_text"] else note["title"]
    return f"{title[:1].upper()}{title[1:]}{about}. " if title else ""


def derived(note: Data) -> str:
    """What the rules say, for a note that says something of it; also where both say the same."""
    if not note["says"] or not note["value_text"]:
        return ""
    out = note["agrees"] is False and note["value"] is None
    ruled = f"; {note['says_text']} is ruled out" if out else ""
    return f"Derived: {note['value_text']}{ruled}. "


def said(note: Data) -> str:
    """Who says what, and when."""
    return f"{by(note)} “{note['text']}”"


def by(note: Data) -> str:
    """Who says what, and when, up to the text itself."""
    return f"{'' if note['says'] else 'Note by '}{note['by']}, {note['date']}{verb(note)}"


def verb(note: Data) -> str:
    """What somebody does with the text that follows: says an outcome, or just notes something."""
    if not note["says"]:
        return ":"
    return ", says the same:" if note["agrees"] else f", says: {note['says_text']}, because"


def marks(note: Data) -> Iterator[str]:
    """What a reader must know of a note on something that is not there."""
    if note["missing"] == NO_ENTRY:
        meant = f" Is {note['meant']} meant?" if note["meant"] else ""
        yield f"This case has no entry of that name.{meant}"
    if note["missing"] == NOT_GIVEN:
        yield "This advice is not given in this case."
