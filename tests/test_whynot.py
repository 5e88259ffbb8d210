"""Why something is not so: every way that is told works, and none that is short is missed."""

import json
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from cli.main import main
from engine.alternatives.whynot import Asked, Lacking
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_ways import Alternative
from engine.checking.bench import Bench
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import YES, Choices, Interval
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.rendering.whynot import why_not_text
from tests.listless import listless, samples
from tests.proofs import FUZZ, TIMES
from tests.random_bases import read_text
from tests.random_cases import Questions, cases

EXAMPLES = Path(__file__).parents[1] / "knowledge" / "examples"
DEMO = str(EXAMPLES / "demo.case.yaml")
GOLDEN = Path(__file__).parent / "whynot"
HEAD = """
- entities: {me: {root: yes}, stay: {label: a stay, key: stays}}
- report: {title: Report, sections: {main: Main}}
"""
LISTS = (
    HEAD
    + """
- facts:
    sure: {ask: How, label: sure, type: yes_no}
    many: {ask: How, label: many, type: count, min: 0, max: 9}
    stay.good: {ask: How, label: good, type: yes_no}
    stay.fee: {ask: How, label: fee, type: money, min: 0}
    stay.weeks: {ask: How, label: weeks, type: number, min: 1, max: 50}
- derived:
    fine: {label: fine, type: yes_no}
    stay.rate: {label: rate, type: money, formula: "stay.fee / stay.weeks"}
- {rule: fine/one, when: "exists(stay, stay.good is yes) and many >= 3", conclude: {fine: yes},
   because: so, assumed: yes}
- {advice: dear, for: stay, when: stay.rate > 100, section: main, say: Do., assumed: yes}
- {advice: all, when: "every(stay, stay.good is yes)", section: main, say: Do., assumed: yes}
- {advice: open, when: sure is open, section: main, say: Do., assumed: yes}
- constraints: {k: {never: many > 5 and sure is no, say: Which?}}
"""
)


def case_of(base: RuleBase, answers: dict, stays: list[dict] | None = None) -> Case:
    members = {"me": (0,), "stay": tuple(range(1, 1 + len(stays or [])))}
    found = {(name, 0): value for name, value in answers.items()}
    for member, entry in enumerate(stays or [], 1):
        found |= {(f"stay.{name}", member): value for name, value in entry.items()}
    return Case(members, {place: answer(value) for place, value in found.items()})


def answer(value: object) -> Answer:
    if isinstance(value, int | float):
        return Answer(Interval(value, value))
    return Answer(None if value is None else Choices({str(value)}))


def told(base: RuleBase, case: Case, name: str, member: int = 0) -> Lacking:
    known, _ = interpret(base, case)
    if name in base.facts:
        return Asked(known).outcome(name, YES, member).rules[0]
    (rule,) = Asked(known).item(base.governed[name], member).rules  # type: ignore[arg-type]
    return rule


def texts(rule: Lacking) -> list[list[tuple]]:
    return [
        [(way.place[0], *_values(way.values), *_ends(way.range)) for way in one.ways]
        for one in rule.alternatives
    ]


def _values(values: tuple) -> tuple:
    return tuple(min(v) if isinstance(v, frozenset) else v for v in values if _is_word(v))


def _is_word(value: object) -> bool:
    return isinstance(value, frozenset | str)


def _ends(found) -> tuple:
    return () if found is None else (found.low, found.high, found.low_in, found.high_in)


def test_an_entry_or_a_new_one_may_do_and_numbers_are_ranges() -> None:
    base = read_text(LISTS)
    case = case_of(base, {"many": 1}, [{"good": "no"}])
    assert texts(told(base, case, "fine")) == [
        [("many", 3, 9, True, True), ("stay.good", "yes")],
        [("stay", "more"), ("many", 3, 9, True, True), ("stay.good", "yes")],
    ]


def test_of_two_numbers_each_alone_may_do() -> None:
    base = read_text(LISTS)
    case = case_of(base, {}, [{"fee": 500, "weeks": 10}])
    inf = float("inf")
    assert texts(told(base, case, "dear", 1)) == [
        [("stay.fee", 1000, inf, False, False)],
        [("stay.weeks", 1, 5, True, False)],
    ]


