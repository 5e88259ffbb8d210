"""Proofs agree with counting: diagrams, python-sat, brute force and the interpreter."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st

import knowledge
from engine.checking.bench import Bench
from engine.checking.situation import Cube, formula_of, in_questions, widest
from engine.ir.base import NUMERIC, Kind, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.conditions import Compare, Constant, Count, Node, Ref, children
from engine.ir.trace import Trace
from engine.ir.values import Choices, Interval, is_settled
from engine.proving.diagram import ALWAYS, NEVER, Diagram, TooBig
from engine.proving.formula import All, Formula, Lit, both, either, literal, negation
from engine.proving.measures import PRINCIPAL, linear
from engine.proving.prover import Prover
from engine.proving.regions import Range
from engine.proving.sat import Clauses
from engine.proving.space import ByClass, Space
from engine.reading.base import read_base
from engine.reason.interpret import interpret
from tests.random_bases import base_texts, read_text
from tests.random_cases import ALL, TODAY, Questions, cases

TIMES = int(os.environ.get("CROSSMATCH_FUZZ", "1"))
FUZZ = settings(
    max_examples=100 * TIMES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
PLENTY = 1_000_000
Classes = dict[int, int]

# Formulas over the few variables of one small base: two choices, a yes/no question and a number,
# with one derived variable of each kind over them.
SMALL = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {figures: {title: Figures, sources: [s-1], figures: {a: 0, b: 2, c: 3}}}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}}
    other: {ask: How, label: other, type: choice, values: {a: A, b: B}}
    sure: {ask: How, label: sure, type: yes_no}
    size: {ask: How, label: size, type: number, min: 0, max: 9}
- derived:
    fine: {label: fine, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
    rest: {label: rest, type: number, formula: "size - lookup(figures, pick)"}
- {rule: fine/one, when: pick is a and other is a, conclude: {fine: yes}, assumed: yes}
- {rule: fine/two, when: rest > 4, conclude: {fine: yes}, assumed: yes}
- decision: path
  rows:
    - {rule: path/a, when: fine is yes and sure is yes, then: a, assumed: yes}
    - {rule: path/b, when: other is b or rest <= 1, then: b, assumed: yes}
    - {otherwise: c, assumed: yes}
"""


@cache
def small() -> Prover:
    return Prover(read_text(SMALL), budget=PLENTY)


def evaluated(space: Space, formula: Formula, classes: Classes) -> bool:
    """Whether the formula holds, by its definition; classes of derived variables are added."""
    if isinstance(formula, Lit):
        if formula.variable not in classes:
            classes[formula.variable] = class_of(space, formula.variable, classes)
        return classes[formula.variable] in formula.classes
    parts = [evaluated(space, part, classes) for part in formula.parts]
    return all(parts) if isinstance(formula, All) else any(parts)


def class_of(space: Space, variable: int, classes: Classes) -> int:
    """The class of a derived variable."""
    meaning = space.meaning(variable)
    assert meaning is not None
    if isinstance(meaning, ByClass):
        found = [i for i, one in enumerate(meaning.formulas) if evaluated(space, one, classes)]
        assert len(found) == 1  # its classes exclude one another and leave nobody out
        return found[0]
    return next(then for when, then in meaning.rows if evaluated(space, when, classes))


