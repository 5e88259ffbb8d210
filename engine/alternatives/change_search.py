"""The cheapest choice of options that reaches a target: best first, learning from each failure.

A choice that fails is widened to a box, all of which surely fails; no later choice enters it. So
the first choice that succeeds is the cheapest, and when none is left there is none. What leaving
the boxes around a choice takes at least is counted before anything is tried (A*).
"""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from engine.alternatives.change_cases import Box, Chosen
from engine.alternatives.change_ways import Ways

MOST_TRIED = 3_000  # choices that are tried before the search is broken off
MOST_SEEN = 20_000  # and that are looked at, whether tried or known to fail


class BrokenOff(Exception):
    """The search took too long; nothing is known of what it did not look at."""


@dataclass(frozen=True, slots=True)
class _Region:
    """A box of failures: the slots that bound it, and what leaving it by each takes at least."""

    walls: tuple[tuple[int, frozenset[int]], ...]
    exits: tuple[tuple[int, float], ...]  # the cheapest first

    def around(self, chosen: Chosen) -> bool:
        """Whether the choice lies in it."""
        return all(chosen[slot] in inside for slot, inside in self.walls)

    def leaving(self, chosen: Chosen) -> list[tuple[int, float]]:
        """The ways out by slots that are not moved yet."""
        return [(slot, least) for slot, least in self.exits if not chosen[slot]]


class Search:
    """Finds the cheapest choice; `fails` gives a box of failures around a choice, or None."""

    def __init__(self, ways: Ways, fails: Callable[[Chosen], Box | None]) -> None:
        self._ways = ways
        self._fails = fails
        self._regions: list[_Region] = []
        self._heap = [(0.0, 0, ways.stay)]  # among as cheap ones those that are furthest first
        self._seen = {ways.stay}
        self._tried = 0

    def cheapest(self, below: float = inf) -> Chosen | None:
        """The choice, or None where none takes less effort than that. Raises BrokenOff."""
        while self._heap and self._heap[0][0] < below:
            least, left, chosen = heappop(self._heap)
            around = [one for one in self._regions if one.around(chosen)]
            if not around:
                region = self._try(chosen)
                if region is None:
                    return chosen
                around = [region]
            more = round(self._ways.effort(chosen) + _at_least(chosen, around), 6)
            if more > least:
                self._wait(more, -left, chosen)
            else:
                self._leave(least, -left, chosen, around)
        return None

    def _wait(self, least: float, steps: int, chosen: Chosen) -> None:
        if least < inf:
            heappush(self._heap, (least, -steps, chosen))

    def _try(self, chosen: Chosen) -> _Region | None:
        """The failures around a choice; None if it succeeds."""
        self._tried += 1
        if self._tried > MOST_TRIED or self._ways.looks > self._ways.wish.looks:
            raise BrokenOff
        box = self._fails(chosen)
        if box is None:
            return None
        region = self._region(box)
        self._regions.append(region)
        return region

    def _region(self, box: Box) -> _Region:
        full, exits = self._ways.everything, list[tuple[int, float]]()
        walls = [(slot, inside) for slot, inside in enumerate(box) if inside != full[slot]]
        for slot, inside in walls:
            options = self._ways.options[self._ways.slots[slot]]
            outside = [options[one].effort for one in full[slot] - inside if one]
            exits += [(slot, min(outside))] if outside else []
        return _Region(tuple(walls), tuple(sorted(exits, key=lambda one: (one[1], one[0]))))

    def _leave(self, least: float, steps: int, chosen: Chosen, around: list[_Region]) -> None:
        """Put in choices with one more slot moved, by the region with the fewest ways out."""
        region = min(around, key=lambda one: len(one.leaving(chosen)))
        inside = dict(region.walls)
        for slot, _ in region.leaving(chosen):
            for option in range(1, len(self._ways.options[self._ways.slots[slot]])):
                other = (*chosen[:slot], option, *chosen[slot + 1 :])
                if option not in inside[slot] and other not in self._seen:
                    self._seen.add(other)
                    self._wait(max(least, self._ways.effort(other)), steps + 1, other)
        if len(self._seen) > MOST_SEEN:
            raise BrokenOff


def _at_least(chosen: Chosen, around: list[_Region]) -> float:
    """What leaving all of them takes at least: the sum over some that share no way out."""
    used, found = set[int](), 0.0
    for leaving in sorted((one.leaving(chosen) for one in around), key=len):
        if not leaving:
            return inf
        if used.isdisjoint(slot for slot, _ in leaving):
            used |= {slot for slot, _ in leaving}
            found += leaving[0][1]
    return found