def test_a_list_that_may_grow_has_to_be_complete() -> None:
    base = read_text(LISTS)
    assert texts(told(base, case_of(base, {}, [{"good": "yes"}]), "all")) == [[("stay", "whole")]]


def test_what_is_for_open_questions_tells_to_take_the_answer_back() -> None:
    base = read_text(LISTS)
    assert texts(told(base, case_of(base, {"sure": "yes"}), "open")) == [
        [("sure", "unknown", "open")]
    ]


def test_a_constraint_is_named_where_no_other_answer_avoids_it() -> None:
    text = (
        LISTS
        + "- {advice: a, when: many > 6 and sure is no, section: main, say: Do., assumed: yes}"
    )
    base = read_text(text)
    (found,) = told(base, case_of(base, {"many": 1, "sure": "no"}), "a").alternatives
    assert [one.id for one in found.breaks] == ["k"]


def test_an_answer_that_avoids_a_constraint_is_told_with_the_rest() -> None:
    text = LISTS + "- {advice: a, when: many > 6, section: main, say: Do., assumed: yes}"
    base = read_text(text)
    rule = told(base, case_of(base, {"many": 1, "sure": "no"}), "a")
    assert texts(rule) == [[("many", 7, 9, True, True), ("sure", "yes")]]
    assert not rule.alternatives[0].breaks


def test_a_row_before_the_one_that_was_taken_may_do_as_well_as_that_one_going() -> None:
    text = f"""{LISTS}
- derived: {{path: {{label: path, type: choice, values: {{a: A, b: B}}}}}}
- decision: path
  rows:
    - {{rule: path/one, when: sure is yes, then: a, assumed: yes}}
    - {{rule: path/two, when: many >= 3, then: b, assumed: yes}}
    - {{otherwise: a, assumed: yes}}
- {{advice: a, when: path is a, section: main, say: Do., assumed: yes}}
"""
    rule = told(read_text(text), case_of(read_text(text), {"sure": "no", "many": 5}), "a")
    assert sorted(texts(rule)) == [[("many", 0, 2, True, True)], [("sure", "yes")]]


def fires(base: RuleBase, case: Case, rule: str) -> bool:
    return (rule, 0) in interpret(base, case)[1].fired


def every_way(base: RuleBase, case: Case, one: Alternative) -> Iterator[Case]:
    """The case with each combination of values, of a range also with its ends."""
    world = World(base, case)
    for sample in one.samples():
        yield world.changed(sample)
        for way in one.ways:
            if way.range is not None:
                for end, inside in _closed(way.range):
                    if inside:
                        yield world.changed({**sample, way.place: Interval(end, end)})


def _closed(span) -> list[tuple[float, bool]]:
    return [(span.low, span.low_in), (span.high, span.high_in)]


def rules_of(base: RuleBase, known) -> Iterator[Lacking]:
    asked = Asked(known)
    for fact in (*base.decisions, *base.concluding):
        for value in base.facts[fact].choices if fact in base.decisions else (YES,):
            yield from asked.outcome(fact, value, 0).rules
    for advice in base.advice:
        yield from asked.item(advice, 0).rules


@settings(FUZZ, max_examples=12 * TIMES)
@given(listless(), st.data())
def test_every_way_makes_the_rule_take_effect(text: str, data: st.DataObject) -> None:
    note(text)
    base = read_text(text)
    case = data.draw(cases(Questions(base)))
    note(str(case.answers))
    known, _ = interpret(base, case)
    for rule in rules_of(base, known):
        for one in rule.alternatives:
            for changed in every_way(base, case, one) if rule.id else ():
                assert fires(base, changed, rule.id) or one.breaks, (rule.id, one)
        for one, other in combinations(rule.alternatives, 2):
            assert not _within(one, other) and not _within(other, one), (rule.id, one, other)


def _within(one: Alternative, other: Alternative) -> bool:
    values = {way.place: set(way.values) for way in other.ways}
    return all(values.get(way.place, {None}) <= set(way.values) for way in one.ways)


