"""Whether edges of a diagram can hold together, without joining them.

Nodes of many small conditions that share few variables would be many times as large once joined.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from engine.proving.diagram import ALWAYS, NEVER, Diagram, plain

Joint = tuple[int, ...]  # edges that hold together


class Edges:
    """Edges of one diagram: a node, or as its bitwise complement where it does not hold."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._apart: set[tuple[Joint, Joint]] = set()  # edges that cannot hold together

    def meet(self, ones: Iterable[int], others: Iterable[int], free: frozenset[int]) -> bool:
        """Whether two worlds that differ in free variables alone satisfy all edges of each kind."""
        return self._meet(
            _joint(map(plain, ones)), _joint(map(plain, others)), self._diagram.mask(free), set()
        )

    def possible(self, edges: Iterable[int]) -> bool:
        """Whether the edges can hold together."""
        return self._meet(_joint(map(plain, edges)), (), 0, self._apart)

    def _meet(self, ones: Joint, others: Joint, free: int, apart: set[tuple[Joint, Joint]]) -> bool:
        if NEVER in ones or NEVER in others:
            return False
        mask = self._shared({*ones, *others})
        if not mask:
            return True
        ones, others = self._within(ones, mask), self._within(others, mask)
        if others and (ones == others or not free & mask):  # the same world will do for both
            return self._meet(_joint((*ones, *others)), (), 0, self._apart)
        if (ones, others) in apart:
            return False
        rank = min(self._diagram.nodes[max(edge, ~edge)][0] for edge in (*ones, *others))
        pairs = self._alike(ones, others, rank)
        if free >> rank & 1:
            below, beside = (self._alike(edges, (), rank) for edges in (ones, others))
            pairs = product((one for one, _ in below), (one for one, _ in beside))
        if any(self._meet(one, other, free, apart) for one, other in pairs):
            return True
        apart.add((ones, others))
        return False

    def _shared(self, edges: set[int]) -> int:
        """A bit for each variable that several edges test."""
        once = twice = 0
        for edge in edges:
            mask = self._diagram.masks[edge if edge >= 0 else ~edge]
            twice |= once & mask
            once |= mask
        return twice

    def _within(self, edges: Joint, mask: int) -> Joint:
        """The edges that speak of some of the variables; each of the others can hold anyhow."""
        masks = self._diagram.masks
        return tuple([one for one in edges if masks[one if one >= 0 else ~one] & mask])

    def _alike(self, ones: Joint, others: Joint, rank: int) -> Iterator[tuple[Joint, Joint]]:
        """The edges on both sides for each class of a variable; once, if none of them tests it."""
        columns = [self._children(edge, rank) for edge in (*ones, *others)]
        size = max(map(len, columns), default=1)
        even = [column if len(column) == size else column * size for column in columns]
        split = len(ones)
        for below in zip(*even, strict=True) if even else [()]:
            yield _joint(below[:split]), _joint(below[split:]) if others else ()

    def _children(self, edge: int, rank: int) -> tuple[int, ...]:
        """The edges below one that tests a variable; the edge itself if it does not."""
        top, below = self._diagram.nodes[max(edge, ~edge)]
        if top != rank:
            return (edge,)
        return below if edge >= 0 else tuple([plain(~child) for child in below])

    def connected(self, edges: Iterable[int], others: Iterable[int]) -> list[int]:
        """Those of the others that speak of variables of the edges, or of each other's that do."""
        mask, waiting, found = 0, list(others), list[int]()
        for edge in edges:
            mask |= self._diagram.masks[max(edge, ~edge)]
        while near := [one for one in waiting if self._diagram.masks[one] & mask]:
            found += near
            waiting = [one for one in waiting if one not in near]
            for one in near:
                mask |= self._diagram.masks[one]
        return found


def _joint(edges: Iterable[int]) -> Joint:
    """Edges that hold together, in one order and without those that always do."""
    return tuple(sorted({edge for edge in edges if edge != ALWAYS}))
