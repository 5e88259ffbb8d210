"""Two pieces of advice that exclude each other can be given to the same person.

`excludes: [id]` at an advice promises that the other is never given together with it. Advice about
a list entry is looked at for one and the same entry.

What to do: make one of the two conditions narrower, so that each situation gets one of them.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.ir.rules import Advice
from engine.proving.formula import both

VALID = """
- {advice: walk, when: age >= 60, section: main, say: Walk., excludes: [run], assumed: yes}
- {advice: run, when: age < 60, section: main, say: Run., assumed: yes}
"""
INVALID = """
- {advice: walk, when: age >= 60, section: main, say: Walk., excludes: [run], assumed: yes}
- {advice: run, when: fit is yes, section: main, say: Run., assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Pairs of excluded advice that somebody can get."""
    given = {one.item.id: one for one in bench.items if isinstance(one.item, Advice)}
    for one in given.values():
        assert isinstance(one.item, Advice)
        for name in one.item.excludes:
            together = both([one.formula, given[name].formula])
            if bench.prover.possible(together):
                message = f"{one.item.id} and {name} exclude each other, but can both be given"
                hint = "make one of the two narrower"
                situation = bench.situation(together)
                yield Finding(
                    "contradicting-advice", one.item.id, one.item.span, message, hint, *situation
                )