@settings(FUZZ, max_examples=6 * TIMES)
@given(listless(), st.data())
def test_what_one_or_two_answers_can_do_is_found(text: str, data: st.DataObject) -> None:
    note(text)
    bench = Bench(read_text(text))
    base, asked = bench.base, Questions(bench.base)
    case = data.draw(cases(asked, complete=True, moods=(("value",),)))
    assume(not interpret(base, case)[0].disputes)
    note(str(case.answers))
    options = {
        (fact.id, 0): [Answer(value) for value in samples(bench, fact)]
        for fact in asked.of["me"]
        if fact.kind != "choices"
    }
    options |= {place: [answer("yes"), answer("no")] for place in case.answers if ":" in place[0]}
    least: dict[str, int] = {}
    for size in (1, 2):
        for places in combinations(options, size):
            for changed in _changed(case, places, options):
                known, trace = interpret(base, changed)
                for name, _ in () if known.disputes else trace.fired:
                    least.setdefault(name, size)
    for rule in rules_of(base, interpret(base, case)[0]):
        if rule.id in least and not rule.cut:  # one that was cut short says so
            sizes = [len(one.ways) for one in rule.alternatives]
            assert sizes and min(sizes) <= least[rule.id], (rule.id, least[rule.id], sizes)


def _changed(case: Case, places: tuple, options: dict) -> Iterator[Case]:
    for first in options[places[0]]:
        answers = {**case.answers, places[0]: first}
        for second in options[places[1]] if len(places) > 1 else [first]:
            yield Case(case.members, {**answers, places[-1]: second}, as_of=case.as_of)


def run(case: str, *words: str):
    path = str(EXAMPLES / f"{case}.case.yaml")
    return CliRunner().invoke(main, ["explain", path, "why-not", *words])


TOLD = [
    ("demo", ("strategy", "transfer")),
    ("demo", ("placement.verdict", "low", "--about", "Bridge Externships, hospital block")),
    ("goal-none", ("strategy", "seriously")),
    ("tier-b-matches-unknown", ("tier", "A")),
]


@pytest.mark.parametrize(("case", "words"), TOLD)
def test_it_is_told_in_words(case: str, words: tuple[str, ...]) -> None:
    result = run(case, *words)
    assert result.exit_code == 0, result.stderr
    path = GOLDEN / f"{case}-{words[0]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(result.output, "utf-8")
    assert result.output == path.read_text("utf-8")


def test_without_a_value_every_outcome_that_was_not_taken_is_told() -> None:
    result = run("demo", "tier", "--format", "json")
    assert [one["value"] for one in json.loads(result.output)] == ["A", "B"]


def test_what_is_so_already_is_said() -> None:
    assert run("demo", "tier", "C").output == "School tier is “tier C” already.\n"
    assert "nothing keeps it from that" in run("demo", "decision/sunk-cost").output


def test_a_row_a_rule_and_a_fact_can_be_asked_about() -> None:
    for name in ("strategy/pause", "leave_c2"):
        result = run("demo", name)
        assert result.exit_code == 0 and "It lacks:" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("strategi",), "did you mean strategy?"),
        (("strategy", "transfr"), "did you mean transfer?"),
        (("strategy", "s"), "could be more than one outcome"),
        (("stage",), "stage is an answer of yours"),
        (("strategy/pause", "yes"), "leave the value out"),
        (("placement.value",), "worked out as a number"),
        (("placement.verdict", "take", "--about", "Nowhere"), "there is no entry Nowhere"),
    ],
)
def test_a_mistake_is_explained(words: tuple[str, ...], said: str) -> None:
    result = run("demo", *words)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_a_mistake_of_a_caller_is_no_crash() -> None:
    with pytest.raises(BadInput):
        from engine.finding.whynot import why_not

        base = read_text(LISTS)
        why_not(interpret(base, case_of(base, {}))[0], "many", None)


def test_what_is_left_when_no_rule_applies_comes_last_and_is_said_to_be() -> None:
    text = " ".join(run("demo", "tier", "B").output.split())
    rest = text.index("What is left where no rule before it applies: The school organises US")
    assert rest > text.index("(tier/b)")


def test_nothing_and_something_of_what_is_counted_are_words() -> None:
    base = read_text(
        LISTS
        + "- {advice: a, when: many < 1, section: main, say: Do., assumed: yes}\n"
        + "- {advice: b, when: many >= 1, section: main, say: Do., assumed: yes}\n"
    )
    for many, name, said in ((3, "a", "many none"), (0, "b", "many at least one")):
        known, _ = interpret(base, case_of(base, {"many": many}))
        advice = next(one for one in base.advice if one.id == name)
        assert said in why_not_text(Asked(known).item(advice, 0), known)


