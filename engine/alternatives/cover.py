"""The cheapest set of items that together bring what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_LOOKS = 300_000  # sets looked at before a search is given up
_TINY = 1e-9  # thirds of months do not add up exactly


@dataclass(frozen=True, slots=True)
class Item:
    """What one item costs, what it brings of each need, and when (in one unit; None: unknown)."""

    cost: float
    brings: tuple[float, ...]
    time: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The chosen items by position; None where no set is enough. Cut: more sets were possible."""

    chosen: tuple[int, ...] | None
    cut: bool = False


def cheapest(items: Sequence[Item], wanted: Sequence[float], limit: float) -> Found:
    """The set of least cost within the limit that brings at least what is wanted.

    Of sets that cost the same the one with fewer items is taken, then that of the earlier ones.
    Items whose times overlap are not taken together.
    """
    search = _Search(items, wanted, limit)
    search.go(0, (), 0.0, tuple(wanted))
    return Found(search.best, search.looks > MOST_LOOKS)


def overlapping(one: Item, other: Item) -> bool:
    """Whether both surely take up some of the same time."""
    if one.time is None or other.time is None:
        return False
    return one.time[0] < other.time[1] - _TINY and other.time[0] < one.time[1] - _TINY


class _Search:
    """Depth first over the items, the cheapest first; a branch ends once it cannot get better."""

    def __init__(self, items: Sequence[Item], wanted: Sequence[float], limit: float) -> None:
        self._order = sorted(range(len(items)), key=lambda n: (items[n].cost, n))
        self._items = items
        self._limit = limit
        self._left = self._brought_from(len(wanted))
        pairs = combinations(range(len(items)), 2)
        self._clashes = {pair for pair in pairs if overlapping(items[pair[0]], items[pair[1]])}
        self._rank: tuple[float, int, tuple[int, ...]] | None = None
        self.looks = 0

    @property
    def best(self) -> tuple[int, ...] | None:
        """The set found, in the order of the items."""
        return self._rank[2] if self._rank else None

    def _brought_from(self, needs: int) -> list[tuple[float, ...]]:
        """All that the items from a position on could bring together."""
        left = [(0.0,) * needs]
        for n in reversed(self._order):
            left.append(tuple(map(sum, zip(left[-1], self._items[n].brings, strict=True))))
        return left[::-1]

    def go(self, at: int, taken: tuple[int, ...], cost: float, wanted: tuple[float, ...]) -> None:
        """Look at every set that adds items from a position on to those taken."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            return
        if all(amount <= _TINY for amount in wanted):
            rank = (cost, len(taken), tuple(sorted(taken)))
            self._rank = min(self._rank or rank, rank)
            return
        short = any(w > most + _TINY for w, most in zip(wanted, self._left[at], strict=True))
        if short or at == len(self._order) or (self._rank and cost > self._rank[0]):
            return
        number = self._order[at]
        item = self._items[number]
        if cost + item.cost <= self._limit and not self._clashing(number, taken):
            rest = tuple(w - b for w, b in zip(wanted, item.brings, strict=True))
            self.go(at + 1, (*taken, number), cost + item.cost, rest)
        self.go(at + 1, taken, cost, wanted)

    def _clashing(self, number: int, taken: tuple[int, ...]) -> bool:
        return any((min(number, one), max(number, one)) in self._clashes for one in taken)
