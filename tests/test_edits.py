"""Shipped rules edited as an advisor might, each with a mistake: what `check` says is golden."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import knowledge
from engine.checking.bench import Bench
from engine.checking.run import check_base
from engine.reading.base import read_base
from engine.rendering.findings import findings_text

FOLDER = Path(knowledge.__file__).parent
GOLDEN = Path(__file__).parent / "edits"


@dataclass(frozen=True)
class Edit:
    """One piece of text of a knowledge file, and what is written in its place."""

    file: str
    old: str
    new: str


def _row(text: str, name: str) -> str:
    """The lines of a row."""
    start = text.index(f"    - rule: {name}\n")
    end = text.find("\n    - ", start + 1)
    return text[start : end + 1]


def _strategy() -> tuple[str, str]:
    file = "rules/strategy/strategy.yaml"
    return file, (FOLDER / file).read_text()


def _row_removed() -> Edit:
    file, text = _strategy()
    return Edit(file, _row(text, "strategy/transfer"), "")


def _rows_swapped() -> Edit:
    file, text = _strategy()
    one, other = _row(text, "strategy/do_not_enrol"), _row(text, "strategy/compare")
    return Edit(file, one + other, other + one)


EDITS = {
    # Who failed the exam is neither "not taken" nor "passed".
    "forgotten-answer": Edit(
        "rules/exams/gate.yaml", "step1_status is not passed", "step1_status is not_taken"
    ),
    "row-removed": _row_removed(),
    "rows-swapped": _rows_swapped(),
    "parameter-changed": Edit(
        "parameters/school.yaml", "weak_letters:\n    value: 1\n", "weak_letters:\n    value: 3\n"
    ),
    "guard-dropped": Edit(
        "advice/plan/long_range.yaml",
        "  and (strategy is open or strategy is not pause_or_switch_path)\n",
        "",
    ),
    "comparison-flipped": Edit(
        "rules/school/match_history.yaml",
        "school.usable_matches >= param.matches_regular and",
        "school.usable_matches <= param.matches_regular and",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_mistaken_edit_is_explained(name: str, tmp_path: Path) -> None:
    edit = EDITS[name]
    copy = tmp_path / "knowledge"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("examples", "__pycache__"))
    file = copy / edit.file
    assert file.read_text().count(edit.old) == 1, "the edit fits the shipped file"
    file.write_text(file.read_text().replace(edit.old, edit.new))
    base = read_base([copy])
    checked = check_base(Bench(base))
    assert checked.findings
    shown = findings_text(base, checked).replace(f"{tmp_path}/", "")
    text = "".join(f"{line}\n" for line in shown.splitlines() if not line.startswith("python-sat"))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()
