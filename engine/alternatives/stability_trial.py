"""What follows once answers are others: only what rests on them anew, and what it looked at."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from engine.compiled.lazy import Lazy
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Value, is_settled
from engine.reason.known import Dispute, Origin

Changes = Mapping[Place, Value]


class Trial(Lazy):
    """What is known of a case, with the places that were looked at to know it."""

    def __init__(self, base: RuleBase, case: Case, disputes: tuple[Dispute, ...] = ()) -> None:
        super().__init__(base, case, disputes)
        self._looked: dict[Place, set[Place]] = {}
        self._now: set[Place] = set()

    def value(self, place: Place) -> Value:
        """The values that the fact can still have."""
        self._now.add(place)
        return super().value(place)

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        if not self.base.facts[place[0]].derived:
            return super().work_out(place)
        before, self._now = self._now, set()
        found = super().work_out(place)
        self._looked[place], self._now = self._now, before
        return found

    def origin(self, place: Place) -> Origin:
        """Where the value comes from."""
        self._now.add(place)
        return super().origin(place)

    def wavers(self, place: Place, changes: Changes) -> bool:
        """Whether something derived is left open for a set of answers, perhaps not for each."""
        if place not in self._looked or is_settled(self._values[place]):
            return False
        behind = self._behind([place]) & changes.keys()
        return any(not is_settled(changes[one]) for one in behind)

    def looked_at(self) -> frozenset[Place]:
        """The places that were looked at, with everything behind them."""
        return self._behind([*self._now])

    def _behind(self, waiting: list[Place]) -> frozenset[Place]:
        """The places with everything that was looked at for them."""
        found: set[Place] = set()
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += self._looked.get(place, ())
        return frozenset(found)

    def turned(
        self, case: Case, disputes: tuple[Dispute, ...], stale: Collection[Place]
    ) -> "Trial":
        """The same for other answers; `stale` are the places that may have other values."""
        found = Trial(self.base, case, disputes)
        found._values, found._derived = dict(self._values), dict(self._derived)
        found._looked = dict(self._looked)
        for place in stale:
            found._values.pop(place, None)
            found._derived.pop(place, None)
            found._looked.pop(place, None)
        return found


class Trials:
    """One case with other answers again and again; each trial starts from the one before.

    `above` says of each place what rests on it.
    """

    def __init__(
        self,
        base: RuleBase,
        case: Case,
        above: Mapping[Place, frozenset[Place]],
        disputes: tuple[Dispute, ...],
    ) -> None:
        self._case = case
        self._above = above
        self.start = Trial(base, case, disputes)
        self._last: tuple[Changes, Trial] = ({}, self.start)

    def changed(self, changes: Changes, disputes: tuple[Dispute, ...]) -> Trial:
        """What is known with the changes."""
        before, known = self._last
        touched = {place for place, value in changes.items() if before.get(place) is not value}
        touched |= before.keys() - changes.keys()
        case = self._answered(touched, changes)
        if disputes != known.disputes:
            touched |= {p for one in (*disputes, *known.disputes) for p in one.places}
        stale = touched.union(*(self._above.get(place, ()) for place in touched))
        found = known.turned(case, disputes, stale)
        self._last = changes, found
        return found

    def _answered(self, touched: Iterable[Place], changes: Changes) -> Case:
        """The case of the trial before with what is different in this one."""
        answers = dict(self._last[1].case.answers)
        for place in touched:
            if place in changes:
                answers[place] = Answer(changes[place])
            elif place in self._case.answers:
                answers[place] = self._case.answers[place]
            else:
                del answers[place]
        return replace(self._case, answers=answers)


def changed(case: Case, changes: Changes) -> Case:
    """The case with other answers, or sets of them."""
    answers = {place: Answer(value) for place, value in changes.items()}
    return replace(case, answers={**case.answers, **answers})
