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
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.conditions import Compare, Constant, Count, Node, Ref, children
from engine.ir.trace import Trace
from engine.ir.values import ONLY_NO, ONLY_YES, Choices, Interval, is_settled
from engine.proving.diagram import ALWAYS, MAX_NEW, NEVER, Diagram, TooBig
from engine.proving.formula import TRUE, All, Formula, Lit, both, either, literal, negation
from engine.proving.measures import PRINCIPAL, linear
from engine.proving.prover import Prover
from engine.proving.regions import Range
from engine.proving.sat import Clauses
from engine.proving.space import ByClass, Space, Valued
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
def small(budget: int = PLENTY) -> Prover:
    return Prover(read_text(SMALL), budget=budget)


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


DERIVED = [n for n in range(len(small().space.variables)) if small().space.meaning(n) is not None]


@pytest.fixture(scope="module", autouse=True)
def let_go() -> Iterator[None]:
    """Solvers that live until Python ends complain then."""
    yield
    small.cache_clear()


@cache
def everybody(
    expand: bool, free: frozenset[int] = frozenset()
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Every choice of classes, also of derived variables that are free."""
    space = small().space
    chosen = [n for n in range(len(space.variables)) if not expand or n not in {*DERIVED} - free]
    sizes = [range(len(space.variables[number].classes)) for number in chosen]
    return tuple(tuple(zip(chosen, classes, strict=True)) for classes in product(*sizes))


def truths(formula: Formula, *, expand: bool, free: frozenset[int] = frozenset()) -> list[bool]:
    """The truth table."""
    return [evaluated(small().space, formula, dict(one)) for one in everybody(expand, free)]


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


@FUZZ
@given(formulas(), st.sets(st.sampled_from(DERIVED)).map(frozenset), st.data())
def test_some_derived_variables_can_be_given(
    formula: Formula, free: frozenset[int], data: st.DataObject
) -> None:
    """Of everybody by the diagram, of one person by all provers."""
    space, people = small().space, everybody(True, free)
    counted = truths(formula, expand=True, free=free)
    diagram = Diagram(space, given=free, budget=PLENTY)
    node = diagram.node(formula)
    assert [followed(diagram, node, dict(one)) for one in people] == counted
    chosen = data.draw(st.integers(0, len(people) - 1))
    size = [len(variable.classes) for variable in space.variables]
    person = both([formula, *(literal(n, [c], size[n]) for n, c in people[chosen])])
    assert small().possible(person, given=free) is counted[chosen]
    assert small(budget=1).possible(person, given=free) is counted[chosen]


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
    assume(not known.disputes)
    found = list(seen(bench, trace))
    event("something to show" if found else "nothing to show")
    for formula in (*(formula for _, _, formula in found), *together(bench.base, found)):
        assert bench.prover.possible(formula)
        assert bench.prover.model(formula) is not None


@settings(FUZZ, max_examples=30 * TIMES)
@given(base_texts())
def test_a_prover_without_a_budget_answers_the_same(text: str) -> None:
    """python-sat instead of diagrams; of lists it may deny more, see the expected failures."""
    note(text)
    tight, roomy = modelled(text, budget=1), modelled(text, budget=PLENTY)
    for (name, _, one), (_, _, other) in zip(claims(tight), claims(roomy), strict=True):
        for expand in (True, False):
            answer = roomy.prover.possible(other, expand=expand)
            assert tight.prover.possible(one, expand=expand) is answer, name
    assert roomy.prover.fallbacks == 0
    event(f"python-sat was asked: {tight.prover.fallbacks > 0}")


@FUZZ
@given(formulas())
def test_a_small_prover_without_a_budget_answers_the_same(formula: Formula) -> None:
    tight = small(budget=1)
    assert tight.possible(formula) is small().possible(formula)
    assert tight.certain(formula) is small().certain(formula)


def test_a_prover_without_a_budget_asks_python_sat() -> None:
    prover = Prover(small().base, budget=1)
    space = prover.space
    assert prover.possible(space.valued("path", PRINCIPAL, ["a"]))
    assert prover.fallbacks == 1
    assert prover.possible(space.valued("path", PRINCIPAL, ["a"]))
    assert prover.fallbacks == 1  # known by now


# What is not right yet.

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


def answers(when: str) -> set[bool]:
    """Whether somebody can get an advice, by diagrams and by python-sat."""
    text = f"{LISTED}- {{advice: it, when: '{when}', section: main, say: Do., assumed: yes}}"
    bench = Bench(read_text(text), Prover(read_text(text), budget=PLENTY))
    formula = next(one.formula for one in bench.items if one.item.id == "it")
    return {bench.prover.possible(formula), bench.prover.model(formula) is not None}


@pytest.mark.parametrize(
    "when",
    [
        "exists(stay, stay.fine is yes)",
        "count(stay, stay.fine is yes) > 3 and exists(stay, stay.fine is yes)",
        "left == 0",
    ],
)
def test_what_is_plainly_possible_is_possible(when: str) -> None:
    assert answers(when) == {True}


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(
            "count(stay, stay.fine is yes) < 3 and exists(stay, stay.fine is yes)",
            id="no cut at one",
        ),
        pytest.param("left < 0", id="a formula leaves the range of its type"),
        pytest.param("not exists(stay, stay.cost >= 0)", id="python-sat forgets the empty list"),
        pytest.param("age >= 5 and not exists(stay, age >= 5)", id="so do diagrams"),
    ],
)
def test_what_is_possible_but_denied(when: str) -> None:
    assert answers(when) == {True}


# Bases without lists, of which every case can be tried.

ASKED = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {figures: {title: Figures, sources: [s-1], figures: {a: 1, b: 3, c: 0}}}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}}
    sure: {ask: How, label: sure, type: yes_no}
    some: {ask: How, label: some, type: choices, values: {a: A, b: B}}
    many: {ask: How, label: many, type: count, min: 0, max: 4}
    size: {ask: How, label: size, type: number, min: -2}
- derived:
    twice: {label: twice, type: number, formula: "2 * many - 1"}
    less: {label: less, type: number, formula: "1 - size / 2"}
    figure: {label: figure, type: number, formula: "3 * lookup(figures, pick)"}
    fine: {label: fine, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
    late: {label: late, type: yes_no}
"""
ATOMS = st.one_of(
    st.sampled_from(["sure is yes", "sure is no", "a in some", "b not in some", "pick is not c"]),
    st.sampled_from(["pick is a", "pick in [a, b]", "1 <= many < 3", "0 < size <= 2"]),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["many", "size", "twice", "less", "figure"]),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.sampled_from(["-1", "0", "0.5", "1", "3"]),
    ),
)
FIRST = ATOMS  # what the rules of `fine` may read, then those of `path` and of `late`
SECOND = st.one_of(ATOMS, st.sampled_from(["fine is yes", "fine is no"]))
THIRD = st.one_of(SECOND, st.sampled_from(["path is a", "path is not b", "path in [b, c]"]))


