"""Durable-rules, closures and the reference interpreter mean the same, on random bases."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.compiled.run import run
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.trace import Trace, differences
from engine.ir.values import EITHER, ONLY_NO, ONLY_YES
from engine.reason.interpret import interpret
from tests.random_bases import base_texts, read_text
from tests.random_cases import Questions, cases

pytest.importorskip("durable_rules_engine")

TIMES = int(os.environ.get("CROSSMATCH_FUZZ", "1"))
FUZZ = settings(
    max_examples=1000 * TIMES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)

FRAME = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    good: {ask: How?, label: good, type: yes_no}
    stay.fine: {ask: How?, label: fine, type: yes_no}
- derived:
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
    some: {label: some, type: yes_no}
- decision: path
  rows:
    - {rule: path/first, when: "FIRST", then: a, assumed: yes}
    - {rule: path/second, when: "SECOND", then: b, assumed: yes}
    - {otherwise: c, assumed: yes}
- {rule: some/rule, when: "SOME", conclude: {some: yes}, assumed: yes}
"""
ATOMS = {"FIRST": "good is yes", "SECOND": "some is yes", "SOME": "exists(stay, stay.fine is yes)"}


def frame(**conditions: str) -> RuleBase:
    """The small base above, with some of its conditions replaced."""
    text = FRAME
    for place, condition in (ATOMS | conditions).items():
        text = text.replace(place, condition)
    return read_text(text)


def stays(count: int, *, complete: bool = True, good: bool = True) -> Case:
    """A case with a number of stays, each fine."""
    members = tuple(range(1, count + 1))
    answers = {("stay.fine", member): Answer(ONLY_YES) for member in members}
    answers["good", 0] = Answer(ONLY_YES if good else ONLY_NO)
    closed = frozenset({"stay"}) if complete else frozenset[str]()
    return Case({"me": (0,), "stay": members}, answers, closed)


def disagreement(base: RuleBase, case: Case) -> list[str]:
    """Where the two executors differ."""
    return differences(interpret(base, case)[1], DurableExecutor(base).run(case)[1])


@FUZZ
@given(base_texts(), st.data())
def test_executors_agree(text: str, data: st.DataObject) -> None:
    """Every value, verdict and firing is the same, also when an executor serves several cases."""
    note(text)
    base = read_text(text)
    executor, asked = DurableExecutor(base), Questions(base)
    for _ in range(data.draw(st.integers(1, 2))):
        case = data.draw(cases(asked))
        known, trace = interpret(base, case)
        fired_known, fired = executor.run(case)
        assert differences(trace, fired) == []
        assert differences(trace, run(base, case)[1]) == []
        assert fired_known.disputes == known.disputes


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize(
    "condition",
    [
        "exists(stay, good is yes)",
        "every(stay, good is yes)",
        "exists(stay, not good is yes)",
        "exists(stay, exists(stay, stay.fine is yes))",
        "every(stay, every(stay, stay.fine is yes))",
        "exists(me, exists(stay, stay.fine is yes))",
        "every(me, good is yes)",
    ],
)
def test_conditions_that_ignore_the_member(
    condition: str, count: int, *, complete: bool, good: bool
) -> None:
    """A quantifier over something that is not about its members still asks who they are."""
    case = stays(count, complete=complete, good=good)
    assert disagreement(frame(SOME=condition), case) == []


def swap(trace: Trace, name: str) -> Trace:
    """The trace with a wrong value, verdict or firing of `name`."""
    place = (name, 0)
    if name in {fact for fact, _ in trace.values}:
        value = EITHER if trace.values[place] != EITHER else ONLY_NO
        return replace(trace, values={**trace.values, place: value})
    return replace(trace, fired=trace.fired ^ {place})


@pytest.mark.parametrize(
    "name", ["path", "some", "path/first", "path/second", "path/otherwise", "some/rule"]
)
def test_a_wrong_trace_is_noticed(name: str) -> None:
    """The comparison can fail: each single wrong value and firing is named."""
    trace = interpret(frame(), stays(2))[1]
    assert differences(trace, swap(trace, name)) == differences(swap(trace, name), trace) == [name]


@pytest.mark.parametrize("verdict", [True, False, None])
def test_a_wrong_verdict_is_noticed(verdict: bool | None) -> None:
    """Verdicts are told apart even where nothing follows from them, and so is a missing one."""
    trace = interpret(frame(), stays(0, complete=False))[1]
    assert trace.truths["some/rule", 0] is None
    wrong = replace(trace, truths={**trace.truths, ("some/rule", 0): verdict})
    assert differences(trace, wrong) == ([] if verdict is None else ["some/rule"])
    less = {key: found for key, found in trace.truths.items() if key != ("some/rule", 0)}
    assert differences(trace, replace(trace, truths=less)) == ["some/rule"]
    assert differences(replace(trace, truths=less), trace) == ["some/rule"]


@pytest.mark.parametrize(
    "mistake",
    [{"FIRST": "good is no"}, {"SECOND": "some is no"}, {"SOME": "every(stay, stay.fine is yes)"}],
)
def test_a_wrong_rule_is_noticed(mistake: dict[str, str]) -> None:
    """An executor that compiled another rule base disagrees on some small case."""
    right, wrong = frame(), DurableExecutor(frame(**mistake))
    flags = (False, True)
    tried = [stays(n, complete=c, good=g) for n in (0, 1) for c in flags for g in flags]
    assert any(differences(interpret(right, case)[1], wrong.run(case)[1]) for case in tried)
