"""Malformed input: exit code 2, every mistake with its place and a hint, nothing done.

`UPDATE_GOLDEN=1 pytest tests/test_bad_input.py` writes tests/bad_input/*.txt anew; read the
difference before you keep it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.bad_input.special import SPECIAL, forbid
from tests.bad_input.topics import HERE, Example, examples, update

EXAMPLES = examples()
IN_A_PROCESS = [example for example in EXAMPLES if "may not be read" not in example.title][::24]
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
BEFORE = "an older report\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / "base", tmp_path / "base")
    shutil.copy(HERE / "trip.case.yaml", tmp_path / "my.case.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cli.shared.shipped", lambda: Path("base"))
    real = Path.open

    def guarded(path, mode="r", *more, **named):
        if "r" in mode:
            forbid(path)
        return real(path, mode, *more, **named)

    monkeypatch.setattr(Path, "open", guarded)


@pytest.fixture(scope="module", autouse=True)
def golden() -> Iterator[None]:
    yield
    if UPDATE:
        update(EXAMPLES)


def prepare(example: Example) -> tuple[list[str], str | None]:
    """Write the files of an example; returns the arguments and the standard input."""
    files = dict(example.files)
    given = files.pop("stdin", None)
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    if example.topic == "special":
        SPECIAL[example.title]()
    case = next((path.name for path in sorted(Path().glob("secret*"))), "my.case.yaml")
    own = "own" if Path("own").exists() else "base"
    return ["advise", case if given is None else "-", "--knowledge", own, "-o", "out.md"], given


def check(example: Example, result: Result | subprocess.CompletedProcess[str]) -> None:
    code = result.exit_code if isinstance(result, Result) else result.returncode
    assert (code, result.stdout) == (2, ""), result.stderr
    assert "Traceback" not in result.stderr
    assert Path("out.md").read_text() == BEFORE
    assert not list(Path().glob(".out.md*"))
    if UPDATE:
        example.says = result.stderr
    assert result.stderr == example.says


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_bad_input_is_refused_with_reasons(example: Example) -> None:
    arguments, given = prepare(example)
    Path("out.md").write_text(BEFORE)
    result = CliRunner().invoke(main, arguments, input=given, catch_exceptions=False)
    check(example, result)


@pytest.mark.parametrize("example", IN_A_PROCESS, ids=lambda example: example.id)
def test_bad_input_is_refused_by_a_real_process(example: Example) -> None:
    arguments, given = prepare(example)
    Path("out.md").write_text(BEFORE)
    root = str(HERE.parent.parent)
    call = "from pathlib import Path; import cli.main, cli.shared;"
    call += "cli.shared.shipped = lambda: Path('base'); cli.main.main()"
    result = subprocess.run(
        [sys.executable, "-c", call, *arguments],
        input=given or "",
        env={**os.environ, "PYTHONPATH": root, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    check(example, result)


def test_every_special_input_has_its_golden_text() -> None:
    told = {example.title for example in EXAMPLES if example.topic == "special"}
    assert told == set(SPECIAL)
    assert len(EXAMPLES) == len({example.id for example in EXAMPLES}) >= 55


def test_the_files_that_the_others_spoil_are_valid() -> None:
    result = CliRunner().invoke(main, ["advise", "my.case.yaml", "--knowledge", "base"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Insure yourself for 3 days." in result.stdout
