"""How fast a roster is answered, from Parquet to Parquet; prints seconds and peak memory.

    python -m benchmarks.cohort [PEOPLE [DISTINCT [polars|duckdb]]]

DISTINCT people are drawn as in `benchmarks.crowd`; the roster has
PEOPLE rows, each one of them under an id of its own. Memory is that of the whole process.
"""

import random
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

import knowledge
from benchmarks.crowd import SEED, drawn, people_of
from benchmarks.profiles import TODAY
from engine.columns import duck, run
from engine.ir.case import Answer, Case
from engine.ir.values import Interval, Value
from engine.reading.base import read_base
from engine.rosters.cohort import Cohort
from engine.rosters.headings import ID
from engine.rosters.writing import write
from tests.roster_rows import rows_of

LIST = "placement"
ENGINES = {"polars": run.run, "duckdb": duck.run}


def typed(case: Case) -> Case:
    """The same with numbers that a person would type."""
    answers = {place: Answer(_typed(answer.value)) for place, answer in case.answers.items()}
    return replace(case, answers=answers)


def _typed(value: Value | str | None) -> Value | str | None:
    if isinstance(value, Interval):
        return Interval(round(value.low, 2), round(value.high, 2))
    return value


def repeated(frame: pl.DataFrame, times: int, path: Path) -> None:
    """The same rows many times, each time under ids of their own."""
    parts = [frame.lazy().with_columns(pl.col(ID) + f"-{n}") for n in range(times)]
    pl.concat(parts).sink_parquet(path)


def main(people: int, distinct: int, engine: str) -> None:
    """Make a roster, answer it and print what it took."""
    base = read_base([Path(knowledge.__file__).parent])
    cases = [typed(case) for case in drawn(people_of(base), distinct, random.Random(SEED))]
    rows, lists = rows_of(base, cases, [str(number) for number in range(distinct)])
    roster, offers = (
        pl.DataFrame(found, infer_schema_length=None) for found in (rows, lists[LIST])
    )
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "roster.parquet"), Path(folder, "offers.parquet")
        times = max(1, people // distinct)
        repeated(roster, times, files[0])
        repeated(offers, times, files[1])
        start, before = time.perf_counter(), time.process_time()
        cohort = Cohort(base, files[0], {LIST: files[1]}, TODAY, execute=ENGINES[engine])
        output = Path(folder, "out.parquet")
        write(cohort, output, None, None, lambda _: None)
        took = time.perf_counter() - start
        used = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = sum(path.stat().st_size for path in Path(folder).glob("out*")) / 1e6
        speed = f"{took:.1f} s ({cohort.answered / took:,.0f}/s, {used:.1f} s of processor time)"
        print(f"{cohort.answered:,} answered in {speed}; {len(cohort.rejects())} rejects")
        print(f"{size:.0f} MB written; peak {peak:,.0f} MB")


if __name__ == "__main__":
    given = [*sys.argv[1:], *["200000", "1000", "polars"][len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), given[2])
