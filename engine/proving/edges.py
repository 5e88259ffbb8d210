"""Whether edges of a diagram can hold together, without joining them.

Nodes of many small conditions that share few variables would be many times as large once joined.
"""

from collections.abc import Iterable
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
        others = () if others == ones else others  # the same world will do for both
        if NEVER in ones or NEVER in others or (ones, others) in apart:
            return False
        if self._are_strangers((*ones, *others)):
            return True
        rank = min(self._diagram.nodes[max(edge, ~edge)][0] for edge in (*ones, *others))
        below, beside = self._below(ones, rank), self._below(others, rank)
        pairs = product(below, beside) if free >> rank & 1 else _side_by_side(below, beside)
        if any(self._meet(one, other, free, apart) for one, other in pairs):
            return True
        apart.add((ones, others))
        return False

    def _are_strangers(self, edges: Joint) -> bool:
        """Whether no two edges speak of the same variable; each can hold, so all can."""
        seen = 0
        for edge in edges:
            mask = self._diagram.masks[max(edge, ~edge)]
            if seen & mask:
                return False
            seen |= mask
        return True

    def _below(self, edges: Joint, rank: int) -> list[Joint]:
        """The edges for each class of a variable; once, if none of them tests it."""
        columns = [self._children(edge, rank) for edge in edges]
        size = max(map(len, columns), default=1)
        if size == 1:
            return [edges]
        return [
            _joint(column[place] if len(column) > 1 else column[0] for column in columns)
            for place in range(size)
        ]

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


def _side_by_side(below: list[Joint], beside: list[Joint]) -> Iterable[tuple[Joint, Joint]]:
    """The same class on both sides."""
    size = max(len(below), len(beside))
    return zip(below * (size // len(below)), beside * (size // len(beside)), strict=True)
