"""Peers are given the same rules: golden texts (UPDATE_GOLDEN=1 writes them), equal conclusions."""

import json
import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

import knowledge
from benchmarks.peers import clips_peer, clips_text, zen_jdm, zen_peer
from benchmarks.peers.engine import Peer
from benchmarks.peers.growth import answers, size, sized
from benchmarks.peers.measure import check, expected, told
from benchmarks.peers.naming import Names
from benchmarks.peers.ours import OURS, PLAIN
from benchmarks.peers.part import asked, common_part, person, settled_people
from benchmarks.peers.program import inputs, program_of
from benchmarks.peers.zen_jdm import decision_graph
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.conditions import Not
from engine.ir.values import Choices, Interval
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.random_bases import read_text

BASE = """
- entities: {me: {root: yes}, home: {principal: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    stage: {ask: When?, label: stage, type: choice, values: {early: early, J-1: late}}
    home.rooms: {ask: How many?, label: rooms, type: count, min: 0, max: 9}
    stay.fine: {ask: How?, label: fine, type: yes_no}
- derived:
    listed: {label: listed, type: yes_no}
    home.space: {label: space, type: number, formula: home.rooms - 1}
    told: {label: told, type: number, formula: home.rooms if stage is early else unknown}
    roomy: {label: roomy, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
- {rule: listed/rule, when: "exists(stay, stay.fine is yes)", conclude: {listed: yes}, assumed: yes}
- {rule: roomy/rule, when: home.space >= 2 and stage is early, conclude: {roomy: yes}, assumed: yes}
- {rule: roomy/told, when: told > 3 and told != 5, conclude: {roomy: yes}, assumed: yes}
- decision: path
  rows:
    - {rule: path/first, when: roomy is yes, then: a, assumed: yes}
    - {rule: path/second, when: listed is yes or stage is early, then: b, assumed: yes}
    - {rule: path/third, when: home.rooms < 1 and roomy is not yes, then: a, assumed: yes}
    - {otherwise: c, assumed: yes}
- advice: tell/more
  when: path is open and home.rooms is open
  section: main
  say: More.
  assumed: yes
- {advice: tell/all, section: main, say: More., assumed: yes}
"""
GOLDEN = Path(__file__).parent / "peers"
FOLDER = Path(knowledge.__file__).parent


@pytest.fixture(scope="module")
def small() -> RuleBase:
    return common_part(read_text(BASE))


@pytest.fixture(scope="module")
def everybody(small: RuleBase) -> list[Case]:
    """Every case of the small base, as far as it tells apart."""
    rooms = [None, *(Interval(n, n) for n in (0.0, 1.0, 3.0, 4.0, 5.0))]
    stages = [None, Choices({"early"}), Choices({"J-1"})]
    listed = [None, Choices({"yes"}), Choices({"no"})]
    members = {"me": (0,), "home": (1,)}
    return [
        Case(
            members,
            {("home.rooms", 1): Answer(a), ("stage", 0): Answer(b), ("listed", 0): Answer(c)},
            frozenset(members),
        )
        for a, b, c in product(rooms, stages, listed)
    ]


def written(base: RuleBase, *, settled: bool) -> dict[str, str]:
    """What every peer would be given, by file name."""
    program, end = program_of(base, settled=settled), "-settled" if settled else ""
    found = {
        f"zen-{form}{end}.json": json.dumps(decision_graph(program, form, Names()), indent=1)
        for form in zen_jdm.FORMS
    }
    forms = clips_text.FORMS[:1] if settled else clips_text.FORMS
    for form in forms:
        found[f"clips-{form}{end}.clp"] = clips_text.clips_text(program, form, Names())
    return {name: f"{text}\n" for name, text in found.items()}


@pytest.mark.parametrize("settled", [False, True])
def test_peers_are_given_these_texts(small: RuleBase, *, settled: bool) -> None:
    for name, text in written(small, settled=settled).items():
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_text(text)
        assert text == (GOLDEN / name).read_text(), name


