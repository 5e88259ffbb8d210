"""A derived fact follows, over some steps, from itself.

Then nothing says where to begin. Such a base is refused when it is read, with the circle.

What to do: change one of the rules or formulas between the facts that the message names.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.problem import Problems
from engine.reading.order import evaluation_order

VALID = """
- derived:
    idle: {label: idle, type: yes_no}
- {rule: tired/old, when: age >= 60, conclude: {tired: yes}, because: so, assumed: yes}
- {rule: idle/tired, when: tired is yes, conclude: {idle: yes}, because: so, assumed: yes}
- {advice: rest, when: idle is yes, section: main, say: Rest., assumed: yes}
"""
INVALID = """
- derived:
    idle: {label: idle, type: yes_no}
- {rule: tired/idle, when: idle is yes, conclude: {tired: yes}, because: so, assumed: yes}
- {rule: idle/tired, when: tired is yes, conclude: {idle: yes}, because: so, assumed: yes}
"""
REFUSED_WHEN_READ = True


def find(bench: Bench) -> Iterator[Finding]:
    """The circle, in a base that was put together in some other way."""
    base, problems = bench.base, Problems()
    evaluation_order(base.facts, base.decisions, base.rules, problems)
    for problem in problems.sorted():
        name = problem.message.partition(" ")[0]
        yield Finding("cyclic-derivation", name, problem.span, problem.message, problem.hint)
