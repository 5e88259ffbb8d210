"""Runs over a roster that are stopped, repeated, spread over processes or out of room."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.rosters import hands, ids
from engine.rosters.bench import Bench, Piece
from engine.rosters.cohort import Cohort
from engine.rosters.records import DONE, Record
from tests.roster_rows import rows_of
from tests.test_rosters import DAY, shipped, write

SHIPPED = Path(knowledge.__file__).parent
CHUNK, PEOPLE = 25, 100
TABLES = ("csv", "advice.csv", "placement.csv", "rejects.csv")
PROGRAM = "from cli.main import main; main()"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([SHIPPED])


@pytest.fixture(scope="module")
def files(base: RuleBase, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A roster of five chunks and some offers in another order; a row of each is broken."""
    folder = tmp_path_factory.mktemp("roster")
    rows, lists = rows_of(base, shipped(base)[:PEOPLE], [f"id-{n}" for n in range(PEOPLE)])
    offers = lists["placement"][-30:][::-1]
    roster = write(folder / "r.csv", [*rows, {**rows[0], "id": "id-1"}])
    listed = write(folder / "o.csv", [*offers, {**offers[0], "id": "nobody"}])
    return [str(roster), "--offers", str(listed), "--date", DAY, "--chunk", str(CHUNK)]


def run(files: list[str], output: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["cohort", *files, "-o", str(output), *more])


def tables(output: Path) -> dict[str, bytes]:
    return {name: output.with_name(f"{output.stem}.{name}").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def whole(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run writes that nobody stops."""
    output = tmp_path_factory.mktemp("whole") / "whole.csv"
    assert run(files, output).exit_code == 3
    return tables(output)


def hidden(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_run_that_is_killed(files: list[str], whole: dict[str, bytes], tmp_path: Path) -> None:
    """Two processes, killed with the one that started them: the next run does what is left."""
    output = tmp_path / "out.csv"
    command = [sys.executable, "-c", PROGRAM, "cohort", *files, "-o", str(output)]
    child = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL)
    parts = tmp_path / ".out.csv.parts"
    while child.poll() is None and not list(parts.glob(f"answered-*{DONE}")):
        time.sleep(0.002)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert not output.exists()
    time.sleep(0.5)  # what its processes had begun may be finished yet
    done = len(list(parts.glob(f"answered-*{DONE}")))
    assert 0 < done < PEOPLE // CHUNK
    assert parts.stat().st_mode & 0o777 == 0o700
    found = run(files, output)
    assert found.exit_code == 3
    before = sum(CHUNK for _ in range(done))
    assert f"{PEOPLE} answered ({before} of them in a run before)" in found.output
    assert tables(output) == whole
    assert hidden(tmp_path) == []


class Stopper:
    """Counts the pieces that are worked on, and interrupts after some of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.most, self.pieces = 4, list[Piece]()
        do = Bench.do

        def counted(bench: Bench, piece: Piece) -> Record:
            if len(self.pieces) == self.most:
                raise KeyboardInterrupt
            self.pieces.append(piece)
            return do(bench, piece)

        patch.setattr(Bench, "do", counted)


def test_nothing_is_done_twice(
    files: list[str], whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an interruption the pieces left are worked on, with the same outcome."""
    output, stopper = tmp_path / "out.csv", Stopper(monkeypatch)
    assert run(files, output).exit_code == 1
    assert not output.exists()
    stopper.most = 100
    assert run(files, output).exit_code == 3
    assert len(stopper.pieces) == len(set(stopper.pieces)) == 7  # two of them of offers
    assert tables(output) == whole
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("change", ["nothing", "roster", "offers", "date", "explain"])
def test_what_is_changed_starts_afresh(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Parts of other tables or options are of no use."""
    output, stopper = tmp_path / "out.csv", Stopper(monkeypatch)
    stopper.most = 1
    args = [*files, "--explain"] if change == "explain" else list(files)
    for number, name in ((0, "roster"), (2, "offers")):
        args[number] = str(tmp_path / f"{name}.csv")
        Path(args[number]).write_bytes(Path(files[number]).read_bytes())
    before = [args[: len(files)], args][change != "explain"]
    assert run(before, output).exit_code == 1
    if change == "date":
        args[args.index("--date") + 1] = "2026-11-23"
    elif change in ("roster", "offers"):
        path = Path(args[0 if change == "roster" else 2])
        path.write_bytes(path.read_bytes().rstrip(b"\r\n"))
    stopper.most = 2
    assert run(args, output).exit_code == 1
    first, second = stopper.pieces
    assert (first == second) is (change != "nothing")


def test_no_room(files: list[str], tmp_path: Path) -> None:
    """One message and exit code 2; nothing stands under the names of what was to be written."""
    program = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (9000, 9000)); {PROGRAM}"
    output = tmp_path / "out.csv"
    command = [sys.executable, "-c", program, "cohort", *files, "-o", str(output)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 2, found.stderr
    assert "cannot be written: " in found.stderr
    assert "Traceback" not in found.stderr
    assert list(tmp_path.glob("out.*")) == []


def test_no_folder(files: list[str], tmp_path: Path) -> None:
    """One message, exit code 2."""
    found = run(files, tmp_path / "none" / "out.csv")
    assert found.exit_code == 2
    assert "cannot be written: No such file" in found.output


def test_ids_that_look_alike(
    base: RuleBase, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the hashes of many ids the same, nothing would change."""

    def outcomes() -> tuple[list[pl.DataFrame], list[tuple[int, str]]]:
        roster, offers = Path(files[0]), Path(files[2])
        cohort = Cohort(base, roster, {"placement": offers}, date(2026, 11, 22), chunk=CHUNK)
        found = [table for one in cohort.outcomes() for table in (one.cases, one.items)]
        return found, [(one.row, one.reason) for one in cohort.rejects()]

    tables, rejects = outcomes()
    assert len(rejects) == 2
    monkeypatch.setattr(ids, "hashed", lambda names: names.str.len_chars().cast(pl.UInt64))
    alike, same = outcomes()
    assert same == rejects
    assert all(one.equals(other) for one, other in zip(alike, tables, strict=True))


def test_processes_are_started_early_for_a_large_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n")
    monkeypatch.setattr(hands, "_cores", lambda: 2)
    with hands.early(roster, None) as small, hands.early(tmp_path / "none.csv", None) as none:
        assert small.pool is none.pool is None
    monkeypatch.setattr(hands, "_LARGE", 1)
    with hands.early(roster, None) as large:
        assert large.pool is not None and large.of(300_000, 3) is large.pool
        assert large.of(10, 1) is None
    with pytest.raises(RuntimeError, match="after shutdown"):
        large.pool.submit(print)
