"""Nobody can reach a row of a decision: the rows above it take everybody it is meant for.

Also a row whose condition contradicts itself or the constraints, and a last row for which nothing
is left. Where the cause is an outcome that another decision never gives, only that is reported.

What to do: move the row up, make a row above narrower, or take the row out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench, Reached
from engine.checking.finding import Finding
from engine.ir.rules import Decision
from engine.proving.formula import both

VALID = """
- decision: pace
  rows:
    - {rule: pace/slow, when: age >= 60, then: slow, because: so, assumed: yes}
    - {rule: pace/brisk, when: age >= 30, then: fast, because: so, assumed: yes}
    - {otherwise: slow, because: so, assumed: yes}
"""
INVALID = """
- decision: pace
  rows:
    - {rule: pace/brisk, when: age >= 30, then: fast, because: so, assumed: yes}
    - {rule: pace/slow, when: age >= 60, then: slow, because: so, assumed: yes}
    - {otherwise: slow, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Rows that nobody reaches."""
    for decision in bench.base.decisions.values():
        rows = list(bench.rows(decision))
        for index, reached in enumerate(rows):
            if bench.never(reached.taken):
                yield _finding(bench, decision, rows[:index], reached)


def _finding(bench: Bench, decision: Decision, above: list[Reached], reached: Reached) -> Finding:
    name, span = reached.row.id, reached.row.span
    if reached.row.when is None:
        message = f"nothing is left for the last row of {decision.fact}"
        hint = "that is well if the rows above are meant to be all; then say so with waive:"
        return Finding("masked-row", name, span, message, hint)
    if not bench.prover.possible(reached.holds):
        message = f"{name}: nobody can fulfil its condition"
        hint = "two of its parts, or a part and a constraint, contradict each other"
        return Finding("masked-row", name, span, message, hint)
    takers = [
        one.row.id for one in above if bench.prover.possible(both([one.taken, reached.holds]))
    ]
    message = f"{name} is never reached: {', '.join(takers)} above takes all it is meant for"
    return Finding("masked-row", name, span, message, "move it up, or make the rows above narrower")
