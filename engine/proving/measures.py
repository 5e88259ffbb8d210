"""Numbers as sums: what a comparison with a constant is about, once the arithmetic is done.

A sum is taken apart as far as it is linear. What is left, such as a count, months between two
dates or a product of two facts, is an atom of its own: nothing relates it to its parts.
"""

from dataclasses import dataclass
from math import inf

from engine.ir.base import Kind, RuleBase
from engine.ir.conditions import (
    Arithmetic,
    Constant,
    Count,
    IfKnown,
    KnownFrom,
    Lookup,
    Months,
    Number,
    Parameter,
    Ref,
    Total,
    of_principal,
)

PRINCIPAL, ARBITRARY = "", "*"
Slot = str  # which member: the principal one, or an arbitrary one


@dataclass(frozen=True, slots=True)
class Atom:
    """A number that is not taken further apart, of one member."""

    node: Number
    slot: Slot


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum of atoms with factors; the first factor is 1."""

    terms: tuple[tuple[Atom, float], ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """`scale` times a measure plus a constant; no measure: the constant alone."""

    measure: Measure | None
    scale: float
    constant: float


Sum = tuple[dict[Atom, float], float]


def slot_of(ref: Ref, slot: Slot) -> Slot:
    """Which member a reference means where the rule is about `slot`."""
    return slot if ref.bound else PRINCIPAL


def linear(left: Number, right: Number, slot: Slot) -> Linear:
    """`left - right`, taken apart."""
    terms, constant = _sum(Arithmetic(left, "-", right), slot)
    return _normal(terms, constant)


def expanded(base: RuleBase, measure: Measure) -> list[tuple[list[tuple[Ref, str, Slot]], Linear]]:
    """The measure with formulas and tables put in: cases by the choices that tables look up.

    Each case has its choices and what the measure is then; empty where nothing can be put in.
    """
    for index, (atom, factor) in enumerate(measure.terms):
        rest = dict(measure.terms[:index] + measure.terms[index + 1 :])
        formula = base.facts[atom.node.fact].formula if isinstance(atom.node, Ref) else None
        if formula is not None:
            return [([], _plus(rest, _sum(formula, atom.slot), factor))]
        if isinstance(atom.node, Lookup):
            figures = base.tables[atom.node.table].figures
            ref, slot = atom.node.ref, slot_of(atom.node.ref, atom.slot)
            values = [value for value in base.facts[ref.fact].choices if value in figures]
            return [
                ([(ref, value, slot)], _plus(rest, ({}, figures[value] or 0.0), factor))
                for value in values
            ]
    return []


def _plus(rest: dict[Atom, float], other: Sum, factor: float) -> Linear:
    return _normal(*_added((rest, 0.0), other, factor))


def _sum(node: Number, slot: Slot) -> Sum:
    match node:
        case Constant(value) | Parameter(_, value):
            return {}, value
        case Arithmetic(left, ("+" | "-") as op, right):
            return _added(_sum(left, slot), _sum(right, slot), 1 if op == "+" else -1)
        case Arithmetic(left, op, right):
            return _product(node, _sum(left, slot), op, _sum(right, slot), slot)
        case KnownFrom() | IfKnown():  # what it is depends on what is known
            return {Atom(node, slot): 1.0}, 0.0
        case Ref():
            own = slot_of(node, slot)
            return {Atom(Ref(node.fact, node.entity, True), own): 1.0}, 0.0
        case Lookup(_, ref):
            return {Atom(node, slot_of(ref, slot)): 1.0}, 0.0
        case Months(start, end):
            bound = any(ref is not None and ref.bound for ref in (start, end))
            return {Atom(node, slot if bound else PRINCIPAL): 1.0}, 0.0
        case Count() | Total():
            return {Atom(node, PRINCIPAL): 1.0}, 0.0


def _added(one: Sum, other: Sum, factor: float) -> Sum:
    terms = dict(one[0])
    for atom, weight in other[0].items():
        terms[atom] = terms.get(atom, 0.0) + factor * weight
    return {atom: weight for atom, weight in terms.items() if weight}, one[1] + factor * other[1]


def _product(node: Arithmetic, left: Sum, op: str, right: Sum, slot: Slot) -> Sum:
    if not right[0] and (op == "*" or right[1]):
        factor = right[1] if op == "*" else 1 / right[1]
        return _added(({}, 0.0), left, factor)
    if not left[0] and op == "*":
        return _added(({}, 0.0), right, left[1])
    return {Atom(node, slot): 1.0}, 0.0


def _normal(terms: dict[Atom, float], constant: float) -> Linear:
    """Ordered by name, so that the same sum written differently is the same measure."""
    if not terms:
        return Linear(None, 1.0, constant)
    ordered = sorted(terms.items(), key=lambda term: repr(term[0]))
    scale = ordered[0][1]
    measure = Measure(tuple((atom, round(weight / scale, 9)) for atom, weight in ordered))
    return Linear(measure, scale, constant)


def bounds(base: RuleBase, measure: Measure) -> tuple[float, float, bool]:
    """The least and the greatest value, and whether only whole numbers occur."""
    low = high = 0.0
    whole = True
    for atom, factor in measure.terms:
        least, most, counts = _bounds(base, atom.node)
        ends = sorted((least * factor, most * factor))
        low, high = low + ends[0], high + ends[1]
        whole = whole and counts and factor == int(factor)
    return low, high, whole


def _bounds(base: RuleBase, node: Number) -> tuple[float, float, bool]:
    match node:
        case Ref(name):
            fact = base.facts[name]
            if fact.formula is None:  # what a formula gives is held to no range
                return fact.low, fact.high, fact.kind is Kind.COUNT
        case KnownFrom(inner, _) | IfKnown(inner, _) if isinstance(inner, Ref):
            return _bounds(base, inner)
        case Count():
            return 0.0, inf, True
        case Total(ref) if base.facts[ref.fact].low >= 0 and not base.facts[ref.fact].derived:
            return 0.0, inf, base.facts[ref.fact].kind is Kind.COUNT
        case Lookup(table):
            figures = [f for f in base.tables[table].figures.values() if f is not None]
            return min(figures), max(figures), all(f == int(f) for f in figures)
    return -inf, inf, False


def expression(measure: Measure) -> Number:
    """The sum as a formula of the language."""
    (first, _), *rest = measure.terms
    node = _named(first)
    for atom, factor in rest:
        term = _named(atom)
        if abs(factor) != 1:
            term = Arithmetic(Constant(abs(factor)), "*", term)
        node = Arithmetic(node, "+" if factor > 0 else "-", term)
    return node


def _named(atom: Atom) -> Number:
    return atom.node if atom.slot != PRINCIPAL else of_principal(atom.node)
