"""Every boundary gives what it says, on durable-rules and on the interpreter; mistakes in them."""

from pathlib import Path

import pytest

import knowledge
from engine.advise import consult
from engine.boundaries import failure
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.boundaries import ENDING, read_boundaries

FOLDER = Path(knowledge.__file__).parent
FILES = sorted((FOLDER / "examples").glob(f"**/*{ENDING}"))


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def executor(base: RuleBase) -> DurableExecutor:
    return DurableExecutor(base)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(ENDING))
def test_boundaries_give_what_they_say(
    path: Path, base: RuleBase, executor: DurableExecutor
) -> None:
    found = read_boundaries(base, path)
    assert found
    wrong = [failure(base, one, consult(base, one.case, executor).trace) for one in found]
    assert [message for message in wrong if message] == []


def test_every_advice_has_a_boundary(base: RuleBase) -> None:
    targets = {one.target for path in FILES for one in read_boundaries(base, path)}
    unconditional = {advice.id for advice in base.advice if advice.when is None}
    missing = {advice.id for advice in base.advice} - targets - unconditional
    assert missing == set()


def test_a_wrong_expectation_is_noticed(base: RuleBase, tmp_path: Path) -> None:
    path = tmp_path / f"wrong{ENDING}"
    path.write_text(
        "- boundary: exams/attempt-limits\n"
        "  given: {student: {step1_status: passed, step2_status: not_taken}}\n"
        "  because: nothing was failed\n"
    )
    [boundary] = read_boundaries(base, path)
    message = failure(base, boundary, consult(base, boundary.case).trace)
    assert message == f"{path}:1:3: exams/attempt-limits gives no, not yes"


def test_mistakes_are_reported_together(base: RuleBase, tmp_path: Path) -> None:
    path = tmp_path / f"bad{ENDING}"
    path.write_text(
        "- boundary: exams/attempt-limit\n"
        "  given: {}\n"
        "  because: so\n"
        "- boundary: school.tier\n"
        "  given: {school: {afiliation: none}}\n"
        "  gives: D\n"
        "  because: so\n"
        "  edges:\n"
        "    - with: {school: {affiliation: open}}\n"
        "      gives: open\n"
    )
    with pytest.raises(BadInput) as bad:
        read_boundaries(base, path)
    found = {(problem.span.line, problem.message) for problem in bad.value.problems}
    assert (1, "there is no advice or derived fact “exams/attempt-limit”") in found
    assert (5, "school: there is no question “afiliation”") in found
    assert (6, "school.tier never gives “D”") in found
    assert (9, "edge: because is missing") in found
