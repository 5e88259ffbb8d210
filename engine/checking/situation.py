"""A situation in words: from one counterexample to the widest that still shows the fault."""

from collections.abc import Callable, Iterable, Sequence

from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.conditions import Exists
from engine.problem import listing
from engine.proving.formula import Formula, both, literal, negation, variables
from engine.proving.measures import Measure, expression
from engine.proving.prover import Model, Prover
from engine.proving.ranges import ranges, ranges_text, values
from engine.proving.subjects import Member, Moved, Present, Status, Valued, Variable

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
    return {name: _some(prover, cube, name) for name in cube}


def _more(
    prover: Prover, cube: Cube, name: int, suffices: Callable[[Cube], bool]
) -> frozenset[int]:
    classes = cube[name]
    for one in range(len(prover.space.variables[name].classes)):
        wider = classes | {one}
        if one not in classes and suffices({**cube, name: wider}):
            classes = wider
    return classes


def _some(prover: Prover, cube: Cube, name: int) -> frozenset[int]:
    """The classes of a variable that somebody in the situation has."""
    return frozenset(
        one
        for one in cube[name]
        if prover.possible(formula_of(prover, {**cube, name: frozenset({one})}))
    )


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
        told = {prover.space.variables[number]: classes for number, classes in cube.items()}
        parts = [
            self.classes(variable, classes)
            for variable, classes in told.items()
            if not _goes_without_saying(variable, classes)
        ]
        return ", ".join(dict.fromkeys(parts)) or "always"

    def classes(self, variable: Variable, chosen: Iterable[int]) -> str:
        """A variable with some of its classes."""
        places, subject = sorted(chosen), variable.subject
        match subject:
            case Valued(fact):
                return self._valued(fact, values(variable, places))
            case Measure():
                found = ranges_text(ranges(variable, places))
                return f"{self._words.number(expression(subject))} {found}"
            case Moved(measure):
                found = ranges_text(ranges(variable, places))
                return f"{self._words.number(expression(measure))} then {found}"
            case Member(entity, part):
                return self._words.condition(Exists(entity, part), holds=places == [0])
            case Present(entity):
                return self._base.entities[entity].label
            case Status(fact, _, unknown):
                holds = places == [0]
                yes, no = ("asked, not known", "not asked or known") if unknown else _SETTLED
                return f"{self._base.facts[fact].label} {yes if holds else no}"

    def _valued(self, name: str, chosen: frozenset[str]) -> str:
        fact = self._base.facts[name]
        others = [label for value, label in fact.choices.items() if value not in chosen]
        labels = [label for value, label in fact.choices.items() if value in chosen]
        if len(others) < len(labels) and len(labels) > 2:
            return f"{fact.label} other than {listing(others)}"
        return f"{fact.label}: {listing(labels)}"


def _goes_without_saying(variable: Variable, classes: frozenset[int]) -> bool:
    """That an answer is there, and that there is somebody to speak of."""
    settled = isinstance(variable.subject, Status) and 0 not in classes
    return settled or isinstance(variable.subject, Present)


_SETTLED = ("not settled yet", "settled")
