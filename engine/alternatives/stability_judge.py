"""What a conclusion is for answers that are changed: one by one, or whole ranges of them at once.

The reference interpreter reads sets of values and intervals soundly: what it settles for a set of
answers holds for each of them. Where that is not so, the judge says less, never more:
contradictions, numbers told twice, and conditions on what is still open.
"""

from collections.abc import Callable, Iterable
from functools import cached_property, partial

from engine.alternatives.stability_even import Tested, Tests, alike
from engine.alternatives.stability_fits import Fitting
from engine.alternatives.stability_reach import Reach
from engine.alternatives.stability_slice import Slice, sliced, within
from engine.alternatives.stability_trial import Changes, Trial, Trials
from engine.compiled.compiler import amount, truth
from engine.ir.base import Kind, RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import And, Compare, Condition, IsOpen, KnownFrom, Not, Or
from engine.ir.read_only import read_only
from engine.ir.values import EITHER, Interval, Truth, Value, is_settled, of_truth
from engine.reason.evaluate import all_of, negated

UNTRIED = Kind.TEXT, Kind.CHOICES
Holds = Callable[[Trial], Truth]
FEW = 4  # changes that are likely to be tried again


@read_only
class Verdict:
    """The outcomes that are possible, and whether the answers fit together.

    `fits` is None where some of the answers do and others do not.
    """

    outcomes: frozenset[str]
    fits: Truth = True

    def stays(self, outcome: str) -> bool:
        """Whether the outcome is certain for all the answers."""
        return self.fits is True and self.outcomes == {outcome}

    def leaves(self, outcome: str) -> bool:
        """Whether it is certain that none of the answers has the outcome."""
        return self.fits is False or outcome not in self.outcomes

    @property
    def is_even(self) -> bool:
        """Whether the answers are surely all alike."""
        return self.fits is False or (self.fits is True and len(self.outcomes) == 1)


