"""Reading actions: what stands in the file is what a plan can use."""

from pathlib import Path

import pytest

from engine.ir.actions import Action
from engine.ir.base import NUMERIC, Kind, RuleBase
from engine.ir.conditions import Among
from engine.problem import BadInput
from engine.reading.base import read_base
from tests.random_bases import read_text

HEAD = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- parameters: {weeks: {value: 3, because: so, assumed: yes}}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B}}
    some: {ask: How, label: some, type: choices, values: {a: A, b: B}}
    tries: {ask: How, label: tries, type: count, frozen: yes}
    end: {ask: How, label: end, type: date}
    stay.fee: {ask: How, label: fee, type: money}
"""


def actions(text: str) -> dict[str, Action]:
    base = read_text(f"{HEAD}- actions:\n    it: {{{text}, effort: 2, say: Do it.}}\n")
    return {action.id: action for action in base.actions}


def one(text: str) -> Action:
    return actions(text)["it"]


def test_every_part_of_an_action_is_kept() -> None:
    found = one(
        "changes: pick, from: [a], to: b, months: 1.5, requires: pick is a, hinges_on: luck, "
        "by: end - param.weeks weeks, also: {tries: +1}, sources: [s-1], reviewed: 2026-01-02"
    )
    assert (found.scope, found.fact, found.to) == ("me", "pick", "b") and found.origins == {"a"}
    assert (found.effort, found.months, found.by_each, found.limit) == (2, 1.5, 0, None)
    assert isinstance(found.requires, Among) and found.requires.values == {"a"}
    assert found.by is not None and (found.by.days, found.by.parameter) == (-21, "weeks")
    assert (found.hinges_on, found.also, found.say) == ("luck", (("tries", 1.0),), "Do it.")
    assert (found.sources, found.assumed, str(found.reviewed)) == (("s-1",), False, "2026-01-02")


def test_a_number_moves_by_an_amount_and_is_about_its_entry() -> None:
    lower = one("changes: stay.fee, lower: 50, limit: 100, assumed: yes")
    assert (lower.scope, lower.by_each, lower.limit, lower.to) == ("stay", -50, 100, "")
    assert one("changes: end, raise: 2, assumed: yes").by_each == 2


def test_of_several_values_one_is_added() -> None:
    found = one("changes: some, to: b, assumed: yes")
    assert (found.fact, found.to) == ("some:b", "yes")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("changes: tries, raise: 1, assumed: yes", "tries is frozen"),
        ("changes: pick, to: b", "action it has no source"),
        ("changes: pick, to: c, assumed: yes", "“c” is not a value of pick"),
        ("changes: pick, assumed: yes", "does not say how pick changes"),
        ("changes: pick, to: b, also: {tries: -1}, assumed: yes", "tries can only rise"),
    ],
)
def test_what_nobody_can_do_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        actions(text)


def test_a_higher_layer_replaces_an_action(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "actions: {pass_step1: {changes: step1_status, to: passed, effort: 9, say: Pass it., "
        "assumed: yes}}"
    )
    base = read_base([Path("knowledge"), tmp_path])
    (found,) = [action for action in base.actions if action.id == "pass_step1"]
    assert found.effort == 9 and len(base.actions) > 50


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    return read_base([Path("knowledge")])


def test_shipped_actions_say_one_thing_to_do(shipped: RuleBase) -> None:
    for action in shipped.actions:
        assert action.say.endswith(".") and action.say[0].isupper(), action.id
        assert action.assumed, f"{action.id}: the articles give no efforts"
        assert {*action.sources} <= shipped.citations.keys(), action.id


def test_shipped_actions_move_nothing_that_is_frozen(shipped: RuleBase) -> None:
    for action in shipped.actions:
        fact = shipped.facts[action.fact]
        assert not fact.frozen and not fact.derived, action.id
        assert bool(action.by_each) == (fact.kind in (*NUMERIC, Kind.DATE)), action.id


def test_an_exam_that_was_failed_stays_failed_once(shipped: RuleBase) -> None:
    """Whoever passes an exam has sat it once more, and nothing takes an attempt back."""
    for exam in ("step1", "step2"):
        ways = [one for one in shipped.actions if one.fact == f"{exam}_status"]
        assert ways and {one.to for one in ways} == {"passed"}
        assert {one.also for one in ways} == {((f"{exam}_attempts", 1.0),)}
    assert not any(
        action.by_each < 0 and action.fact.endswith("attempts") for action in shipped.actions
    )
