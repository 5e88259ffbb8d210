"""A derived fact can never have one of its values.

No row gives the value, or what gives it always holds or never does, so that every test for the
value is idle. Where the rows or rules that give it can be named, they are reported instead.

What to do: add what gives the value, correct it, or take the value out of the vocabulary.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding

VALID = """
- {rule: tired/old, when: age >= 60, conclude: {tired: yes}, because: so, assumed: yes}
"""
INVALID = """
- {rule: tired/all, when: age >= 60 or age < 60, conclude: {tired: yes}, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Values that nobody can have, unless a row or rule is reported for it."""
    for (name, value), reported in bench.unreachable.items():
        if not reported:
            fact = bench.base.facts[name]
            label = fact.choices[value]
            told = value if label == value else f"{value} ({label})"
            message = f"{name} can never be {told}"
            hint = "add or correct what gives it, or take the value out"
            yield Finding("unreachable-outcome", name, fact.span, message, hint)
