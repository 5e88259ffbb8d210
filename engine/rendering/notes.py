"""Notes in words: beside what they are about, and at the end those that stand nowhere else."""

from collections.abc import Collection, Iterable, Iterator

from engine.rendering.blocks import Block, Heading, Item, Paragraph
from engine.report.note_words import derived, line, marks, said
from engine.report.notes import NO_ENTRY
from engine.report.parts import Data

TITLE = "Notes"
INTRO = "Written to this case by hand, and not shown above. Nothing is derived from a note."


class Notes:
    """The notes of one report; each is shown once, beside what it is about or in the rest."""

    def __init__(self, report: Data) -> None:
        self._left: list[Data] = list(report["notes"])

    def on(self, names: Collection[str], about: str = "") -> list[Data]:
        """Takes those on one of these facts, rules, advice or lists, of the entry of that name."""
        found = [n for n in self._left if n["name"] in names and n["about"] == about]
        found = [note for note in found if note["missing"] != NO_ENTRY]
        self._left = [note for note in self._left if note not in found]
        return found

    def rest(self) -> list[Data]:
        """Those that were not taken yet."""
        return self._left


def beside(notes: Iterable[Data], depth: int) -> Iterator[Block]:
    """Notes under what they are about."""
    yield from (Item(f"{derived(note)}{said(note)}", depth=depth) for note in notes)


def within(notes: Iterable[Data]) -> Iterator[Block]:
    """Notes in the part about an entry, each after what of it is meant."""
    yield from (Item(line({**note, "about": ""})) for note in notes)


def rest_blocks(notes: list[Data]) -> Iterator[Block]:
    """Notes that no other part of the report shows, under a heading of their own."""
    if notes:
        yield Heading(2, TITLE)
        yield Paragraph(INTRO)
    yield from (Item(line(note), tuple(marks(note))) for note in notes)
