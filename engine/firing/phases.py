"""In which phase of forward chaining a fact is settled.

Counts, totals and other numbers are worked out between phases, from what the rules concluded so
far. A number over conclusions of phase p can be compared in phase p + 1; everything else chains
within its phase.
"""

from collections.abc import Mapping

from engine.ir.base import NUMERIC, RuleBase
from engine.ir.conditions import Compare, Condition, IsOpen, IsUnknown, Node, Ref, children, refs


def fact_phases(base: RuleBase) -> Mapping[str, int]:
    """The phase of each fact, 0 for facts that are asked."""
    phases = dict.fromkeys(base.facts, 0)
    for name in base.order:
        formula = base.facts[name].formula
        if formula is not None:
            phases[name] = number_phase(formula, base, phases)
        else:
            conditions = _conditions(name, base)
            phases[name] = max((condition_phase(c, base, phases) for c in conditions), default=0)
    return phases


def number_phase(node: Node, base: RuleBase, phases: Mapping[str, int]) -> int:
    """The first phase in which the number can be worked out."""
    return max((_ready(ref, base, phases) for ref in refs(node)), default=0)


def condition_phase(node: Node, base: RuleBase, phases: Mapping[str, int]) -> int:
    """The phase in which the condition's verdict is reached."""
    if isinstance(node, Ref):
        return phases[node.fact]
    if isinstance(node, Compare | IsUnknown | IsOpen):
        return number_phase(node, base, phases)
    return max((condition_phase(child, base, phases) for child in children(node)), default=0)


def _ready(ref: Ref, base: RuleBase, phases: Mapping[str, int]) -> int:
    fact = base.facts[ref.fact]
    waits = fact.derived and fact.kind not in NUMERIC
    return phases[ref.fact] + waits


def _conditions(name: str, base: RuleBase) -> list[Condition]:
    if name in base.decisions:
        return [row.when for row in base.decisions[name].rows if row.when is not None]
    return [rule.when for rule in base.concluding.get(name, ())]
