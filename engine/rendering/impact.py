"""Whose conclusions edited knowledge changes, and by which edits: text, Markdown, JSON data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.effects.causes import ALONE, POSSIBLE
from engine.effects.edits import Edit
from engine.effects.impact import Impact
from engine.effects.items import DETAIL, LOGIC
from engine.rendering.blocks import Block, Heading, Item, Paragraph
from engine.rendering.changes import change_lines, label, moved_data, moves_data
from engine.rendering.edits import Edits, named
from engine.rendering.moves import capitalised, said, square, valued
from engine.rosters.compared import DECISION
from engine.rosters.tally import Moved

FACT = "fact"
_MOST_WORDS = 12  # items listed of those that change nothing


@dataclass(frozen=True)
class Told:
    """What is told beside the counts: names of both sides, what was left out, what one is called.

    `dropped` are answers that the old base does not know, then those that the new one does not.
    `apart` is how many were answered under one of the bases only.
    """

    against: str
    one: str
    many: str
    dropped: tuple[Sequence[str], Sequence[str]]
    apart: int = 0


class ImpactTeller:
    """Tells an Impact whose tally is complete."""

    def __init__(self, impact: Impact, told: Told) -> None:
        self._impact, self._told = impact, told
        self._tally, self._words = impact.tally, Edits(impact.old, impact.new)

    def blocks(self) -> Iterator[Block]:
        """The whole document."""
        yield Heading(1, "What changes")
        yield Paragraph(self._headline())
        yield from self._lost()
        yield from self._edits()
        yield from self._conclusions()
        yield from said(self._tally.moves)
        yield from self._people()
        silent = [edit for edit in self._impact.edits if not edit.has_effect]
        words = [edit for edit in silent if edit.only_words]
        others = [edit for edit in silent if not edit.only_words]
        yield from self._silent("Only words changed", words)
        yield from self._silent("Edited, but no conclusion rests on it", others)

    def _people_count(self, number: int) -> str:
        return f"{number:,} {self._told.one if number == 1 else self._told.many}"

    def _headline(self) -> str:
        tally, against = self._tally, self._told.against
        effective, others = len(self._impact.causes.edits), len(self._impact.edits)
        edits = f"{effective} of {others} edits can have an effect on conclusions"
        of = self._people_count(tally.people)
        if not tally.changed:
            return f"Against {against}: nothing changes for {of}. {edits}."
        return f"Against {against}: {tally.changed:,} of {of} change. {edits}."

    def _lost(self) -> Iterator[Block]:
        sides = (self._told.against, "the edited knowledge")
        for side, dropped in zip(sides, self._told.dropped, strict=True):
            if dropped:
                yield Paragraph(f"Left out under {side}, which does not know them:")
                yield from (Item(text) for text in dropped[:_MOST_WORDS])
                if len(dropped) > _MOST_WORDS:
                    yield Item(f"and {len(dropped) - _MOST_WORDS} more")
        if self._told.apart:
            apart = self._people_count(self._told.apart)
            yield Paragraph(f"{apart} could be answered on one side only; not compared.")

    def _edits(self) -> Iterator[Block]:
        if self._impact.causes.edits:
            yield Heading(2, "Edits")
        for number, edit in enumerate(self._impact.causes.edits):
            touched = self._tally.by_edit[number]
            count = self._people_count(touched) if touched else "nobody"
            yield Item(f"{self._words.head(edit)} (touches {count})")
            parts = self._words.parts(edit, LOGIC, DETAIL)
            yield from (Item(part, depth=1) for part in parts)

    def _conclusions(self) -> Iterator[Block]:
        found = [one for one in self._tally.by_item if one[0] in (DECISION, FACT)]
        if self._tally.changed:
            yield Heading(2, "Conclusions")
        for kind, item in sorted(found, key=lambda one: (one[0] != DECISION, self._rank(one[1]))):
            people, moves = self._tally.by_item[kind, item], valued(self._tally.moves, kind, item)
            title = f"{capitalised(self._label(item), item)}: {self._people_count(people)}"
            if moves.total() != people:
                title += f", {moves.total():,} entries"
            yield from square(title, moves)

    def _label(self, item: str) -> str:
        return label(item, self._impact.new, self._impact.old)

    def _rank(self, item: str) -> tuple[int, str]:
        shown = [*self._impact.new.layout.decisions.values()]
        return (shown.index(item) if item in shown else len(shown), item)

    def _people(self) -> Iterator[Block]:
        sample, bases = self._tally.sample, [self._impact.new, self._impact.old]
        if sample:
            yield Heading(2, "Who")
        for name, changes in sample.items():
            yield Item(name)
            yield from (Item(line, depth=1) for line in change_lines(changes, bases, self._cause))
        if self._tally.changed > len(sample):
            more = self._people_count(self._tally.changed - len(sample))
            yield Paragraph(f"And {more}; -v lists more, -o FILE all of them.")

    def _cause(self, number: int) -> str:
        return f" ({cause_text(self._impact, number)})"

    def _silent(self, title: str, edits: Sequence[Edit]) -> Iterator[Block]:
        if edits:
            yield Heading(2, title)
        for edit in edits[:_MOST_WORDS]:
            yield Item(f"{named(edit)}: {self._words.names(edit)}")
        if len(edits) > _MOST_WORDS:
            yield Item(f"and {len(edits) - _MOST_WORDS} more, which --format json lists")

    def data(self) -> dict[str, Any]:
        """The same as JSON data; of people those that are shown."""
        tally = self._tally
        return {
            "schema": "crossmatch.impact/1",
            "against": self._told.against,
            "compared": tally.people,
            "changed": tally.changed,
            "not_compared": self._told.apart,
            "left_out": {"old": [*self._told.dropped[0]], "new": [*self._told.dropped[1]]},
            "edits": [self._edit_data(edit) for edit in self._impact.edits],
            "moves": moves_data(tally.moves),
            "people": [
                {"id": name, "changes": [self._moved_data(one) for one in changes]}
                for name, changes in tally.sample.items()
            ],
        }

    def _edit_data(self, edit: Edit) -> dict[str, Any]:
        effective = self._impact.causes.edits
        number = effective.index(edit) if edit in effective else None
        return {
            "kind": edit.key[0],
            "id": edit.key[1],
            "change": edit.change,
            "parts": [*self._words.parts(edit)],
            "only_words": edit.only_words,
            "touches": None if number is None else self._tally.by_edit[number],
        }

    def _moved_data(self, one: Moved) -> dict[str, Any]:
        cause = self._impact.causes.found[one.cause]
        names = [[named(self._impact.causes.edits[n]) for n in some] for some in cause.sets]
        return moved_data(one) | {"causes": names, "how": cause.how}


def cause_text(impact: Impact, number: int) -> str:
    """The edits of a cause by name."""
    cause = impact.causes.found[number]
    sets = [" and ".join(named(impact.causes.edits[n]) for n in some) for some in cause.sets]
    if cause.how == ALONE:
        return " or, by itself, ".join(sets)
    return f"{'perhaps ' if cause.how == POSSIBLE else 'together '}{sets[0]}"


def causes_text(impact: Impact) -> list[tuple[str, str]]:
    """Every cause so far by number: in words, and how it was found."""
    found = impact.causes.found
    return [(cause_text(impact, number), cause.how) for number, cause in enumerate(found)]
