"""The part of a base that one conclusion rests on: small, so that it can be tried again often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Condition,
    Count,
    Every,
    Exists,
    IsOpen,
    KnownFrom,
    Node,
    Ref,
    Total,
    children,
)

_SLICES = "slices"


@dataclass(frozen=True)
class Slice:
    """A goal (a derived fact or an advice) with everything that it can be affected by.

    `base` has only the derived facts and constraints needed; `when` is the condition of an advice
    (None for one that is always given), `lists` are the entities over all of whose members it
    goes, `nodes` every formula and condition.
    """

    goal: str
    scope: str
    base: RuleBase
    when: Condition | None
    lists: frozenset[str]
    nodes: tuple[Node, ...]

    @property
    def is_advice(self) -> bool:
        """Whether the goal is an advice, which is given or not."""
        return self.goal not in self.base.facts

    @cached_property
    def told_twice(self) -> frozenset[str]:
        """The derived facts that are nothing but a number which two others tell."""
        facts = self.base.facts
        return frozenset(n for n in self.base.order if isinstance(facts[n].formula, KnownFrom))

    @cached_property
    def opens(self) -> bool:
        """Whether the condition of the advice asks if something derived is settled."""
        found = within([self.when] if self.when else [])
        return any(isinstance(n, IsOpen) and self.base.facts[n.ref.fact].derived for n in found)

    @cached_property
    def can_loosen(self) -> bool:
        """Whether no number is told twice within another formula or a condition."""
        found = sum(isinstance(node, KnownFrom) for node in within(self.nodes))
        return found == len(self.told_twice)

    @cached_property
    def loose(self) -> RuleBase:
        """The base in which of a number told twice the first counts, which is never too narrow."""
        if not self.told_twice:
            return self.base
        facts = dict(self.base.facts)
        for name in self.told_twice:
            formula = facts[name].formula
            assert isinstance(formula, KnownFrom)
            facts[name] = replace(facts[name], formula=formula.left)
        return replace(self.base, facts=facts)


def sliced(base: RuleBase, goal: str) -> Slice:
    """The slice of a base for a derived fact or an advice; kept with the base."""
    kept: dict[str, Slice] = base.own.setdefault(_SLICES, {})
    if goal not in kept:
        kept[goal] = _sliced(base, goal)
    return kept[goal]


def _sliced(base: RuleBase, goal: str) -> Slice:
    advice = next((one for one in base.advice if one.id == goal), None)
    when = advice.when if advice else None
    roots = [when] if when is not None else []
    reached = questions(base, roots) if advice else questions(base, [], [goal])
    order = tuple(name for name in base.order if name in reached)
    nodes = [*roots, *(node for name in order for node in base.follows_from(name))]
    nearby = [one for one in base.constraints if reached & questions(base, [one.never])]
    # a constraint may rest on derived facts that the goal does not look at
    needed = questions(base, [one.never for one in nearby]) | reached
    full = tuple(name for name in base.order if name in needed)
    small = replace(base, order=full, advice=(), messages=(), constraints=tuple(nearby))
    scope = advice.scope if advice else base.facts[goal].entity
    every = [*roots, *(node for name in full for node in base.follows_from(name))]
    every += [one.never for one in nearby]
    return Slice(goal, scope, small, when, frozenset(_lists(nodes)), tuple(every))


def within(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all below them."""
    for node in nodes:
        yield node
        yield from within(children(node))


def _lists(nodes: Iterable[Node]) -> Iterator[str]:
    for node in within(nodes):
        if isinstance(node, Exists | Every | Count):
            yield node.entity
        elif isinstance(node, Total):
            yield node.ref.entity


def questions(base: RuleBase, nodes: Iterable[Node], names: Iterable[str] = ()) -> frozenset[str]:
    """Every question and derived fact behind conditions and numbers, and behind facts named."""
    found: set[str] = set()
    waiting = [*names, *(one.fact for one in within(nodes) if isinstance(one, Ref))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            roots = within(base.follows_from(name)) if base.facts[name].derived else ()
            waiting += [one.fact for one in roots if isinstance(one, Ref)]
    return frozenset(found)