@cache
def everybody(expand: bool) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Every choice of classes; of derived variables too where they are not expanded."""
    space = small().space
    free = [n for n in range(len(space.variables)) if not expand or space.meaning(n) is None]
    sizes = [range(len(space.variables[number].classes)) for number in free]
    return tuple(tuple(zip(free, chosen, strict=True)) for chosen in product(*sizes))


def truths(formula: Formula, *, expand: bool) -> list[bool]:
    """The truth table."""
    return [evaluated(small().space, formula, dict(one)) for one in everybody(expand)]


@st.composite
def literals(draw: st.DrawFn) -> Formula:
    variables = small().space.variables
    number = draw(st.integers(0, len(variables) - 1))
    size = len(variables[number].classes)
    return literal(number, draw(st.sets(st.integers(0, size - 1))), size)


def formulas() -> st.SearchStrategy[Formula]:
    def joined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        some = st.lists(parts, max_size=3)
        return st.one_of(some.map(both), some.map(either), parts.map(negation))

    return st.recursive(literals(), joined, max_leaves=8)


def followed(diagram: Diagram, node: int, classes: Classes) -> bool:
    """Whether a node leads somebody to ALWAYS."""
    while node > ALWAYS:
        node = diagram.nodes[node][1][classes[diagram.variable(node)]]
    return node == ALWAYS


@pytest.mark.parametrize("expand", [True, False])
@FUZZ
@given(formula=formulas())
def test_diagram_clauses_and_counting_agree(formula: Formula, *, expand: bool) -> None:
    """Whether it can hold, whether it always does, and who is given as an example."""
    space, counted = small().space, truths(formula, expand=expand)
    node = Diagram(space, expand=expand, budget=PLENTY).node(formula)
    clauses = Clauses(space, expand=expand)
    model = clauses.model(formula)
    assert (node != NEVER) is (model is not None) is any(counted)
    assert (node == ALWAYS) is (clauses.model(negation(formula)) is None) is all(counted)
    if model is not None:
        person = given_only(model) if expand else dict(model)
        assert evaluated(space, formula, person)
        assert all(person.get(number, one) == one for number, one in model.items())


def given_only(model: Classes) -> Classes:
    """Without what follows, to be worked out anew; a variable that nothing needed has any class."""
    return {number: model.get(number, 0) for number, _ in everybody(True)[0]}


@pytest.mark.parametrize("expand", [True, False])
@FUZZ
@given(one=formulas(), other=formulas())
def test_nodes_are_equal_exactly_where_functions_are(
    one: Formula, other: Formula, *, expand: bool
) -> None:
    diagram = Diagram(small().space, expand=expand, budget=PLENTY)
    alike = truths(one, expand=expand) == truths(other, expand=expand)
    assert (diagram.node(one) == diagram.node(other)) is alike


@FUZZ
@given(formulas())
def test_a_formula_and_the_list_of_all_who_satisfy_it_are_one_node(formula: Formula) -> None:
    space = small().space
    everyone = zip(everybody(True), truths(formula, expand=True), strict=True)
    listed = either(
        both(literal(n, [c], len(space.variables[n].classes)) for n, c in one)
        for one, holds in everyone
        if holds
    )
    diagram = Diagram(space, budget=PLENTY)
    assert diagram.node(listed) == diagram.node(formula)


@FUZZ
@given(formulas(), formulas())
def test_nodes_are_joined_as_formulas_are(one: Formula, other: Formula) -> None:
    diagram = Diagram(small().space, budget=PLENTY)
    nodes = diagram.node(one), diagram.node(other)
    assert diagram.negate(nodes[0]) == diagram.node(negation(one))
    assert diagram.conjoin(*nodes) == diagram.node(both([one, other]))
    assert diagram.disjoin(*nodes) == diagram.node(either([one, other]))
    for person in map(dict, everybody(True)):
        holds = [followed(diagram, node, person) for node in nodes]
        assert followed(diagram, diagram.negate(nodes[0]), person) is not holds[0]
        assert followed(diagram, diagram.conjoin(*nodes), person) is all(holds)


@FUZZ
@given(formulas(), st.sets(st.sampled_from([number for number, _ in everybody(True)[0]])))
def test_forgetting_asks_whether_some_value_would_do(formula: Formula, gone: set[int]) -> None:
    diagram = Diagram(small().space, budget=PLENTY)
    node = diagram.node(formula)
    kept = diagram.forget(node, frozenset(gone))
    assert not diagram.support(kept) & gone
    by_rest: dict[frozenset[tuple[int, int]], bool] = {}
    for person in everybody(True):
        rest = frozenset(pair for pair in person if pair[0] not in gone)
        by_rest[rest] = by_rest.get(rest, False) or followed(diagram, node, dict(person))
    assert all(
        followed(diagram, kept, {**dict.fromkeys(gone, 0), **dict(rest)}) is holds
        for rest, holds in by_rest.items()
    )


@FUZZ
@given(formulas())
def test_everybody_on_a_path_satisfies_the_formula(formula: Formula) -> None:
    diagram = Diagram(small().space, budget=PLENTY)
    node = diagram.node(formula)
    assume(node != NEVER)
    path = diagram.path(node)
    on_it = [dict(one) for one in everybody(True) if path.items() <= dict(one).items()]
    assert on_it and all(evaluated(small().space, formula, person) for person in on_it)
    assert path.keys() <= diagram.support(node)


@FUZZ
@given(formulas())
def test_a_diagram_past_its_budget_stops_and_stays_right(formula: Formula) -> None:
    """What it had worked out before it stopped is used again, and must not be half done."""
    diagram = Diagram(small().space, budget=2)
    for _ in range(1000):
        diagram.allow()
        before = len(diagram.nodes)
        try:
            node = diagram.node(formula)
            break
        except TooBig:
            event("stopped")
            assert len(diagram.nodes) == before + 2
    assert len(diagram.nodes) <= before + 2
    people = [followed(diagram, node, dict(one)) for one in everybody(True)]
    assert people == truths(formula, expand=True)


def test_a_small_budget_is_kept() -> None:
    space = small().space
    valued = [space.valued(name, PRINCIPAL, ["a"]) for name in ("pick", "other", "path")]
    with pytest.raises(TooBig):
        Diagram(space, budget=2).node(both(valued))


# Random rule bases.


def claims(bench: Bench) -> Iterator[tuple[str, str, Formula]]:
    """Everything that can take effect, with its scope and the formula under which it does."""
    for one in bench.items:
        yield one.item.id, one.item.scope, one.formula
    for decision in bench.base.decisions.values():
        for reached in bench.rows(decision):
            yield reached.row.id, decision.scope, reached.taken


def values(bench: Bench, trace: Trace) -> Iterator[tuple[str, int, Formula]]:
    """Each derived value that is settled: entity, member and the formula that the fact has it."""
    space = bench.prover.space
    for (name, member), value in trace.values.items():
        fact = bench.base.facts[name]
        slot = bench.slot(fact.entity)
        if isinstance(value, frozenset) and is_settled(value):
            yield fact.entity, member, space.valued(name, slot, value)
        if isinstance(value, Interval) and value.settled and value.figure:
            form = linear(Ref(name, fact.entity, True), Constant(0), slot)
            assert form.measure is not None
            classes = space.variables[space.number(form.measure)].classes
            inside = [i for i, one in enumerate(classes) if within(value.low, one)]
            yield fact.entity, member, space.chosen(form.measure, inside)


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


def nodes(top: Iterable[Node]) -> Iterator[Node]:
    for node in top:
        yield node
        yield from nodes(children(node))


def modelled(text: str) -> Bench:
    """A random base as far as proofs are right about it; see the expected failures below.

    Derived counts are made numbers, and every count is told apart from none.
    """
    base = read_text(text)
    facts = {
        name: replace(fact, kind=Kind.NUMBER) if fact.formula is not None else fact
        for name, fact in base.facts.items()
    }
    base = replace(base, facts=facts)
    conditions: list[Node] = [item.when for item in base.governed.values() if item.when is not None]
    conditions += [constraint.never for constraint in base.constraints]
    conditions += [fact.formula for fact in facts.values() if fact.formula is not None]
    counts = {node for node in nodes(conditions) if isinstance(node, Count)}
    return Bench(base, Prover(base, [Compare(count, ">=", Constant(1)) for count in counts]))


@settings(FUZZ, max_examples=80 * TIMES)
@given(base_texts(), st.data())
def test_what_is_true_of_somebody_is_possible(text: str, data: st.DataObject) -> None:
    """No “never” about rows, values, advice and advice given together that a case disproves."""
    note(text)
    bench = modelled(text)
    case = data.draw(cases(Questions(bench.base), complete=True, moods=(ALL,)))
    known, trace = interpret(bench.base, case)
    assume(not known.disputes and all(case.members.values()))  # an empty list: see below
    found = list(seen(bench, trace))
    event("something to show" if found else "nothing to show")
    for formula in (*(formula for _, _, formula in found), *together(bench.base, found)):
        assert bench.prover.possible(formula)
        assert bench.prover.model(formula) is not None


@settings(FUZZ, max_examples=30 * TIMES)
@given(base_texts())
def test_a_prover_without_a_budget_answers_the_same(text: str) -> None:
    """python-sat instead of diagrams, also about members of lists."""
    note(text)
    bench = modelled(text)
    tight = Prover(bench.base, bench.also, budget=1)


# Situations in words.


def is_never(prover: Prover, formula: Formula) -> bool:
    return prover.clauses().model(formula) is None


def check_situation(prover: Prover, formula: Formula, cube: Cube) -> None:
    """It can occur, everybody in it satisfies the formula, and nothing of it can be left out."""
    contrary = negation(formula)
    assert not is_never(prover, formula_of(prover, cube))
    assert is_never(prover, both([contrary, formula_of(prover, cube)]))
    for name, classes in cube.items():
        rest = {other: found for other, found in cube.items() if other != name}
        assert not is_never(prover, both([contrary, formula_of(prover, rest)]))
        for one in set(range(len(prover.space.variables[name].classes))) - classes:
            wider = formula_of(prover, {**cube, name: classes | {one}})
            assert not is_never(prover, both([contrary, wider]))


@FUZZ
@given(formulas())
def test_a_situation_is_sufficient_and_as_wide_as_can_be(formula: Formula) -> None:
    prover = small()
    assume(prover.possible(formula))
    check_situation(prover, formula, widest(prover, formula))
    asked = in_questions(prover, formula)
    check_situation(prover, formula, asked)
    assert all(prover.space.meaning(number) is None for number in asked)


# The shipped base.


@pytest.fixture(scope="module")
def shipped() -> Bench:
    return Bench(read_base([Path(knowledge.__file__).parent]))


def test_both_provers_agree_on_the_shipped_base(shipped: Bench) -> None:
    """For all advice, rules, messages and rows: whether it can take effect, and always does."""
    prover = shipped.prover
    for _, _, formula in claims(shipped):
        for either_way in (formula, negation(formula)):
            in_clauses = prover.clauses().model(either_way) is not None
            assert prover.possible(either_way) is in_clauses
    assert prover.fallbacks < sum(1 for _ in claims(shipped)) / 4