def test_every_way_works_on_a_shipped_case() -> None:
    base = read_base([EXAMPLES.parent])
    case = read_case(base, EXAMPLES / "tier-a-own-places.case.yaml")
    known, _ = interpret(base, case)
    count = 0
    for fact in base.layout.main:
        goal = base.layout.decisions[fact]
        for member in known.members(base.facts[goal].entity):
            for value in base.facts[goal].choices:
                for rule in Asked(known).outcome(goal, value, member).rules:
                    for one in rule.alternatives if rule.id else ():
                        for changed in every_way(base, case, one):
                            fired = interpret(base, changed)[1].fired
                            assert (rule.id, member) in fired or one.breaks, (rule.id, one)
                            count += 1
    assert count >= 25


LIMITS = """
- advice: over
  when: many < 9 and other > many
  section: main
  say: Do.
  assumed: yes
"""


def limits() -> RuleBase:
    fact = "    other: {ask: How, label: other, type: count, min: 0}\n"
    return read_text(LISTS.replace("    stay.good:", f"{fact}    stay.good:", 1) + LIMITS)


def test_a_number_chosen_for_one_condition_may_do_for_another_as_well() -> None:
    base = limits()
    rule = told(base, case_of(base, {"many": 9, "other": 2, "sure": "yes"}), "over")
    assert texts(rule) == [[("many", 0, 1, True, True)]]


def test_of_two_numbers_that_hang_together_every_pair_in_the_ranges_does() -> None:
    base = limits()
    rule = told(base, case_of(base, {"many": 9, "other": 0, "sure": "yes"}), "over")
    (found,) = texts(rule)
    assert found == [("many", 0, 8, True, True), ("other", 9, float("inf"), True, False)]


def test_ways_that_contradict_an_answer_are_not_told_beside_one_that_does_not() -> None:
    text = LISTS + "- {advice: a, when: many > 4, section: main, say: Do., assumed: yes}"
    base = read_text(text)
    rule = told(base, case_of(base, {"many": 1, "sure": "no"}), "a")
    assert texts(rule) == [[("many", 5, 5, True, True)]]


def test_two_answers_may_be_needed_to_avoid_a_constraint() -> None:
    """What the first of them leaves in the way is found though the rule reads neither."""
    text = (
        HEAD
        + """
- facts:
    sent: {ask: How, label: sent, type: yes_no}
    first: {ask: How, label: first, type: yes_no}
    second: {ask: How, label: second, type: yes_no}
- derived: {fine: {label: fine, type: yes_no}}
- {rule: fine/one, when: sent is yes, conclude: {fine: yes}, because: so, assumed: yes}
- {advice: a, when: fine is yes, section: main, say: Do., assumed: yes}
- constraints: {k: {never: sent is yes and (first is no or second is no), say: Which?}}
"""
    )
    base = read_text(text)
    case = case_of(base, {"sent": "no", "first": "no", "second": "no"})
    assert texts(told(base, case, "a")) == [[("first", "yes"), ("second", "yes"), ("sent", "yes")]]


def advice_text(advice: str, answers: dict, stays: list[dict] | None = None) -> str:
    """What is told of an advice `a` with this condition."""
    base = read_text(
        f"{LISTS}- {{advice: a, when: '{advice}', section: main, say: Do., assumed: yes}}"
    )
    known, _ = interpret(base, case_of(base, answers, stays))
    found = Asked(known).item(next(one for one in base.advice if one.id == "a"), 0)
    return " ".join(why_not_text(found, known).split())


def test_the_first_entry_of_a_list_is_not_one_more() -> None:
    assert "- a stay" in advice_text("exists(stay, stay.good is yes)", {})
    said = advice_text("exists(stay, stay.good is yes)", {}, [{"good": "no"}])
    assert "- one more stay; and" in said


def test_to_take_an_answer_back_comes_only_where_nothing_else_does() -> None:
    assert "sure: only if you did not know it" in advice_text("sure is open", {"sure": "yes"})
    said = advice_text("sure is open or many > 2", {"sure": "yes", "many": 1})
    assert "many at least 3" in said and "only if" not in said


def test_the_same_fact_is_not_told_twice() -> None:
    said = advice_text("sure is yes", {"sure": "no"})
    assert "[fails] sure would have to be yes; it is no (you said)" in said
    assert "sure: yes – sure: no" not in said