class Judge:
    """One goal of one member of a case."""

    def __init__(self, base: RuleBase, case: Case, goal: Place) -> None:
        self.slice: Slice = sliced(base, goal[0])
        self.goal = goal
        self.case = case
        self.tried = 0
        self._recent: list[Trial] = []
        self._found: dict[frozenset[tuple[Place, Value]], Verdict] = {}
        self._reach = Reach(self.slice.base, case.members)
        self._roots = self._directly()
        self._behind = self._reach.behind(self._roots)
        self.places = self._questions()
        self.fitting = Fitting(self.slice, case, self.places)
        self._trials = self._trying(self.slice.base)
        self.known = self._trials.start
        self.now = self.verdict({})

    def _directly(self) -> list[Place]:
        """What the goal is, or looks at itself."""
        when, member = self.slice.when, self.goal[1]
        if not self.slice.is_advice:
            return [self.goal]
        return [] if when is None else [*dict.fromkeys(self._reach.seen(when, member))]

    def _questions(self) -> list[Place]:
        """Every question behind the goal, in the order of the vocabulary."""
        facts, order = self.slice.base.facts, self.slice.base.positions
        asked = [p for p in self._behind if not facts[p[0]].derived]
        tried = [place for place in asked if facts[place[0]].kind not in UNTRIED]
        return sorted(tried, key=lambda place: (order[place[0]], place[1]))

    @cached_property
    def _above(self) -> dict[Place, frozenset[Place]]:
        return self._reach.above(self._roots)

    @cached_property
    def _loosely(self) -> Trials:
        return self._trying(self.slice.loose)

    def _trying(self, base: RuleBase) -> Trials:
        return Trials(base, self.case, self._above, self.fitting.disputes({}))

    @cached_property
    def read(self) -> frozenset[Place]:
        """The questions that were looked at: other answers to others cannot matter alone."""
        return frozenset(self.places) if self.fitting.broken else self._unchanged.looked_at()

    @cached_property
    def _unchanged(self) -> Trial:
        """The case as it is, once the conclusion was looked at."""
        known = self._trials.changed({}, ())
        self._outcomes(known, {})
        return known

    def looked_at(self, changes: Changes) -> frozenset[Place]:
        """The questions that the conclusion looks at with other answers, if these fit together."""
        found = self._looked_at(self._trials, changes)
        if self.slice.told_twice and not all(map(is_settled, changes.values())):
            found |= self._looked_at(self._loosely, changes)
        return found

    def _looked_at(self, trials: Trials, changes: Changes) -> frozenset[Place]:
        known = trials.changed(changes, ())
        self._outcomes(known, {})
        return known.looked_at()

    def verdict(self, changes: Changes, new: Iterable[Place] | None = None) -> Verdict:
        """What is certain of the conclusion with other answers, or sets of them.

        Where only some of the changes are `new` the others are known to fit together.
        """
        if len(changes) > FEW:
            return self._verdict(changes, new)
        key = frozenset(changes.items())
        if key not in self._found:
            self._found[key] = self._verdict(changes)
        return self._found[key]

    def _verdict(self, changes: Changes, new: Iterable[Place] | None = None) -> Verdict:
        self.tried += 1
        fits = self.fitting.fits(changes, new)
        if fits is False:
            return Verdict(frozenset(), fits)
        moving = not all(map(is_settled, changes.values()))
        if changes and self.read.isdisjoint(changes):
            self._recent = [self._unchanged]
            return Verdict(self.now.outcomes, fits)
        disputes = self.fitting.disputes(changes)
        known = self._trials.changed(changes, disputes)
        outcomes = self._outcomes(known, changes)
        self._recent = [known]
        if moving and self._blurred(known, changes):
            if not self.slice.can_loosen:
                return Verdict(self._everything, None)
            self._recent.append(self._loosely.changed(changes, disputes))
            outcomes = self._outcomes(self._recent[1], changes)
        return Verdict(outcomes, fits)

    def recently_read(self) -> frozenset[Place]:
        """The questions that count in what was last found out; others may be anything beside it."""
        if self.fitting.broken:
            return frozenset(self.places)
        return frozenset[Place]().union(*(known.looked_at() for known in self._recent))

    def are_alike(self, place: Place, whole: Changes, ends: tuple[Changes, Changes]) -> bool:
        """Whether all numbers in a range lead to the same as each of its ends."""
        touched = self.fitting.touches(place)
        if not self.slice.can_loosen or (touched and self.fitting.broken):
            return False
        if self.fitting.fits(whole) is None and not self.fitting.is_even(place, whole, ends):
            return False
        tests = self._tested(place)
        disputes = self.fitting.disputes({})
        trials = self._loosely if self.slice.told_twice else self._trials
        known = trials.changed(whole, disputes)
        first, last = (self._trials.changed(one, disputes) for one in ends)
        return alike(tests, known, first, last)

    def knowing(self, changes: Changes) -> Trial:
        """What is known with the changes, as if they contradicted nothing."""
        return self._trials.changed(changes, self.fitting.disputes({}))

    def compares(self, place: Place) -> list[tuple[Compare, int]]:
        """The comparisons that a number enters, each about a member."""
        tests = [*self._tested(place), *self.fitting.tested(place)]
        return [(one.node, one.member) for one in tests if isinstance(one.node, Compare)]

    def _tested(self, place: Place) -> tuple[Tested, ...]:
        return self._tests.of(place, self._above.get(place, frozenset()))

    @cached_property
    def _tests(self) -> Tests:
        roots = [] if self.slice.when is None else [(self.slice.when, self.goal[1])]
        return Tests(self.slice.base, self._reach, roots)

    @property
    def _everything(self) -> frozenset[str]:
        if self.slice.is_advice:
            return EITHER
        value = self.slice.base.facts[self.goal[0]].widest
        return value if isinstance(value, frozenset) else frozenset()

    def _outcomes(self, known: Trial, changes: Changes) -> frozenset[str]:
        if not self.slice.is_advice:
            value = known.value(self.goal)
            return value if isinstance(value, frozenset) else frozenset()
        when = self.slice.when
        if when is None:
            return of_truth(True)
        if self.slice.opens and not all(map(is_settled, changes.values())):
            return of_truth(self._for_each(known))
        return of_truth(truth(when, known, self.goal[1]))

    @cached_property
    def _for_each(self) -> Holds:
        """The truth of the condition for all of a set of answers."""
        assert self.slice.when is not None
        return self._holds(self.slice.when)

    def _holds(self, node: Condition) -> Holds:
        """The same of a part of it.

        A derived fact that a set of answers leaves open may be settled for each of them.
        """
        member, opened = self.goal[1], self._opened(node)
        if not opened:
            return partial(truth, node, member=member)
        match node:
            case Not(part):
                inner = self._holds(part)
                return lambda known: negated(inner(known))
            case And(parts):
                each = [self._holds(part) for part in parts]
                return lambda known: all_of(one(known) for one in each)
            case Or(parts):
                some = [self._holds(part) for part in parts]
                return lambda known: negated(all_of(negated(one(known)) for one in some))
        return partial(self._settled, node, opened)

    def _settled(self, node: Condition, opened: list[Place], known: Trial) -> Truth:
        found = truth(node, known, self.goal[1])
        return None if found is None or any(map(known.wavers, opened)) else found

    def _opened(self, node: Condition) -> list[Place]:
        """The derived facts, of all members, that a condition may ask whether they are open."""
        refs = [one.ref for one in within([node]) if isinstance(one, IsOpen)]
        facts = {ref.fact: ref.entity for ref in refs if self.slice.base.facts[ref.fact].derived}
        members = self._reach.members
        return [(name, one) for name, entity in facts.items() for one in members(entity)]

    def _blurred(self, known: Trial, changes: Changes) -> bool:
        """Whether a number is told twice in ways that might contradict each other.

        Then the first counts alone, which is not what the two have in common. Numbers that were
        not looked at do not count.
        """
        if not self.slice.can_loosen:
            return True
        if not self._twice:
            return False
        twice = [place for place, behind in self._twice.items() if _moves(behind, changes)]
        looked = known.looked_at() if twice else frozenset()
        return not all(self._agree(place, known, changes) for place in twice if place in looked)

    @cached_property
    def _twice(self) -> dict[Place, frozenset[Place]]:
        """The numbers that are told twice, with everything behind each."""
        found = [place for place in self._behind if place[0] in self.slice.told_twice]
        return {place: self._reach.behind([place]) for place in found}

    def _agree(self, place: Place, known: Trial, changes: Changes) -> bool:
        """Whether it is sure that what is told twice does not contradict itself."""
        node = self.slice.base.facts[place[0]].formula
        assert isinstance(node, KnownFrom)
        one, other = (amount(side, known, place[1]) for side in (node.left, node.right))
        if _inside(one, other) or not _inside(other, one):
            return _inside(one, other)
        return not _moves(self._reach.behind(self._reach.seen(node.left, place[1])), changes)


def _moves(behind: Iterable[Place], changes: Changes) -> bool:
    """Whether a set of answers is put in for one of the places."""
    return any(one in changes and not is_settled(changes[one]) for one in behind)


def _inside(one: Interval, other: Interval) -> bool:
    return other.low <= one.low and one.high <= other.high
