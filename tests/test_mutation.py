"""The mutation test itself: which edits it makes, and what becomes of some of them."""

from dataclasses import replace

import pytest

from engine.ir.conditions import Among, And, Compare, Constant, IsOpen, Ref
from engine.ir.rules import Advice
from engine.reading.boundaries import read_boundaries
from engine.reason.interpret import interpret
from tools.judging import EQUIVALENT, FOLDER, Judge, Mutant, Situation, loaded, mutants
from tools.mutation import conditions

STAGE = Ref("stage", "student", False)
SCORE = Ref("step2_score", "student", False)


def test_every_part_value_and_edge_of_a_condition_is_edited() -> None:
    early = Among(STAGE, frozenset({"preclinical", "early_clinical"}))
    node = And((early, Compare(SCORE, ">=", Constant(240.0)), IsOpen(STAGE)))
    found = [edit.what for edit in conditions(loaded(), node)]
    assert found == [
        "part 1 dropped",
        "part 1, stage: negated",
        "part 1, stage: without early_clinical",
        "part 1, stage: without preclinical",
        "part 1, stage: with not_enrolled",
        "part 1, stage: with late_clinical",
        "part 1, stage: with final_year",
        "part 1, stage: with graduated",
        "part 2 dropped",
        "part 2, comparison flipped",
        "part 2, edge in or out",
        "part 2, threshold moved to 239",
        "part 2, threshold moved to 241",
        "part 3 dropped",
        "part 3, negated",
    ]


@pytest.fixture(scope="module")
def judge() -> Judge:
    path = FOLDER / "examples" / "boundaries" / "exams.boundaries.yaml"
    found = read_boundaries(loaded(), path)
    return Judge(Situation(one.case, *interpret(loaded(), one.case), one) for one in found)


def test_an_edit_that_a_boundary_contradicts_is_caught(judge: Judge) -> None:
    removed = Mutant("advice", "exams/attempt-limits", "removed", "exams/attempt-limits", None)
    assert judge.verdict(removed).endswith(".boundaries.yaml")


def test_an_edit_that_changes_nothing_is_proved_equivalent(judge: Judge) -> None:
    advice = next(one for one in loaded().advice if one.id == "exams/attempt-limits")
    assert isinstance(advice, Advice) and isinstance(advice.when, And)
    twice = replace(advice.when, parts=(*advice.when.parts, advice.when.parts[0]))
    same = Mutant("advice", advice.id, "a part repeated", advice.id, twice)
    assert judge.verdict(same) == EQUIVALENT


def test_a_decision_that_check_finds_fault_with_is_caught() -> None:
    edits = [one for one in mutants(loaded()) if one.item == "strategy/transfer"]
    removed = next(one for one in edits if one.edit == "row removed")
    assert Judge([]).verdict(removed) == "check"
