"""Contradictory answers: found before any rule runs, and set aside until one is corrected."""

from collections.abc import Iterator
from dataclasses import replace

from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.conditions import refs
from engine.reason.evaluate import truth
from engine.reason.known import Dispute, Known, Origin


def find_disputes(base: RuleBase, case: Case) -> tuple[Dispute, ...]:
    """Every declared impossible combination that the given answers make true.

    Assumptions never dispute an answer, so they are left out here.
    """
    if not base.constraints:
        return ()
    bare = {name: replace(fact, assume=None) for name, fact in base.facts.items()}
    known = Known(replace(base, facts=bare), case)
    return tuple(_disputes(base, known))


def _disputes(base: RuleBase, known: Known) -> Iterator[Dispute]:
    for constraint in base.constraints:
        for member in known.members(constraint.scope):
            if truth(constraint.never, known, member) is True:
                places = sorted({known.place(ref, member) for ref in refs(constraint.never)})
                answered = [place for place in places if known.origin(place) is Origin.ANSWER]
                yield Dispute(constraint, tuple(answered))
