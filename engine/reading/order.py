"""The order in which derived facts can be computed: each after those it reads."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from engine.ir.base import Fact
from engine.ir.conditions import Node, refs
from engine.ir.rules import Decision, Rule
from engine.problem import Problems


def dependencies(
    facts: Mapping[str, Fact], decisions: Mapping[str, Decision], rules: Iterable[Rule]
) -> dict[str, set[str]]:
    """For each derived fact the derived facts that it reads directly."""
    reads: dict[str, set[str]] = {name: set() for name, fact in facts.items() if fact.derived}
    for name in reads:
        formula = facts[name].formula
        if formula is not None:
            reads[name] |= _names(formula)
    for decision in decisions.values():
        for row in decision.rows:
            reads[decision.fact] |= _names(row.when) if row.when else set()
    for rule in rules:
        for fact in rule.conclude:
            reads[fact] |= _names(rule.when)
    return {name: found & reads.keys() for name, found in reads.items()}


def evaluation_order(
    facts: Mapping[str, Fact],
    decisions: Mapping[str, Decision],
    rules: Iterable[Rule],
    problems: Problems,
) -> tuple[str, ...]:
    """Derived facts in order; empty after recording a cycle."""
    try:
        return tuple(TopologicalSorter(dependencies(facts, decisions, rules)).static_order())
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        hint = "an arrow means “follows from”; change one of the rules or formulas between them"
        message = f"{cycle[0]} depends on itself: {' ← '.join(cycle)}"
        problems.add(facts[cycle[0]].span, message, hint)
        return ()


def _names(node: Node) -> set[str]:
    return {ref.fact for ref in refs(node)}
