"""Formulas as clauses for python-sat; the only file that imports it."""

from collections.abc import Iterable

from pysat.solvers import Solver

from engine.proving.formula import All, Formula, Lit
from engine.proving.space import Space
from engine.proving.subjects import ByClass


class Pool:
    """A solver and the names in it; several copies of a space may share one."""

    def __init__(self) -> None:
        self.solver = Solver(name="glucose4")
        self._top = 0

    def fresh(self) -> int:
        """A name that is not in use."""
        self._top += 1
        return self._top


class Clauses:
    """One incremental solver for all formulas of a space.

    With `expand` derived variables are tied to what they follow from, apart from those `given`.
    Two with one `pool` are two copies of the space, between which nothing holds but what is asked.
    """

    def __init__(
        self,
        space: Space,
        *,
        expand: bool = True,
        given: frozenset[int] = frozenset(),
        pool: Pool | None = None,
    ) -> None:
        self._space = space
        self._expand = expand
        self._given = given
        self._pool = pool or Pool()
        self._solver = self._pool.solver
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

    def holds(self, formula: Formula) -> int:
        """A literal for `together`: the formula holds in this copy."""
        return self._literal(formula)

    def together(self, literals: Iterable[int]) -> bool:
        """Whether all literals can hold at once."""
        return bool(self._solver.solve(assumptions=list(literals)))

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
        name = self._pool.fresh()
        self._solver.add_clause([-name, *literals])
        for literal in literals:
            self._solver.add_clause([name, -literal])
        return name

    def _variable(self, variable: int) -> list[int]:
        """One literal for each class, of which exactly one is true."""
        if variable not in self._classes:
            size = len(self._space.variables[variable].classes)
            literals = self._classes[variable] = [self._pool.fresh() for _ in range(size)]
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


class Twins:
    """Two copies of a space in one solver: two people who are alike where that is asked."""

    def __init__(self, space: Space, required: Iterable[Formula]) -> None:
        self._space = space
        self._pool = Pool()
        self.one = Clauses(space, pool=self._pool)
        self.other = Clauses(space, pool=self._pool)
        self._alike: dict[int, int] = {}
        for formula in required:
            self.one.require(formula)
            self.other.require(formula)

    def alike(self, number: int) -> int:
        """A literal under which a variable has the same class in both copies."""
        if number not in self._alike:
            name = self._alike[number] = self._pool.fresh()
            size = len(self._space.variables[number].classes)
            for chosen in range(size):
                formula = Lit(number, frozenset({chosen}), size)
                one, other = self.one.holds(formula), self.other.holds(formula)
                self._pool.solver.add_clause([-name, -one, other])
                self._pool.solver.add_clause([-name, one, -other])
        return self._alike[number]

    def together(self, literals: Iterable[int]) -> bool:
        """Whether there are two people for whom all literals hold."""
        return self.one.together(literals)
