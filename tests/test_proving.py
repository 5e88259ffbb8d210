"""Proofs agree with the interpreter and python-sat, about random bases and the shipped one."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, event, given, note, settings
from hypothesis import strategies as st

import knowledge
from engine.checking.bench import Bench
from engine.ir.base import Constraint, RuleBase
from engine.ir.conditions import Constant, Ref
from engine.ir.trace import Trace
from engine.ir.values import Interval, is_settled
from engine.proving.diagram import MAX_NEW
from engine.proving.formula import Formula, both, negation
from engine.proving.measures import linear
from engine.proving.prover import Prover
from engine.proving.regions import Range
from engine.reading.base import read_base
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret
from engine.reason.known import Known
from tests.proofs import FUZZ, PLENTY, TIMES, claims
from tests.random_bases import base_texts, read_text
from tests.random_cases import ALL, Questions, cases


def values(bench: Bench, trace: Trace) -> Iterator[tuple[str, int, Formula]]:
    """Each derived value that is settled: entity, member and the formula that the fact has it."""
    space = bench.prover.space
    for (name, member), value in trace.values.items():
        fact = bench.base.facts[name]
        slot, present = bench.slot(fact.entity), space.present(fact.entity)
        if isinstance(value, frozenset) and is_settled(value):
            yield fact.entity, member, both([present, space.valued(name, slot, value)])
        if isinstance(value, Interval) and value.settled and value.figure:
            form = linear(Ref(name, fact.entity, True), Constant(0), slot)
            assert form.measure is not None
            classes = space.variables[space.number(form.measure)].classes
            inside = [i for i, one in enumerate(classes) if within(value.low, one)]
            yield fact.entity, member, both([present, space.chosen(form.measure, inside)])


def within(value: float, region: object) -> bool:
    """Whether a number lies in a region."""
    assert isinstance(region, Range)
    above = region.low < value or (region.low_in and region.low == value)
    return above and (value < region.high or (region.high_in and region.high == value))


def seen(bench: Bench, trace: Trace) -> Iterator[tuple[str, int, Formula]]:
    """What the interpreter found true: entity, member and formula."""
    yield from values(bench, trace)
    for name, scope, formula in claims(bench):
        yield from ((scope, member, formula) for one, member in trace.fired if one == name)


def together(base: RuleBase, found: Iterable[tuple[str, int, Formula]]) -> Iterator[Formula]:
    """Of each member all that is true of it and of those there is only one of."""
    known = list(found)
    shared = [f for entity, _, f in known if base.entities[entity].single]
    for place in dict.fromkeys((entity, member) for entity, member, _ in known):
        yield both([*shared, *(f for entity, member, f in known if (entity, member) == place)])


def constrained(known: Known) -> Iterator[tuple[Constraint, int]]:
    """Each constraint with each member; numbers that are `unknown` may leave one undecided."""
    for constraint in known.base.constraints:
        yield from ((constraint, member) for member in known.members(constraint.scope))


def modelled(text: str, budget: int = MAX_NEW) -> Bench:
    base = read_text(text)
    return Bench(base, Prover(base, budget=budget))


@settings(FUZZ, max_examples=80 * TIMES)
@given(base_texts(), st.data())
def test_what_is_true_of_somebody_is_possible(text: str, data: st.DataObject) -> None:
    """No “never” about rows, values, advice and advice given together that a case disproves."""
    note(text)
    bench = modelled(text)
    case = data.draw(cases(Questions(bench.base), complete=True, moods=(ALL,)))
    known, trace = interpret(bench.base, case)
    assume(all(truth(one.never, known, m) is False for one, m in constrained(known)))
    found = list(seen(bench, trace))
    event("something to show" if found else "nothing to show")
    for formula in (*(formula for _, _, formula in found), *together(bench.base, found)):
        assert bench.prover.possible(formula)
        assert bench.prover.model(formula) is not None


@settings(FUZZ, max_examples=30 * TIMES)
@given(base_texts())
def test_a_prover_without_a_budget_answers_the_same(text: str) -> None:
    """It asks python-sat instead of diagrams."""
    note(text)
    tight, roomy = modelled(text, budget=1), modelled(text, budget=PLENTY)
    for (name, _, one), (_, _, other) in zip(claims(tight), claims(roomy), strict=True):
        for expand in (True, False):
            answer = roomy.prover.possible(other, expand=expand)
            assert tight.prover.possible(one, expand=expand) is answer, name
    assert roomy.prover.fallbacks == 0
    event(f"python-sat was asked: {tight.prover.fallbacks > 0}")


# Plain conditions.

LISTED = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    age: {ask: How, label: age, type: count, min: 0, max: 120}
    stay.fine: {ask: How, label: fine, type: yes_no}
    stay.cost: {ask: How, label: cost, type: money, min: 0}
- derived: {left: {label: left, type: count, formula: 60 - age}}
- {advice: hi, for: stay, section: main, say: Hi., assumed: yes}
"""


def answers(when: str, more: str = "") -> set[bool]:
    """Whether somebody can get an advice, by diagrams and by python-sat."""
    text = f"{LISTED}{more}- {{advice: it, when: '{when}', section: main, say: Do., assumed: yes}}"
    bench = Bench(read_text(text), Prover(read_text(text), budget=PLENTY))
    formula = next(one.formula for one in bench.items if one.item.id == "it")
    return {bench.prover.possible(formula), bench.prover.model(formula) is not None}


@pytest.mark.parametrize(
    "when",
    [
        "exists(stay, stay.fine is yes)",
        "count(stay, stay.fine is yes) > 3 and exists(stay, stay.fine is yes)",
        "count(stay, stay.fine is yes) < 3 and exists(stay, stay.fine is yes)",
        "not exists(stay, stay.cost >= 0)",
        "age >= 5 and not exists(stay, age >= 5)",
        "left == 0",
        "left < 0",  # a formula may leave the range of its type
    ],
)
def test_what_is_plainly_possible_is_possible(when: str) -> None:
    assert answers(when) == {True}


@pytest.mark.parametrize(
    ("never", "when"),
    [
        ("exists(me, age >= 5)", "age >= 6"),
        ("exists(stay, stay.fine is yes)", "count(stay, stay.fine is yes and age > 3) > 1"),
    ],
)
def test_what_no_entry_of_a_list_may_be_none_is(never: str, when: str) -> None:
    """Also where only the constraint speaks of the list as a whole."""
    constraint = f"- constraints: {{k: {{never: '{never}', say: Which?}}}}\n"
    assert answers(when, constraint) == {False}
    assert answers("age < 5", constraint) == {True}


def test_where_constraints_leave_nobody_nothing_is_possible() -> None:
    constraints = "- constraints: {k: {never: age > 5, say: S.}, l: {never: age < 9, say: S.}}\n"
    assert answers("exists(stay, stay.fine is yes)", constraints) == {False}


# The shipped base.


@pytest.fixture(scope="module")
def shipped() -> Bench:
    return Bench(read_base([Path(knowledge.__file__).parent]))


def test_both_provers_agree_on_the_shipped_base(shipped: Bench) -> None:
    """For all advice, rules, messages and rows: whether it can take effect, and always does."""
    prover = shipped.prover
    asked = [formula for _, _, formula in claims(shipped)]
    asked += list(map(negation, asked))
    for formula in asked:
        assert prover.possible(formula) is (prover.clauses().model(formula) is not None)
    assert prover.fallbacks < len(asked) / 4  # most are answered by diagrams
