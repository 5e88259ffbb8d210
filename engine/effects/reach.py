"""Which edits a conclusion can owe a change to: those of items that it rests on in either base."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from engine.effects.edits import ORDER, Edit
from engine.effects.items import (
    ADVICE,
    CONCLUSION,
    CONSTRAINT,
    DECISION,
    LIST,
    PARAMETER,
    QUESTION,
    ROW,
    RULE,
    TABLE,
    Key,
)
from engine.ir.base import Fact, RuleBase
from engine.ir.conditions import Lookup, Node, Parameter, children, refs

Edits = frozenset[int]  # their places among all that have an effect


class Reach:
    """What rests on what in two bases taken together."""

    def __init__(self, old: RuleBase, new: RuleBase, edits: Sequence[Edit]) -> None:
        self._bases = old, new
        self._numbers = {edit.key: number for number, edit in enumerate(edits)}
        self._always = self._of((LIST, name) for base in self._bases for name in base.entities)
        self._below: dict[str, set[str]] = {}
        self._own: dict[str, set[int]] = {}
        for base in self._bases:
            for fact in base.facts.values():
                self._rests(fact.id, base.follows_from(fact.id), _concluding(base, fact))
            for one in base.constraints:  # which can set each of the answers in it aside
                for name in {ref.fact for ref in refs(one.never)}:
                    self._rests(name, [one.never], [(CONSTRAINT, one.id)])
        self.of_fact = cache(self._of_fact)

    def _rests(self, fact: str, nodes: Iterable[Node], keys: Iterable[Key]) -> None:
        below = self._below.setdefault(fact, set())
        own = self._own.setdefault(fact, set())
        own |= self._of(keys)
        for node in nodes:
            below |= {ref.fact for ref in refs(node)}
            own |= self._of(_figures(node))

    def of_item(self, kind: str, name: str) -> Edits:
        """The edits that an advice, a rule or a constraint of that id can owe a change to."""
        found = self._of([(kind, name)]) | self._always
        for node in (node for base in self._bases for node in _nodes(base, kind, name)):
            found |= self._of(_figures(node))
            found = found.union(*(self.of_fact(ref.fact) for ref in refs(node)))
        return found

    def _of_fact(self, name: str) -> Edits:
        """The edits that a fact, asked or derived, can owe a change to."""
        seen, waiting = {name}, [name]
        while waiting:
            more = self._below.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        return self._always.union(*(self._own.get(fact, ()) for fact in seen))

    def _of(self, keys: Iterable[Key]) -> Edits:
        return frozenset(self._numbers[key] for key in keys if key in self._numbers)


def _concluding(base: RuleBase, fact: Fact) -> Iterator[Key]:
    """The fact as an item, and what concludes it."""
    yield from ((kind, fact.part_of or fact.id) for kind in (QUESTION, CONCLUSION))
    yield from ((kind, fact.id) for kind in (DECISION, ORDER))
    rows = base.decisions[fact.id].rows if fact.id in base.decisions else ()
    yield from ((ROW, row.id) for row in rows)
    yield from ((RULE, rule.id) for rule in base.concluding.get(fact.id, ()))


def _figures(node: Node) -> Iterator[Key]:
    if isinstance(node, Parameter):
        yield PARAMETER, node.name
    if isinstance(node, Lookup):
        yield TABLE, node.table
    for child in children(node):
        yield from _figures(child)


def _nodes(base: RuleBase, kind: str, name: str) -> Iterator[Node]:
    if kind == CONSTRAINT:
        yield from (one.never for one in base.constraints if one.id == name)
        return
    item = base.governed.get(name)
    when = getattr(item, "when", None) if kind in (ADVICE, RULE, ROW) else None
    if when is not None:
        yield when
