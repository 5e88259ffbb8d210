"""What is left of a goal after some answers: exact, and shared between all who are alike."""

from collections.abc import Mapping
from math import log2

from engine.asking.goals import Goal, Goals
from engine.ir.values import NO, YES
from engine.proving.diagram import ALWAYS, NEVER, Diagram
from engine.proving.subjects import Valued

ROOM = 1_000_000  # a limit only against running away: what is left is smaller than what was
Left = tuple[tuple[str, int], ...]  # outcomes that are still possible, each with its node


class Residuals:
    """Diagrams with answers put in. Nodes are shared, so a node is the key to all that follows."""

    def __init__(self, goals: Goals) -> None:
        self._goals = goals
        self._last: dict[tuple[str, int], tuple[dict[int, int], Left]] = {}
        self._put: dict[tuple[int, int, int], int] = {}
        self._weights: dict[int, float] = {NEVER: 0.0, ALWAYS: 1.0}
        self._shares: dict[int, tuple[float, ...]] = {}
        self._matter: dict[tuple[tuple[int, ...], frozenset[int]], bool] = {}
        self._gains: dict[tuple[tuple[int, ...], int], float] = {}

    @property
    def _diagram(self) -> Diagram:
        return self._goals.worlds.diagram

    def left(self, goal: Goal, member: int, classes: Mapping[int, int]) -> Left:
        """The outcomes that the classes leave possible.

        Of each goal and member the last state is kept: mostly one answer more is put in.
        """
        before, left = self._last.get((goal.name, member), ({}, goal.outcomes))
        if not before.items() <= classes.items():
            before, left = {}, goal.outcomes
        new = {number: chosen for number, chosen in classes.items() if number not in before}
        if new:
            self._diagram.allow(ROOM)
            nodes = [(outcome, self._diagram.assign(node, new)) for outcome, node in left]
            left = tuple((outcome, node) for outcome, node in nodes if node != NEVER)
        self._last[goal.name, member] = dict(classes), left
        return left

    def put(self, node: int, number: int, chosen: int) -> int:
        """The node once a variable has a class."""
        key = node, number, chosen
        if key not in self._put:
            self._diagram.allow(ROOM)
            self._put[key] = self._diagram.assign(node, {number: chosen})
        return self._put[key]

    def support(self, left: Left) -> frozenset[int]:
        """The variables that what is left still tests."""
        return frozenset[int]().union(*(self._diagram.support(node) for _, node in left))

    def matters(self, left: Left, numbers: frozenset[int]) -> bool:
        """Whether, everything else the same, other classes could lead to another outcome."""
        key = tuple(node for _, node in left), numbers
        if key not in self._matter:
            self._matter[key] = self._matters(left, numbers)
        return self._matter[key]

    def _matters(self, left: Left, numbers: frozenset[int]) -> bool:
        diagram = self._diagram
        diagram.allow(ROOM)
        some = [diagram.forget(node, numbers) for _, node in left]
        return any(
            diagram.conjoin(one, other) != NEVER
            for index, one in enumerate(some)
            for other in some[index + 1 :]
        )

    def narrows(self, left: Left, number: int) -> bool:
        """Whether some class rules out an outcome, if only because answers exclude each other."""
        classes = range(len(self._goals.space.variables[number].classes))
        counts = {sum(self.put(node, number, one) != NEVER for _, node in left) for one in classes}
        return not counts <= {0, len(left)}

    def gain(self, left: Left, number: int) -> float:
        """How many bits of the outcome the class of a variable tells on average."""
        nodes = tuple(node for _, node in left)
        key = nodes, number
        if key not in self._gains:
            before = [self._weight(node) for node in nodes]
            after = 0.0
            for chosen, share in enumerate(self.shares(number)):
                parts = [self._weight(self.put(node, number, chosen)) for node in nodes]
                after += share * sum(parts) * _entropy(parts)
            total = sum(before)
            self._gains[key] = _entropy(before) - after / total if total else 0.0
        return self._gains[key]

    def _weight(self, node: int) -> float:
        """The share of people, by the priors, who satisfy a node."""
        found = self._weights.get(node)
        if found is None:
            _, children = self._diagram.nodes[node]
            shares = self.shares(self._diagram.variable(node))
            found = sum(
                share * self._weight(child) for share, child in zip(shares, children, strict=True)
            )
            self._weights[node] = found
        return found

    def shares(self, number: int) -> tuple[float, ...]:
        """The prior share of each class of a variable; all values alike where none is declared."""
        if number not in self._shares:
            variable = self._goals.space.variables[number]
            weights = [1.0] * len(variable.classes)
            if isinstance(variable.subject, Valued):
                fact = self._goals.base.facts[variable.subject.fact]
                prior = fact.prior or dict.fromkeys(fact.choices or (YES, NO), 1.0)
                weights = [
                    sum(prior.get(value, 0.0) for value in one) if isinstance(one, frozenset) else 1
                    for one in variable.classes
                ]
            total = sum(weights) or 1.0
            self._shares[number] = tuple(weight / total for weight in weights)
        return self._shares[number]


def _entropy(parts: list[float]) -> float:
    total = sum(parts)
    return -sum(part / total * log2(part / total) for part in parts if part > 0) if total else 0.0
