"""Interviews of random people about random bases stop in time, and not too early."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

import knowledge
from engine.asking import document as documents
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.asking.interview import EVERYTHING, Interview
from engine.checking.bench import Bench
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.values import ONLY_YES, Interval, Value, is_settled
from engine.reading.base import read_base
from engine.reason.interpret import interpret
from tests.interviews import simulated
from tests.listless import everyone, listless
from tests.proofs import FUZZ, TIMES
from tests.random_bases import read_text

GOALS = ("path", "late")
QUESTIONS = 5


@st.composite
def bases(draw: st.DrawFn) -> RuleBase:
    """A base whose main decisions are GOALS; sometimes an answer is assumed."""
    text = draw(listless())
    if draw(st.booleans()):
        text = text.replace("sure, type", "sure, assume: no, assume_because: mostly, type")
    note(text)
    base = read_text(text)
    layout = replace(base.layout, decisions=dict(zip(GOALS, GOALS, strict=True)), main=GOALS)
    return replace(base, layout=layout)


def begun(base: RuleBase) -> Interview:
    return Interview(base, Chooser(Goals(base)), documents.empty("Test", "2026-11-22", "0"))


def people(base: RuleBase) -> list[tuple[Case, tuple[Value, ...]]]:
    """Everybody without contradictions, with the main decisions."""
    found = []
    for case in everyone(Bench(base)):
        known, _ = interpret(base, case)
        if not known.disputes:
            found.append((case, tuple(known.value((goal, 0)) for goal in GOALS)))
    return found


def reply(case: Case, interview: Interview) -> object:
    """What a person says, as they would type it."""
    question = interview.question
    assert question is not None and question.fact is not None
    name = question.fact.id
    if question.several:
        parts = {value: case.answers[f"{name}:{value}", 0].value for value, _ in question.choices}
        return [value for value, said in parts.items() if said == ONLY_YES]
    value = case.answers[name, 0].value
    if isinstance(value, Interval):
        return f"{value.low:g}"
    assert isinstance(value, frozenset)
    return next(iter(value))


def whole(base: RuleBase, place: Place) -> str:
    return base.facts[place[0]].part_of or place[0]


def alike(case: Case, other: Case, base: RuleBase, *, but: str) -> bool:
    """Whether two people answer alike, one question aside."""
    return all(
        other.answers[place] == answer
        for place, answer in case.answers.items()
        if whole(base, place) != but
    )


def matters(
    interview: Interview, everybody: list[tuple[Case, tuple[Value, ...]]], name: str
) -> bool:
    """Whether the answer to a question can change a decision, or is needed to show one."""
    base, said = interview.base, interview.case.answers
    left = [
        (case, values)
        for case, values in everybody
        if all(case.answers[place].value == answer.value for place, answer in said.items())
    ]
    if len({values for _, values in left}) == 1:
        return not all(is_settled(interview.known.value((goal, 0))) for goal in GOALS)
    return any(
        values != others and alike(case, other, base, but=name)
        for index, (case, values) in enumerate(left)
        for other, others in left[index + 1 :]
    )


@settings(FUZZ, max_examples=12 * TIMES)
@given(bases(), st.randoms(use_true_random=False))
def test_a_decision_at_the_end_is_the_same_as_with_every_answer(base, pick) -> None:
    everybody = people(base)
    assume(everybody)
    first = begun(base)
    for case, values in pick.sample(everybody, min(6, len(everybody))):
        interview, asked = first, []
        while interview.question is not None:
            asked.append(interview.question.place)
            interview = interview.answered(reply(case, interview))
        names = [whole(base, place) for place in asked]
        assert len(set(names)) == len(names) <= QUESTIONS
        assert tuple(interview.known.value((goal, 0)) for goal in GOALS) == values


@settings(FUZZ, max_examples=10 * TIMES)
@given(bases(), st.randoms(use_true_random=False))
def test_every_question_can_still_change_something(base, pick) -> None:
    everybody = people(base)
    assume(everybody)
    case, _ = pick.choice(everybody)
    interview = begun(base)
    while interview.question is not None:
        assert matters(interview, everybody, whole(base, interview.question.place))
        interview = interview.answered(reply(case, interview))


@settings(FUZZ, max_examples=12 * TIMES)
@given(bases(), st.randoms(use_true_random=False))
def test_the_way_back_leads_to_the_same_state(base, pick) -> None:
    everybody = people(base)
    assume(everybody)
    case, _ = pick.choice(everybody)
    interview = begun(base)
    assert interview.back() is None
    while interview.question is not None:
        after = interview.answered(reply(case, interview))
        back = after.back()
        assert back is not None and back.question is not None
        assert back.question.place[0] == interview.question.place[0]
        again = back.answered(reply(case, back))
        assert (again.document, again.steps) == (after.document, after.steps)
        assert again.question == after.question
        interview = after


@settings(FUZZ, max_examples=12 * TIMES)
@given(bases(), st.randoms(use_true_random=False))
def test_not_knowing_anything_comes_to_an_end(base, pick) -> None:
    """Also for somebody who knows some answers; then no decision is settled differently."""
    everybody = people(base)
    assume(everybody)
    case, values = pick.choice(everybody)
    for share in (1.0, 0.3):
        interview, count = begun(base), 0
        while interview.question is not None:
            vague = pick.random() < share
            interview = (
                interview.not_known() if vague else interview.answered(reply(case, interview))
            )
            count += 1
        assert count <= QUESTIONS
        ends = [interview.known.value((goal, 0)) for goal in GOALS]
        assert all(one <= end for one, end in zip(values, ends, strict=True))


@pytest.mark.parametrize("seed", [3])
def test_what_is_carried_over_is_what_is_worked_out_anew(seed: int) -> None:
    """From one question of the shipped base to the next, lists growing and members renumbered."""
    base = read_base([Path(knowledge.__file__).parent])
    chooser = Chooser(Goals(base))
    for count, state in enumerate(simulated(base, chooser, seed, EVERYTHING)):
        if count % 5 == 0:
            anew = replace(state, chooser=Chooser(chooser.goals))
            assert anew.question == state.question
            assert anew.most_left == state.most_left
