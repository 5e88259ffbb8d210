"""A formula after one variable was given a class, through everything that follows from it."""

from collections.abc import Iterator, Mapping

from engine.proving.formula import (
    FALSE,
    TRUE,
    All,
    Formula,
    Lit,
    both,
    either,
    negation,
    variables,
)
from engine.proving.space import Space
from engine.proving.subjects import ByClass


class Assigned:
    """Puts a class in for a variable; what does not depend on it stays as it is.

    `moved` names the variables that stand for sums after the change.
    """

    def __init__(
        self, space: Space, number: int, chosen: int, moved: Mapping[int, int] | None = None
    ) -> None:
        self._space = space
        self._number = number
        self._chosen = chosen
        self._moved = moved or {}
        self._depends: dict[int, bool] = {number: True, **dict.fromkeys(self._moved, True)}
        self._done: dict[Formula, Formula] = {}

    def put(self, formula: Formula) -> Formula:
        """The formula with the class put in."""
        if formula not in self._done:
            self._done[formula] = self._put(formula)
        return self._done[formula]

    def changes(self, formula: Formula) -> bool:
        """Whether the formula depends on the variable."""
        return any(map(self._follows, variables(formula)))

    def _put(self, formula: Formula) -> Formula:
        if isinstance(formula, Lit):
            if formula.variable == self._number:
                return TRUE if self._chosen in formula.classes else FALSE
            if formula.variable in self._moved:
                return Lit(self._moved[formula.variable], formula.classes, formula.size)
            if not self._follows(formula.variable):
                return formula
            classes = sorted(formula.classes)
            return either(self.put(self._class(formula.variable, one)) for one in classes)
        join = both if isinstance(formula, All) else either
        return join(map(self.put, formula.parts))

    def _follows(self, number: int) -> bool:
        """Whether a variable depends on the one that is put in."""
        if number not in self._depends:
            behind = set(self._behind(number))
            self._depends[number] = any(map(self._follows, behind))
        return self._depends[number]

    def _behind(self, number: int) -> Iterator[int]:
        meaning = self._space.meaning(number)
        if isinstance(meaning, ByClass):
            for formula in meaning.formulas:
                yield from variables(formula)
        elif meaning is not None:
            for formula, _ in meaning.rows:
                yield from variables(formula)

    def _class(self, number: int, chosen: int) -> Formula:
        """The formula under which a derived variable has a class."""
        meaning = self._space.meaning(number)
        assert meaning is not None
        if isinstance(meaning, ByClass):
            return meaning.formulas[chosen]
        found: list[Formula] = []
        before: Formula = TRUE
        for formula, outcome in meaning.rows:
            if outcome == chosen:
                found.append(both([before, formula]))
            before = both([before, negation(formula)])
        return either(found)
