"""Contradictory answers: found before any rule runs, and set aside until one is corrected."""

from collections.abc import Iterable, Iterator

from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Count, Every, Exists, Node, Ref, Total, children
from engine.reason.evaluate import truth
from engine.reason.known import Dispute, Known, Origin


def find_disputes(base: RuleBase, case: Case) -> tuple[Dispute, ...]:
    """Every declared impossible combination that the given answers make true.

    Assumptions never dispute an answer, so they are left out here.
    """
    if not base.constraints:
        return ()
    return tuple(disputes_over(base.constraints, Known(base.unassuming, case)))


def disputes_over(constraints: Iterable[Constraint], known: Known) -> Iterator[Dispute]:
    """Those of some constraints; what is known must be without assumptions."""
    for constraint in constraints:
        for member in known.members(constraint.scope):
            if truth(constraint.never, known, member) is True:
                places = sorted(set(_places(constraint.never, known, member)))
                answered = [place for place in places if known.origin(place) is Origin.ANSWER]
                yield Dispute(constraint, tuple(answered))


def _places(node: Node, known: Known, member: int) -> Iterator[Place]:
    """Every answer that a condition reads, of each member of a list that it goes through."""
    match node:
        case Ref():
            yield known.place(node, member)
        case Exists(entity, part) | Every(entity, part) | Count(entity, part):
            for one in known.members(entity):
                yield from _places(part, known, one)
        case Total(ref, part):
            for one in known.members(ref.entity):
                yield ref.fact, one
                yield from _places(part, known, one)
        case _:
            for child in children(node):
                yield from _places(child, known, member)
