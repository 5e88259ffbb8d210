"""A range of numbers stands for each of them only where that is sure."""

import pytest

from engine.alternatives.whynot import Asked
from engine.alternatives.whynot_targets import Holds
from engine.alternatives.whynot_trial import World
from engine.compiled.lazy import settled
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import ONLY_NO, Interval
from tests.random_bases import read_text

TEXT = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- facts:
    one: {ask: How, label: one, type: number, min: 0, max: 9}
    two: {ask: How, label: two, type: number, min: 0, max: 9}
    size: {ask: How, label: size, type: number, min: 0, max: 9}
    sure: {ask: How, label: sure, type: yes_no}
- derived:
    both: {label: both, type: number, formula: "known_from(one, two)"}
    more: {label: more, type: number, formula: "size + 1"}
- {advice: high, when: both >= 5, section: main, say: Do., assumed: yes}
- {advice: told, when: "more is open or size > 4", section: main, say: Do., assumed: yes}
- {advice: plain, when: size > 4, section: main, say: Do., assumed: yes}
- {advice: also, when: size > 4 and sure is no, section: main, say: Do., assumed: yes}
- constraints: {k: {never: size > 7 and sure is no, say: Which?}}
"""


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_text(TEXT)


def tells_all(base: RuleBase, advice: str, place: Place, low: float, high: float) -> bool:
    case = Case({"me": (0,)}, {("two", 0): Answer(Interval(5, 5)), ("sure", 0): Answer(ONLY_NO)})
    when = next(one.when for one in base.advice if one.id == advice)
    assert when is not None
    world = World(base, case).about(Holds(when, 0).rests_on())
    return world.tells_all({place: Interval(low, high)}, place)


def test_a_number_that_contradicts_another_is_not_what_both_have_in_common(base: RuleBase) -> None:
    assert not tells_all(base, "high", ("one", 0), 0, 9)


def test_a_range_is_open_where_none_of_its_numbers_is(base: RuleBase) -> None:
    assert not tells_all(base, "told", ("size", 0), 5, 6)


def test_part_of_a_range_may_contradict_an_answer(base: RuleBase) -> None:
    assert tells_all(base, "plain", ("size", 0), 5, 7)
    assert tells_all(base, "plain", ("size", 0), 7.5, 9)  # each of them does
    assert not tells_all(base, "plain", ("size", 0), 5, 9)


def test_ranges_end_where_an_answer_would_be_contradicted(base: RuleBase) -> None:
    case = Case({"me": (0,)}, {("size", 0): Answer(Interval(1, 1)), ("sure", 0): Answer(ONLY_NO)})
    item = next(one for one in base.advice if one.id == "also")
    (rule,) = Asked(settled(base, case)).item(item, 0).rules
    (way,) = rule.alternatives[0].ways
    assert way.range is not None
    assert (way.range.low, way.range.low_in) == (4, False)
    assert (way.range.high, way.range.high_in) == (7, True)


def test_both_ends_of_a_number_told_twice_are_tried(base: RuleBase) -> None:
    case = Case(
        {"me": (0,)}, {("one", 0): Answer(Interval(1, 1)), ("two", 0): Answer(Interval(5, 5))}
    )
    item = next(one for one in base.advice if one.id == "high")
    (rule,) = Asked(settled(base, case)).item(item, 0).rules
    ranges = {one.ways[0].place: one.ways[0].range for one in rule.alternatives}
    span = ranges["one", 0]
    assert span is not None and (span.low, span.low_in) == (5, True)
