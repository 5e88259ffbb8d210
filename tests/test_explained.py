"""Explanations of ten cases as a person reads them; UPDATE_GOLDEN=1 writes the texts anew."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import knowledge
from cli.main import main

EXAMPLES = Path(knowledge.__file__).parent / "examples"
GOLDEN = Path(__file__).parent / "explained"
OFFER = ("--about", "Premier USCE Gold, four weeks")
ASKED: dict[str, list[tuple[str, ...]]] = {
    "demo": [
        ("why", "tier"),
        ("stability", "tier"),
        ("why", "verdict", *OFFER),
        ("change", "verdict", *OFFER),
    ],
    "half-unknown": [("why", "strategy"), ("hinges", "tier"), ("stability", "tier")],
    "final-year-salvage": [
        ("why", "strategy"),
        ("why-not", "strategy", "transfer"),
        ("change", "strategy", "--to", "transfer"),
        ("options", "strategy"),
    ],
    "graduate-recent": [("why", "graduate_group"), ("what-if", "years_since_graduation=8")],
    "borderline-matches": [("stability", "strategy"), ("what-if", "us_matches_per_year=2")],
    "do-not-enrol": [("why", "strategy"), ("what-if", "residency_goal=none")],
    "pause-or-switch-path": [("why", "strategy"), ("why-not", "strategy", "stay_hybrid")],
    "tier-a-own-places": [("why", "tier"), ("why-not", "tier", "C"), ("stability", "tier")],
    "transfer-early-clinical": [("options", "strategy"), ("what-if", "transfer_option=refused")],
    "specialty-dermatology": [
        ("why", "specialty_realism"),
        ("change", "specialty_realism"),
        ("why-not", "specialty_realism", "realistic"),
    ],
}


def said(case: str, command: tuple[str, ...]) -> str:
    """What the command prints, below itself."""
    path = f"{case}.case.yaml"
    result = CliRunner().invoke(main, ["explain", path, *command])
    assert result.exit_code == 0, result.output
    return f"$ crossmatch explain {path} {' '.join(command)}\n{result.output}\n"


@pytest.mark.parametrize("case", ASKED)
def test_explanations_read_as_they_did(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    text = "".join(said(case, command) for command in ASKED[case])
    golden = GOLDEN / f"{case}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()
