"""Forward chaining: durable-rules against the slow evaluator, and the limits of the engine."""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.firing import durable, layout, memory, stages, steps
from engine.firing.durable import DurableProgram
from engine.firing.errors import FiringError
from engine.firing.horn import Clause, Fact, Firing, HornProgram, Pattern, evaluate

pytest.importorskip("durable_rules_engine")

MEMBERS = st.integers(0, 3)
FACTS = st.lists(
    st.builds(Fact, st.integers(0, 7), MEMBERS, st.one_of(st.just(0), MEMBERS)), max_size=25
)


@st.composite
def clauses(draw: st.DrawFn, label: int) -> Clause:
    """Draw a clause over keys 0..7 with 1..12 patterns; half of them derive later keys only."""
    head_key = draw(st.integers(1, 7))
    top = draw(st.sampled_from([head_key - 1, 7]))
    term = st.one_of(MEMBERS, st.sampled_from("xyz"))
    via = st.one_of(st.just(0), term)
    pattern = st.builds(Pattern, st.integers(0, top), term, via)
    size = draw(st.sampled_from([1, 2, 2, 3, 4, 6, 9, 12]))
    body = draw(st.lists(pattern, min_size=size, max_size=size))
    names = sorted({name for item in body for name in item.names()})
    head_term = st.one_of(MEMBERS, st.sampled_from(names)) if names else MEMBERS
    head = Pattern(head_key, draw(head_term), draw(st.one_of(st.just(0), head_term)))
    return Clause(label, head, tuple(body))


@st.composite
def programs(draw: st.DrawFn) -> HornProgram:
    """Draw a program of up to twelve clauses, some of them recursive."""
    return HornProgram(tuple(draw(clauses(label)) for label in range(draw(st.integers(0, 12)))))


def link(size: int) -> list[Fact]:
    """Return facts of a list of members 1..size: 1 holds of each, 2 links neighbours, 3 starts."""
    members = [Fact(1, member, 0) for member in range(1, size + 1)]
    return [*members, *(Fact(2, m, m + 1) for m in range(1, size)), Fact(3, 1, 0)]


WALK = HornProgram(
    (
        Clause(1, Pattern(4, "y"), (Pattern(3, "y"), Pattern(1, "y"))),
        Clause(2, Pattern(4, "y"), (Pattern(4, "x"), Pattern(2, "x", "y"), Pattern(1, "y"))),
    )
)
"""Key 4 (prefix) holds of a member if 1 holds of it and of all members before it."""


def agree(program: HornProgram, facts: list[Fact]) -> list[Firing]:
    """Fire both ways, check that they agree and that causes come first; return the firings."""
    fired = DurableProgram(program).fire(facts)
    assert sorted(fired) == evaluate(program, facts)
    known = set(facts)
    for firing in fired:
        assert known.issuperset(firing.body)
        known.add(firing.head)
    return fired


@settings(max_examples=150, deadline=None)
@given(programs(), FACTS)
def test_equals_slow_evaluator(program: HornProgram, facts: list[Fact]) -> None:
    """Every firing is found, once."""
    agree(program, facts)


