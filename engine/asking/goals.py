"""What an interview wants to settle, as decision diagrams over questions."""

from dataclasses import dataclass

from engine.ir.base import RuleBase
from engine.ir.values import NO, YES
from engine.proving.diagram import NEVER, TooBig
from engine.proving.formula import TRUE, Formula, negation
from engine.proving.prover import Prover, Worlds
from engine.proving.space import Space
from engine.proving.world import item_slot

ROOM = 60_000  # nodes that one goal may take


@dataclass(frozen=True, slots=True)
class Goal:
    """A decision or an advice, for each outcome the node of all who get it.

    Without outcomes the diagram would be too big; the goal is then judged by what is known alone.
    """

    name: str
    scope: str
    outcomes: tuple[tuple[str, int], ...]


class Goals:
    """Every goal of a base, made when it is first needed."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.prover = Prover(base)
        self._found: dict[str, Goal] = {}
        self._names = {advice.id: advice for advice in base.advice}

    @property
    def space(self) -> Space:
        """The variables that the diagrams test."""
        return self.prover.space

    @property
    def worlds(self) -> Worlds:
        """The diagrams that the outcomes are nodes of."""
        return self.prover.roomy()

    @property
    def decided(self) -> frozenset[str]:
        """Derived facts that a decision or a rule concludes."""
        return frozenset({*self.base.decisions, *self.base.concluding})

    def goal(self, name: str) -> Goal:
        """The goal for an advice or a derived choice or yes/no fact."""
        if name not in self._found:
            self._found[name] = self._make(name)
        return self._found[name]

    def _make(self, name: str) -> Goal:
        scope, formulas = self._formulas(name)
        diagram = self.worlds.diagram
        try:
            diagram.allow(ROOM)
            present = self.space.present(scope)
            care = self.worlds.around([present, *(formula for _, formula in formulas)], ROOM)
            care = diagram.conjoin(care, diagram.node(present))
            nodes = [(value, diagram.conjoin(care, diagram.node(f))) for value, f in formulas]
        except TooBig:
            return Goal(name, scope, ())
        return Goal(name, scope, tuple((value, node) for value, node in nodes if node != NEVER))

    def _formulas(self, name: str) -> tuple[str, list[tuple[str, Formula]]]:
        base, space = self.base, self.space
        if name in self._names:
            advice = self._names[name]
            slot = item_slot(base, advice.scope)
            given = TRUE if advice.when is None else space.lower(advice.when, slot, partial=True)
            return advice.scope, [(YES, given), (NO, negation(given))]
        fact = base.facts[name]
        slot = item_slot(base, fact.entity)
        values = [(value, space.valued(name, slot, [value])) for value in fact.choices]
        return fact.entity, values
