"""A situation in words: from one counterexample to the widest that still shows the fault."""

from collections.abc import Callable, Iterable, Sequence
from math import inf

from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.conditions import Arithmetic, Constant, Number
from engine.ir.values import number
from engine.problem import listing
from engine.proving.formula import Formula, both, literal, negation, variables
from engine.proving.measures import Measure
from engine.proving.prover import Model, Prover
from engine.proving.regions import Range
from engine.proving.space import Member, Moved, Status, Valued, Variable

Cube = dict[int, frozenset[int]]


def widest(prover: Prover, formula: Formula) -> Cube:
    """Classes of as few variables as possible under which everybody satisfies the formula.

    Over the variables that the formula names. It must be possible.
    """
    found = prover.model(formula)
    assert found is not None
    return _widened(prover, formula, found, list(dict.fromkeys(variables(formula))))


def in_questions(prover: Prover, formula: Formula) -> Cube:
    """The same over the questions behind the variables that the formula names."""
    found = prover.model(formula)
    assert found is not None
    return _widened(prover, formula, found, prover.questions(formula))


def _widened(prover: Prover, formula: Formula, model: Model, names: Sequence[int]) -> Cube:
    cube: Cube = {name: frozenset({model[name]}) for name in names if name in model}
    contrary = negation(formula)

    def suffices(candidate: Cube) -> bool:
        return not prover.possible(both([contrary, formula_of(prover, candidate)]))

    for name in reversed(list(cube)):
        without = {other: classes for other, classes in cube.items() if other != name}
        if suffices(without):
            cube = without
    for name in list(cube):
        cube[name] = _more(prover, cube, name, suffices)
    return cube


def _more(
    prover: Prover, cube: Cube, name: int, suffices: Callable[[Cube], bool]
) -> frozenset[int]:
    classes = cube[name]
    for one in range(len(prover.space.variables[name].classes)):
        wider = classes | {one}
        if one not in classes and suffices({**cube, name: wider}):
            classes = wider
    return classes


def formula_of(prover: Prover, cube: Cube) -> Formula:
    """The formula that holds in the situation."""
    size = {name: len(prover.space.variables[name].classes) for name in cube}
    return both(literal(name, classes, size[name]) for name, classes in cube.items())


class Told:
    """Says situations in words."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._words = Words(base)

    def cube(self, prover: Prover, cube: Cube) -> str:
        """The situation as a list of facts."""
        parts = [self.classes(prover.space.variables[n], found) for n, found in cube.items()]
        return ", ".join(dict.fromkeys(parts)) or "always"

    def classes(self, variable: Variable, chosen: Iterable[int]) -> str:
        """A variable with some of its classes."""
        places, subject = sorted(chosen), variable.subject
        match subject:
            case Valued(fact):
                values = [c for i in places for c in variable.classes[i] if isinstance(c, str)]
                return self._valued(fact, frozenset(values))
            case Measure():
                ranges = [c for i in places if isinstance(c := variable.classes[i], Range)]
                return f"{self._measure(subject)} {_ranges(ranges)}"
            case Moved(measure):
                ranges = [c for i in places if isinstance(c := variable.classes[i], Range)]
                return f"{self._measure(measure)} then {_ranges(ranges)}"
            case Member(entity, part):
                some = "at least one" if places == [0] else "no"
                label = self._base.entities[entity].label
                return f"{some} {label} with {self._words.condition(part)}"
            case Status(fact, _, unknown):
                holds = places == [0]
                yes, no = ("asked, not known", "not asked or known") if unknown else _SETTLED
                return f"{self._base.facts[fact].label} {yes if holds else no}"

    def _valued(self, name: str, values: frozenset[str]) -> str:
        fact = self._base.facts[name]
        others = [label for value, label in fact.choices.items() if value not in values]
        labels = [label for value, label in fact.choices.items() if value in values]
        if len(others) < len(labels) and len(labels) > 2:
            return f"{fact.label} other than {listing(others)}"
        return f"{fact.label}: {listing(labels)}"

    def _measure(self, measure: Measure) -> str:
        """The sum in words; a term with a negative factor is taken away."""
        (atom, _), *rest = measure.terms
        node: Number = atom.node
        for atom, factor in rest:
            term = atom.node
            if abs(factor) != 1:
                term = Arithmetic(Constant(abs(factor)), "*", term)
            node = Arithmetic(node, "+" if factor > 0 else "-", term)
        return self._words.number(node)


_SETTLED = ("not settled yet", "settled")


def _ranges(ranges: Sequence[Range]) -> str:
    """Neighbouring ranges are joined."""
    joined: list[Range] = []
    for one in ranges:
        last = joined[-1] if joined else None
        if last and (last.high == one.low or (one.whole and last.high + 1 == one.low)):
            joined[-1] = Range(last.low, one.high, last.low_in, one.high_in, one.whole)
        else:
            joined.append(one)
    return listing([_range(one) for one in joined])


def _range(one: Range) -> str:
    low, high = f"{number(one.low):,}", f"{number(one.high):,}"
    if one.low == one.high:
        return f"exactly {low}"
    least = "" if one.low == -inf else f"{'at least' if one.low_in else 'above'} {low}"
    most = "" if one.high == inf else f"{'at most' if one.high_in else 'below'} {high}"
    if one.low == 0 and one.low_in and most:
        return most
    return " and ".join(filter(None, (least, most)))
