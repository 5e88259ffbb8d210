"""A consultation killed at random moments: at most the answer being typed is lost."""

from pathlib import Path
from random import Random

import pytest

from tests.consulting import advised, consult
from tests.killing import kept, killed, moment


@pytest.mark.parametrize("seed", range(6))  # benchmarks/kills.py has 200
def test_every_answer_followed_by_a_question_outlives_a_kill(tmp_path: Path, seed: int) -> None:
    case = tmp_path / "my.case.yaml"
    when = moment(Random(seed))
    shown = killed(case, when)
    assert shown >= when.answers
    count = kept(case)
    assert count >= shown
    assert consult(case, *advised()[count:], "n").exit_code == 0
    assert kept(case) == len(advised())
    assert [*tmp_path.iterdir()] == [case]


def test_an_unfinished_copy_is_gone_after_the_next_sitting(tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    part, other = tmp_path / ".my.case.yaml.abc.part", tmp_path / ".my.case.yaml.swp"
    part.write_text("student:")
    other.write_text("an editor's")
    consult(case, ":q")
    assert {*tmp_path.iterdir()} == {other}
