"""What answers put into a roster change: text, Markdown, JSON data."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from engine.alternatives.whatif import WhatIf
from engine.effects.scenario import Scenario
from engine.rendering.blocks import Block, Heading, Item, Paragraph
from engine.rendering.changes import change_lines, moved_data, moves_data
from engine.rendering.moves import capitalised, crossed, said
from engine.rendering.whatif import conclusions_told
from engine.rosters.compared import DECISION, NO, YES
from engine.rosters.packed import CONTRADICTION

_MOST = 12  # conclusions beside the first ones that are listed
_MOST_REASONS = 3  # conclusions of one person that are explained


class ScenarioTeller:
    """Tells a Scenario that was taken through to its end."""

    def __init__(self, scenario: Scenario, reasons: Mapping[str, WhatIf]) -> None:
        self._scenario, self._reasons = scenario, reasons
        self._base, self._tally = scenario.base, scenario.tally

    def blocks(self) -> Iterator[Block]:
        """The whole document."""
        yield Heading(1, "What if")
        for text in self._put():
            yield Item(text)
        apart = len(self._scenario.runs.apart)
        more = (
            f" {apart:,} could be answered on one side only and are not compared." if apart else ""
        )
        yield Paragraph(f"{self._tally.changed:,} of {_people(self._tally.people)} change.{more}")
        yield from self._contradictions()
        yield from self._headlines()
        yield from self._others()
        yield from said(self._tally.moves)
        yield from self._who()

    def _put(self) -> Iterator[str]:
        where = " and ".join(self._scenario.where)
        for name, count in self._scenario.counts.items():
            other = f", {count.other:,} are not among those with {where}" if where else ""
            yield f"{name}: put into {count.put:,} rows; {count.had:,} had it already{other}"

    def _contradictions(self) -> Iterator[Block]:
        """Answers that do not fit together any more."""
        says = {one.id: one.say for one in self._base.constraints}
        for (kind, item, before, after), many in sorted(self._tally.moves.items()):
            if (kind, before, after) == (CONTRADICTION, NO, YES):
                text = "These answers contradict others, and what rests on either is left open"
                yield Paragraph(f"{text}: {item}, {_people(many)}. {says[item]}")

    def _headlines(self) -> Iterator[Block]:
        yield Heading(2, "Before and after")
        for (name, scope), counts in self._scenario.crossed.counts.items():
            fact = self._base.facts[name]
            title = capitalised(fact.label, name)
            if scope:
                title += f", of each entry in {self._base.entities[scope].list_key}"
            yield Paragraph(f"{title}: before down, after across")
            yield crossed("", list(fact.choices), counts)

    def _others(self) -> Iterator[Block]:
        first = {name for name, _ in self._scenario.crossed.counts}
        found = [
            (many, item)
            for (kind, item), many in self._tally.by_item.items()
            if kind == DECISION and item not in first
        ]
        if found:
            yield Heading(2, "Other conclusions that change")
        for many, item in sorted(found, key=lambda one: (-one[0], one[1]))[:_MOST]:
            yield Item(f"{capitalised(self._base.facts[item].label, item)}: {_people(many)}")
        if len(found) > _MOST:
            yield Item(f"and {len(found) - _MOST} more, which --format json lists")

    def _who(self) -> Iterator[Block]:
        sample = self._tally.sample
        if sample:
            yield Heading(2, "Who")
        for name, changes in sample.items():
            yield Item(name)
            if name in self._reasons:
                for head, causes in conclusions_told(self._reasons[name], _MOST_REASONS):
                    yield Item(head, depth=1)
                    yield from (Item(cause, depth=2) for cause in causes)
            else:
                lines = change_lines(changes, [self._base], lambda _: "")
                yield from (Item(line, depth=1) for line in lines)
        if self._tally.changed > len(sample):
            more = _people(self._tally.changed - len(sample))
            yield Paragraph(f"And {more}; -v lists more, -o FILE all of them.")

    def data(self) -> dict[str, Any]:
        """The same as JSON data; of people those that are shown."""
        tally = self._tally
        return {
            "schema": "crossmatch.scenario/1",
            "set": list(self._scenario.put),
            "where": list(self._scenario.where),
            "rows": {name: asdict(count) for name, count in self._scenario.counts.items()},
            "compared": tally.people,
            "changed": tally.changed,
            "not_compared": len(self._scenario.runs.apart),
            "outcomes": [
                {"decision": name, "list": scope or None, "before": old, "after": new, "count": n}
                for (name, scope), counts in self._scenario.crossed.counts.items()
                for (old, new), n in sorted(counts.items())
            ],
            "moves": moves_data(tally.moves),
            "people": [
                {
                    "id": name,
                    "changes": [moved_data(one) for one in changes],
                    "reasons": self._reasons_data(name),
                }
                for name, changes in tally.sample.items()
            ],
        }

    def _reasons_data(self, name: str) -> list[dict[str, object]]:
        if name not in self._reasons:
            return []
        told = conclusions_told(self._reasons[name], _MOST_REASONS)
        return [{"change": head, "because": list(causes)} for head, causes in told]


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"
