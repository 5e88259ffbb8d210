"""What follows once answers are others: only what rests on them anew, and what it looked at."""

from collections.abc import Collection, Iterator, Mapping
from itertools import compress
from operator import is_not

from engine.compiled.lazy import Lazy
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Value, is_settled
from engine.reason.known import Dispute, Origin

Changes = Mapping[Place, Value]


class Trial(Lazy):
    """What is known of a case with some answers changed, and what was looked at to know it."""

    def __init__(
        self,
        base: RuleBase,
        case: Case,
        disputes: tuple[Dispute, ...] = (),
        changes: Changes | None = None,
    ) -> None:
        super().__init__(base, case, disputes)
        self._changes: Changes = {} if changes is None else changes
        self._looked: dict[Place, set[Place]] = {}  # right behind a derived place
        self._now: set[Place] = set()
        self._unsettled: frozenset[Place] = frozenset()  # where more than one answer is put in

    def value(self, place: Place) -> Value:
        """The values that the fact can still have."""
        self._now.add(place)
        found = self._values.get(place)  # as in Known: called too often to be two calls
        if found is None:
            found = self._values[place] = self.work_out(place)
        return found

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        derive = self._derivers[place[0]]
        if derive is None:
            changed = None if place in self._disputed else self._changes.get(place)
            return super().work_out(place) if changed is None else changed
        before, self._now = self._now, set()
        found = derive(self, place[1])
        self._looked[place], self._now = self._now, before
        return found

    def origin(self, place: Place) -> Origin:
        """Where the value comes from."""
        self._now.add(place)
        if place in self._changes and place not in self._disputed:
            return Origin.ANSWER
        return super().origin(place)

    def wavers(self, place: Place) -> bool:
        """Whether something derived is left open for sets of answers, perhaps not for each."""
        if place not in self._looked or is_settled(self._values[place]):
            return False
        return any(not self._unsettled.isdisjoint(new) for new in self._behind({place}))

    def looked_at(self) -> frozenset[Place]:
        """The places that were looked at, with everything behind them."""
        return frozenset().union(*self._behind(self._now))

    def _behind(self, places: set[Place]) -> Iterator[set[Place]]:
        """The places and, some at a time, everything that was looked at for them."""
        found, waiting = {*places}, [*places]
        yield places
        while waiting:
            below = self._looked.get(waiting.pop())
            if below is not None and not below <= found:
                new = below - found
                waiting += new
                found |= new
                yield new

    def turned(
        self,
        changes: Changes,
        disputes: tuple[Dispute, ...],
        touched: set[Place],
        stale: Collection[Place],
    ) -> "Trial":
        """The same for other changes, of `touched`; those `stale` may have other values."""
        found = Trial(self.base, self.case, disputes, changes)
        open_now = (p for p in touched if p in changes and not is_settled(changes[p]))
        found._unsettled = self._unsettled.difference(touched).union(open_now)
        found._values, found._looked = dict(self._values), dict(self._looked)
        for place in found._values.keys() & stale:
            del found._values[place]
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
        self._above = above
        self.start = Trial(base, case, disputes)
        self._last: tuple[Changes, Trial] = ({}, self.start)

    def changed(self, changes: Changes, disputes: tuple[Dispute, ...]) -> Trial:
        """What is known with the changes."""
        before, known = self._last
        touched = _different(before, changes)
        if disputes != known.disputes:
            touched |= {p for one in (*disputes, *known.disputes) for p in one.places}
        stale = touched.union(*[self._above.get(place, ()) for place in touched])
        found = known.turned(changes, disputes, touched, stale)
        self._last = changes, found
        return found


def _different(before: Changes, after: Changes) -> set[Place]:
    """The places that are not changed to the very same; mostly few of very many."""
    others = map(is_not, map(before.get, after), after.values())
    found = {*compress(after, others)}
    return found if before.keys() <= after.keys() else found | (before.keys() - after.keys())


def changed(case: Case, changes: Changes) -> Case:
    """The case with other answers, or sets of them."""
    answers = {place: Answer(value) for place, value in changes.items()}
    return case.answering({**case.answers, **answers})
