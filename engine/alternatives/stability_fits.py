"""Which answers contradict each other once some of them are others."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.alternatives.stability_even import Tested, Tests, alike
from engine.alternatives.stability_reach import Reach
from engine.alternatives.stability_slice import Slice
from engine.alternatives.stability_trial import Changes, changed
from engine.alternatives.stability_truths import Truths, truths
from engine.compiled.lazy import Lazy
from engine.ir.base import Constraint
from engine.ir.case import Case, Place
from engine.ir.values import Truth, is_settled
from engine.reason.known import Dispute, Origin


@dataclass(frozen=True, slots=True)
class Bond:
    """A constraint on one member: the places that it looks at itself, and all behind it."""

    constraint: Constraint
    member: int
    seen: tuple[Place, ...]
    places: frozenset[Place]


class Fitting:
    """The constraints that answers behind a goal can break."""

    def __init__(self, part: Slice, case: Case, places: Iterable[Place]) -> None:
        self._case = case
        self._base = part.base.unassuming
        self._loose = part.loose.unassuming
        self._reach = Reach(self._base, case.members)
        self._touching: dict[Place, list[int]] = {}
        self._bonds: list[Bond] = []
        self._tests: dict[int, Tests] = {}
        self._found: dict[tuple[int, frozenset[tuple[Place, object]]], Truths] = {}
        mine = frozenset(places)
        for constraint in part.base.constraints:
            for member in case.members.get(constraint.scope, ()):
                self._bind(constraint, member, mine)
        self.broken = frozenset(i for i in range(len(self._bonds)) if True in self._truths(i, {}))

    def _bind(self, constraint: Constraint, member: int, mine: frozenset[Place]) -> None:
        seen = tuple(sorted(set(self._reach.seen(constraint.never, member))))
        places = self._reach.behind(seen)
        if mine.isdisjoint(places):
            return
        for place in places:
            self._touching.setdefault(place, []).append(len(self._bonds))
        self._bonds.append(Bond(constraint, member, seen, places))

    def touches(self, place: Place) -> bool:
        """Whether an answer can contradict another one."""
        return place in self._touching

    def fits(self, changes: Changes, only: Iterable[Place] | None = None) -> Truth:
        """Whether no answers contradict each other that did not before; or `only` some of them."""
        fits: Truth = True
        places = changes if only is None else only
        touched = {index for place in places for index in self._touching.get(place, ())}
        for index in touched:
            found = self._truths(index, changes)
            if True not in found:
                continue
            if len(found) > 1:
                fits = None
            elif index not in self.broken:
                return False
        return fits

    def is_even(self, place: Place, whole: Changes, ends: tuple[Changes, Changes]) -> bool:
        """Whether of the numbers in a range all contradict other answers alike."""
        for index in self._touching.get(place, ()):
            tests = self._tested(index, place)
            known = self._known(index, whole, loosely=True)
            first, last = (self._known(index, one) for one in ends)
            if not alike(tests, known, first, last):
                return False
        return True

    def tested(self, place: Place) -> list[Tested]:
        """The comparisons in constraints that a number enters."""
        found = self._touching.get(place, ())
        return [test for index in found for test in self._tested(index, place)]

    def _tested(self, index: int, place: Place) -> tuple[Tested, ...]:
        if index not in self._tests:
            bond = self._bonds[index]
            self._tests[index] = Tests(
                self._base, self._reach, [(bond.constraint.never, bond.member)]
            )
        above = self._reach.above(self._bonds[index].seen)
        return self._tests[index].of(place, above.get(place, frozenset()))

    def _known(self, index: int, changes: Changes, *, loosely: bool = False) -> Lazy:
        """What the answers alone say of what a constraint looks at."""
        places = self._bonds[index].places
        mine = {place: changes[place] for place in places if place in changes}
        return Lazy(self._loose if loosely else self._base, changed(self._case, mine))

    def disputes(self, changes: Changes) -> tuple[Dispute, ...]:
        """The answers that are set aside, where there are some already without the changes."""
        if not self.broken:
            return ()
        found = [i for i in range(len(self._bonds)) if self._truths(i, changes) == {True}]
        known = Lazy(self._base, changed(self._case, changes))
        return tuple(self._dispute(self._bonds[index], known) for index in found)

    def _dispute(self, bond: Bond, known: Lazy) -> Dispute:
        answered = [place for place in bond.seen if known.origin(place) is Origin.ANSWER]
        return Dispute(bond.constraint, tuple(answered))

    def _truths(self, index: int, changes: Changes) -> Truths:
        """What a constraint can come to; kept, as it rests on few answers."""
        bond = self._bonds[index]
        mine = {place: changes[place] for place in bond.places if place in changes}
        key = index, frozenset(mine.items())
        if key not in self._found:
            moving = frozenset(place for place, value in mine.items() if not is_settled(value))
            known = self._known(index, mine, loosely=bool(moving))
            self._found[key] = truths(bond.constraint.never, known, bond.member, moving)
        return self._found[key]
