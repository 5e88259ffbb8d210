"""Edits of a knowledge base in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.alternatives.whynot_lacks import conjuncts
from engine.effects.edits import CHANGED, ORDER, Changed, Edit, decision_of
from engine.effects.items import LIST, PARAMETER, ROW, TABLE
from engine.effects.same import meaning
from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.conditions import Condition, refs
from engine.ir.rules import Due
from engine.ir.values import Interval, number

_TITLES = {
    "when": "condition",
    "never": "condition",
    "then": "outcome",
    "conclude": "concludes",
    "say": "text",
    "low": "least value",
    "high": "greatest value",
    "assume": "assumed while open",
    "find_out": "how to find out",
}
_CONDITIONS = ("when", "never", "covers", "requires")


def named(edit: Edit) -> str:
    """The item as an author calls it."""
    kind, name = edit.key
    return f"order of the rows of {name}" if kind == ORDER else f"{kind} {name}"


class Edits:
    """Says what was edited, each side in the words of its own base."""

    def __init__(self, old: RuleBase, new: RuleBase) -> None:
        self._old, self._new = old, new
        self._sides = Words(old), Words(new)

    def head(self, edit: Edit) -> str:
        """Which item, and whether it was added, removed or changed."""
        row = decision_of(edit.key, self._new, self._old) if edit.key[0] == ROW else ""
        where = f" of {row}" if row else ""
        if edit.change == CHANGED and edit.key[0] in (PARAMETER, TABLE, LIST):
            return named(edit)
        return f"{named(edit)}{where}: {edit.change}"

    def parts(self, edit: Edit, *purposes: str) -> Iterator[str]:
        """What is another, a line each; all parts where no purpose is named."""
        for part in edit.parts:
            if not purposes or part.purpose in purposes:
                yield from self._part(part)

    def names(self, edit: Edit) -> str:
        """The parts that are others by name alone, or that the item came or went."""
        if edit.change != CHANGED:
            return edit.change
        return ", ".join(dict.fromkeys(_title(part) for part in edit.parts))

    def _part(self, part: Changed) -> Iterator[str]:
        if part.name in _CONDITIONS:
            yield from self._condition(part)
        elif part.name in ("figures", "values", "conclude", "order of rows"):
            yield from _collection(part)
        else:
            old, new = (self._value(part, side) for side in (0, 1))
            yield f"{_title(part)}: {old} → {new}"

    def _value(self, part: Changed, side: int) -> str:
        content = (part.before, part.after)[side]
        if part.name == "formula" and content is not None:
            return self._sides[side].number(content)
        return _plain(content)

    def _condition(self, part: Changed) -> Iterator[str]:
        """Only what is not common to both, where both ask for several things."""
        old, new = (list(_asked(content)) for content in (part.before, part.after))
        kept = {meaning(one) for one in old} & {meaning(one) for one in new}
        sides = [
            [words.condition(one) for one in some if meaning(one) not in kept]
            for words, some in zip(self._sides, (old, new), strict=True)
        ]
        if sides[0] == sides[1]:
            yield from _renamed(old, new)
            return
        yield from (f"no longer asks for: {text}" for text in sides[0])
        yield from (f"now asks for: {text}" for text in sides[1])
        if (part.before is None) != (part.after is None):
            yield "has a condition now" if part.before is None else "has no condition any more"


def _asked(content: Condition | None) -> Iterator[Condition]:
    return conjuncts(content) if content is not None else iter(())


def _renamed(old: Iterable[Condition], new: Iterable[Condition]) -> Iterator[str]:
    """Facts of the same label under another name."""
    one, other = ({ref.fact for node in some for ref in refs(node)} for some in (old, new))
    before, after = (", ".join(sorted(some)) for some in (one - other, other - one))
    if before or after:
        yield f"reads {after or 'nothing'} in place of {before or 'nothing'}"


def _title(part: Changed) -> str:
    return _TITLES.get(part.name, part.name.replace("_", " "))


def _collection(part: Changed) -> Iterator[str]:
    """What came and went; where neither did, the order is another, or figures are."""
    old, new = part.before, part.after
    for one in old:
        if one not in new:
            yield f"{_title(part)}: without {one}"
    for one in new:
        if one not in old:
            yield f"{_title(part)}: with {one}"
        elif isinstance(new, dict) and old[one] != new[one]:
            yield f"{one}: {_plain(old[one])} → {_plain(new[one])}"
    if isinstance(new, tuple) and set(old) == set(new):
        yield f"{_title(part)}: {', '.join(new)}"


def _plain(content: Any) -> str:
    match content:
        case None | "":
            return "none"
        case bool():
            return "yes" if content else "no"
        case int() | float():
            return str(number(content))
        case Due(text=text):
            return text
        case Interval(low, high):
            return str(number(low)) if low == high else f"{number(low)} to {number(high)}"
        case frozenset() | tuple():
            return ", ".join(sorted(map(str, content))) or "none"
    return str(content)
