"""The truths that a condition can come to for some of a set of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from engine.alternatives.stability_slice import within
from engine.compiled.compiler import truth
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Place
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Count,
    IfKnown,
    KnownFrom,
    Lookup,
    Node,
    Not,
    Or,
    Ref,
    Total,
)
from engine.ir.values import Interval, Truth
from engine.reason.evaluate import all_of, negated
from engine.reason.known import Known

_UNEVEN = Lookup | KnownFrom | IfKnown | Condition | Count | Total  # within a comparison
Truths = frozenset[Truth]
_SHAPES = "shapes"


def truths(node: Node, known: Known, member: int, moving: frozenset[Place]) -> Truths:
    """The truths that a condition can have for some of the answers; perhaps too many."""
    match node:
        case Not(part):
            return frozenset(map(negated, truths(part, known, member, moving)))
        case And(parts):
            every = [truths(part, known, member, moving) for part in parts]
            return frozenset(map(all_of, product(*every)))
        case Or(parts):
            contrary = [map(negated, truths(part, known, member, moving)) for part in parts]
            return frozenset(map(negated, map(all_of, product(*contrary))))
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
    shape = _shape(node, known.base)
    names = {name for name, _ in moving}
    if names.isdisjoint(shape.facts) or _open_at_corners(node, shape, known, member, moving):
        return frozenset({None})
    return frozenset({True, False, None})


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is the same of a condition whatever the answers are.

    `plain` is a comparison of facts without anything that jumps, `product` whether one is
    multiplied or divided. The node is kept so that no other can come to have its identity.
    """

    node: Node
    refs: tuple[Ref, ...]
    facts: frozenset[str]
    plain: bool
    product: bool


def _shape(node: Node, base: RuleBase) -> _Shape:
    kept: dict[int, _Shape] = base.own.setdefault(_SHAPES, {})
    if id(node) not in kept:
        every = [*within([node])]
        refs = tuple(one for one in every if isinstance(one, Ref))
        derived = any(base.facts[one.fact].derived for one in refs)
        uneven = any(isinstance(one, _UNEVEN) for one in every[1:])
        kept[id(node)] = _Shape(
            node,
            refs,
            frozenset(one.fact for one in refs),
            isinstance(node, Compare) and not derived and not uneven,
            any(one.op in "*/" for one in every if isinstance(one, Arithmetic)),
        )
    return kept[id(node)]


def _open_at_corners(
    node: Node, shape: _Shape, known: Known, member: int, moving: frozenset[Place]
) -> bool:
    """Whether a comparison of plain numbers is open wherever it is at the ends of all that moves.

    Where a sum is neither sure to pass a limit nor sure not to, the answers are on a stretch
    without gaps.
    """
    if not shape.plain:
        return False
    moved = sorted({known.place(one, member) for one in shape.refs} & moving)
    if shape.product and len(moved) > 1:
        return False
    values = [known.value(place) for place in moved]
    ends = [sorted({v.low, v.high}) for v in values if isinstance(v, Interval)]
    return len(ends) == len(moved) and all(
        truth(node, _with(known, dict(zip(moved, corner, strict=True))), member) is None  # type: ignore[arg-type]
        for corner in product(*ends)
    )


def _with(known: Known, numbers: Mapping[Place, float]) -> Known:
    """The same with numbers in place of ranges; nothing derived is worked out again."""
    answers = {place: Answer(Interval(one, one)) for place, one in numbers.items()}
    case = known.case.answering({**known.case.answers, **answers})
    return Known(known.base, case)
