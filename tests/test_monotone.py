"""Nothing that was concluded is taken back as more becomes known; what is settled is right."""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

import knowledge
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import IsOpen, Node, children
from engine.ir.trace import Trace
from engine.ir.values import NO_FIGURE, ONLY_NO, ONLY_YES, Choices, Interval, Value, is_settled
from engine.reading.base import read_base
from engine.reason import evaluate
from engine.reason.interpret import interpret
from engine.reason.known import Known
from tests.random_bases import Features, base_texts, read_text
from tests.random_cases import ALL, Questions, additions, cases

TIMES = int(os.environ.get("CROSSMATCH_FUZZ", "1"))
STEPS = 4
FUZZ = settings(
    max_examples=250 * TIMES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
DECIDABLE = Features(
    numbers=False, loose=False, assumptions=False, constraints=False, unknown=False
)


def within(new: Value, old: Value) -> bool:
    """Whether everything that the new value can be the old one could be."""
    if isinstance(new, Interval) and isinstance(old, Interval):
        if new.figure is not old.figure and old.figure is not None:
            return False
        return new.figure is False or old.low <= new.low <= new.high <= old.high
    return bool(new) and new <= old  # type: ignore[operator]


def asks(node: Node) -> bool:
    """Whether a condition needs a question to be open; such advice goes when it is answered."""
    return isinstance(node, IsOpen) or any(asks(child) for child in children(node))


def without_questions(base: RuleBase, trace: Trace) -> Trace:
    """The trace without advice that is there only while an answer is missing."""
    gone = {item.id for item in base.advice if item.when is not None and asks(item.when)}
    truths = {place: verdict for place, verdict in trace.truths.items() if place[0] not in gone}
    fired = frozenset(place for place in trace.fired if place[0] not in gone)
    return Trace(trace.values, truths, fired)


def retractions(old: Trace, new: Trace) -> list[str]:
    """What the old trace says and the new one does not."""
    lost = [
        f"{place}: {value} -> {new.values.get(place)}"
        for place, value in old.values.items()
        if place not in new.values or not within(new.values[place], value)
    ]
    lost += [
        f"{place}: {verdict} -> {new.truths.get(place)}"
        for place, verdict in old.truths.items()
        if place not in new.truths or verdict not in (None, new.truths[place])
    ]
    return lost + [f"{place} no longer fires" for place in old.fired - new.fired]


def check_monotone(base: RuleBase, case: Case, data: st.DataObject) -> None:
    """Add to what is known, a few times; no step may retract anything.

    Ends where answers contradict one another: setting them aside does take conclusions back.
    """
    asked = Questions(base)
    known, before = interpret(base, case)
    for _ in range(STEPS):
        if known.disputes:
            return
        case = data.draw(additions(asked, case))
        known, after = interpret(base, case)
        if not known.disputes:
            event("steps checked")
            kept = [without_questions(base, trace) for trace in (before, after)]
            assert retractions(*kept) == []
        before = after


@FUZZ
@given(base_texts(), st.data())
def test_random_bases_are_monotone(text: str, data: st.DataObject) -> None:
    """Answers, members and closed lists only narrow what is open, whatever the rules."""
    note(text)
    base = read_text(text)
    check_monotone(base, data.draw(cases(Questions(base))), data)


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    """The rule base that is shipped."""
    return read_base([Path(knowledge.__file__).parent])


@settings(FUZZ, max_examples=100 * TIMES)
@given(st.data())
def test_the_shipped_base_is_monotone(shipped: RuleBase, data: st.DataObject) -> None:
    """The same of the rules that people are advised by."""
    check_monotone(shipped, data.draw(cases(Questions(shipped), most=2)), data)


@st.composite
def nearly_known(draw: st.DrawFn, asked: Questions) -> tuple[Case, list[Place]]:
    """A case that lacks a few answers, and which."""
    full = draw(cases(asked, most=3, complete=True, moods=(ALL,)))
    count = draw(st.integers(1, 4))
    places = draw(st.permutations(sorted(full.answers)))[:count]
    answers = {place: found for place, found in full.answers.items() if place not in places}
    answers |= {place: Answer(None) for place in places if draw(st.booleans())}
    return replace(full, answers=answers), places


def completions(base: RuleBase, case: Case, places: list[Place]) -> Iterator[Case]:
    """Every case in which the missing answers are there."""
    asked = Questions(base)
    for values in product(*(asked.values(base.facts[fact]) for fact, _ in places)):
        answers = dict(zip(places, map(Answer, values), strict=True))
        yield replace(case, answers={**case.answers, **answers})


def is_decided(trace: Trace) -> bool:
    """Whether nothing is open."""
    return None not in trace.truths.values() and all(map(is_settled, trace.values.values()))


@FUZZ
@given(base_texts(DECIDABLE), st.data())
def test_what_is_settled_holds_whatever_the_rest_is(text: str, data: st.DataObject) -> None:
    """By trying every completion; and once all is known of such a base, all is decided."""
    note(text)
    base = read_text(text)
    case, places = data.draw(nearly_known(Questions(base)))
    before = interpret(base, case)[1]
    for full in completions(base, case, places):
        after = interpret(base, full)[1]
        assert retractions(before, after) == []
        assert is_decided(after)


OPEN_LIST = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    stay.fine: {ask: How?, label: fine, type: yes_no}
- derived:
    all: {label: all, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B}}
    many: {label: many, type: count, formula: "count(stay, stay.fine is yes)"}
