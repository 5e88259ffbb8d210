"""A derived fact is worked out but nobody ever sees it or anything that follows from it.

Neither the report nor an advice or message shows it, and what reads it is not shown either.

What to do: add it to the report, write the advice that it was meant for, or take it out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.checking.usage import shown_facts

VALID = """
- derived:
    idle: {label: idle, type: yes_no}
- {rule: idle/old, when: age >= 60, conclude: {idle: yes}, because: so, assumed: yes}
- {advice: rest, when: idle is yes, section: main, say: Rest., assumed: yes}
"""
INVALID = """
- derived:
    idle: {label: idle, type: yes_no}
- {rule: idle/old, when: age >= 60, conclude: {idle: yes}, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Derived facts that lead to nothing a person sees."""
    shown = shown_facts(bench.base)
    for name in bench.base.order:
        if name not in shown:
            message = f"nobody sees {name} or anything that follows from it"
            hint = "show it in the report, write the advice it is meant for, or take it out"
            span = bench.base.facts[name].span
            yield Finding("conclusion-unshown", name, span, message, hint)
