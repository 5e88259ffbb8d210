"""A rule never concludes anything that another rule has not concluded already.

Whenever its condition holds, that of the other rule holds too, and the other concludes the same.

What to do: take the rule out, or correct its condition where it was meant to reach further.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench, Item
from engine.checking.finding import Finding
from engine.ir.rules import Rule
from engine.proving.formula import both, negation

VALID = """
- {rule: tired/old, when: age >= 60, conclude: {tired: yes}, because: so, assumed: yes}
- {rule: tired/unfit, when: fit is no, conclude: {tired: yes}, because: so, assumed: yes}
"""
INVALID = """
- {rule: tired/old, when: age >= 60, conclude: {tired: yes}, because: so, assumed: yes}
- {rule: tired/both, when: age >= 70, conclude: {tired: yes}, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Rules that another rule makes needless; of two equal ones the second."""
    rules = [one for one in bench.items if isinstance(one.item, Rule)]
    for index, one in enumerate(rules):
        for place, other in enumerate(rules):
            if place != index and _covers(bench, other, one, earlier=place < index):
                message = f"{one.item.id} adds nothing: {other.item.id} holds whenever it does"
                hint = "take it out, or correct the condition that is wrong"
                yield Finding("subsumed-rule", one.item.id, one.item.span, message, hint)
                break


def _covers(bench: Bench, wider: Item, one: Item, *, earlier: bool) -> bool:
    assert isinstance(wider.item, Rule) and isinstance(one.item, Rule)
    if not set(one.item.conclude) <= set(wider.item.conclude) or not bench.prover.possible(
        one.formula
    ):
        return False
    if bench.prover.possible(both([one.formula, negation(wider.formula)])):
        return False
    return earlier or bench.prover.possible(both([wider.formula, negation(one.formula)]))
