"""Multi-valued decision diagrams: a formula as a graph that is the same for the same function.

Nodes are shared (hash-consed): a node is a variable and its child for each class, and no two nodes
are equal, so two formulas mean the same exactly when they have the same node.

Where a method takes an `edge`, it is a node or, as its bitwise complement (`~node`), where the node
does not hold; so an outcome and its contrary share their nodes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.proving.formula import All, Formula, Lit
from engine.proving.space import Space
from engine.proving.subjects import ByClass, FirstOf

NEVER, ALWAYS = 0, 1
NOTHING = frozenset[int]()
MAX_NEW = 250  # nodes that one question may add; past it python-sat is faster
_GONE = (-1, ())  # leads nowhere, as NEVER and ALWAYS
MAX_NODES = 400_000  # nodes kept in all before it is better to start afresh


class TooBig(Exception):
    """The diagram would have more nodes than it may."""


class Diagram:
    """Formulas of a space as nodes. Raises TooBig when more than `budget` nodes are new.

    `allow` renews the budget.

    With `expand` derived variables are replaced by what they follow from, apart from those taken
    as `given`; otherwise they stay variables like any other.
    """

    def __init__(
        self,
        space: Space,
        *,
        expand: bool = True,
        given: frozenset[int] = NOTHING,
        budget: int = MAX_NEW,
    ) -> None:
        self._space = space
        self._expand = expand
        self._given = given
        self._budget = self._limit = budget
        self._rank: dict[int, int] = {}
        self._order: list[int] = []
        self.nodes: list[tuple[int, tuple[int, ...]]] = [(-1, ()), (-1, ())]
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ands: dict[tuple[int, int], int] = {}
        self._nots: dict[int, int] = {NEVER: ALWAYS, ALWAYS: NEVER}
        self._made: dict[Formula, int] = {}
        self._derived: dict[int, tuple[int, ...]] = {}
        self.masks: list[int] = [0, 0]  # for each node a bit for each place that it tests
        self._interned: dict[int, int] = {}
        self._supports: dict[int, frozenset[int]] = {}

    def __getstate__(self) -> dict[str, object]:
        """The nodes, without what can be told from them or made again."""
        return vars(self) | {"_unique": {}, "_ands": {}, "_made": {}, "_interned": {}}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._unique = {key: node for node, key in enumerate(self.nodes) if key[1]}

    def clear(self, edges: Iterable[int]) -> None:
        """Forget the nodes to which no edge or derived variable leads; the others stay."""
        derived = (node for nodes in self._derived.values() for node in nodes)
        roots = {max(one, ~one) for one in (*edges, *derived)}
        stay = {NEVER, ALWAYS, *self._below(roots)}
        for node in range(len(self.nodes)):
            if node not in stay:
                self.nodes[node], self.masks[node] = _GONE, 0
        self._nots = {one: other for one, other in self._nots.items() if {one, other} <= stay}
        self._made, self._ands = {}, {}
        self._unique = {key: node for key, node in self._unique.items() if node in stay}

    def allow(self, budget: int | None = None) -> None:
        """Let the next question add so many nodes; as many as the budget says if left out."""
        self._limit = len(self.nodes) + (self._budget if budget is None else budget)

    def node(self, formula: Formula) -> int:
        """The node of a formula."""
        found = self._made.get(formula)
        if found is None:
            found = self._made[formula] = self._node(formula)
        return found

    def _node(self, formula: Formula) -> int:
        if isinstance(formula, Lit):
            return self._literal(formula)
        parts = [self.node(part) for part in formula.parts]
        return self.conjunction(parts) if isinstance(formula, All) else self.union(parts)

    def _literal(self, lit: Lit) -> int:
        meanings = self.values(lit.variable)
        if meanings is not None:
            return self.union([meanings[one] for one in sorted(lit.classes)])
        children = tuple(int(index in lit.classes) for index in range(lit.size))
        return self._make(self._ranked(lit.variable), children)

    def values(self, variable: int) -> tuple[int, ...] | None:
        """For each class of a derived variable the node under which it has it."""
        if not self._expand or variable in self._given:
            return None
        if variable not in self._derived and (meaning := self._space.meaning(variable)):
            size = len(self._space.variables[variable].classes)
            self._derived[variable] = tuple(self._values(meaning, size))
        return self._derived.get(variable)

    def _values(self, meaning: FirstOf | ByClass, size: int) -> list[int]:
        if isinstance(meaning, ByClass):
            return [self.node(formula) for formula in meaning.formulas]
        found, rest = [NEVER] * size, ALWAYS
        for formula, outcome in meaning.rows:
            holds = self.node(formula)
            found[outcome] = self.disjoin(found[outcome], self.conjoin(rest, holds))
            rest = self.conjoin(rest, self.negate(holds))
        return found

    def _ranked(self, variable: int) -> int:
        """The place of a variable in the order: that of its first use."""
        if variable not in self._rank:
            self._rank[variable] = len(self._order)
            self._order.append(variable)
        return self._rank[variable]

    def variable(self, node: int) -> int:
        """The variable that a node tests."""
        return self._order[self.nodes[node][0]]

    def _make(self, rank: int, children: tuple[int, ...]) -> int:
        first = children[0]
        if children.count(first) == len(children):
            return first
        key = (rank, children)
        found = self._unique.get(key)
        if found is None:
            if len(self.nodes) >= self._limit:
                raise TooBig(f"more than {self._budget} new nodes")
            found = self._unique[key] = len(self.nodes)
            self.nodes.append(key)
            mask = 1 << rank
            for child in children:
                mask |= self.masks[child]
            self.masks.append(self._interned.setdefault(mask, mask))
        return found

    def mask(self, variables: Iterable[int]) -> int:
        """A bit for each variable that any node tests."""
        return sum(1 << self._rank[number] for number in variables if number in self._rank)

    def conjoin(self, one: int, other: int) -> int:
        """Where both hold."""
        if one == NEVER or other == NEVER:
            return NEVER
        if one in (ALWAYS, other):
            return other
        if other == ALWAYS:
            return one
        key = (one, other) if one < other else (other, one)
        found = self._ands.get(key)
        if found is None:
            found = self._ands[key] = self._conjoin(*key)
        return found

    def _conjoin(self, one: int, other: int) -> int:
        (rank, children), (rank_2, children_2) = self.nodes[one], self.nodes[other]
        if rank < rank_2:
            return self._make(rank, tuple([self.conjoin(child, other) for child in children]))
        if rank > rank_2:
            return self._make(rank_2, tuple([self.conjoin(one, child) for child in children_2]))
        pairs = zip(children, children_2, strict=True)
        return self._make(rank, tuple([self.conjoin(*pair) for pair in pairs]))

    def assign(
        self, edge: int, classes: Mapping[int, int], done: dict[int, int] | None = None
    ) -> int:
        """The edge once the variables have these classes.

        `done` keeps what was worked out, for edges to which the same classes are given.
        """
        done = {} if done is None else done
        if edge < 0:
            return plain(~self._assign(~edge, classes, self.mask(classes), done))
        return self._assign(edge, classes, self.mask(classes), done)

    def _assign(
        self, node: int, classes: Mapping[int, int], mask: int, done: dict[int, int]
    ) -> int:
        if not self.masks[node] & mask:
            return node
        if node not in done:
            rank, children = self.nodes[node]
            chosen = classes.get(self._order[rank])
            if chosen is not None:
                done[node] = self._assign(children[chosen], classes, mask, done)
            else:
                below = [
                    self._assign(child, classes, mask, done) if self.masks[child] & mask else child
                    for child in children
                ]
                done[node] = self._make(rank, tuple(below))
        return done[node]

    def given(self, node: int, variable: int, chosen: int) -> int:
        """The node once a variable has a class; the variable must be the first one tested."""
        if node <= ALWAYS or self.variable(node) != variable:
            return node
        return self.nodes[node][1][chosen]

    def negate(self, node: int) -> int:
        """Where it does not hold."""
        found = self._nots.get(node)
        if found is None:
            rank, children = self.nodes[node]
            found = self._make(rank, tuple([self.negate(child) for child in children]))
            self._nots[node], self._nots[found] = found, node
        return found

    def disjoin(self, one: int, other: int) -> int:
        """Where at least one holds."""
        return self.negate(self.conjoin(self.negate(one), self.negate(other)))

    def conjunction(self, nodes: Sequence[int]) -> int:
        """Where all hold; small ones are joined first."""
        waiting = sorted(set(nodes), key=lambda node: -node)
        found = ALWAYS
        while waiting and found != NEVER:
            found = self.conjoin(found, waiting.pop())
        return found

    def union(self, nodes: Sequence[int]) -> int:
        """Where some hold."""
        return self.negate(self.conjunction([self.negate(node) for node in nodes]))

    def forget(self, node: int, variables: frozenset[int]) -> int:
        """Where it holds for some value of the variables."""
        return self._forget(node, self.mask(variables), {})

    def _forget(self, node: int, mask: int, done: dict[int, int]) -> int:
        if not self.masks[node] & mask:
            return node
        if node not in done:
            rank, children = self.nodes[node]
            rests = [self._forget(child, mask, done) for child in children]
            forgotten = mask >> rank & 1
            done[node] = self.union(rests) if forgotten else self._make(rank, tuple(rests))
        return done[node]

    def support(self, edge: int) -> frozenset[int]:
        """The variables that an edge depends on."""
        mask = self.masks[max(edge, ~edge)]
        if mask not in self._supports:
            places = (place for place in range(mask.bit_length()) if mask >> place & 1)
            self._supports[mask] = frozenset(self._order[place] for place in places)
        return self._supports[mask]

    def from_above(self, node: int) -> list[int]:
        """The node and those below it, each before the ones that it leads to."""
        return sorted(self._below([node]), key=lambda one: self.nodes[one][0])

    def _below(self, nodes: Iterable[int]) -> set[int]:
        """The nodes and all that they lead to, apart from NEVER and ALWAYS."""
        found, waiting = set[int](), [*nodes]
        while waiting:
            one = waiting.pop()
            if one > ALWAYS and one not in found:
                found.add(one)
                waiting += self.nodes[one][1]
        return found

    def path(self, node: int) -> dict[int, int]:
        """Classes of a few variables under which the node holds; it must not be NEVER."""
        return dict(self._path(node, {}))

    def _path(self, node: int, lengths: dict[int, float]) -> Iterator[tuple[int, int]]:
        while node != ALWAYS:
            children = self.nodes[node][1]
            best = min(range(len(children)), key=lambda i: self._length(children[i], lengths))
            yield self.variable(node), best
            node = children[best]

    def _length(self, node: int, lengths: dict[int, float]) -> float:
        """Tests on the shortest way to ALWAYS."""
        if node <= ALWAYS:
            return 0 if node == ALWAYS else float("inf")
        if node not in lengths:
            below = [self._length(child, lengths) for child in self.nodes[node][1]]
            lengths[node] = 1 + min(below)
        return lengths[node]


def plain(edge: int) -> int:
    """The edge; a contrary of NEVER or ALWAYS as the other."""
    return edge + 2 if -2 <= edge < 0 else edge
