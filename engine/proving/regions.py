"""Regions: the classes of each fact's values that no condition of the base tells apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, inf
from operator import eq, ge, gt, le, lt, ne

from engine.ir.base import Fact, RuleBase
from engine.ir.conditions import Among, Compare, Condition, Count, Lookup, Node, children
from engine.ir.rules import Argument
from engine.proving.measures import (
    ARBITRARY,
    PRINCIPAL,
    Atom,
    Linear,
    Measure,
    bounds,
    expanded,
    linear,
)

RELATION = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
Cut = tuple[float, int]  # just below a number (0) or just above it (1)


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two ends, each included or not; `whole` where only whole numbers count."""

    low: float
    high: float
    low_in: bool
    high_in: bool
    whole: bool

    @property
    def sample(self) -> float:
        """A number in the range."""
        if self.low_in and self.low > -inf:
            return self.low
        if self.high_in and self.high < inf:
            return self.high
        if self.low == -inf:
            return 0.0 if self.high > 0 else self.high - 1
        return self.low + 1 if self.high == inf else (self.low + self.high) / 2


def relation(form: Linear, op: str) -> tuple[str, float]:
    """`form op 0` as a relation of the measure alone to a number."""
    edge = round(-form.constant / form.scale, 9)
    return (op if form.scale > 0 else MIRRORED[op]), edge


class Regions:
    """Classes of every fact and measure that the conditions of a base compare.

    `also` are further conditions whose distinctions count, such as those of edited rules.
    """

    def __init__(self, base: RuleBase, also: Iterable[Condition] = ()) -> None:
        self._base = base
        self._cuts: defaultdict[Measure, set[Cut]] = defaultdict(set)
        self._told_apart: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
        for node in (*_conditions(base), *also):
            self._note(node)

    def _note(self, node: Node) -> None:
        if isinstance(node, Among):
            self._told_apart[node.ref.fact].add(node.values)
        elif isinstance(node, Lookup):
            self._figures(node)
        elif isinstance(node, Count):  # none or some, for what quantifiers have to do with it
            self._add(Measure(((Atom(node, PRINCIPAL), 1.0),)), (1.0, 0))
        elif isinstance(node, Compare):
            for slot in (PRINCIPAL, ARBITRARY):
                self._cut(linear(node.left, node.right, slot), node.op)
        for child in children(node):
            self._note(child)

    def _figures(self, node: Lookup) -> None:
        by_figure: defaultdict[float | None, set[str]] = defaultdict(set)
        for value, figure in self._base.tables[node.table].figures.items():
            by_figure[figure].add(value)
        self._told_apart[node.ref.fact].update(map(frozenset, by_figure.values()))

    def _cut(self, form: Linear, op: str) -> None:
        if form.measure is None:
            return
        moved, edge = relation(form, op)
        sides = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,)}.get(moved, (0, 1))
        for side in sides:
            self._add(form.measure, (edge, side))

    def _add(self, measure: Measure, cut: Cut) -> None:
        """Also where formulas and tables are put in, so that both tell the same apart."""
        if cut in self._cuts[measure]:
            return
        self._cuts[measure].add(cut)
        for _, form in expanded(self._base, measure):
            moved = Linear(form.measure, form.scale, form.constant - cut[0])
            self._cut(moved, "<" if cut[1] == 0 else "<=")

    def choices(self, fact: Fact) -> tuple[frozenset[str], ...]:
        """The classes of a choice; every value of a derived one is a class of its own."""
        apart = self._told_apart[fact.id]
        groups: defaultdict[object, list[str]] = defaultdict(list)
        for value in fact.choices:
            alike = value if fact.derived else frozenset(s for s in apart if value in s)
            groups[alike].append(value)
        return tuple(map(frozenset, groups.values()))

    def ranges(self, measure: Measure) -> tuple[Range, ...]:
        """The classes of a sum, from the least to the greatest."""
        low, high, whole = bounds(self._base, measure)
        cuts = {_on_whole(cut) if whole else cut for cut in self._cuts[measure]}
        inner = sorted(cut for cut in cuts if (low, 0) < cut <= (high, 0))
        ends: list[Cut] = [(low, 0), *inner, (high, 1)]
        return tuple(_range(one, other, whole) for one, other in zip(ends, ends[1:], strict=False))


def _on_whole(cut: Cut) -> Cut:
    return (floor(cut[0]) + 1, 0) if cut[1] else (ceil(cut[0]), 0)


def _range(start: Cut, end: Cut, whole: bool) -> Range:
    high = end[0] - 1 if whole and end[1] == 0 else end[0]
    return Range(start[0], high, start[1] == 0, whole or end[1] == 1, whole)


def _conditions(base: RuleBase) -> Iterator[Node]:
    """Everything that tells values apart."""
    for item in base.governed.values():
        if item.when is not None and not isinstance(item, Argument):  # these decide nothing
            yield item.when
    for message in base.messages:
        yield from (part.when for part in message.parts if part.when is not None)
    for decision in base.decisions.values():
        yield from (row.covers for row in decision.rows if row.covers is not None)
    yield from (constraint.never for constraint in base.constraints)
    yield from (fact.formula for fact in base.facts.values() if fact.formula is not None)
