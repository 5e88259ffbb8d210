"""Which edits make somebody's conclusion another one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.effects.edits import Edit
from engine.effects.items import ADVICE, CONSTRAINT, DETAIL, PARAMETER, RULE
from engine.effects.merged import Merged
from engine.effects.reach import Edits, Reach
from engine.ir.base import RuleBase
from engine.ir.rules import Advice, Due
from engine.reading.rules import PLACEHOLDER
from engine.rosters.compared import DETAIL as OTHERWISE
from engine.rosters.packed import CONTRADICTION, FLAG

ALONE, TOGETHER, POSSIBLE = "alone", "together", "possible"
_KINDS = {"advice": ADVICE, FLAG: RULE, CONTRADICTION: CONSTRAINT}
_PARAM = "param."


@dataclass(frozen=True, slots=True)
class Cause:
    """Sets of edits, each of which does it: by itself alone, only together, or possibly.

    `alone` was tried, or nothing else is edited that the conclusion rests on. `together`: none of
    them does it by itself. `possible`: not tried, since there are too many edits.
    """

    sets: tuple[tuple[int, ...], ...]
    how: str

    @property
    def edits(self) -> tuple[int, ...]:
        """All edits named."""
        return tuple(sorted({edit for some in self.sets for edit in some}))


class Causes:
    """Finds causes; equal ones have one number. `most` is how many edits are tried singly."""

    def __init__(self, old: RuleBase, new: RuleBase, edits: Sequence[Edit], most: int) -> None:
        self._old, self._new, self.edits = old, new, edits
        self.reach, self.merged = Reach(old, new, edits), Merged(old, new, edits)
        self._all = frozenset(range(len(edits)))
        self._most = most
        self.found: list[Cause] = []

    @cached_property
    def details(self) -> Mapping[str, tuple[str, str, Edits]]:
        """Advice that both bases give, with dates or numbers told otherwise: before and after."""
        new = {one.id: one for one in self._new.advice}
        found = {}
        for one in self._old.advice:
            if one.id in new and (told := self._told(one, new[one.id])):
                found[one.id] = told
        return found

    def _told(self, one: Advice, other: Advice) -> tuple[str, str, Edits] | None:
        before, after, causes = list[str](), list[str](), set[int]()
        for number, edit in enumerate(self.edits):
            kind, name = edit.key
            told = [part for part in edit.parts if part.purpose == DETAIL]
            if edit.key == (ADVICE, one.id) and told:
                causes.add(number)
                before += [_date(part.name, part.before) for part in told]
                after += [_date(part.name, part.after) for part in told]
            elif kind == PARAMETER and name in _parameters(one) & _parameters(other):
                causes.add(number)
                before.append(f"{name} {self._old.settings[name].value:g}")
                after.append(f"{name} {self._new.settings[name].value:g}")
        return (", ".join(before), ", ".join(after), frozenset(causes)) if causes else None

    def possible(self, kind: str, item: str) -> Edits:
        """The edits that a conclusion can owe a change to."""
        if kind == OTHERWISE:
            return self.details[item][2]
        if kind in _KINDS:
            return self.reach.of_item(_KINDS[kind], item)
        return self.reach.of_fact(item)

    @cached_property
    def tried(self) -> Sequence[Edits]:
        """The sets of edits to try: each edit with what it cannot do without, where it matters
        which of several it is; nothing when these are too many."""
        if len(self._all) < 2:
            return []
        crowded = self._all & frozenset().union(*(s for s in self._reached() if len(s) > 1))
        closures = dict.fromkeys(self.merged.needed(frozenset({one})) for one in sorted(crowded))
        found = [one for one in closures if one is not None and one != self._all]
        return found if len(found) <= self._most else []

    def _reached(self) -> Iterator[Edits]:
        for base in (self._old, self._new):
            yield from (self.reach.of_fact(name) for name, one in base.facts.items() if one.derived)
            yield from (self.reach.of_item(ADVICE, one.id) for one in base.advice)
            yield from (self.reach.of_item(RULE, one.id) for one in base.rules if one.severity)
            yield from (self.reach.of_item(CONSTRAINT, one.id) for one in base.constraints)

    @property
    def trials(self) -> list[RuleBase]:
        """The older base with each of the sets that are tried."""
        return [base for one in self.tried if (base := self.merged.base(one)) is not None]

    def number(self, kind: str, item: str, same: Sequence[bool]) -> int:
        """The number of the cause; `same` says of each trial whether it came to the new result."""
        cause = self._cause(kind, item, same)
        if cause not in self.found:
            self.found.append(cause)
        return self.found.index(cause)

    def _cause(self, kind: str, item: str, same: Sequence[bool]) -> Cause:
        possible = self.possible(kind, item) or self._all
        whole = tuple(sorted(possible))
        if len(possible) == 1:
            return Cause((whole,), ALONE)
        if kind == OTHERWISE:
            return Cause((whole,), TOGETHER)
        works = {one & possible for one, did in zip(self.tried, same, strict=False) if did}
        least = [one for one in works if not any(other < one for other in works)]
        if least:
            return Cause(tuple(sorted(tuple(sorted(one)) for one in least)), ALONE)
        return Cause((whole,), TOGETHER if same else POSSIBLE)

    def together(self, edits: Iterable[int]) -> int:
        """The number of the cause that some edits are together."""
        cause = Cause((tuple(sorted(edits)),), TOGETHER)
        if cause not in self.found:
            self.found.append(cause)
        return self.found.index(cause)

    def touching(self, number: int) -> tuple[int, ...]:
        """The edits of a cause."""
        return self.found[number].edits


def _date(name: str, due: Due | None) -> str:
    return f"{name} {due.text if due else 'at any time'}"


def _parameters(advice: Advice) -> frozenset[str]:
    """Those that stand in the words or the dates of an advice."""
    dues: list[Due] = [due for due in (advice.start, advice.by) if due is not None]
    words = [name for name in PLACEHOLDER.findall(advice.say) if name.startswith(_PARAM)]
    named = {name.removeprefix(_PARAM) for name in words}
    return frozenset({*named, *(due.parameter for due in dues if due.parameter)})
