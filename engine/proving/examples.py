"""People whom the constraints allow: what one of them shows to be possible needs no proof."""

from collections.abc import Sequence

from engine.proving.formula import All, Formula, Lit
from engine.proving.sat import Clauses


class Examples:
    """For each formula, where that can be, somebody who satisfies it."""

    def __init__(self, clauses: Clauses, formulas: Sequence[Formula]) -> None:
        for formula in formulas:
            clauses.holds(formula)  # so that every model speaks of the variables of all
        found = map(clauses.model, formulas)
        self._models = [model for model in found if model is not None]

    def satisfying(self, formula: Formula) -> int:
        """A bit for each of them who satisfies one of the formulas."""
        return sum(1 << place for place, one in enumerate(self._models) if _holds(formula, one))


def _holds(formula: Formula, model: dict[int, int]) -> bool:
    if isinstance(formula, Lit):
        return model[formula.variable] in formula.classes
    parts = (_holds(part, model) for part in formula.parts)
    return all(parts) if isinstance(formula, All) else any(parts)
