"""What an interview wants to settle, as decision diagrams over questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.explain.hinges import Hinges
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.rules import Advice
from engine.ir.values import NO, YES
from engine.proving.diagram import TooBig
from engine.proving.edges import Edges
from engine.proving.formula import TRUE, Formula, negation
from engine.proving.prover import Prover, Worlds
from engine.proving.space import Space
from engine.proving.world import item_slot

ROOM = 60_000  # nodes that one goal may take


@dataclass(frozen=True, slots=True)
class Left:
    """Outcomes that are possible, each with its edge, and nodes of what must hold beside.

    These are not joined with the edges: together they would be many times as large.
    """

    outcomes: tuple[tuple[str, int], ...] = ()
    care: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """A decision or an advice, and who gets each outcome.

    Without outcomes the diagram would be too big; the goal is then judged by what is known alone.
    """

    name: str
    scope: str
    left: Left


class Goals:
    """Every goal of a base, made when it is first needed."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.prover = Prover(base)
        self._found: dict[str, Goal] = {}

    def __getstate__(self) -> dict[str, object]:
        """Without what is soon worked out again."""
        return {name: vars(self)[name] for name in ("base", "prover", "_found")}

    @cached_property
    def _names(self) -> Mapping[str, Advice]:
        return {advice.id: advice for advice in self.base.advice}

    @property
    def space(self) -> Space:
        """The variables that the diagrams test."""
        return self.prover.space

    @property
    def worlds(self) -> Worlds:
        """The diagrams that the outcomes are nodes of."""
        return self.prover.roomy()

    @cached_property
    def edges(self) -> Edges:
        """Outcomes and what must hold, taken together without joining them."""
        return Edges(self.worlds.diagram)

    @property
    def decided(self) -> frozenset[str]:
        """Derived facts that a decision or a rule concludes."""
        return frozenset({*self.base.decisions, *self.base.concluding})

    def scope(self, name: str) -> str:
        """The entity whose members have the goal."""
        found = self._names.get(name)
        return found.scope if found else self.base.facts[name].entity

    def missing(self, goal: Place, hinges: Hinges) -> list[Place]:
        """The missing answers behind a goal that the rules leave open."""
        name, member = goal
        if name not in self._names:
            return hinges.of(goal)
        when = self._names[name].when
        return [] if when is None else hinges.behind(when, member)

    def goal(self, name: str) -> Goal:
        """The goal for an advice or a derived choice or yes/no fact."""
        if name not in self._found:
            self._found[name] = self._make(name)
        return self._found[name]

    def clear(self) -> None:
        """Forget the nodes that were only needed to make the goals."""
        lefts = [goal.left for goal in self._found.values()]
        outcomes = [edge for left in lefts for _, edge in left.outcomes]
        self.worlds.clear([*outcomes, *(node for left in lefts for node in left.care)])

    def _make(self, name: str) -> Goal:
        scope, formulas = self._formulas(name)
        diagram = self.worlds.diagram
        try:
            diagram.allow(ROOM)
            nodes = self._edges(formulas)
            present = diagram.node(self.space.present(scope))
            care = self.worlds.musts(present, *(node for _, node in nodes))
        except TooBig:
            return Goal(name, scope, Left())
        possible = [(value, node) for value, node in nodes if self.edges.possible([node, *care])]
        return Goal(name, scope, Left(tuple(possible), tuple(care)))

    def _edges(self, formulas: list[tuple[str, Formula]]) -> list[tuple[str, int]]:
        """Who gets each outcome; of two, the other is whoever does not get the first."""
        found = [(value, self.worlds.diagram.node(formula)) for value, formula in formulas[:-1]]
        value, formula = formulas[-1]
        if len(found) == 1:
            return [*found, (value, ~found[0][1])]
        return [*found, (value, self.worlds.diagram.node(formula))]

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
