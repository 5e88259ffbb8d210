"""What is said of the stability of a conclusion holds of cases tried one by one."""

import json
from dataclasses import replace
from functools import cache
from math import inf, nextafter
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from cli.main import main
from cli.shared import shipped
from engine.alternatives.hinges_ranked import main_goals, shown_goals
from engine.alternatives.stability import Stability, stability
from engine.alternatives.stability_scale import scale_of
from engine.alternatives.stability_scan import Part, choices
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Choices, Interval, Truth, Value
from engine.proving.regions import Range
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret
from tests.listless import listless
from tests.proofs import FUZZ, TIMES
from tests.random_bases import Features, base_texts, read_text
from tests.random_cases import MOODS, Questions, cases

EXAMPLES = shipped() / "examples"


@cache
def ours() -> RuleBase:
    return read_base([shipped()])


def outcome(base: RuleBase, case: Case, goal: Place) -> frozenset[str]:
    """What is possible, by the reference interpreter alone."""
    known, trace = interpret(base, case)
    if goal[0] in base.facts:
        value = known.value(goal)
        assert isinstance(value, frozenset)
        return value
    when = next(one.when for one in base.advice if one.id == goal[0])
    holds: Truth = True if when is None else truth(when, known, goal[1])
    assert (goal in trace.fired) is (holds is True)
    return frozenset({"yes", "no"} if holds is None else {"yes"} if holds else {"no"})


def disputes(base: RuleBase, case: Case) -> set[object]:
    return {(one.constraint.id, one.places) for one in interpret(base, case)[0].disputes}


def put(case: Case, changes: dict[Place, Value]) -> Case:
    answers = {place: Answer(value) for place, value in changes.items()}
    return replace(case, answers={**case.answers, **answers})


def pick(base: RuleBase, place: Place, values, one: Range | None, random: Random) -> Value:
    """An answer in a part, more often than not one at its border."""
    fact = base.facts[place[0]]
    scale = scale_of(fact)
    if scale is None:
        return Choices({random.choice(values or choices(fact))})
    first, last = scale.ends
    low, high = scale.number(first), scale.number(last)
    if one is not None:
        low = low if one.low == -inf else one.low if one.low_in else nextafter(one.low, inf)
        high = high if one.high == inf else one.high if one.high_in else nextafter(one.high, -inf)
    near = random.choice(
        [low, high, min(low + 1, high), (low + high) / 2, random.uniform(low, high)]
    )
    number = float(int(near)) if scale.whole else near
    return Interval(number, number)


def check_region(base: RuleBase, case: Case, found: Stability, random: Random, times: int) -> None:
    for _ in range(times):
        changes = {
            one.place: pick(base, one.place, one.values, one.range, random)
            for one in found.region
            if random.random() < 0.8
        }
        assert outcome(base, put(case, changes), found.goal) == {found.outcome}, changes


def check_lines(base: RuleBase, case: Case, found: Stability, random: Random) -> None:
    for place in random.sample(found.free, min(len(found.free), 25)):
        changes = {place: pick(base, place, (), None, random)}
        assert outcome(base, put(case, changes), found.goal) == {found.outcome}, changes
    for line in found.lines:
        for part in line.parts:
            for _ in range(3):
                check_part(base, case, found.goal, {line.place: part}, random)


def check_part(base: RuleBase, case: Case, goal: Place, parts: dict[Place, Part], random) -> None:
    changes = {p: pick(base, p, part.values, part.range, random) for p, part in parts.items()}
    last = [*parts.values()][-1]
    changed = put(case, changes)
    if last.fits is True:
        assert outcome(base, changed, goal) == last.outcomes, (changes, last)
    if last.fits is not None:
        fits = disputes(base, changed) <= disputes(base, case)
        assert fits is last.fits or bool(disputes(base, case)), (changes, last)