@settings(max_examples=100, deadline=None)
@given(programs(), FACTS, st.sampled_from([1, 2, 3]))
def test_equals_slow_evaluator_when_split(
    program: HornProgram, facts: list[Fact], size: int
) -> None:
    """Splitting clauses, conditions and rulesets as finely as possible changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "PATTERNS_PER_STEP", size + 1)
        patch.setattr(stages, "RULES_PER_RULESET", size)
        patch.setattr(layout, "JOINED_USES", size)
        patch.setattr(layout, "PLAIN_USES", size)
        patch.setattr(layout, "GROUP", size)
        agree(program, facts)


@settings(max_examples=50, deadline=None)
@given(programs(), st.lists(FACTS, max_size=4))
def test_consultations_do_not_mix(program: HornProgram, cases: list[list[Fact]]) -> None:
    """A used program answers as a new one, and the same question twice alike."""
    used = DurableProgram(program)
    for facts in cases:
        first = used.fire(facts)
        assert first == DurableProgram(program).fire(facts)
        assert first == used.fire([*facts, *facts])


def test_walks_a_list_up_to_the_first_gap() -> None:
    """A head that feeds its own clause is chased to the end."""
    facts = [fact for fact in link(40) if fact != Fact(1, 31, 0)]
    assert [firing.head.at for firing in agree(WALK, facts)] == list(range(1, 31))


@pytest.mark.parametrize("joined", [False, True])
def test_many_clauses_share_a_condition(*, joined: bool) -> None:
    """Three hundred clauses over one condition, first in the body or joined to another."""
    body = (Pattern(1, "x"), Pattern(2, "x")) if joined else (Pattern(1, "x"),)
    program = HornProgram(tuple(Clause(i, Pattern(100 + i, "x"), body) for i in range(300)))
    assert len(agree(program, [Fact(1, 5, 0), Fact(2, 5, 0), Fact(1, 6, 0)])) == (
        300 if joined else 600
    )


def test_many_keys() -> None:
    """Twelve hundred keys, a member constant in each."""
    program = HornProgram(
        tuple(Clause(k, Pattern(5000 + k % 7, 0), (Pattern(k, k),)) for k in range(1200))
    )
    assert len(agree(program, [Fact(k, k, 0) for k in range(0, 1200, 3)])) == 400


def test_many_constants_under_one_key() -> None:
    """A thousand member numbers as constants of one key, besides a variable."""
    program = HornProgram(
        tuple(Clause(i, Pattern(2, i), (Pattern(1, i), Pattern(1, "x"))) for i in range(1000))
    )
    assert len(agree(program, [Fact(1, at, 0) for at in range(990, 1010)])) == 200


@pytest.mark.parametrize("size", [7, 8, 9, 15, 16, 20, 50])
def test_long_bodies_fire_as_one(size: int) -> None:
    """A long clause is one firing with its whole body in order, and one per combination."""
    body = tuple(Pattern(key % 45, "xyz"[key % 3], 0) for key in range(size))
    program = HornProgram((Clause(9, Pattern(99, "x", "z"), body),))
    facts = [Fact(key, member, 0) for key in range(45) for member in (1, 2)]
    fired = agree(program, facts)
    assert len(fired) == 8
    assert all([fact.key for fact in f.body] == [key % 45 for key in range(size)] for f in fired)


def test_every_derivation_is_reported() -> None:
    """A head already known, given or derived, is derived again all the same."""
    program = HornProgram(
        tuple(Clause(i, Pattern(3, 0), (Pattern(key, "x"),)) for i, key in enumerate((1, 1, 2, 3)))
    )
    facts = [Fact(1, 1, 0), Fact(1, 2, 0), Fact(2, 1, 0), Fact(3, 0, 0)]
    assert len(agree(program, facts)) == 6


def test_one_fact_may_meet_two_patterns() -> None:
    """Two patterns of a body may be the same fact."""
    program = HornProgram((Clause(1, Pattern(2, "x", "y"), (Pattern(1, "x"), Pattern(1, "y"))),))
    assert len(agree(program, [Fact(1, 1, 0), Fact(1, 2, 0)])) == 4


def test_group_larger_than_a_ruleset() -> None:
    """Keys that all depend on one another exchange facts between rulesets."""
    size = 2 * stages.RULES_PER_RULESET + 50
    ring = (
        Clause(k, Pattern((k * 7 + 7) % size, "x"), (Pattern(k * 7 % size, "x"),))
        for k in range(size)
    )
    program = HornProgram(tuple(ring))
    assert [len(stage) for stage in stages.stages(program)] == [3]
    fired = DurableProgram(program).fire([Fact(0, 4, 0)])
    assert {firing.label for firing in fired} == set(range(size))
    assert len(fired) == size


def test_large_program() -> None:
    """Two thousand clauses in a chain through several rulesets."""
    program = HornProgram(
        tuple(
            Clause(k, Pattern(k + 1, "x"), (Pattern(k, "x"), Pattern(-1, "x"))) for k in range(2000)
        )
    )
    fired = DurableProgram(program).fire([Fact(0, 4, 0), Fact(-1, 4, 0), Fact(0, 5, 0)])
    assert [firing.label for firing in fired] == list(range(2000))


def test_nothing_in_nothing_out() -> None:
    """No facts, no clauses, or facts nobody looks at: no firings."""
    assert DurableProgram(WALK).fire([]) == DurableProgram(WALK).fire([Fact(77, 1, 0)]) == []
    assert DurableProgram(HornProgram(())).fire([Fact(1, 1, 0)]) == []


def test_threads_take_turns() -> None:
    """One program consulted from several threads gives each its own answer."""
    program = DurableProgram(WALK)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda size: len(program.fire(link(size))), list(range(1, 41)) * 5)
        assert list(answers) == list(range(1, 41)) * 5


def faulty(native: memory.Native, countdown: int, code: int | None) -> memory.Native:
    """Return the engine, except that assertion number `countdown` answers `code` or raises."""
    calls = itertools.count(1)

    def assert_fact(handle: int, fact: str) -> tuple[int, int]:
        """Assert, or fail."""
        answer = native.assert_fact(handle, fact)
        if next(calls) != countdown:
            return answer
        if code is None:
            raise native.error("Could not assert fact, error code: 101")
        return code, answer[1]

    parts = {name: getattr(native, name) for name in dir(native) if not name.startswith("_")}
    return cast("memory.Native", SimpleNamespace(**parts | {"assert_fact": assert_fact}))


@pytest.mark.parametrize("code", [None, 1, 2])
@pytest.mark.parametrize("countdown", [1, 2, 8, 9])
def test_recovers_from_an_engine_error(countdown: int, code: int | None) -> None:
    """Whatever goes wrong, at boot, with a fact or with a head, is told; the next is right."""
    program = DurableProgram(WALK)
    sound = program._native
    program._native = faulty(sound, countdown, code)
    with pytest.raises(FiringError):
        program.fire(link(3))
    program._native = sound
    assert sorted(program.fire(link(3))) == evaluate(WALK, link(3))


def test_says_why_it_cannot_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the C module the program refuses with the reason."""
    assert durable.available() and not durable.unavailable_reason()
    monkeypatch.setattr(durable, "_native", None)
    monkeypatch.setattr(durable, "_reason", "no such module")
    assert not durable.available()
    with pytest.raises(FiringError, match="no such module"):
        DurableProgram(WALK)


