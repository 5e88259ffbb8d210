"""What a conclusion is for answers that are changed: one by one, or whole ranges of them at once.

The reference interpreter reads sets of values and intervals soundly: what it settles for a set of
answers holds for each of them. Where that is not so, the judge says less, never more:
contradictions, numbers told twice, and conditions on what is still open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.alternatives.stability_slice import Slice, questions, sliced, within
from engine.alternatives.stability_truths import Truths, truths
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy, settled
from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import And, Condition, IsOpen, KnownFrom, Not, Or, Ref
from engine.ir.values import EITHER, Interval, Truth, Value, is_settled, of_truth
from engine.reason.evaluate import all_of, amount, negated
from engine.reason.known import Known

Changes = Mapping[Place, Value]


@dataclass(frozen=True, slots=True)
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
        self._told_twice = [n for n in within(self.slice.nodes) if isinstance(n, KnownFrom)]
        formulas = (self.slice.base.facts[name].formula for name in self.slice.base.order)
        self._can_loosen = len(self._told_twice) == sum(isinstance(n, KnownFrom) for n in formulas)
        constraints = self.slice.base.constraints
        self._constrained = [questions(self.slice.base, [one.never]) for one in constraints]
        self._unassuming = self.slice.base.unassuming
        self._found: dict[frozenset[tuple[Place, Value]], Verdict] = {}
        known = Known(self.slice.base, case)
        self.places = self.slice.places(known, goal[1])
        self.known = settled(self.slice.base, case)
        self._disputed = {
            (index, member)
            for index, member, truths in self._never(case, frozenset())
            if True in truths
        }
        self.now = self.verdict({})

    def changed(self, changes: Changes) -> Case:
        """The case with other answers."""
        answers = {place: Answer(value) for place, value in changes.items()}
        return replace(self.case, answers={**self.case.answers, **answers})

    def verdict(self, changes: Changes) -> Verdict:
        """What is certain of the conclusion with other answers, or sets of them."""
        key = frozenset(changes.items())
        if key not in self._found:
            self._found[key] = self._verdict(changes)
        return self._found[key]

    def _verdict(self, changes: Changes) -> Verdict:
        self.tried += 1
        moving = frozenset(place for place, value in changes.items() if not is_settled(value))
        case = self.changed(changes)
        fits = self._fits(case, changes, moving)
        if fits is False:
            return Verdict(frozenset(), fits)
        known = self._known(case, changes)
        if moving and self._blurred(known, moving):
            if not self._can_loosen:
                return Verdict(self._everything, None)
            known = settled(self._loose, case)
        return Verdict(self._outcomes(known, moving), fits)

    def _known(self, case: Case, changes: Changes) -> Known:
        """What is known with the changed answers; only what rests on them is worked out again."""
        if self._disputed:
            return settled(self.slice.base, case)
        return self.known.revised(case, {name for name, _ in changes})

    @cached_property
    def _loose(self) -> RuleBase:
        """The base in which of a number told twice the first counts, which is never too narrow."""
        facts = {
            name: replace(fact, formula=fact.formula.left)
            if isinstance(fact.formula, KnownFrom)
            else fact
            for name, fact in self.slice.base.facts.items()
        }
        return replace(self.slice.base, facts=facts)

    @property
    def _everything(self) -> frozenset[str]:
        if self.slice.is_advice:
            return EITHER
        value = self.slice.base.facts[self.goal[0]].widest
        return value if isinstance(value, frozenset) else frozenset()

    def _outcomes(self, known: Known, moving: frozenset[Place]) -> frozenset[str]:
        if not self.slice.is_advice:
            value = known.value(self.goal)
            return value if isinstance(value, frozenset) else frozenset()
        when = self.slice.when
        return of_truth(True if when is None else self._holds(when, known, moving))

    def _holds(self, node: Condition, known: Known, moving: frozenset[Place]) -> Truth:
        """The truth of a condition for all the answers.

        A derived fact that a set of answers leaves open may be settled for each of them.
        """
        member = self.goal[1]
        if not moving:
            return truth(node, known, member)
        match node:
            case Not(part):
                return negated(self._holds(part, known, moving))
            case And(parts):
                return all_of(self._holds(part, known, moving) for part in parts)
            case Or(parts):
                return negated(all_of(negated(self._holds(p, known, moving)) for p in parts))
        for one in within([node]):
            if isinstance(one, IsOpen) and self.slice.base.facts[one.ref.fact].derived:
                place = known.place(one.ref, member)
                if one is not node or not is_settled(known.value(place)):
                    return None
        return truth(node, known, member)

    def _fits(self, case: Case, changes: Changes, moving: frozenset[Place]) -> Truth:
        """Whether no answers contradict each other that did not before."""
        fits: Truth = True
        names = {name for name, _ in changes}
        for index, member, found in self._never(case, moving, names):
            if True not in found:
                continue
            if len(found) > 1:
                fits = None
            elif (index, member) not in self._disputed:
                return False
        return fits

    def _never(
        self, case: Case, moving: frozenset[Place], names: set[str] | None = None
    ) -> Iterable[tuple[int, int, Truths]]:
        """What each constraint can come to, for each member; only those about the facts named."""
        constraints: tuple[Constraint, ...] = self.slice.base.constraints
        if not constraints:
            return
        known = Lazy(self._unassuming, case)
        for index, constraint in enumerate(constraints):
            if names is not None and names.isdisjoint(self._constrained[index]):
                continue
            for member in known.members(constraint.scope):
                yield index, member, truths(constraint.never, known, member, moving)

    def _blurred(self, known: Known, moving: frozenset[Place]) -> bool:
        """Whether a number is told twice in ways that might contradict each other.

        Then the first counts alone, which is not what the two have in common.
        """
        names = {name for name, _ in moving}
        nodes = [n for n in self._told_twice if names & questions(self.slice.base, [n])]
        return not all(self._agree(node, known, names) for node in nodes)

    def _agree(self, node: KnownFrom, known: Known, names: set[str]) -> bool:
        """Whether it is sure that what is told twice does not contradict itself."""
        member = self.goal[1]
        refs = [one for one in within([node]) if isinstance(one, Ref) and one.bound]
        if any(member not in known.members(ref.entity) for ref in refs):
            return False
        one, other = amount(node.left, known, member), amount(node.right, known, member)
        fixed = names.isdisjoint(questions(self.slice.base, [node.left]))
        return _inside(one, other) or (fixed and _inside(other, one))


def _inside(one: Interval, other: Interval) -> bool:
    return other.low <= one.low and one.high <= other.high
