"""How fast a roster is answered, from Parquet to Parquet; prints seconds, memory and bandwidth.

    python -m benchmarks.cohort [PEOPLE [DRAWN [polars|duckdb [WORKERS]]]]

DRAWN people are drawn as in `benchmarks.crowd`. The roster has PEOPLE rows: each is a drawn
person who has the answers of others, picked at random, in about three columns of ten, under an id
of its own and with 0 to 2 offers mixed in the same way. So rows differ, which is counted, but
answers are less alike than people's, and contradictory more often.

The command answers the roster, from its start to its end. Processor seconds are
those of all processes together, memory is the most that all of them held at one moment.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import polars as pl

from benchmarks.crowd import SEED, drawn, people_of
from benchmarks.profiles import TODAY
from cli.shared import load_base
from engine.columns import run
from engine.columns.program import Bit, Column, Figure, Program
from engine.columns.tables import Tables
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import Interval, Value
from engine.rosters.cohort import Cohort
from engine.rosters.headings import ID
from tests.roster_rows import rows_of

LIST = "placement"
COMMAND = [sys.executable, "-c", "from cli.main import main; main()", "cohort"]
MIXED = 3  # of ten columns
PART = 250_000
COPIED = 512 * 2**20  # bytes


def typed(case: Case) -> Case:
    """The same with numbers that a person would type."""
    answers = {place: Answer(_typed(answer.value)) for place, answer in case.answers.items()}
    return replace(case, answers=answers)


def _typed(value: Value | str | None) -> Value | str | None:
    if isinstance(value, Interval):
        return Interval(round(value.low, 2), round(value.high, 2))
    return value


def rosters(base: RuleBase, people: int, count: int, folder: Path) -> int:
    """Write `roster.parquet` and `offers.parquet`; gives how many of the people differ."""
    cases = [typed(case) for case in drawn(people_of(base), count, random.Random(SEED))]
    rows, lists = rows_of(base, cases, [str(number) for number in range(count)])
    pool, offers = (pl.DataFrame(r, infer_schema_length=None) for r in (rows, lists[LIST]))
    different = []
    for start in range(0, people, PART):
        ids = pl.Series([f"id-{n}" for n in range(start, min(people, start + PART))])
        part = mixed(pool, ids, start + 1)
        different.append(part.drop(ID).hash_rows())
        part.write_parquet(folder / f"roster-{start:09}")
        many = pl.int_range(len(ids), eager=True).shuffle(start) % 3
        owners = ids.to_frame(ID).select(pl.col(ID).repeat_by(many).explode()).drop_nulls()
        mixed(offers, owners[ID], start + 2).write_parquet(folder / f"offers-{start:09}")
    for name in ("roster", "offers"):
        parts = sorted(folder.glob(f"{name}-*"))
        pl.scan_parquet(parts).sink_parquet(folder / f"{name}.parquet")
        for path in parts:
            path.unlink()
    return pl.concat(different).n_unique()


def mixed(pool: pl.DataFrame, ids: pl.Series, seed: int) -> pl.DataFrame:
    """A row for each id: somebody of the pool, with some answers of somebody else."""
    size, places = len(ids), pl.int_range(len(ids), eager=True)
    own = places.shuffle(seed) % len(pool)
    columns = {ID: ids}
    for number, name in enumerate(pool.columns):
        if name != ID:
            others = places.shuffle(seed + 1000 * number + 1) % len(pool)
            is_other = places.shuffle(seed + 1000 * number + 2) % 10 < MIXED
            columns[name] = pool[name].gather(others.zip_with(is_other, own))
    assert all(len(column) == size for column in columns.values())
    return pl.DataFrame(columns)


def arguments(folder: Path, engine: str, workers: str) -> list[str]:
    """What the command is told."""
    tables = [folder / "roster.parquet", "--offers", folder / "offers.parquet"]
    more = ["--engine", engine, "--date", TODAY, *(["--workers", workers] if workers else [])]
    return [*map(str, [*tables, "-o", folder / "out.parquet", *more])]


def watched(command: list[str]) -> tuple[float, float, float]:
    """Run a command; gives its seconds, its processor seconds and its most MB."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    child, most = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0.0
    while child.poll() is None:
        most = max(most, sum(map(_memory, _family(child.pid))))
        time.sleep(0.05)
    took, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    assert child.returncode == 0
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, used, most


def _family(process: int) -> Iterator[int]:
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _memory(process: int) -> float:
    """MB that a process holds in memory; pages that several share count for each."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 / 2**20
    except (OSError, IndexError):
        return 0.0


def bandwidth(base: RuleBase, folder: Path) -> str:
    """Bytes that columns read and write a second, beside those of a plain copy."""
    kept: list[Any] = []

    def keep(
        program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
    ) -> Mapping[Column, pl.Series]:
        kept[:] = program, tables, list(wanted)
        return run.run(*kept)

    lists = {LIST: folder / "offers.parquet"}
    next(Cohort(base, folder / "roster.parquet", lists, TODAY, execute=keep).outcomes())
    seconds = min(_seconds(lambda: run.run(*kept)) for _ in range(3))
    touched = _touched(lambda: run.run(*kept))
    source, target = bytearray(COPIED), bytearray(COPIED)
    target[:] = source
    copied = 2 * COPIED / min(_seconds(lambda: target.__setitem__(slice(None), source))
                              for _ in range(3))  # fmt: skip
    return (
        f"rules: {kept[1].size / seconds:,.0f} people a second on one core; columns of "
        f"{touched / 1e9:.2f} GB read and written at {touched / seconds / 1e9:.1f} GB/s; "
        f"a copy in memory: {copied / 1e9:.1f} GB/s"
    )


def _seconds(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _touched(work: Any) -> int:
    """The bytes of all columns that steps take and make."""
    total, do = 0, run._Machine.do

    def counted(machine: Any, op: str, args: list[Any], scope: str) -> pl.Series:
        nonlocal total
        found = do(machine, op, args, scope)
        columns = [found, *(arg for arg in args if isinstance(arg, pl.Series))]
        total += sum(int(column.estimated_size()) for column in columns)
        return found

    run._Machine.do = counted  # type: ignore[method-assign, assignment]
    try:
        work()
    finally:
        run._Machine.do = do  # type: ignore[method-assign]
    return total


def main(people: int, count: int, engine: str, workers: str) -> None:
    """Make a roster, answer it and print what it took."""
    base = load_base(None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        different = rosters(base, people, count, folder)
        print(f"{people:,} people, {different:,} of them different; {count:,} drawn", flush=True)
        took, used, peak = watched([*COMMAND, *arguments(folder, engine, workers)])
        size = sum(path.stat().st_size for path in folder.glob("out*")) / 1e6
        print(f"{took:.1f} s, {people / took:,.0f} a second; {used:.1f} s of processor time")
        print(f"{size:,.0f} MB written; at most {peak:,.0f} MB of memory in all processes")
        if engine == "polars":
            print(bandwidth(base, folder))


if __name__ == "__main__":
    given = [*sys.argv[1:], *["200000", "1000", "polars", ""][len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), given[2], given[3])
