"""What can be proved possible is what some case shows, by trying every case of random bases."""

from itertools import combinations

from hypothesis import given, note, settings

from engine.checking.bench import Bench
from engine.ir.trace import Trace
from engine.proving.formula import TRUE, Formula, both
from engine.proving.measures import PRINCIPAL
from engine.reason.interpret import interpret
from tests.listless import everyone, listless
from tests.proofs import FUZZ, TIMES, claims
from tests.random_bases import read_text


def outcomes(bench: Bench) -> dict[str, Formula]:
    """The formula of everything that a case can show: rows, rules, advice and derived values."""
    found = {name: formula for name, _, formula in claims(bench)}
    for fact in bench.base.facts.values():
        for choice in fact.choices if fact.derived else ():
            formula = bench.prover.space.valued(fact.id, PRINCIPAL, [choice])
            found[f"{fact.id} is {choice}"] = formula
    return found


def shown(trace: Trace) -> frozenset[str]:
    """The same of one case."""
    found = {name for name, _ in trace.fired}
    for (name, _), value in trace.values.items():
        if isinstance(value, frozenset):
            found |= {f"{name} is {choice}" for choice in value}
    return frozenset(found)


@settings(FUZZ, max_examples=12 * TIMES)
@given(listless())
def test_possible_is_what_some_complete_case_shows(text: str) -> None:
    """Of all rows, rules, advice and derived values, and of all pairs of them."""
    note(text)
    bench = Bench(read_text(text))
    runs = [interpret(bench.base, case) for case in everyone(bench)]
    traces = {shown(trace) for known, trace in runs if not known.disputes}
    possible = bench.prover.possible
    if not traces:
        assert bench.prover.model(TRUE) is None
        return
    clauses = bench.prover.clauses()
    for formula in outcomes(bench).values():
        assert possible(formula) is (clauses.model(formula) is not None)
    for (one, formula), (other, second) in combinations(outcomes(bench).items(), 2):
        assert possible(formula) is any(one in trace for trace in traces)
        both_seen = any({one, other} <= trace for trace in traces)
        assert possible(both([formula, second])) is both_seen, (one, other)
