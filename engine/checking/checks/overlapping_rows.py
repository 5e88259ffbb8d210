"""Two rows of a decision hold together although it says that none may.

`hit: unique` at a decision promises that for everybody at most one row holds, so that the order of
the rows means nothing. Without it the first row that holds is taken, and rows may overlap.

What to do: make one of the two conditions narrower, or leave `hit: unique` out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.proving.formula import both

VALID = """
- decision: pace
  hit: unique
  rows:
    - {rule: pace/slow, when: age >= 60, then: slow, because: so, assumed: yes}
    - {rule: pace/fast, when: age < 60, then: fast, because: so, assumed: yes}
    - {otherwise: slow, because: so, assumed: yes}
- {waive: masked-row, of: pace/otherwise, because: the two rows above take everybody}
"""
INVALID = """
- decision: pace
  hit: unique
  rows:
    - {rule: pace/slow, when: age >= 60, then: slow, because: so, assumed: yes}
    - {rule: pace/fast, when: age <= 60, then: fast, because: so, assumed: yes}
    - {otherwise: slow, because: so, assumed: yes}
- {waive: masked-row, of: pace/otherwise, because: the two rows above take everybody}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Pairs of rows that hold together."""
    for decision in bench.base.decisions.values():
        rows = [row for row in bench.rows(decision) if row.row.when is not None]
        for index, one in enumerate(rows if decision.unique else ()):
            for other in rows[index + 1 :]:
                together = both([one.holds, other.holds])
                if bench.prover.possible(together):
                    message = f"{one.row.id} and {other.row.id} hold together: "
                    message += f"both {one.row.then} and {other.row.then}"
                    hint = "make one of the two narrower, or leave out hit: unique"
                    situation = bench.situation(together)
                    yield Finding(
                        "overlapping-rows", other.row.id, other.row.span, message, hint, *situation
                    )
