"""Blames as plain data: sets of answers of which each must have one changed."""

from collections.abc import Iterable

from engine.alternatives.whynot_values import Given
from engine.ir.case import Place
from engine.ir.values import Interval

Via = tuple[Place, ...]  # the derived facts on the way from a rule to an answer
Wants = dict[tuple[Place, Given], Via]
Blames = list[Wants]  # each must be met; an empty one cannot be


def any_of(found: Iterable[Blames]) -> Blames:
    """The blame where any of several may come about: of each the blame that names fewest."""
    joined: Wants = {}
    for blames in found:
        least = min(blames, key=len, default={})
        joined = {**joined, **least, **joined} if joined else least  # the first way counts
    return [joined]


def least_needed(blames: Blames) -> int:
    """How many answers it takes at least: so many blames have nothing in common.

    A number that two blames name counts as common: a third one may do for both.
    """
    count, used = 0, set[object]()
    for one in sorted(blames, key=len):
        keys = {key[0] if isinstance(key[1], Interval) else key for key in one}
        if used.isdisjoint(keys):
            used |= keys
            count += 1
    return count
