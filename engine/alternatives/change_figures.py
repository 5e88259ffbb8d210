"""The numbers at which something is decided, for each number that is asked for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Arithmetic,
    Compare,
    Constant,
    IfKnown,
    KnownFrom,
    Lookup,
    Number,
    Parameter,
    Ref,
    Total,
    children,
)

_KEY = "figures"


class Figures:
    """What numbers are compared with on the way to a goal.

    Those that are compared with each other, or added up, share the figures of all of them.
    """

    def __init__(self, base: RuleBase, goal: str) -> None:
        self._base = base
        self._shared: dict[str, frozenset[str]] = {}
        self._own: defaultdict[str, set[float]] = defaultdict(set)
        for node in self._comparisons(goal):
            self._note([*self._leaves(node.left), *self._leaves(node.right)])

    def linked(self, name: str) -> frozenset[str]:
        """The numbers that count together, itself among them."""
        return self._shared.get(name, frozenset({name}))

    def of(self, name: str) -> frozenset[float]:
        """The figures in conditions at which a number decides something."""
        return frozenset[float]().union(*(self._own[one] for one in self.linked(name)))

    def _comparisons(self, goal: str) -> Iterator[Compare]:
        """Behind the goal, and in what actions require."""
        waiting = [*self._base.follows_from(goal)]
        waiting += [one.requires for one in self._base.actions if one.requires is not None]
        seen: set[str] = set()
        while waiting:
            node = waiting.pop()
            waiting += children(node)
            if isinstance(node, Compare):
                yield node
            elif isinstance(node, Ref) and node.fact not in seen:
                seen.add(node.fact)
                waiting += self._base.follows_from(node.fact)

    def _leaves(self, node: Number) -> Iterator[str | float]:
        """The numbers that are asked for and the figures that a number is made of."""
        match node:
            case Constant(value) | Parameter(_, value):
                yield value
            case Ref(name) | Total(Ref(name), _):
                formula = self._base.facts[name].formula
                yield from [name] if formula is None else self._leaves(formula)
            case Arithmetic(left, _, right) | KnownFrom(left, right):
                yield from self._leaves(left)
                yield from self._leaves(right)
            case IfKnown(inner, _):
                yield from self._leaves(inner)
            case Lookup(table, _):
                given = self._base.tables[table].figures.values()
                yield from (figure for figure in given if figure is not None)

    def _note(self, leaves: Iterable[str | float]) -> None:
        both = [*leaves]
        names = {one for one in both if isinstance(one, str)}
        together = names.union(*(self.linked(name) for name in names))
        for name in names:
            self._own[name] |= {one for one in both if not isinstance(one, str)}
        self._shared |= dict.fromkeys(together, frozenset(together))


def figures(base: RuleBase, goal: str) -> Figures:
    """Those of a goal, found out once for the base."""
    kept: dict[str, Figures] = base.own.setdefault(_KEY, {})
    if goal not in kept:
        kept[goal] = Figures(base, goal)
    return kept[goal]
