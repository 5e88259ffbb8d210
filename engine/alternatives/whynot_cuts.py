"""The numbers and dates at which conditions turn, and answers on each side of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from math import ceil, floor

from engine.alternatives.whynot_values import Given, exactly
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.conditions import (
    Among,
    Compare,
    Constant,
    IfKnown,
    KnownFrom,
    Lookup,
    Months,
    Node,
    Ref,
    children,
)
from engine.ir.dates import shifted
from engine.ir.values import Choices
from engine.proving.measures import ARBITRARY, linear

_KEY = "cuts"
_Noted = tuple[list[tuple[Node, float]], list[tuple[str, frozenset[str]]]]


class Cuts:
    """Answers that differ to some condition which rests, of numbers, on one answer alone.

    A number that several answers make up has no cuts here.
    """

    def __init__(self, base: RuleBase, as_of: date | None, nodes: Iterable[Node]) -> None:
        """`nodes` are the conditions and formulas that count."""
        self._base = base
        self._as_of = as_of
        self._edges: defaultdict[str, set[float]] = defaultdict(set)
        self._apart: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
        for node in nodes:
            cuts, apart = _noted(base, node)
            for atom, edge in cuts:
                self._cut(atom, edge)
            for name, values in apart:
                self._apart[name].add(values)

    def values(self, fact: Fact) -> list[Given]:
        """Every choice; numbers and days at each cut, between two, and beyond the outer ones."""
        if fact.kind not in NUMERIC and fact.kind is not Kind.DATE:
            return [*self.classes(fact)]
        edges = sorted(self._edges[fact.id])
        whole = fact.kind in (Kind.COUNT, Kind.DATE)
        some = {*edges, *((one + other) / 2 for one, other in pairwise(edges))}
        some |= {edge + by for edge in edges for by in (-1, 1)} if whole else set()
        some |= {edges[0] - 1, edges[-1] + 1} if edges else set()
        rounded = {float(to(one)) for one in some for to in (floor, ceil)} if whole else some
        return [exactly(one + 0.0) for one in sorted(rounded) if fact.low <= one <= fact.high]

    def classes(self, fact: Fact) -> list[Choices]:
        """The values of a choice, those together that no condition tells apart."""
        groups: defaultdict[frozenset[frozenset[str]], list[str]] = defaultdict(list)
        for value in fact.choices:
            groups[frozenset(one for one in self._apart[fact.id] if value in one)].append(value)
        return [Choices(values) for values in groups.values()]

    def _cut(self, node: Node, edge: float) -> None:
        """The answer that the number comes from is cut where the number is."""
        match node:
            case Ref(name) if (formula := self._base.facts[name].formula) is not None:
                form = linear(formula, Constant(edge), ARBITRARY)
                if form.measure is not None and len(form.measure.terms) == 1:
                    atom = form.measure.terms[0][0].node
                    self._cut(atom, round(-form.constant / form.scale, 9))
            case Ref(name):
                self._edges[name].add(edge)
            case IfKnown(inner, _):
                self._cut(inner, edge)
            case KnownFrom(left, right):
                self._cut(left, edge)
                self._cut(right, edge)
            case Months(start, end):
                self._day(start, -edge)
                self._day(end, edge)

    def _day(self, ref: Ref | None, months: float) -> None:
        """The day so many months after the date of the case."""
        if ref is not None and self._as_of is not None:
            today = exactly(self._as_of.toordinal())
            self._edges[ref.fact].add(shifted(today, round(months), 0).low)


def _noted(base: RuleBase, node: Node) -> _Noted:
    """The numbers at which a condition turns and the values that it tells apart, kept for all."""
    kept: dict[int, tuple[Node, _Noted]] = base.own.setdefault(_KEY, {})
    if id(node) not in kept:
        kept[id(node)] = node, ([*_cuts(node)], [*_told_apart(base, node)])
    return kept[id(node)][1]


def _cuts(node: Node) -> Iterator[tuple[Node, float]]:
    if isinstance(node, Compare):
        form = linear(node.left, node.right, ARBITRARY)
        if form.measure is not None and len(form.measure.terms) == 1:
            yield form.measure.terms[0][0].node, round(-form.constant / form.scale, 9)
    for child in children(node):
        yield from _cuts(child)


def _told_apart(base: RuleBase, node: Node) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(node, Among):
        yield node.ref.fact, node.values
    elif isinstance(node, Lookup):
        figures = base.tables[node.table].figures
        for figure in set(figures.values()):
            yield node.ref.fact, frozenset(one for one in figures if figures[one] == figure)
    for child in children(node):
        yield from _told_apart(base, child)
