"""The part of a base that one conclusion rests on: small, so that it can be tried again often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.conditions import Condition, Count, Every, Exists, Node, Ref, Total, children
from engine.reason.known import Known


@dataclass(frozen=True)
class Slice:
    """A goal (a derived fact or an advice) with everything that it can be affected by.

    `base` has only the derived facts and constraints needed; `when` is the condition of an advice
    (None for one that is always given), `asked` are the questions behind the goal, `lists` the
    entities over all of whose members it goes, `nodes` every formula and condition.
    """

    goal: str
    scope: str
    base: RuleBase
    when: Condition | None
    asked: frozenset[str]
    lists: frozenset[str]
    nodes: tuple[Node, ...]

    @property
    def is_advice(self) -> bool:
        """Whether the goal is an advice, which is given or not."""
        return self.goal not in self.base.facts

    def places(self, known: Known, member: int) -> list[Place]:
        """Every question behind the goal of a member, in the order of the vocabulary."""
        found = []
        for fact in self.base.facts.values():
            if fact.id in self.asked and fact.kind not in (Kind.TEXT, Kind.CHOICES):
                found += [(fact.id, one) for one in self._members(fact, known, member)]
        return found

    def _members(self, fact: Fact, known: Known, member: int) -> list[int]:
        members = known.members(fact.entity)
        if fact.entity in self.lists:
            return list(members)
        principal = members[:1] if self.base.entities[fact.entity].principal else ()
        own = (member,) if fact.entity == self.scope else ()
        return sorted({*principal, *own})


def sliced(base: RuleBase, goal: str) -> Slice:
    """The slice of a base for a derived fact or an advice."""
    advice = next((one for one in base.advice if one.id == goal), None)
    when = advice.when if advice else None
    roots = [when] if when is not None else []
    derived = _reached(base, _facts(roots) if advice else [goal])
    order = tuple(name for name in base.order if name in derived)
    nodes = [*roots, *(node for name in order for node in base.follows_from(name))]
    reads = set(_facts(nodes))
    asked = frozenset(name for name in reads if not base.facts[name].derived)
    nearby = tuple(one for one in base.constraints if asked & set(_facts([one.never])))
    small = replace(base, order=order, advice=(), messages=(), constraints=nearby)
    scope = advice.scope if advice else base.facts[goal].entity
    every = (*nodes, *(one.never for one in nearby))
    return Slice(goal, scope, small, when, asked, frozenset(_lists(nodes)), every)


def within(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all below them."""
    for node in nodes:
        yield node
        yield from within(children(node))


def _reached(base: RuleBase, names: Iterable[str]) -> frozenset[str]:
    """The derived facts among these and behind them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if base.facts[name].derived and name not in found:
            found.add(name)
            waiting += _facts(base.follows_from(name))
    return frozenset(found)


def _facts(nodes: Iterable[Node]) -> list[str]:
    return [node.fact for node in within(nodes) if isinstance(node, Ref)]


def _lists(nodes: Iterable[Node]) -> Iterator[str]:
    for node in within(nodes):
        if isinstance(node, Exists | Every | Count):
            yield node.entity
        elif isinstance(node, Total):
            yield node.ref.entity


def questions(base: RuleBase, nodes: Iterable[Node]) -> frozenset[str]:
    """Every question and derived fact behind conditions and numbers."""
    found: set[str] = set()
    waiting = [one.fact for one in within(nodes) if isinstance(one, Ref)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            roots = within(base.follows_from(name)) if base.facts[name].derived else ()
            waiting += [one.fact for one in roots if isinstance(one, Ref)]
    return frozenset(found)
