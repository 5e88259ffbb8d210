"""Situations in words: everybody in them shows the fault, and none could be wider."""

from hypothesis import assume, given

from engine.checking.situation import Cube, formula_of, in_questions, widest
from engine.proving.formula import Formula, both, negation
from engine.proving.measures import PRINCIPAL
from engine.proving.prover import Prover
from engine.proving.subjects import Valued
from tests.proofs import FUZZ
from tests.small_base import formulas, small


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
