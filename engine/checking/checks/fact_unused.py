"""A question is asked whose answer nothing reads.

No condition, formula, date or text of the base mentions it, so that answering it is wasted time.

What to do: write the rule that it was meant for, or take the question out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.checking.usage import used_facts

VALID = """
- facts:
    shoe_size: {ask: Which size?, label: shoe size, type: count}
- {advice: boots, when: shoe_size > 50, section: main, say: Order boots., assumed: yes}
"""
INVALID = """
- facts:
    shoe_size: {ask: Which size?, label: shoe size, type: count}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Questions that nothing reads."""
    used = used_facts(bench.base)
    for fact in bench.base.facts.values():
        if not fact.derived and not fact.part_of and fact.id not in used:
            message = f"nothing reads the answer to {fact.id}"
            hint = "write the rule that it is meant for, or take the question out"
            yield Finding("fact-unused", fact.id, fact.span, message, hint)
