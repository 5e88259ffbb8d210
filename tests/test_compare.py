"""Entries of a list side by side: what is chosen of them, what is left out, and why."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.advise import INTERPRETER, Run
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.report.compare import comparison
from engine.report.parts import Parts

GOLDEN = Path(__file__).parent / "compared"
EXAMPLE = "knowledge/examples/compare-offers.case.yaml"
SOUND = {
    "status": "offered", "type": "externship", "setting": "clinic", "hands_on": "yes",
    "provider": "private_physician", "weeks": 4, "fee": 500, "extra_charges": 0, "travel_cost": 0,
    "stay_cost": 0, "refundable": "yes", "site_disclosure": "before_payment",
    "supervisor_disclosure": "before_payment", "role_stated": "clear", "evaluation": "yes",
    "letter_possible": "yes", "letter_basis": "own_observation", "preceptor_teaches": "yes",
    "one_on_one": "yes", "learners_per_preceptor": 1, "outcome_claimed": "nothing_claimed",
}  # fmt: skip
PERSON = {
    "stage": "graduated", "years_since_graduation": 1, "residency_goal": "serious", "budget": 5000,
    "eras_submission": "2027-09-01",
}  # fmt: skip
Comparing = Callable[..., Any]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments])


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([Path(knowledge.__file__).parent])


@pytest.fixture
def compare(base: RuleBase, tmp_path: Path) -> Comparing:
    layout = next(one for one in base.layout.entities if one.comparison)

    def result(*offers: dict[str, Any], done: int = 0, letters: int = 3, **person: Any) -> Any:
        past = SOUND | {"name": "Past", "status": "done"}
        given = [*([past | {"weeks": 4 * done}] if done else []), *(SOUND | one for one in offers)]
        written = [{"writer": f"Dr {n}", "in_us": "yes", "generic": "no"} for n in range(letters)]
        case: dict[str, Any] = {"schema": "crossmatch.case/1", "date": "2026-11-22"}
        case["student"] = PERSON | person
        case |= {"placements": given, "letters": written, "complete": ["placements", "letters"]}
        path = tmp_path / "a.case.yaml"
        path.write_text(json.dumps(case))
        known, trace = interpret(base, read_case(base, path))
        return comparison(layout, Parts(Run(known, trace, INTERPRETER, "")))

    return result


def names(found: Any) -> list[str]:
    return [one["name"] for one in found["members"]]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_shipped_example(form: str) -> None:
    result = run(EXAMPLE, "--format", form)
    assert result.exit_code == 0, result.output
    golden = GOLDEN / f"offers.{form}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(result.output, "utf-8")
    assert result.output == golden.read_text("utf-8")


def test_the_cheapest_that_brings_all(compare: Comparing) -> None:
    dear = {"name": "Dear", "weeks": 12, "fee": 2000}
    one, other = {"name": "One", "weeks": 8, "fee": 900}, {"name": "Other", "fee": 800}
    assert names(compare(dear, one, other)["combination"]) == ["One", "Other"]
    assert names(compare(dear, one, other | {"fee": 1101})["combination"]) == ["Dear"]


def test_what_is_done_and_confirmed_is_not_missing(compare: Comparing) -> None:
    found = compare({"name": "One"}, {"name": "Booked", "status": "confirmed"}, done=2)
    assert [need["missing"] for need in found["needs"]] == [0, 0]
    assert names(found["combination"]) == []
    assert [one["name"] for one in found["members"]] == ["One"]


def test_two_at_the_same_time_are_not_combined(compare: Comparing) -> None:
    first = {"name": "First", "months_until_start": 2, "fee": 100}
    second = {"name": "Second", "months_until_start": 2.5, "fee": 100}
    later = {"name": "Later", "months_until_start": 3, "fee": 900}
    assert names(compare(first, second, later, done=1)["combination"]) == ["First", "Later"]


def test_what_ends_too_late_is_left_out(compare: Comparing) -> None:
    late = {"name": "Late", "months_until_start": 9, "fee": 1}
    found = compare(late, {"name": "Soon", "months_until_start": 2}, done=2)
    assert names(found["combination"]) == ["Soon"]
    [late] = found["left_out"]
    assert late == {"name": "Late", "because": "ends too late for months until ERAS submission"}


def test_a_trap_is_left_out_however_cheap(compare: Comparing) -> None:
    trap = {"name": "Trap", "weeks": 12, "fee": 1200, "refundable": "no"}
    trap |= {"site_disclosure": "after_payment", "supervisor_disclosure": "nobody"}
    found = compare(trap, {"name": "Sound", "weeks": 12, "fee": 4000})
    assert names(found["combination"]) == ["Sound"]
    assert [one["name"] for one in found["left_out"]] == ["Trap"]


def test_beyond_the_budget(compare: Comparing) -> None:
    found = compare({"name": "A", "weeks": 8, "fee": 3000}, {"name": "B", "fee": 2500})
    none = found["combination"]
    assert none["closes"] == "not"
    assert names(none["beyond_limit"]) == ["A", "B"]
    [alone] = none["alone"].values()
    assert names(alone) == ["A"] and alone["brings"] == 2


def test_without_a_budget_there_is_no_limit(compare: Comparing) -> None:
    found = compare({"name": "A", "weeks": 12, "fee": 90000}, budget="unknown")
    assert found["limit"] is None
    assert names(found["combination"]) == ["A"]


def test_open_costs_and_letters_are_said(compare: Comparing) -> None:
    offer = {"name": "A", "weeks": 12, "travel_cost": "unknown", "letter_possible": "not_said"}
    found = compare(offer, letters=2)["combination"]
    [part] = found["members"]
    assert found["closes"] == "perhaps"
    assert part["cost"] == 500 and part["cost_open"] == ["visa, flights and transport"]
    assert part["confirm"] == ["letter that has to be asked for first"]


def test_a_combination_that_is_sure_goes_before_a_cheaper_one(compare: Comparing) -> None:
    unsure = {"name": "Unsure", "weeks": 12, "fee": 1, "hands_on": "unknown"}
    found = compare(unsure, {"name": "Sure", "weeks": 12})["combination"]
    assert found["closes"] == "surely" and names(found) == ["Sure"]


def test_nothing_to_compare(compare: Comparing) -> None:
    found = compare()
    assert found["members"] == [] and found["combination"]["closes"] == "not"


def test_hostile_names_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.case.yaml"
    path.write_text('placements: [{name: "a|b \u202e<b>"}]\n')
    assert "\u202e" not in run(str(path)).output
    assert "a\\|b" in run(str(path), "--format", "markdown").output


def test_an_unknown_list_is_refused() -> None:
    result = run(EXAMPLE, "--list", "schools")
    assert result.exit_code == 2
    assert "what can be compared: placements" in result.output