def check_borders(base: RuleBase, case: Case, found: Stability) -> None:
    """The number just outside what stays, everything else as answered, leads elsewhere."""
    for line in found.lines:
        unsure = {step for p in line.parts if p.fits is None for step in p.steps}
        for part in line.parts:
            if part.range is None or not part.verdict.stays(found.outcome or ""):
                continue
            scale = scale_of(base.facts[line.place[0]])
            assert scale is not None
            for step in (part.steps[0] - 1, part.steps[1] + 1):
                if scale.ends[0] <= step <= scale.ends[1] and step not in unsure:
                    number = scale.number(step)
                    changed = put(case, {line.place: Interval(number, number)})
                    same = outcome(base, changed, found.goal) == {found.outcome}
                    assert not same or disputes(base, changed) > disputes(base, case), line


def check(base: RuleBase, case: Case, goal: Place, random: Random, times: int = 100) -> None:
    found = stability(base, case, goal)
    assert found.possible == outcome(base, case, goal)
    if found.outcome is None:
        return
    check_region(base, case, found, random, times)
    check_lines(base, case, found, random)
    check_borders(base, case, found)
    for flip in found.flips.found:
        assert flip.outcomes != {found.outcome}
        check_part(base, case, goal, dict(flip.changes), random)


@settings(FUZZ, max_examples=10 * TIMES)
@given(listless(), st.data(), st.randoms(use_true_random=False))
def test_what_is_said_of_a_small_base_holds(text: str, data: st.DataObject, random: Random) -> None:
    note(text)
    base = read_text(text)
    case = data.draw(cases(Questions(base), moods=MOODS[1:]))
    for goal in ("path", "late", "advice/0"):
        check(base, case, (goal, 0), random)


@settings(FUZZ, max_examples=6 * TIMES)
@given(base_texts(Features()), st.data(), st.randoms(use_true_random=False))
def test_the_same_with_lists_assumptions_and_what_is_open(text, data, random) -> None:
    note(text)
    base = read_text(text)
    case = data.draw(cases(Questions(base), most=2, moods=MOODS[2:]))
    goals = [n for n in base.order if base.facts[n].choices or n in base.concluding][-2:]
    for goal in (*goals, *(one.id for one in base.advice[:2])):
        scope = next((a.scope for a in base.advice if a.id == goal), "") or base.facts[goal].entity
        for member in case.members[scope][:1]:
            check(base, case, (goal, member), random, times=20)


@settings(FUZZ, max_examples=10 * TIMES)
@given(listless(), st.data())
def test_one_other_answer_that_flips_is_never_missed(text: str, data: st.DataObject) -> None:
    note(text)
    base = read_text(text)
    case = data.draw(cases(Questions(base), moods=MOODS[4:]))
    found = stability(base, case, ("path", 0))
    assume(found.outcome is not None and not disputes(base, case))
    flipping = {flip.changes[0][0] for flip in found.flips.found if len(flip.changes) == 1}
    for fact in base.facts.values():
        if fact.derived or fact.choices and fact.kind == "choices":
            continue
        asked = Questions(base)
        for value in asked.values(fact):
            changed = put(case, {(fact.id, 0): value})
            if (
                not disputes(base, changed)
                and outcome(base, changed, ("path", 0)) != found.possible
            ):
                assert (fact.id, 0) in flipping


@cache
def shipped_cases() -> list[Case]:
    return [read_case(ours(), path) for path in sorted(EXAMPLES.glob("*.case.yaml"))]


def lean(base: RuleBase, goal: Place) -> RuleBase:
    """The base without the advice that is not asked about, which takes most of the time."""
    return replace(base, advice=tuple(one for one in base.advice if one.id == goal[0]))


def said_goals(base: RuleBase, case: Case) -> list[Place]:
    """Every decision of the report and every advice given, of each entry."""
    fired = interpret(base, case)[1].fired
    advice = {one.id for one in base.advice}
    given_ = sorted(place for place in fired if place[0] in advice)
    return [*main_goals(base, case), *shown_goals(base, case), *given_]


