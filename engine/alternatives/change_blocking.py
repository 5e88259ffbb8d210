"""What stands in the way where no changes reach a target: facts that nothing can move."""

from collections.abc import Iterator

from engine.alternatives.change_behind import HangsOn
from engine.alternatives.change_options import together
from engine.alternatives.change_ways import Ways
from engine.compiled.lazy import Lazy
from engine.ir.base import NUMERIC, Kind
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Choices, Value
from engine.reason.known import Origin

MOST_CASES = 150  # cases that one question whether the target is impossible may look at


class _TooMany(Exception):
    """More cases than may be looked at."""


class Blocking:
    """Whether a target is impossible as long as some facts stay as they are.

    Everything else is free: what can be moved to all values that actions lead to, and the rest to
    any value at all.
    """

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._everything = ways.case(ways.everything)
        self._left = 0
        self.smallest = True  # whether it is sure that none of the facts could be left out

    def facts(self) -> tuple[Place, ...] | None:
        """A set of facts that block; None where there is none.

        First by what follows at once; then, for the few that are left, also case by case.
        """
        found = self._fixed()
        if self.impossible(found, most=1):
            found = self._few([], [], found)
        elif not self.impossible(found):
            return None
        for place in [*reversed(found)]:
            fewer = [one for one in found if one != place]
            if self.impossible(fewer):
                found = fewer
            elif self._left < 0:
                self.smallest = False
        return tuple(sorted(found, key=self._place))

    def _few(self, kept: list[Place], new: list[Place], more: list[Place]) -> list[Place]:
        """Those of `more` that are needed beside `kept`, found by halves; the first are preferred.

        `new` are those that were kept last.
        """
        if new and self.impossible(kept, most=1):
            return []
        if len(more) < 2:
            return more
        half = len(more) // 2
        second = self._few(kept + more[:half], more[:half], more[half:])
        return self._few(kept + second, second, more[:half]) + second

    def _place(self, place: Place) -> tuple[int, int]:
        return self._ways.base.positions[place[0]], place[1]

    def _fixed(self) -> list[Place]:
        """Answers that nothing moves; those first that are frozen, which are preferred."""
        told = (Origin.ANSWER, Origin.ASSUMED)
        found = [
            place
            for place in self._ways.support
            if place not in self._ways.options and self._ways.known.origin(place) in told
        ]
        facts = self._ways.base.facts
        return sorted(found, key=lambda one: (not facts[one[0]].frozen, self._place(one)))

    def impossible(self, kept: list[Place], most: int = MOST_CASES) -> bool:
        """Whether the target cannot be reached while these facts stay, as `most` cases show."""
        freed = {*self._fixed()} - {*kept}
        answers = {**self._everything.answers, **{place: Answer(None) for place in freed}}
        answers |= {place: Answer(None) for place in self._beside(freed) if place not in kept}
        self._left = most
        try:
            return self._missed(self._everything.answering(answers), frozenset(kept))
        except _TooMany:
            return False

    def _beside(self, freed: set[Place]) -> Iterator[Place]:
        """Numbers that actions on free facts move, which may be possible once these are others."""
        for action in self._ways.base.actions:
            for name, _ in action.also:
                for member in self._ways.known.members(action.scope):
                    if (action.fact, member) in freed:
                        yield self._ways.beside(action, member, name)

    def _missed(self, case: Case, kept: frozenset[Place]) -> bool:
        """Whether no case within this one reaches the target."""
        self._left -= 1
        if self._left < 0:
            raise _TooMany
        wish = self._ways.wish
        known = Lazy(wish.base, case, self._ways.disputes)
        if wish.target.missed(known.value(wish.goal)):
            return True
        for place in HangsOn(known).one_by_one(wish.goal):
            parts = [*self._parts(place, known)] if place[0] in wish.base.facts else []
            if len(parts) > 1 and place not in kept:
                return all(self._missed(_with(case, place, part), kept) for part in parts)
        return False

    def _parts(self, place: Place, known: Lazy) -> Iterator[Value]:
        """The single values that an open fact can have; none for a number that is free."""
        fact = self._ways.base.facts[place[0]]
        if place in self._ways.options:
            values = [option.value for option in self._ways.options[place]]
            if fact.kind in NUMERIC or fact.kind is Kind.DATE:
                yield from values if together(values) == known.value(place) else ()
                return
        if fact.kind in (Kind.CHOICE, Kind.YES_NO):
            value = known.value(place)
            yield from (Choices({one}) for one in fact.choices if one in value)  # type: ignore[operator]


def _with(case: Case, place: Place, value: Value) -> Case:
    return case.answering({**case.answers, place: Answer(value)})
