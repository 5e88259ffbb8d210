"""The last row of a decision gets somebody it was not meant for.

A last row may say with `covers:` what must be left for it. This check proves that everybody who
reaches the row is covered, and otherwise shows who is not: a student for whom nobody wrote a row.

What to do: add a row for the situation, or widen the row that was meant for it.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.proving.formula import both, negation

VALID = """
- decision: pace
  rows:
    - {rule: pace/slow, when: age >= 60, then: slow, because: so, assumed: yes}
    - {otherwise: fast, covers: age < 60, because: so, assumed: yes}
"""
INVALID = """
- decision: pace
  rows:
    - {rule: pace/slow, when: age > 60, then: slow, because: so, assumed: yes}
    - {otherwise: fast, covers: age < 60, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Last rows that take more than they cover."""
    for decision in bench.base.decisions.values():
        *_, last = bench.rows(decision)
        if last.row.covers is None:
            continue
        covered = bench.lower(last.row.covers, decision.scope)
        left_out = both([last.taken, negation(covered)])
        if bench.prover.possible(left_out):
            message = f"{decision.fact} has no row for some, who fall to {last.row.id}"
            hint = "add a row for them, or change the row that was meant to take them"
            situation = bench.situation(left_out)
            yield Finding("decision-gap", last.row.id, last.row.span, message, hint, *situation)