def test_message_ids_never_collide() -> None:
    """The engine's hash of every id we use, and of the id it uses itself, is unique."""

    def step(state: int, byte: int) -> int:
        """Take one byte into FNV-1a, 32 bits."""
        return (state ^ byte) * 16777619 & 0xFFFFFFFF

    start = 2166136261
    hashes = [step(start, 48 + digit) for digit in range(10)]
    for number in range(10, memory.LARGEST_ID + 1):
        hashes.append(step(hashes[number // 10], 48 + number % 10))
    own = start
    for byte in f"sid-{memory.SID}".encode():
        own = step(own, byte)
    assert len({*hashes, own}) == memory.LARGEST_ID + 2


def test_too_many_messages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the ids known to be distinct the program refuses rather than lose facts."""
    monkeypatch.setattr(memory, "LARGEST_ID", 20)
    with pytest.raises(FiringError, match="more than 20"):
        DurableProgram(WALK).fire(link(30))


def test_layout_keeps_off_the_limits() -> None:
    """No list the engine walks gets near its length: 512 under a node, 255 rules, 64 stacked."""
    body = (Pattern(1, "x"), Pattern(2, "x"), Pattern(1, "y"))
    program = HornProgram(tuple(Clause(i, Pattern(3, "x"), body) for i in range(1000)))
    for stage in stages.stages(program):
        for plan in stage:
            uses: dict[str, list[bool]] = {}
            for rule in json.loads(plan.text).values():
                for condition in rule["all"]:
                    (tests,) = (test["$and"] for test in condition.values())
                    uses.setdefault(str(tests[:2]), []).append(len(tests) > 2)
            assert len(uses) < layout.GROUP * 500
            assert max(map(sum, uses.values())) <= layout.JOINED_USES
            assert max(map(len, uses.values())) <= layout.JOINED_USES + layout.PLAIN_USES


@pytest.mark.parametrize("number", [-1, 2**31])
def test_member_numbers_have_a_range(number: int) -> None:
    """Numbers the engine might not hold are refused, in facts and in clauses."""
    with pytest.raises(ValueError, match="not in 0"):
        DurableProgram(WALK).fire([Fact(1, number, 0)])
    with pytest.raises(ValueError, match="not in 0"):
        Pattern(1, "x", number)


def test_unsound_clauses_are_refused() -> None:
    """A clause needs a body that binds its head; labels identify clauses."""
    with pytest.raises(ValueError, match="empty body"):
        Clause(1, Pattern(1, 0), ())
    with pytest.raises(ValueError, match="'y' does not occur"):
        Clause(1, Pattern(1, "y"), (Pattern(2, "x"),))
    with pytest.raises(ValueError, match="two clauses are labelled 2"):
        HornProgram((WALK.clauses[1], WALK.clauses[1]))
