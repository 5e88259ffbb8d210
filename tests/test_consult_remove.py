"""Entries of lists taken out again in a consultation."""

from pathlib import Path

import pytest
import yaml

from tests.consulting import consult

BOTH = """
schema: crossmatch.case/1
date: 2026-11-22
student: {stage: preclinical}
placements:
  - {name: Brooklyn, status: offered, weeks: 4}
  - {name: Queens, status: considering, weeks: 8}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "my.case.yaml"
    path.write_text(BOTH)
    return path


def names(case: Path) -> list[str]:
    return [one["name"] for one in yaml.safe_load(case.read_text())["placements"]]


def test_an_entry_is_taken_out_once_that_is_confirmed(case: Path) -> None:
    said = consult(case, ":remove", "placement: brook", "y", ":status", ":quit").output
    assert "1. placement: Brooklyn" in said
    assert "Taken out: placement: Brooklyn." in said
    assert names(case) == ["Queens"]


@pytest.mark.parametrize("lines", [(":remove", "n"), (":remove", "1", "n"), (":remove", "7", "n")])
def test_nothing_is_taken_out_otherwise(case: Path, lines: tuple[str, ...]) -> None:
    consult(case, *lines, ":quit")
    assert names(case) == ["Brooklyn", "Queens"]


def test_where_there_is_no_entry(tmp_path: Path) -> None:
    said = consult(tmp_path / "new.yaml", ":remove", ":quit").output
    assert "There is no entry of a list that could be taken out." in said
