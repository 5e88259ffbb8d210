"""Which questions stand behind conclusions, and which numbers are worth trying as their answers."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.conditions import (
    Compare,
    Constant,
    Count,
    Every,
    Exists,
    Node,
    Parameter,
    Ref,
    Total,
    children,
)


def nodes(base: RuleBase, goals: Iterable[str]) -> Iterator[Node]:
    """Every part of every condition and formula behind some derived facts, each fact once."""
    seen, waiting = set[str](), list(goals)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            for top in base.follows_from(name):
                for node in _walk(top):
                    yield node
                    waiting += [node.fact] if isinstance(node, Ref) else []


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _walk(child)


def behind(base: RuleBase, goals: Iterable[str]) -> tuple[set[str], set[str]]:
    """The questions (of a question for several values its parts and itself) and lists behind."""
    facts, lists = set[str](), set[str]()
    for node in nodes(base, goals):
        match node:
            case Ref(name):
                facts |= {name, base.facts[name].part_of} - {""}
            case Exists(entity) | Every(entity) | Count(entity):
                lists.add(entity)
            case Total(ref):
                lists.add(ref.entity)
    asked = {name for name in facts if not base.facts[name].derived}
    return asked, {name for name in lists if base.entities[name].list_key}


def tried(base: RuleBase, goals: Iterable[str], fact: Fact) -> list[float]:
    """Numbers at the limits that conditions on a fact have, and one on each side of each."""
    limits = {n for n in _limits(base, goals, fact.id) if fact.low <= n <= fact.high}
    if not limits:
        return []
    ordered = sorted(limits)
    around = [ordered[0] - 1, *((a + b) / 2 for a, b in pairwise(ordered)), ordered[-1] + 1]
    if fact.kind is Kind.COUNT:
        around = [float(n // 1) for n in around]
    fit = (n for n in (*ordered, *around) if fact.low <= n <= fact.high)
    return sorted({round(n, 4) for n in fit})


def _limits(base: RuleBase, goals: Iterable[str], fact: str) -> Iterator[float]:
    for node in nodes(base, goals):
        if isinstance(node, Compare) and fact in behind_node(base, node):
            yield from (n.value for n in _walk(node) if isinstance(n, Constant | Parameter))


def behind_node(base: RuleBase, node: Node) -> set[str]:
    """The facts that a condition reads, and those that they follow from."""
    named = {one.fact for one in _walk(node) if isinstance(one, Ref)}
    return named | {one.fact for one in nodes(base, named) if isinstance(one, Ref)}
