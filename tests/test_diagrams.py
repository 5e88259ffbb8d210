"""Diagrams and python-sat agree with counting over everybody."""

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from engine.proving.diagram import ALWAYS, NEVER, Diagram, TooBig
from engine.proving.edges import Edges
from engine.proving.formula import Formula, both, either, literal, negation
from engine.proving.measures import PRINCIPAL
from engine.proving.prover import Prover
from engine.proving.sat import Clauses
from tests.proofs import FUZZ, PLENTY
from tests.small_base import DERIVED, Classes, evaluated, everybody, formulas, small, truths


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
@given(
    st.lists(st.tuples(formulas(), st.booleans()), min_size=2, max_size=4),
    st.integers(0, 4),
    st.sets(st.sampled_from([number for number, _ in everybody(True)[0]])),
)
def test_two_worlds_meet_where_two_people_differ_in_what_is_free(
    parts: list[tuple[Formula, bool]], split: int, free: set[int]
) -> None:
    """Edges and their contraries, on either side; with nothing free it is one person."""
    diagram = Diagram(small().space, budget=PLENTY)
    edges = [diagram.node(f) if plain else ~diagram.node(f) for f, plain in parts]
    people = [dict(one) for one in everybody(True)]
    holds = [
        [followed(diagram, max(edge, ~edge), one) is (edge >= 0) for edge in edges]
        for one in people
    ]
    rests = [frozenset(p for p in one.items() if p[0] not in free) for one in people]
    ones = {rest for rest, held in zip(rests, holds, strict=True) if all(held[:split])}
    others = {rest for rest, held in zip(rests, holds, strict=True) if all(held[split:])}
    assert Edges(diagram).meet(edges[:split], edges[split:], frozenset(free)) is bool(ones & others)
    assert Edges(diagram).possible(edges) is any(map(all, holds))


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