def test_answers_as_peers_get_them(small: RuleBase, everybody: list[Case]) -> None:
    """What is not known is said, of a number by its range."""
    nothing, names = inputs(small, everybody[0]), Names()
    assert nothing == {"stage": "unknown", "home.rooms": (0.0, 9.0), "listed": "unknown"}
    told = clips_text.facts_text(nothing, names, settled=False)
    assert told == "(stage unknown) (home_rooms 0.0 9.0) (listed unknown)"
    all_told = inputs(small, everybody[-1])
    assert zen_jdm.context(all_told, Names(), settled=True) == {
        "stage": "J-1", "home_rooms__low": 5.0, "listed": "no"
    }  # fmt: skip


def test_what_reads_a_list_is_cut_and_goes_in_as_an_answer(small: RuleBase) -> None:
    assert [*small.order] == ["home.space", "told", "roomy", "path"]
    assert {fact.id for fact in asked(small)} == {"stage", "home.rooms", "listed"}
    base = read_text(BASE)
    case = Case({"me": (0,), "home": (1,), "stay": ()}, {}, frozenset({"stay"}))
    assert person(base, small, case).answers["listed", 0].value == Choices({"no"})
    case = replace(case, complete=frozenset())
    assert person(base, small, case).answers["listed", 0].value is None


ALONE = next(peer for peer in PLAIN if peer.slow)
EVERY = (*OURS, *(p for p in PLAIN if not p.slow), *zen_peer.ZEN, *clips_peer.CLIPS)


@pytest.mark.parametrize("peer", EVERY, ids=lambda peer: str(peer.name))
def test_engines_conclude_the_same(peer: Peer, small: RuleBase, everybody: list[Case]) -> None:
    if not peer.available:
        pytest.skip(f"{peer.needs} is not installed")
    people = told(small, everybody)
    check(peer, small, people, expected(small, people))


def test_durable_rules_alone_concludes_the_same(small: RuleBase, everybody: list[Case]) -> None:
    if not ALONE.available:
        pytest.skip("durable-rules is not installed")
    people = told(small, everybody[::9])
    check(ALONE, small, people, expected(small, people))


@pytest.mark.parametrize(
    "peer", [*zen_peer.SETTLED, *clips_peer.SETTLED], ids=lambda peer: str(peer.name)
)
def test_two_values_do_for_those_who_know_everything(
    peer: Peer, small: RuleBase, everybody: list[Case]
) -> None:
    if not peer.available:
        pytest.skip(f"{peer.needs} is not installed")
    people = told(small, [*settled_people(small, small, everybody)])
    assert len(people) > 10
    check(peer, small, people, expected(small, people))


def test_another_rule_is_noticed(small: RuleBase, everybody: list[Case]) -> None:
    """The comparison can fail, and names what differs."""
    rule = small.rules[0]
    other = replace(small, rules=(replace(rule, when=Not(rule.when)), *small.rules[1:]), shared={})
    people = told(small, everybody)
    with pytest.raises(AssertionError, match="plain Python loop: .*roomy"):
        check(PLAIN[1], other, people, expected(small, people))


def test_the_loop_on_real_rules() -> None:
    base = read_base([FOLDER])
    part = common_part(base)
    paths = sorted((FOLDER / "examples").glob("*.case.yaml"))[::40]
    cases = [person(base, part, read_case(base, path)) for path in paths]
    people = told(part, cases)
    check(PLAIN[1], part, people, expected(part, people))
    assert size(part) > 300


def test_a_base_of_any_size(small: RuleBase, everybody: list[Case]) -> None:
    """Every module concludes of its own answers what the rules once do."""
    assert [size(sized(small, count)) for count in (4, 8, 11, 24)] == [7, 8, 11, 24]
    grown = sized(small, 3 * size(small))
    for number in range(0, len(everybody), 7):
        values = interpret(grown, answers(small, grown, everybody, number))[1].values
        for module in range(3):
            case = everybody[(number + module) % len(everybody)]
            for (name, member), value in interpret(small, case)[1].values.items():
                assert values[f"{name}@{module}", member] == value


def test_names_are_never_shared() -> None:
    names = Names()
    assert names.of("a.b") == "a_b" == names.of("a.b")
    assert len({names.of("a.b"), names.of("a_b"), names.of("a", "b"), names.of("a-b")}) == 4
