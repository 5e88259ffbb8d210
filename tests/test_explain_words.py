"""What explanations call things, and the names that a person may type."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import knowledge
from cli.main import main
from engine.explain.record import restored
from engine.rendering.phrases import clause

EXAMPLES = Path(knowledge.__file__).parent / "examples"


def said(case: str, *words: str, fails: bool = False) -> str:
    """What the command prints, on one line."""
    path = str(EXAMPLES / f"{case}.case.yaml")
    result = CliRunner().invoke(main, ["explain", path, *words])
    assert bool(result.exit_code) is fails, result.output
    return " ".join(f"{result.output} {result.stderr if fails else ''}".split())


def test_a_hope_names_every_answer_that_does_as_well() -> None:
    text = said("nothing-answered", "change", "tier")
    assert "“organised, with a place assured” or “only a few, or places" in text
    assert "Wanted: anything better than “tier C”." in text


def test_what_was_answered_is_not_called_unknown() -> None:
    vague = said("tier-open-b-c", "change", "tier")
    assert "too vaguely to settle it: - evidence for US matches: stories or claims" in vague
    contrary = said("contradiction-affiliation-access", "change", "tier")
    assert "contradict each other, so they are set aside: - You said that the school" in contrary
    assert "not known yet" not in vague + contrary


def test_a_fact_that_only_time_changes_is_not_called_unchangeable() -> None:
    text = said("final-year-salvage", "change", "strategy", "--to", "transfer")
    assert "training stage: final year (not in your hands)" in text


def test_a_contradiction_that_is_gone_asks_nothing() -> None:
    case = "contradiction-affiliation-access"
    text = said(case, "what-if", "affiliation=signed")
    assert "This contradiction is gone: You said that the school has no agreement" in text
    assert "Which is right?" not in text


@pytest.mark.parametrize(
    "words",
    [
        ("Hospital externship:type=observership",),
        ("hospital externship:TYPE=observership",),
        ("--about", "Hospital externship", "type=observership"),
    ],
)
def test_a_short_name_is_that_of_the_entry_which_is_named(words: tuple[str, ...]) -> None:
    text = said("placement-several", "what-if", *words)
    assert text.startswith("Hospital externship, kind of placement: externship")


def test_names_ignore_case_and_mistakes_name_the_decisions() -> None:
    assert said("demo", "why", "TIER") == said("demo", "why", "school.Tier")
    assert said("demo", "why", "Strategy/Transfer") == said("demo", "why", "strategy/transfer")
    hint = said("demo", "change", "zzzqq", fails=True)
    assert "see `rules list`, or the report's decisions: tier," in hint
    advice = said("demo", "change", "now/write-to-other-schools", fails=True)
    assert "is an advice" in advice and "name a decision or a conclusion" in advice


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Something essential is missing.", "something essential is missing"),
        ("A place is assured.", "a place is assured"),
        ("Step 1 is passed.", "Step 1 is passed"),
        ("USCE is needed.", "USCE is needed"),
        ("I am here.", "I am here"),
        ("LinkedIn helps.", "LinkedIn helps"),
    ],
)
def test_a_sentence_becomes_a_clause(sentence: str, expected: str) -> None:
    assert clause(sentence, frozenset({"Step"})) == expected


def test_each_outcome_that_was_looked_at_first_is_told_once() -> None:
    assert said("specialty-dermatology", "why", "specialty_realism").count("- “uphill”") == 1


def test_an_advice_is_called_so() -> None:
    text = said("graduate-recent", "what-if", "years_since_graduation=8")
    assert "Advice usce/older-graduate now holds" in text
    assert "Rule usce/older-graduate" not in text


def test_why_as_data_holds_the_whole_tree() -> None:
    data = json.loads(said("demo", "why", "tier", "--format", "json"))
    (entry,) = data["explanations"]
    assert (entry["name"], entry["questions"]) == ("school.tier", [])
    assert restored(data["nodes"])[entry["node"]].id == "school.tier"


def test_an_outcome_that_is_sure_although_its_row_is_not_names_every_row(tmp_path: Path) -> None:
    case = tmp_path / "blind.case.yaml"
    case.write_text(
        "date: 2026-11-22\nplacements:\n  - {name: Blind, refundable: no,"
        " site_disclosure: after_payment, supervisor_disclosure: after_payment}\n"
    )
    text = said(str(tmp_path / "blind"), "why", "placement.verdict")
    assert "whatever the open answers turn out to be. Each of these leads here:" in text
    assert "it carries a decisive red flag (if a decisive red flag: yes)" in text
    assert "You said: fee returned if it falls through: no" in text