- {rule: all/rule, when: "every(stay, stay.fine is yes)", conclude: {all: yes}, assumed: yes}
- decision: path
  rows: [{rule: path/all, when: all is yes, then: a, assumed: yes}, {otherwise: b, assumed: yes}]
"""


def lost_by_a_second_stay() -> list[str]:
    """What a member that is not fine takes back."""
    base = read_text(OPEN_LIST)
    one = Case({"me": (0,), "stay": (1,)}, {("stay.fine", 1): Answer(ONLY_YES)})
    two = Case({"me": (0,), "stay": (1, 2)}, {**one.answers, ("stay.fine", 2): Answer(ONLY_NO)})
    return retractions(interpret(base, one)[1], interpret(base, two)[1])


def test_a_closed_world_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking an open list for complete is not monotone, and the comparison says where."""
    assert lost_by_a_second_stay() == []
    monkeypatch.setattr(Known, "is_complete", lambda *_: True)
    lost = " ".join(lost_by_a_second_stay())
    for name in ("('all', 0)", "('path', 0)", "('all/rule', 0)", "('path/all', 0) no longer fires"):
        assert name in lost


def test_guessing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negation as failure (open counts as no) is not monotone either."""
    base = read_text(OPEN_LIST)
    asked = Case({"me": (0,), "stay": (1,)}, {}, frozenset({"stay"}))
    answered = replace(asked, answers={("stay.fine", 1): Answer(ONLY_YES)})
    assert retractions(interpret(base, asked)[1], interpret(base, answered)[1]) == []
    monkeypatch.setattr(evaluate, "among", lambda value, values: value <= values)
    assert retractions(interpret(base, asked)[1], interpret(base, answered)[1])


FIGURES = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {gaps: {title: Gaps, sources: [s-1], figures: {a: 1, b: 3, c: no_figure}}}
- facts:
    ready: {ask: How?, label: ready, type: yes_no}
    pick: {ask: How?, label: pick, type: choice, values: {a: A, b: B, c: C}}
    stay.cost: {ask: How?, label: cost, type: money}
- derived:
    owed: {label: owed, type: money, formula: "2 - 5"}
    shown: {label: shown, type: number, formula: "owed if ready is yes else unknown"}
    listed:
      {label: listed, type: number, formula: "lookup(gaps, pick) if ready is yes else unknown"}
    rated: {label: rated, type: number, formula: "1 + lookup(gaps, pick)"}
    stay.net: {label: net, type: money, formula: "stay.cost - 5"}
    sum: {label: sum, type: number, formula: "total(stay.net, stay.cost >= 0)"}
    fine: {label: fine, type: yes_no}
- {rule: fine/rule, when: shown >= 0 or sum >= 0, conclude: {fine: yes}, assumed: yes}
"""


@pytest.mark.parametrize(
    "news",
    [
        {("ready", 0): Answer(ONLY_YES)},
        {("pick", 0): Answer(Choices({"c"}))},
        {("pick", 0): Answer(Choices({"c"})), ("ready", 0): Answer(ONLY_YES)},
        {("stay.cost", 1): Answer(Interval(1, 1))},
    ],
)
def test_formulas_promise_nothing_they_may_not_keep(news: dict[Place, Answer]) -> None:
    """A formula may leave the range of its type, and a table may have no figure (both found)."""
    base = read_text(FIGURES)
    before = interpret(base, Case({"me": (0,), "stay": ()}, {}))[1]
    stays = tuple(member for fact, member in news if fact == "stay.cost")
    after = interpret(base, Case({"me": (0,), "stay": stays}, news))[1]
    assert retractions(before, after) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Choices("ab"), Choices("a"), True),
        (Choices("a"), Choices("ab"), False),
        (Choices("a"), Choices("b"), False),
        (Choices("ab"), Choices(), False),
        (Interval(0, 4), Interval(1, 4), True),
        (Interval(0, 4), Interval(-1, 4), False),
        (Interval(0, 4), Interval(3, 5), False),
        (Interval(0, 4, None), NO_FIGURE, True),
        (Interval(0, 4, None), Interval(2, 2), True),
        (Interval(0, 4), Interval(0, 4, None), False),
        (Interval(0, 4), NO_FIGURE, False),
        (NO_FIGURE, Interval(0, 4), False),
        (NO_FIGURE, NO_FIGURE, True),
    ],
)
def test_within(old: Value, new: Value, *, expected: bool) -> None:
    """The measure itself: a value may only lose possibilities, and never all of them."""
    assert within(new, old) is expected
