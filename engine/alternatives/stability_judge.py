"""What a conclusion is for answers that are changed: one by one, or whole ranges of them at once.

The reference interpreter reads sets of values and intervals soundly: what it settles for a set of
answers holds for each of them. Where that is not so, the judge says less, never more:
contradictions, numbers told twice, and conditions on what is still open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from engine.alternatives.stability_slice import Slice, roots_of, sliced, within
from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Count,
    IfKnown,
    IsOpen,
    KnownFrom,
    Lookup,
    Node,
    Not,
    Or,
    Ref,
    Total,
    children,
)
from engine.ir.values import EITHER, Interval, Truth, Value, is_settled, of_truth
from engine.reason.evaluate import all_of, amount, negated, truth
from engine.reason.interpret import interpret, revised
from engine.reason.known import Known

_UNEVEN = Lookup | KnownFrom | IfKnown | Condition | Count | Total  # within a comparison
Changes = Mapping[Place, Value]
Truths = frozenset[Truth]


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
        self._rests: dict[str, frozenset[str]] = {}
        constraints = self.slice.base.constraints
        self._constrained = [questions(self.slice.base, [one.never]) for one in constraints]
        self._unassuming = self.slice.base.unassuming
        self._found: dict[frozenset[tuple[Place, Value]], Verdict] = {}
        known = Known(self.slice.base, case)
        self.places = self.slice.places(known, goal[1])
        self.known = interpret(self.slice.base, case)[0]
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
            known = interpret(self._loose, case)[0]
        return Verdict(self._outcomes(known, moving), fits)

    def _known(self, case: Case, changes: Changes) -> Known:
        """What is known with the changed answers; only what rests on them is worked out again."""
        if self._disputed:
            return interpret(self.slice.base, case)[0]
        names = {name for name, _ in changes}
        facts = [one for one in self.slice.base.order if not names.isdisjoint(self._behind(one))]
        return revised(self.known, case, facts)

    def _behind(self, name: str) -> frozenset[str]:
        """The questions behind a derived fact."""
        if name not in self._rests:
            self._rests[name] = questions(self.slice.base, roots_of(self.slice.base, name))
        return self._rests[name]

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
        for index, member, truths in self._never(case, moving, names):
            if True not in truths:
                continue
            if len(truths) > 1:
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
        known = Known(self._unassuming, case)
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


def truths(node: Node, known: Known, member: int, moving: frozenset[Place]) -> Truths:
    """The truths that a condition can have for some of the answers; perhaps too many."""
    match node:
        case Not(part):
            return frozenset(map(negated, truths(part, known, member, moving)))
        case And(parts):
            every = [truths(part, known, member, moving) for part in parts]
            return frozenset(map(all_of, product(*every)))
        case Or(parts):
            contrary = And(tuple(Not(part) for part in parts))
            return frozenset(map(negated, truths(contrary, known, member, moving)))
        case Among(ref, _):
            found = truth(node, known, member)
            if found is not None or known.place(ref, member) not in moving:
                return frozenset({found})
            return frozenset({True, False})
    return _any_of(node, known, member, moving)


def _any_of(node: Node, known: Known, member: int, moving: frozenset[Place]) -> Truths:
    """The same where the answers are not told apart."""
    found = truth(node, known, member)  # type: ignore[arg-type]
    if found is not None:
        return frozenset({found})
    reads = {one.fact for one in within([node]) if isinstance(one, Ref)}
    names = {name for name, _ in moving}
    if names.isdisjoint(reads) or _open_at_corners(node, known, member, moving):
        return frozenset({None})
    return frozenset({True, False, None})


def _open_at_corners(node: Node, known: Known, member: int, moving: frozenset[Place]) -> bool:
    """Whether a comparison of plain numbers is open wherever it is at the ends of all that moves.

    Where a sum is neither sure to pass a limit nor sure not to, the answers are on a stretch
    without gaps.
    """
    places = {known.place(one, member) for one in within([node]) if isinstance(one, Ref)}
    if not isinstance(node, Compare) or any(known.base.facts[name].derived for name, _ in places):
        return False
    if any(isinstance(one, _UNEVEN) for one in within(children(node))):
        return False
    moved = sorted(places & moving)
    if (
        any(one.op in "*/" for one in within([node]) if isinstance(one, Arithmetic))
        and len(moved) > 1
    ):
        return False
    values = [known.value(place) for place in moved]
    ends = [sorted({v.low, v.high}) for v in values if isinstance(v, Interval)]
    return len(ends) == len(moved) and all(
        truth(node, _with(known, dict(zip(moved, corner, strict=True))), member) is None
        for corner in product(*ends)
    )


def _with(known: Known, numbers: Mapping[Place, float]) -> Known:
    """The same with numbers in place of ranges; nothing derived is worked out again."""
    answers = {place: Answer(Interval(one, one)) for place, one in numbers.items()}
    case = replace(known.case, answers={**known.case.answers, **answers})
    return Known(known.base, case)


def _inside(one: Interval, other: Interval) -> bool:
    return other.low <= one.low and one.high <= other.high


def questions(base: RuleBase, nodes: Iterable[Node]) -> frozenset[str]:
    """Every question and derived fact behind conditions and numbers."""
    found: set[str] = set()
    waiting = [one.fact for one in within(nodes) if isinstance(one, Ref)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            roots = within(roots_of(base, name)) if base.facts[name].derived else ()
            waiting += [one.fact for one in roots if isinstance(one, Ref)]
    return frozenset(found)
