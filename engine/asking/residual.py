"""What is left of a goal after some answers: exact, and shared between all who are alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from engine.asking.goals import Goals, Left
from engine.ir.values import NO, YES
from engine.proving.diagram import ALWAYS, NEVER, Diagram, TooBig
from engine.proving.subjects import Valued

NONE = frozenset[int]()
SOME_ROOM = 20_000  # nodes to find out what is possible whatever nobody can tell
ROOM = 1_000_000  # a limit only against running away: what is left is smaller than what was


@dataclass(frozen=True, slots=True)
class Parting:
    """The share of people who satisfy a node, and how much more do with each class of a variable.

    A variable that is not tested makes no difference.
    """

    whole: float
    more: Mapping[int, Sequence[float]]

    def given(self, number: int, chosen: int) -> float:
        """The share of those with a class of a variable who satisfy the node."""
        return self.whole + self.more[number][chosen] if number in self.more else self.whole


class Residuals:
    """Diagrams with answers put in. Nodes are shared, so a node is the key to all that follows."""

    def __init__(self, goals: Goals) -> None:
        self._goals = goals
        self._put: dict[tuple[Left, int, int], Left] = {}
        self._parted: dict[Left, list[Parting]] = {}
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
        meet, edges = self._goals.edges.meet, [edge for _, edge in left.outcomes]
        if lost and (nodes := self._without(left, lost)) is not None:
            anybody = self._diagram.union(nodes)
            return any(meet([one], [~one, anybody], numbers) for one in nodes)
        # whoever has not one outcome has another
        return any(meet([one, *left.care], [~one, *left.care], numbers) for one in edges[:-1])

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
            if left not in self._parted:
                self._diagram.allow(ROOM)
                self._parted[left] = [*map(self._parting, self._joined(left))]
            self._gains[key] = self._gain(self._parted[left], number)
        return self._gains[key]

    def _gain(self, parted: list[Parting], number: int) -> float:
        before, after = [one.whole for one in parted], 0.0
        for chosen, share in enumerate(self.shares(number)):
            parts = [one.given(number, chosen) for one in parted]
            after += share * sum(parts) * _entropy(parts)
        total = sum(before)
        return _entropy(before) - after / total if total else 0.0

    def _parting(self, root: int) -> Parting:
        """Goes once through a diagram, from above: by which share each node is come to."""
        whole, more = self._weight(root), dict[int, list[float]]()
        reached = defaultdict[int, float](float, {root: 1.0})
        for node in self._diagram.from_above(root):
            number, children = self._diagram.variable(node), self._diagram.nodes[node][1]
            weight, come = self._weight(node), reached[node]
            gained = more.setdefault(number, [0.0] * len(children))
            for chosen, (share, child) in enumerate(
                zip(self.shares(number), children, strict=True)
            ):
                gained[chosen] += come * (self._weight(child) - weight)
                reached[child] += come * share
        return Parting(whole, more)

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
