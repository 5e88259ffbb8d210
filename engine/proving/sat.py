"""Formulas as clauses for python-sat; the only file that imports it."""

from pysat.solvers import Solver

from engine.proving.formula import All, Formula, Lit
from engine.proving.space import ByClass, Space


class Clauses:
    """One incremental solver for all formulas of a space.

    With `expand` derived variables are tied to what they follow from, apart from those `given`.
    """

    def __init__(
        self, space: Space, *, expand: bool = True, given: frozenset[int] = frozenset()
    ) -> None:
        self._space = space
        self._expand = expand
        self._given = given
        self._solver = Solver(name="glucose4")
        self._top = 0
        self._classes: dict[int, list[int]] = {}
        self._made: dict[Formula, int] = {}

    def require(self, formula: Formula) -> None:
        """Everything found from now on satisfies the formula."""
        self._solver.add_clause([self._literal(formula)])

    def model(self, formula: Formula) -> dict[int, int] | None:
        """Classes of the variables under which it holds; None when it never does."""
        if not self._solver.solve(assumptions=[self._literal(formula)]):
            return None
        true = {literal for literal in self._solver.get_model() or () if literal > 0}
        return {
            variable: next(i for i, literal in enumerate(literals) if literal in true)
            for variable, literals in self._classes.items()
        }

    def _fresh(self) -> int:
        self._top += 1
        return self._top

    def _literal(self, formula: Formula) -> int:
        """A literal that is true exactly where the formula is."""
        found = self._made.get(formula)
        if found is None:
            found = self._made[formula] = self._define(formula)
        return found

    def _define(self, formula: Formula) -> int:
        if isinstance(formula, Lit):
            literals = self._variable(formula.variable)
            return self._some([literals[one] for one in sorted(formula.classes)])
        parts = [self._literal(part) for part in formula.parts]
        if isinstance(formula, All):
            return -self._some([-part for part in parts])
        return self._some(parts)

    def _some(self, literals: list[int]) -> int:
        if len(literals) == 1:
            return literals[0]
        name = self._fresh()
        self._solver.add_clause([-name, *literals])
        for literal in literals:
            self._solver.add_clause([name, -literal])
        return name

    def _variable(self, variable: int) -> list[int]:
        """One literal for each class, of which exactly one is true."""
        if variable not in self._classes:
            size = len(self._space.variables[variable].classes)
            literals = self._classes[variable] = [self._fresh() for _ in range(size)]
            self._solver.add_clause(literals)
            for index, one in enumerate(literals):
                for other in literals[index + 1 :]:
                    self._solver.add_clause([-one, -other])
            if self._expand and variable not in self._given:
                self._tie(variable, literals)
        return self._classes[variable]

    def _tie(self, variable: int, literals: list[int]) -> None:
        meaning = self._space.meaning(variable)
        if isinstance(meaning, ByClass):
            for literal, formula in zip(literals, meaning.formulas, strict=True):
                self._solver.add_clause([-literal, self._literal(formula)])
                self._solver.add_clause([literal, -self._literal(formula)])
        elif meaning is not None:
            before: list[int] = []
            for formula, outcome in meaning.rows:
                holds = self._literal(formula)
                self._solver.add_clause([*before, -holds, literals[outcome]])
                before.append(holds)
            self._solver.add_clause(before)
