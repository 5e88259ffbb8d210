"""Nothing that `explain CASE options` says of a shipped case is untrue or misleading."""

from pathlib import Path

from click.testing import CliRunner, Result

import knowledge
from cli.main import main

FOLDER = Path(knowledge.__file__).parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], catch_exceptions=False)


def example(name: str) -> str:
    return str(FOLDER / "examples" / f"{name}.case.yaml")


def test_no_sentence_of_a_row_is_told_that_an_earlier_one_belies() -> None:
    found = run(example("specialty-pediatrics"), "options", "specialty_realism", "--all").output
    assert "say nothing about this field" not in found
    found = run(example("placement-clinic-over-budget"), "options", "value_class").output
    assert "Hands-on work in a clinic or practice." not in found
    assert "rules ask for “hands-on work: it depends" in found


def test_an_assumption_is_named_as_a_question_and_not_as_an_answer() -> None:
    found = run(example("half-unknown"), "options", "strategy").output
    reason = " ".join(found.split("and yours is short.")[1].split("- ")[0].split())
    assert "(taken as " in reason and "while you have not said)" in reason
    assert "Because of budget" not in reason


def test_contradictory_answers_are_not_told_as_missing() -> None:
    found = " ".join(
        run(example("contradiction-affiliation-access"), "options", "tier").output.split()
    )
    assert "You said “" in found and "which contradict each other and are set aside." in found
    assert "Does the school have signed agreements" not in found
    assert "Depends on what you said in contradictory ways: agreements with US" in found
