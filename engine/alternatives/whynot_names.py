"""The facts and lists that facts and conditions of a base rest on, found out once for the base."""

from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Condition,
    Count,
    Every,
    Exists,
    IsOpen,
    KnownFrom,
    Node,
    Not,
    Ref,
    Total,
    children,
)

Names = frozenset[str]
_KEY = "names"


class Reading:
    """What is read by what, by name: entries of lists are not told apart."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._facts: dict[str, Names] = {}
        self._nodes: dict[int, tuple[Node, Names]] = {}
        self._blurred: dict[int, tuple[Node, Names]] = {}
        self._negated: dict[int, tuple[Condition, Condition]] = {}
        self._touched: dict[Names, Names] = {}

    def fact(self, name: str) -> Names:
        """Every fact and list that a fact rests on, itself among them."""
        if name not in self._facts:
            self._facts[name] = frozenset({name})  # facts are in an order without circles
            below = (self.node(node) for node in self._base.follows_from(name))
            self._facts[name] = frozenset({name}).union(*below)
        return self._facts[name]

    def node(self, node: Node) -> Names:
        """The same of a condition or a number."""
        if isinstance(node, Ref):
            return self.fact(node.fact)
        if id(node) not in self._nodes:  # kept with the node, so that no other takes its identity
            self._nodes[id(node)] = node, self._below(node)
        return self._nodes[id(node)][1]

    def touched(self, names: Names) -> Names:
        """The facts that rest on one of the names."""
        if names not in self._touched:
            facts = self._base.facts
            self._touched[names] = frozenset(f for f in facts if not names.isdisjoint(self.fact(f)))
        return self._touched[names]

    def negated(self, node: Condition) -> Condition:
        """That it fails, as one and the same condition each time: what is compiled is kept."""
        if id(node) not in self._negated:
            self._negated[id(node)] = node, Not(node)
        return self._negated[id(node)][1]

    def blurred(self, node: Node) -> Names:
        """What may come to the same for a range of numbers, and not for each number in it.

        A range is never taken for open, nor for contradicting another number, as a part of it is.
        """
        if id(node) not in self._blurred:
            found = frozenset[str]().union(*map(self.blurred, children(node)))
            twice = isinstance(node, KnownFrom)
            if twice or (isinstance(node, IsOpen) and self._base.facts[node.ref.fact].derived):
                found |= self.node(node)
            self._blurred[id(node)] = node, found
        return self._blurred[id(node)][1]

    def _below(self, node: Node) -> Names:
        own: set[str] = set()
        if isinstance(node, Exists | Every | Count):
            own = {node.entity}
        elif isinstance(node, Total):
            own = {node.ref.entity}
        return frozenset(own).union(*(self.node(child) for child in children(node)))


def reading(base: RuleBase) -> Reading:
    """What was found out of a base so far."""
    found: Reading = base.own.setdefault(_KEY, Reading(base))
    return found
