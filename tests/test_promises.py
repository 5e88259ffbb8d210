"""Promises that a better answer never makes an outcome worse, by trying all pairs of answers."""

from collections.abc import Iterator
from itertools import product

from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from engine.checking.bench import Bench
from engine.checking.checks import worse_for_better
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import Choices, Interval
from engine.reason.interpret import interpret
from tests.listless import conditions
from tests.proofs import FUZZ, TIMES
from tests.random_bases import read_text
from tests.random_cases import TODAY

Person = dict[str, str | int]
BASE = """
- entities: {{me: {{root: yes}}}}
- report: {{title: Report, sections: {{main: Main}}}}
- facts:
    sure: {{ask: How, label: sure, type: yes_no, better: {sure}}}
    pick: {{ask: How, label: pick, type: choice, values: {{a: A, b: B, c: C}}, better: {pick}}}
    many: {{ask: How, label: many, type: count, min: 0, max: 3, better: {many}}}
    other: {{ask: How, label: other, type: count, min: 0, max: 3, better: higher}}
- derived:
    gap: {{label: gap, type: number, formula: many - other}}
    level:
      {{label: level, type: choice, values: {{low: L, mid: M, high: H}}, better: {level},
       never_worse_with: [{by}]}}
- decision: level
  rows:
"""
APART = ["sure is yes", "pick is a", "pick is b", "pick is not c", "pick in [a, c]"]
ALONE = [*APART, "many >= 1", "many == 2", "other < 2", "many > 2"]
COMPARED = [
    *APART,
    "many > other",
    "gap >= 1",
    "other >= many + 2",
    "many + other > 3",
    "gap == 2 * many",
]


@st.composite
def promising(draw: st.DrawFn) -> tuple[str, bool]:
    """A base, and whether its conditions compare numbers with constants only.

    Proofs hold sums to be unrelated, so of other bases they may doubt a promise that is kept.
    """
    atoms = draw(st.sampled_from([ALONE, COMPARED, [*ALONE, *COMPARED]]))
    when = conditions(st.sampled_from(atoms))
    pick = draw(st.permutations("abc"))[: draw(st.integers(2, 3))]
    level = draw(st.permutations(["low", "mid", "high"]))[: draw(st.integers(2, 3))]
    text = BASE.format(
        sure=draw(st.sampled_from(["[no, yes]", "[yes, no]"])),
        pick=f"[{', '.join(pick)}]",
        many=draw(st.sampled_from(["higher", "lower"])),
        level=f"[{', '.join(level)}]",
        by=draw(st.sampled_from(["sure", "pick", "many", "other"])),
    )
    for number in range(draw(st.integers(1, 3))):
        then = draw(st.sampled_from(level))
        text += (
            f"    - {{rule: level/{number}, when: '{draw(when)}', then: {then}, assumed: yes}}\n"
        )
    text += f"    - {{otherwise: {draw(st.sampled_from(['low', 'mid', 'high']))}, assumed: yes}}\n"
    if draw(st.booleans()):
        asked = st.sampled_from([atom for atom in atoms if "gap" not in atom])
        text += f"- constraints: {{k: {{never: '{draw(conditions(asked))}', say: Which?}}}}\n"
    return text, atoms is ALONE


def possible_people(base: RuleBase) -> Iterator[tuple[Person, str]]:
    """Everybody whose answers contradict no constraint, and the level."""
    for sure, pick, many, other in product(["no", "yes"], "abc", range(4), range(4)):
        answers = {
            ("sure", 0): Answer(Choices({sure})),
            ("pick", 0): Answer(Choices({pick})),
            ("many", 0): Answer(Interval(many, many)),
            ("other", 0): Answer(Interval(other, other)),
        }
        known, trace = interpret(base, Case({"me": (0,)}, answers, as_of=TODAY))
        if not known.disputes:
            found = trace.values["level", 0]
            assert isinstance(found, frozenset)
            (level,) = found
            yield {"sure": sure, "pick": pick, "many": many, "other": other}, level


def rank(fact: Fact, value: str | int) -> int | None:
    """The place of a value from worse to better; None for one that is neither."""
    if isinstance(value, int):
        return value if fact.better == ("higher",) else -value
    return fact.better.index(value) if value in fact.better else None


def rises(fact: Fact, old: str | int, new: str | int) -> bool:
    before, after = rank(fact, old), rank(fact, new)
    return before is not None and after is not None and after > before


def is_broken(base: RuleBase) -> bool:
    """Whether somebody gets worse by an answer that is better, all others being the same."""
    level = base.facts["level"]
    (by,) = level.never_worse_with
    people = list(possible_people(base))
    return any(
        rises(base.facts[by], old[by], new[by]) and rises(level, after, before)
        for (old, before), (new, after) in product(people, people)
        if {**old, by: ""} == {**new, by: ""}
    )


@settings(FUZZ, max_examples=60 * TIMES)
@given(promising())
def test_a_promise_is_doubted_exactly_where_somebody_breaks_it(drawn: tuple[str, bool]) -> None:
    text, exact = drawn
    note(text)
    base = read_text(text)
    found = [one for one in worse_for_better.find(Bench(base)) if "gets worse" in one.message]
    broken = is_broken(base)
    event(f"broken: {broken}, found: {bool(found)}")
    assert bool(found) >= broken
    if exact:
        assert bool(found) is broken
