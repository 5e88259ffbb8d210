"""A better answer makes an outcome worse, although the vocabulary promises that it never does.

`never_worse_with: [facts]` at a derived fact promises that a better value of one of these facts,
everything else the same, never leads to a worse value of it; `better:` says of each fact which
values are better. Values that `better:` does not list are neither better nor worse.

What to do: correct the row that is wrong, or leave the promise out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.checking.orders import ranked, steps, still_possible
from engine.ir.base import Fact
from engine.proving.formula import both

VALID = """
- derived:
    level:
      {label: level, type: choice, values: {low: low, high: high}, better: [low, high],
       never_worse_with: [fit]}
- decision: level
  rows:
    - {rule: level/high, when: fit is yes, then: high, because: so, assumed: yes}
    - {otherwise: low, because: so, assumed: yes}
- {advice: climb, when: level is high, section: main, say: Climb., assumed: yes}
"""
INVALID = """
- derived:
    level:
      {label: level, type: choice, values: {low: low, high: high}, better: [low, high],
       never_worse_with: [fit]}
- decision: level
  rows:
    - {rule: level/high, when: age < 60 and fit is no, then: high, because: so, assumed: yes}
    - {otherwise: low, because: so, assumed: yes}
- {advice: climb, when: level is high, section: main, say: Climb., assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Promises that somebody breaks; the first step that does it for each pair of facts."""
    for fact in bench.base.facts.values():
        for name in fact.never_worse_with:
            found = next(_broken(bench, fact, bench.base.facts[name]), None)
            if found:
                yield found


def _broken(bench: Bench, fact: Fact, by: Fact) -> Iterator[Finding]:
    slot = bench.slot(fact.entity)
    own = ranked(bench, fact, slot)
    ways = list(steps(bench, by, slot if by.entity == fact.entity else ""))
    if not any(step.put.changes(rank.formula) for rank in own for _, step, _ in ways):
        message = f"{by.id} makes no difference to {fact.id}"
        hint = f"take it out of the promise never_worse_with: of {fact.id}"
        yield Finding("worse-for-better", fact.id, fact.span, message, hint)
    for worse, better, moves in ways:
        for rank, high in enumerate(own):
            for low in own[:rank]:
                after = both([better.put.put(low.formula), still_possible(bench, by, better)])
                breaks = both([worse.formula, worse.put.put(high.formula), after, moves])
                if bench.prover.possible(breaks):
                    message = f"{fact.id} gets worse, from {high.label} to {low.label}, "
                    message += f"when {by.label} gets better"
                    if worse.label != better.label:
                        message += f", from {worse.label} to {better.label}"
                    hint = "correct the row that is wrong, or leave the promise out"
                    text, example = bench.situation(breaks)
                    yield Finding(
                        "worse-for-better", fact.id, fact.span, message, hint, text, example
                    )