@settings(FUZZ, max_examples=6 * TIMES)
@given(st.data(), st.randoms(use_true_random=False))
def test_what_is_said_of_the_shipped_cases_holds(data, random) -> None:
    """At a hundred points inside each region, at every border named, and for every flip."""
    case = data.draw(st.sampled_from(shipped_cases()))
    goal = data.draw(st.sampled_from(said_goals(ours(), case)))
    check(lean(ours(), goal), case, goal, random)


@settings(FUZZ, max_examples=2 * TIMES)
@given(st.data(), st.randoms(use_true_random=False))
def test_what_is_said_of_random_people_holds(data, random) -> None:
    base = ours()
    case = data.draw(cases(Questions(base), most=1, moods=MOODS[3:]))
    for name in ("school.tier", "strategy", "leave_test", "contingency"):
        goal = name, case.members[base.facts[name].entity][0]
        check(lean(base, goal), case, goal, random, times=6)


def explained(*arguments: str):
    return CliRunner().invoke(main, ["explain", *arguments])


CASE = str(EXAMPLES / "demo.case.yaml")


def test_borders_and_flips_in_words() -> None:
    text = explained(CASE, "stability", "tier").output
    assert text.startswith("School tier: “tier C”.\n")
    assert "US matches a year: stays for below one (now 0.4 graduates a year; you cannot" in text
    assert "    At least one: “tier B”.\n" in text
    assert "does not contradict your others will do for agreements with US hospitals." in text
    assert "Any answer will do for matches in most years." in text
    assert "“tier C” stays for any matches in most years, as long as:" in text
    # the list above is short, and not said again
    assert text.endswith("those of one answer, above.\n")


def test_numbers_that_do_not_fit_are_said_once() -> None:
    case = str(EXAMPLES / "programs-graduate-list.case.yaml")
    text = explained(case, "stability", "graduate_group").output
    assert "does not fit your other answers" not in text
    assert text.count("Other numbers do not fit your other answers.") == 1


def test_what_is_not_known_is_said_to_make_no_difference() -> None:
    text = explained(CASE, "stability", "specialty_realism").output
    assert "You have not said, or do not know: exceptional backing" in text
    assert "It holds for any answer." in text.replace("\n", " ")
    assert "“internal medicine” or “family medicine” (now internal medicine)" in text


def test_an_open_decision_refers_to_hinges() -> None:
    text = explained(CASE, "stability", "strategy").output
    assert "open between" in text and "crossmatch explain CASE hinges strategy" in text


def test_json_holds_the_same() -> None:
    (data,) = json.loads(explained(CASE, "stability", "tier", "--format", "json").output)
    assert data["outcome"] == "C"
    border = data["questions"][0]["answers"][0]["range"]
    assert (border["high"], border["high_included"]) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["tire"], "there is no decision or advice tire"), (["stage"], "neither a decision nor")],
)
def test_a_wrong_name_is_a_mistake_of_the_user(arguments: list[str], says: str) -> None:
    result = explained(CASE, "stability", *arguments)
    assert result.exit_code == 2 and says in result.stderr


def test_a_number_that_two_answers_tell() -> None:
    """Where they differ the first counts, which no interval of both shows."""
    text = TOLD_TWICE
    base = read_text(text)
    case = Case({"me": (0,)}, {(n, 0): Answer(Interval(5, 5)) for n in ("one", "two")})
    check(base, case, ("high", 0), Random(1))


TOLD_TWICE = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- facts:
    one: {ask: How, label: one, type: number, min: 0, max: 9}
    two: {ask: How, label: two, type: number, min: 0, max: 9}
- derived:
    both: {label: both, type: number, formula: "known_from(one, two)"}
    high: {label: high, type: yes_no}
- {rule: high/one, when: both > 3, conclude: {high: yes}, because: so, assumed: yes}
"""
