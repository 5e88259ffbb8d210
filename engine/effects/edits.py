"""What was edited between two knowledge bases, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.effects.items import DECISION, DETAIL, LOGIC, ROW, WORDS, Key, Part, concludes, items
from engine.effects.items import parts as parts_of
from engine.effects.same import meaning
from engine.ir.base import RuleBase

ADDED, REMOVED, CHANGED, REORDERED = "added", "removed", "changed", "rows reordered"
ORDER = "order"  # kind of the edit that puts the rows of a decision into another order


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of an item that is another one now."""

    purpose: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Edit:
    """An item that was added, removed or changed; `parts` says which parts of it are others."""

    key: Key
    change: str
    parts: tuple[Changed, ...] = ()

    @property
    def has_effect(self) -> bool:
        """Whether conclusions, or what an advice says, can be others by it."""
        if not concludes(self.key) and self.key[0] != ORDER:
            return False
        return self.change != CHANGED or any(p.purpose in (LOGIC, DETAIL) for p in self.parts)

    @property
    def only_words(self) -> bool:
        """Whether nothing but texts is new."""
        return self.change == CHANGED and all(part.purpose == WORDS for part in self.parts)


def edits(old: RuleBase, new: RuleBase) -> list[Edit]:
    """Every item that does not mean the same, in the order of the new base, removed ones last."""
    before, after = items(old), items(new)
    whole = _whole_decisions(old, new)
    found = [edit for key in {**after, **before} for edit in _edit(key, before, after)]
    return [edit for edit in [*found, *_orders(old, new)] if edit.key not in whole]


def _edit(key: Key, before: Mapping[Key, Any], after: Mapping[Key, Any]) -> Iterator[Edit]:
    if key not in before or key not in after:
        yield Edit(key, ADDED if key in after else REMOVED)
        return
    if before[key] is after[key]:
        return
    pairs = zip(parts_of(before[key]), parts_of(after[key]), strict=True)
    changed = tuple(_changed(one, other) for one, other in pairs if not _same(one, other))
    if changed:
        yield Edit(key, CHANGED, changed)


def _same(one: Part, other: Part) -> bool:
    return one.content is other.content or meaning(one.content) == meaning(other.content)


def _changed(one: Part, other: Part) -> Changed:
    return Changed(one.purpose, one.name, one.content, other.content)


def _whole_decisions(old: RuleBase, new: RuleBase) -> set[Key]:
    """Rows of decisions that only one base has: they come and go with their decision."""
    found: set[Key] = set()
    for one, other in ((old, new), (new, old)):
        for name in one.decisions.keys() - other.decisions.keys():
            found |= {(ROW, row.id) for row in one.decisions[name].rows}
    return found


def _orders(old: RuleBase, new: RuleBase) -> Iterator[Edit]:
    """Decisions whose rows stand in another order, apart from those added or removed."""
    for name in old.decisions.keys() & new.decisions.keys():
        one, other = ([row.id for row in base.decisions[name].rows] for base in (old, new))
        if [row for row in one if row in other] != [row for row in other if row in one]:
            order = Changed(LOGIC, "order of rows", tuple(one), tuple(other))
            yield Edit((ORDER, name), REORDERED, (order,))


def decision_of(key: Key, *bases: RuleBase) -> str:
    """The fact that a decision, a row or an order of rows decides; empty for anything else."""
    if key[0] in (DECISION, ORDER):
        return key[1]
    for base in bases if key[0] == ROW else ():
        for name, decision in base.decisions.items():
            if any(row.id == key[1] for row in decision.rows):
                return name
    return ""
