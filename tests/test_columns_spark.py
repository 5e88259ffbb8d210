"""Spark with two workers gives what Polars gives; skipped where Spark or Java is missing."""

import csv
import random
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from benchmarks.cohort import typed
from benchmarks.crowd import drawn, people_of
from engine.columns import spark
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import ONLY_YES, Interval
from engine.reading.base import read_base
from engine.rosters.cluster import SparkCohort, java, started
from engine.rosters.cohort import Cohort
from engine.rosters.outcomes import Outcomes
from tests.random_bases import read_text
from tests.random_cases import TODAY, Questions, cases
from tests.roster_rows import rows_of
from tests.test_columns import BATCH, FUZZ, TIMES, compared

PEOPLE = 45
NOT_AN_ANSWER = "no such answer"
WORKERS = "local-cluster[2,1,1024]"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # for machines that do little and then stop
SUBMIT = (
    f"--master {WORKERS} --driver-java-options '{QUICK}' "
    f"--conf 'spark.executor.extraJavaOptions={QUICK}' pyspark-shell"
)

# What is not written alike for every database: sums in their order, dates, numbers without end.
NUMBERS = """
- entities: {me: {root: yes}, stay: {key: stays}}
- report: {title: Report, sections: {main: Main}}
- facts:
    start: {ask: When?, label: start, type: date}
    stay.size: {ask: How?, label: size, type: number}
    stay.fine: {ask: How?, label: fine, type: yes_no}
- derived:
    part: {label: part, type: number, formula: "total(stay.size, stay.fine is yes) / 3"}
    age: {label: age, type: number, formula: "months_since(start) - count(stay, stay.fine is yes)"}
    over: {label: over, type: number, formula: "age / part"}
    old: {label: old, type: yes_no}
- rule: old/rule
  when: over > 2 or every(stay, stay.size < age)
  conclude: {old: yes}
  assumed: yes
"""
SIZES = (0.1, 0.2, 0.3, 1e17)  # their sum depends on the order
SURE = [
    Case(
        {"me": (0,), "stay": tuple(range(1, 1 + len(sizes)))},
        {("stay.size", n): Answer(Interval(size, size)) for n, size in enumerate(sizes, 1)}
        | {("stay.fine", n): Answer(ONLY_YES) for n in range(1, 1 + len(sizes))},
        frozenset({"stay"}),
    )
    for sizes in permutations(SIZES)
]


@pytest.fixture(scope="module", autouse=True)
def context() -> Iterator[Any]:
    """Two workers, processes of their own, with a core each."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")
    if not java():
        pytest.skip("there is no Java for Spark to run on")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", SUBMIT)
        patch.setenv("PYTHONPATH", str(Path(knowledge.__file__).parents[1]))
        found = started()
        yield found
        found.stop()


def files(base: RuleBase, folder: Path) -> dict[str, Path]:
    """A roster in CSV and the lists that go with it in Parquet; some rows are of no use."""
    people = [typed(one) for one in drawn(people_of(base), PEOPLE, random.Random(8))]
    roster, lists = rows_of(base, people, [f"p{number}" for number in range(PEOPLE)])
    question = next(name for name in roster[0] if name not in ("id", "complete"))
    roster[7][question] = NOT_AN_ANSWER
    roster.append({**roster[3], question: None})
    roster = [{**row, "no such question": "yes"} for row in roster]
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, roster[0])
        writer.writeheader()
        writer.writerows(roster)
        file.write("one cell alone\n")
    found = {"": folder / "roster.csv"}
    for name, rows in lists.items():
        rows.append({**rows[0], "id": "nobody"})
        found[name] = folder / f"{name}.parquet"
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(found[name])
    return found


def told(cohort: Cohort) -> dict[str, list[tuple[Any, ...]]]:
    """Everything said of a roster, in an order that does not depend on its parts."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for part in cohort.outcomes():
        for table, rows in tables(part).items():
            found.setdefault(table, []).extend(rows.rows())
    return {table: sorted(rows, key=str) for table, rows in found.items()}


def tables(part: Outcomes) -> dict[str, pl.DataFrame]:
    return {"cases": part.cases, "items": part.items, **part.lists}


def test_a_roster_on_two_workers(context: Any, tmp_path: Path) -> None:
    """Answers and rejects are the same as on one machine, in parts of some twenty people."""
    assert context.master == WORKERS
    base = read_base([Path(knowledge.__file__).parent])
    found = files(base, tmp_path)
    given = base, found.pop(""), found, TODAY
    alone = Cohort(*given, explain=True)
    spread = SparkCohort(*given, explain=True, chunk=20, near=tmp_path / "out.csv")
    expected = told(alone)
    assert told(spread) == expected
    rejects = alone.rejects()
    assert spread.rejects() == rejects
    assert NOT_AN_ANSWER in " ".join(one.reason for one in rejects)
    assert {one.id for one in rejects} == {"", "nobody", "p3", "p7"}
    assert len([one for one in rejects if one.row == 1]) == 1
    assert spread.answered == alone.answered == len(expected["cases"]) == PEOPLE - 1
    assert context._jsc.sc().getExecutorMemoryStatus().size() == 2 + 1  # with the driver
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@settings(FUZZ, max_examples=TIMES)
@given(st.data())
def test_sql_agrees(data: st.DataObject) -> None:
    """Spark's own engine gives the same of a program written as SQL, and not of a wrong one."""
    base = read_text(NUMBERS)
    asked = Questions(base)
    batch = [*SURE, *(data.draw(cases(asked)) for _ in range(BATCH))]
    assert compared(base, batch, execute=spark.run) == []
    assert "part" in compared(base, batch, read_text(NUMBERS.replace("/ 3", "/ 4")), spark.run)
