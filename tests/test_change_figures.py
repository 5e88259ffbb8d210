"""Which figures decide something for a number, and how hopes for numbers are told."""

from engine.alternatives.change import change
from engine.alternatives.change_figures import Figures
from engine.ir.case import Answer, Case
from engine.ir.values import ONLY_NO, Choices, Interval
from tests.random_bases import read_text

TEXT = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {least: {title: Least, sources: [s-1], figures: {near: 220, far: 240}}}
- facts:
    trip: {ask: How, label: trip, type: choice, values: {near: near, far: far}}
    score: {ask: How, label: score, type: number, min: 0, max: 300}
    fee: {ask: How, label: fee, type: money, min: 0}
    weeks: {ask: How, label: weeks, type: number, min: 1, max: 52}
    budget: {ask: How, label: budget, type: money, min: 0}
    learners: {ask: How, label: learners, type: count, min: 0}
    age: {ask: How, label: age, type: number, min: 0, max: 120}
    sure: {ask: How, label: sure, type: yes_no}
- derived:
    rate: {label: rate, type: money, formula: "fee / weeks"}
    over: {label: over, type: number, formula: "score - lookup(least, trip)"}
    going: {label: going, type: choice, values: {no: no, yes: surely}, better: [no, yes]}
- decision: going
  rows:
    - {rule: going/yes, when: "rate <= 250 and fee <= budget and learners < 3 and sure is no",
       then: yes, assumed: yes}
    - {rule: going/over, when: over >= 0, then: yes, assumed: yes}
    - {otherwise: no, assumed: yes}
- actions:
    ask: {changes: sure, to: no, effort: 1, say: Ask., requires: age >= 18, assumed: yes}
"""


def test_numbers_that_are_compared_share_their_figures_and_others_do_not() -> None:
    found = Figures(read_text(TEXT), "going")
    assert found.linked("fee") == {"fee", "weeks", "budget"}
    assert found.of("weeks") == found.of("budget") == {250}
    assert found.of("learners") == {3}


def test_the_figures_of_a_table_decide_for_what_is_held_against_them() -> None:
    assert Figures(read_text(TEXT), "going").of("score") == {0, 220, 240}


def test_what_an_action_requires_decides_too() -> None:
    assert Figures(read_text(TEXT), "going").of("age") == {18}


def test_a_hope_for_a_number_tells_the_widest_that_does() -> None:
    answers = {"weeks": Interval(4, 4), "budget": Interval(900, 900), "learners": Interval(1, 1)}
    given = {(name, 0): Answer(value) for name, value in answers.items()}
    low = {("sure", 0): Answer(ONLY_NO), ("score", 0): Answer(Interval(0, 0))}
    case = Case({"me": (0,)}, {**given, **low, ("trip", 0): Answer(Choices({"near"}))})
    found = change(read_text(TEXT), case, ("going", 0))
    assert found.hopeful is not None
    (hope,) = found.hopeful.hopes
    assert (hope.place, hope.values, hope.whole) == (("fee", 0), (Interval(0, 900),), True)
