"""Where certificates are written, what they replace, and how the check of one is summed up."""

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.certificate import _counted
from cli.main import main
from engine.asking.certificate import CHANGES, OPEN, SCHEMA, UNCHANGED, UNPROVED
from tests.consulting import advised, consult, flat


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "certificate.json"


@pytest.mark.parametrize("lines", [(*advised(), "n"), ("3", ":quit"), ("3",)])
def test_a_sitting_ends_with_a_certificate(case: Path, path: Path, lines: tuple[str, ...]) -> None:
    result = consult(case, *lines, more=("--certificate", str(path)))
    assert result.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["schema"] == SCHEMA
    assert f"The certificate is in {path}." in flat(result)
    assert f"crossmatch verify-certificate {path}" in flat(result)


def test_it_verifies_and_is_replaced_by_the_next(case: Path, path: Path) -> None:
    more = ("--certificate", str(path))
    consult(case, "3", more=more)
    before = path.read_text()
    consult(case, *advised()[1:], "n", more=more)
    assert path.read_text() != before
    result = CliRunner().invoke(main, ["verify-certificate", str(path)])
    assert result.output == "The certificate is right: 2 conclusions; 2 settled.\n"


def test_nothing_but_a_certificate_is_replaced(case: Path, path: Path) -> None:
    for text in ("my notes", "{}", ""):
        path.write_text(text)
        result = consult(case, "3", more=("--certificate", str(path)))
        assert (result.exit_code, path.read_text(), case.exists()) == (2, text, False)
        assert "is no certificate" in flat(result)


def test_paths_that_cannot_be_written_are_refused_at_the_start(case: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "nowhere" / "c.json", case):
        result = consult(case, "3", more=("--certificate", str(path)))
        assert (result.exit_code, case.exists()) == (2, False), path


def test_the_command_replaces_nothing_else_either(case: Path, path: Path) -> None:
    consult(case, "3")
    before = case.read_text()
    run = CliRunner().invoke
    assert run(main, ["certificate", str(case), "-o", str(case)]).exit_code == 2
    assert case.read_text() == before
    path.write_text("my notes")
    assert run(main, ["certificate", str(case), "-o", str(path)]).exit_code == 2
    path.unlink()
    for _ in range(2):
        assert run(main, ["certificate", str(case), "-o", str(path)]).exit_code == 0


def test_what_was_checked_is_summed_up() -> None:
    claims = [UNCHANGED, UNCHANGED, OPEN, CHANGES, UNPROVED]
    data = {"conclusions": [{"claim": claim} for claim in claims]}
    assert _counted(data) == (
        "5 conclusions; 2 settled, 1 open until something that you do not know is found out, "
        "1 that a further answer can change, 1 it claims nothing of"
    )
