"""A small base of which everybody can be tried, and random formulas about it."""

import atexit
from functools import cache
from itertools import product

from hypothesis import strategies as st

from engine.proving.formula import All, Formula, Lit, both, either, literal, negation
from engine.proving.prover import Prover
from engine.proving.space import Space
from engine.proving.subjects import ByClass
from tests.proofs import PLENTY
from tests.random_bases import read_text

Classes = dict[int, int]

# Two choices, a yes/no question and a number, with one derived variable of each kind over them.
SMALL = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {figures: {title: Figures, sources: [s-1], figures: {a: 0, b: 2, c: 3}}}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}}
    other: {ask: How, label: other, type: choice, values: {a: A, b: B}}
    sure: {ask: How, label: sure, type: yes_no}
    size: {ask: How, label: size, type: number, min: 0, max: 9}
- derived:
    fine: {label: fine, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
    rest: {label: rest, type: number, formula: "size - lookup(figures, pick)"}
- {rule: fine/one, when: pick is a and other is a, conclude: {fine: yes}, assumed: yes}
- {rule: fine/two, when: rest > 4, conclude: {fine: yes}, assumed: yes}
- decision: path
  rows:
    - {rule: path/a, when: fine is yes and sure is yes, then: a, assumed: yes}
    - {rule: path/b, when: other is b or rest <= 1, then: b, assumed: yes}
    - {otherwise: c, assumed: yes}
"""


@cache
def small(budget: int = PLENTY) -> Prover:
    return Prover(read_text(SMALL), budget=budget)


def evaluated(space: Space, formula: Formula, classes: Classes) -> bool:
    """Whether the formula holds, by its definition; classes of derived variables are added."""
    if isinstance(formula, Lit):
        if formula.variable not in classes:
            classes[formula.variable] = class_of(space, formula.variable, classes)
        return classes[formula.variable] in formula.classes
    parts = [evaluated(space, part, classes) for part in formula.parts]
    return all(parts) if isinstance(formula, All) else any(parts)


def class_of(space: Space, variable: int, classes: Classes) -> int:
    """The class of a derived variable."""
    meaning = space.meaning(variable)
    assert meaning is not None
    if isinstance(meaning, ByClass):
        found = [i for i, one in enumerate(meaning.formulas) if evaluated(space, one, classes)]
        assert len(found) == 1  # its classes exclude one another and leave nobody out
        return found[0]
    return next(then for when, then in meaning.rows if evaluated(space, when, classes))


DERIVED = [n for n in range(len(small().space.variables)) if small().space.meaning(n) is not None]
atexit.register(small.cache_clear)  # solvers that live until Python ends complain then


@cache
def everybody(
    expand: bool, free: frozenset[int] = frozenset()
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Every choice of classes, also of derived variables that are free."""
    space = small().space
    chosen = [n for n in range(len(space.variables)) if not expand or n not in {*DERIVED} - free]
    sizes = [range(len(space.variables[number].classes)) for number in chosen]
    return tuple(tuple(zip(chosen, classes, strict=True)) for classes in product(*sizes))


def truths(formula: Formula, *, expand: bool, free: frozenset[int] = frozenset()) -> list[bool]:
    """The truth table."""
    return [evaluated(small().space, formula, dict(one)) for one in everybody(expand, free)]


@st.composite
def literals(draw: st.DrawFn) -> Formula:
    variables = small().space.variables
    number = draw(st.integers(0, len(variables) - 1))
    size = len(variables[number].classes)
    return literal(number, draw(st.sets(st.integers(0, size - 1))), size)


def formulas() -> st.SearchStrategy[Formula]:
    def joined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        some = st.lists(parts, max_size=3)
        return st.one_of(some.map(both), some.map(either), parts.map(negation))

    return st.recursive(literals(), joined, max_leaves=8)
