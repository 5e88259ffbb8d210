"""Contradictory answers: found before any rule runs, and set aside until one is corrected."""

from collections.abc import Callable, Iterable, Iterator

from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Case
from engine.ir.conditions import Condition
from engine.ir.values import Truth
from engine.reason.evaluate import truth
from engine.reason.known import Dispute, Known, Origin
from engine.reason.reads import places_read

Judging = Callable[[Condition, Known, int], Truth]


def find_disputes(base: RuleBase, case: Case) -> tuple[Dispute, ...]:
    """Every declared impossible combination that the given answers make true.

    Assumptions never dispute an answer, so they are left out here.
    """
    if not base.constraints:
        return ()
    return tuple(disputes_over(base.constraints, Known(base.unassuming, case)))


def disputes_over(
    constraints: Iterable[Constraint], known: Known, truth: Judging = truth
) -> Iterator[Dispute]:
    """Those of some constraints; what is known must be without assumptions."""
    for constraint in constraints:
        for member in known.members(constraint.scope):
            if truth(constraint.never, known, member) is True:
                places = sorted(set(places_read(constraint.never, known, member)))
                answered = [place for place in places if known.origin(place) is Origin.ANSWER]
                yield Dispute(constraint, tuple(answered))
