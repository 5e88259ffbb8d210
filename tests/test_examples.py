"""Every shipped case gives what it says it expects, on durable-rules and on the interpreter."""

from pathlib import Path

import pytest

import knowledge
from engine.advise import consult
from engine.expectations import failures
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.report.build import build_report

FOLDER = Path(knowledge.__file__).parent
CASES = sorted((FOLDER / "examples").glob("**/*.case.yaml"))


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def executor(base: RuleBase) -> DurableExecutor:
    return DurableExecutor(base)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_a_shipped_case_gives_what_it_expects(
    path: Path, base: RuleBase, executor: DurableExecutor
) -> None:
    case = read_case(base, path)
    report = build_report(consult(base, case, executor))
    assert case.expect, "a shipped case says what it expects"
    assert failures(base, case.expect, report) == []