def conditions(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts)
        return st.one_of(pair, parts.map("(not {})".format))

    return st.recursive(atoms, joined, max_leaves=4)


@st.composite
def listless(draw: st.DrawFn) -> str:
    """The text of a base in which every number is of one question."""
    text = ASKED
    if draw(st.booleans()):
        never = draw(conditions(FIRST.filter(asked_only)))
        text += f"- constraints: {{k: {{never: '{never}', say: Which?}}}}\n"
    for name, atoms in (("fine", FIRST), ("late", THIRD)):
        for number in range(draw(st.integers(1, 2))):
            when = draw(conditions(atoms))
            text += f"- {{rule: {name}/{number}, when: '{when}', conclude: {{{name}: yes}}, "
            text += "because: so, assumed: yes}\n"
    text += "- decision: path\n  rows:\n"
    for number in range(draw(st.integers(1, 3))):
        when, then = draw(conditions(SECOND)), draw(st.sampled_from("abc"))
        text += f"    - {{rule: path/{number}, when: '{when}', then: {then}, assumed: yes}}\n"
    text += f"    - {{otherwise: {draw(st.sampled_from('abc'))}, assumed: yes}}\n"
    for number in range(2):
        when = draw(conditions(THIRD))
        text += f"- {{advice: advice/{number}, when: '{when}', section: main, say: Do., "
        text += "assumed: yes}\n"
    return text


def asked_only(atom: str) -> bool:
    return not atom.startswith(("twice", "less", "figure"))


def everyone(bench: Bench) -> Iterator[Case]:
    """Every complete case, up to numbers that no condition tells apart."""
    asked = Questions(bench.base)
    answers: list[list[dict[tuple[str, int], Answer]]] = []
    for fact in asked.of["me"]:
        if fact.kind is Kind.CHOICES:
            each = product([ONLY_YES, ONLY_NO], repeat=len(fact.choices))
            places = asked.places(fact, 0)
            answers.append([dict(zip(places, map(Answer, one), strict=True)) for one in each])
        else:
            answers.append([{(fact.id, 0): Answer(value)} for value in samples(bench, fact)])
    for chosen in product(*answers):
        yield Case({"me": (0,)}, {k: a for one in chosen for k, a in one.items()}, as_of=TODAY)


def samples(bench: Bench, fact: Fact) -> list[Choices] | list[Interval]:
    """Every value of a choice or count, one of each class of another number."""
    if fact.kind not in NUMERIC:
        return [Choices({choice}) for choice in fact.choices]
    if fact.kind is Kind.COUNT:
        return [Interval(number, number) for number in range(int(fact.low), int(fact.high) + 1)]
    form = linear(Ref(fact.id, fact.entity, True), Constant(0), PRINCIPAL)
    assert form.measure is not None
    space = bench.prover.space
    classes = space.variables[space.number(form.measure)].classes
    numbers = [one.sample for one in classes if isinstance(one, Range)]
    return [Interval(number, number) for number in numbers]


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
        for one in range(len(prover.space.variables[name].classes)):
            somebody = formula_of(prover, {**rest, name: frozenset({one})})
            refuted = not is_never(prover, both([contrary, somebody]))
            assert (one in classes) is not (refuted or is_never(prover, somebody))


@FUZZ
@given(formulas())
def test_a_situation_is_sufficient_and_as_wide_as_can_be(formula: Formula) -> None:
    prover = small()
    assume(prover.possible(formula))
    check_situation(prover, formula, widest(prover, formula))
    asked = in_questions(prover, formula)
    check_situation(prover, formula, asked)
    assert all(prover.space.meaning(number) is None for number in asked)


def test_a_situation_names_no_class_that_nobody_in_it_has() -> None:
    """Whoever is on path a is fine; so of those who are not, nobody need be told apart from it."""
    prover = small()
    unfit = prover.space.valued("fine", PRINCIPAL, ["no"])
    formula = both([unfit, prover.space.valued("path", PRINCIPAL, ["b"])])
    fine, path = (prover.space.number(Valued(name, PRINCIPAL)) for name in ("fine", "path"))
    assert widest(prover, formula) == {fine: frozenset({1}), path: frozenset({1})}


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
