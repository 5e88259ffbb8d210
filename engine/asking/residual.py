"""What is left of a goal after some answers: exact, and shared between all who are alike."""

from collections.abc import Mapping
from math import log2

from engine.asking.goals import Goals, Left
from engine.ir.values import NO, YES
from engine.proving.diagram import ALWAYS, NEVER, Diagram, TooBig
from engine.proving.subjects import Valued

NONE = frozenset[int]()
SOME_ROOM = 20_000  # nodes to find out what is possible whatever nobody can tell
ROOM = 1_000_000  # a limit only against running away: what is left is smaller than what was


class Residuals:
    """Diagrams with answers put in. Nodes are shared, so a node is the key to all that follows."""

    def __init__(self, goals: Goals) -> None:
        self._goals = goals
        self._put: dict[tuple[Left, int, int], Left] = {}
        self._nodes: dict[tuple[int, int, int], int] = {}
        self._weights: dict[int, float] = {NEVER: 0.0, ALWAYS: 1.0}
        self._shares: dict[int, tuple[float, ...]] = {}
        self._matter: dict[tuple[Left, frozenset[int], frozenset[int]], bool] = {}
        self._gains: dict[tuple[Left, int], float] = {}

    @property
    def _diagram(self) -> Diagram:
        return self._goals.worlds.diagram

    def assigned(self, left: Left, classes: Mapping[int, int], done: dict[int, int]) -> Left:
        """What is left once variables have these classes.

        `done` is what was worked out before with the same classes.
        """
        self._diagram.allow(ROOM)
        nodes = [(name, self._diagram.assign(node, classes, done)) for name, node in left.outcomes]
        care = [self._diagram.assign(part, classes, done) for part in left.care]
        near = self._goals.edges.connected((node for _, node in nodes), care)
        if not self._goals.edges.possible(part for part in care if part not in near):
            return Left()
        possible = [one for one in nodes if self._goals.edges.possible([one[1], *near])]
        return Left(tuple(possible), tuple(sorted(set(near))))

    def put(self, left: Left, number: int, chosen: int) -> Left:
        """What is left once a variable has a class."""
        key = left, number, chosen
        if key not in self._put:
            self._put[key] = self.assigned(left, {number: chosen}, {})
        return self._put[key]

    def support(self, left: Left) -> frozenset[int]:
        """The variables that what is left still tests."""
        nodes = (*(node for _, node in left.outcomes), *left.care)
        return frozenset[int]().union(*map(self._diagram.support, nodes))

    def matters(self, left: Left, numbers: frozenset[int], lost: frozenset[int] = NONE) -> bool:
        """Whether, everything else the same, other classes could lead to other outcomes.

        `lost` are variables that nobody can tell: only what is possible for some class of them
        counts then.
        """
        key = left, numbers, lost
        if key not in self._matter:
            self._matter[key] = self._matters(left, numbers, lost)
        return self._matter[key]

    def _matters(self, left: Left, numbers: frozenset[int], lost: frozenset[int]) -> bool:
        if lost and (nodes := self._without(left, lost)) is not None:
            anybody = self._diagram.union(nodes)
            return any(self._goals.edges.meet([one], [~one, anybody], numbers) for one in nodes)
        edges = [edge for _, edge in left.outcomes]
        return any(
            self._goals.edges.meet([one, *left.care], [other, *left.care], numbers)
            for index, one in enumerate(edges)
            for other in edges[index + 1 :]
        )

    def _without(self, left: Left, lost: frozenset[int]) -> list[int] | None:
        """For each outcome who may have it, whatever the lost variables are; None if too big."""
        self._diagram.allow(SOME_ROOM)
        try:
            return [self._diagram.forget(node, lost) for node in self._joined(left)]
        except TooBig:
            return None

    def gain(self, left: Left, number: int) -> float:
        """How many bits of the outcome the class of a variable tells on average."""
        key = left, number
        if key not in self._gains:
            self._diagram.allow(ROOM)
            nodes = self._joined(left)
            before, after = [*map(self._weight, nodes)], 0.0
            for chosen, share in enumerate(self.shares(number)):
                parts = [self._weight(self._given(node, number, chosen)) for node in nodes]
                after += share * sum(parts) * _entropy(parts)
            total = sum(before)
            self._gains[key] = _entropy(before) - after / total if total else 0.0
        return self._gains[key]

    def fewer(self, left: Left, number: int) -> float:
        """How many variables fewer are left, on average, once the class of one is known."""
        now = self._tested(left)
        shares = enumerate(self.shares(number))
        return now - sum(share * self._tested(self.put(left, number, i)) for i, share in shares)

    def _tested(self, left: Left) -> int:
        """How many variables matter to what is left."""
        if len(left.outcomes) < 2:
            return 0
        edges = frozenset[int]().union(*(self._diagram.support(e) for _, e in left.outcomes))
        return len(edges)

    def _joined(self, left: Left) -> list[int]:
        """For each outcome one node, with everything that must hold."""
        return [
            self._diagram.conjunction([node, *left.care]) for node in map(self._node, left.outcomes)
        ]

    def _node(self, outcome: tuple[str, int]) -> int:
        edge = outcome[1]
        return edge if edge >= 0 else self._diagram.negate(~edge)

    def _given(self, node: int, number: int, chosen: int) -> int:
        key = node, number, chosen
        if key not in self._nodes:
            self._diagram.allow(ROOM)
            self._nodes[key] = self._diagram.assign(node, {number: chosen})
        return self._nodes[key]

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
