"""The numbers and dates at which conditions turn, and answers on each side of them."""

from collections import defaultdict
from collections.abc import Iterable
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
            self._note(node)

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

    def _note(self, node: Node) -> None:
        if isinstance(node, Compare):
            form = linear(node.left, node.right, ARBITRARY)
            if form.measure is not None and len(form.measure.terms) == 1:
                atom = form.measure.terms[0][0].node
                self._cut(atom, round(-form.constant / form.scale, 9))
        elif isinstance(node, Among):
            self._apart[node.ref.fact].add(node.values)
        elif isinstance(node, Lookup):
            figures = self._base.tables[node.table].figures
            for figure in set(figures.values()):
                alike = frozenset(value for value in figures if figures[value] == figure)
                self._apart[node.ref.fact].add(alike)
        for child in children(node):
            self._note(child)

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
