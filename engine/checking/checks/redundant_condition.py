"""A part of a condition changes nothing.

Whenever the rest holds, the part holds too: by another part, by a constraint, or, in a decision,
because the rows above have taken everybody else. A reader takes such a part for a restriction that
is none. One part of an item is reported at a time.

What to do: leave the part out, or correct it where it was meant to restrict.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench, asks
from engine.checking.finding import Finding
from engine.checking.smaller import Without, smaller
from engine.explain.words import Words
from engine.ir.conditions import Among, Condition
from engine.proving.formula import Formula, both, negation
from engine.span import Span

VALID = """
- {advice: run, when: age < 60 and fit is yes, section: main, say: Run., assumed: yes}
- facts:
    coat:
      {ask: Which?, label: coat, type: choice, values: {wool: wool, felt: felt, none: none}}
- {advice: warm, when: "coat not in [wool, felt]", section: main, say: Freeze., assumed: yes}
"""
INVALID = """
- {advice: run, when: age < 60 and age < 70, section: main, say: Run., assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Parts that can be left out without any difference."""
    for one in bench.items:
        if one.item.when is not None and bench.prover.possible(one.formula):
            present = bench.prover.space.present(one.item.scope)
            found = _first(bench, one.item.when, one.item.scope, present, partial=asks(one.item))
            if found:
                yield _finding(bench, one.item.id, one.item.span, found)
    for decision in bench.base.decisions.values():
        for row in bench.rows(decision):
            if row.row.when is not None and bench.prover.possible(row.taken):
                found = _first(bench, row.row.when, decision.scope, row.before, partial=False)
                if found:
                    yield _finding(bench, row.row.id, row.row.span, found)


def _first(
    bench: Bench, when: Condition, scope: str, before: Formula, *, partial: bool
) -> Without | None:
    whole = bench.lower(when, scope, partial=partial)
    for one in smaller(when, bench.prover.space.alike):
        left = bench.lower(one.left, scope, partial=partial)
        more, less = (left, whole) if one.wider else (whole, left)
        if bench.never(both([before, more, negation(less)])):
            return one
    return None


def _finding(bench: Bench, name: str, span: Span, found: Without) -> Finding:
    if found.value and isinstance(found.part, Among):
        fact = bench.base.facts[found.part.ref.fact]
        part = f"{fact.label}: {fact.choices[found.value]}"
    else:
        part = Words(bench.base).condition(found.part)
    message = f"{name}: the part “{part}” changes nothing"
    hint = "leave it out, or correct it where it was meant to restrict"
    place = found.part.span if found.part.span.line else span
    return Finding("redundant-condition", name, place, message, hint)
