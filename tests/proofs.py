"""What the tests of proofs share: how many examples are tried, and everything to be proved."""

import os
from collections.abc import Iterator

from hypothesis import HealthCheck, settings

from engine.checking.bench import Bench
from engine.proving.formula import Formula

TIMES = int(os.environ.get("CROSSMATCH_FUZZ", "1"))
FUZZ = settings(
    max_examples=100 * TIMES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
PLENTY = 1_000_000


def claims(bench: Bench) -> Iterator[tuple[str, str, Formula]]:
    """Everything that can take effect, with its scope and the formula under which it does."""
    for one in bench.items:
        yield one.item.id, one.item.scope, one.formula
    for decision in bench.base.decisions.values():
        for reached in bench.rows(decision):
            yield reached.row.id, decision.scope, reached.taken
