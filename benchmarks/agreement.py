"""Whether interpreter and columns agree on random people; prints counts, 1 when anything differs.

    python -m benchmarks.agreement [--people N] [--seed S] [--batch N] [--every N]
                                   [--engines polars,duckdb,spark]

Closures stand for the interpreter; the reference interpreter looks at every N-th person too, and
with 0 no interpreter at anybody: engines alone are compared. People come in batches, each from a
seed of its own (S, S + 1, ...) that is printed when it is done: after an interruption go on with
the next one, or share the seeds among processes. See `benchmarks.crowd` for who the people are.
Compared are every conclusion, verdict, firing and contradiction.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

import knowledge
from benchmarks.crowd import SEED, drawn, people_of
from engine.columns import duck, spark
from engine.columns.cases import batch
from engine.columns.compile import compiled
from engine.columns.program import Bit, Column, Figure, Program
from engine.columns.run import run
from engine.columns.tables import Executor, Tables
from engine.columns.traces import traces, wanted
from engine.compiled.run import run as interpreted
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import Trace, differences
from engine.ir.values import is_settled
from engine.reading.base import read_base
from engine.reason.interpret import interpret
from engine.reason.known import Known

ENGINES: dict[str, Executor] = {"duckdb": duck.run, "spark": spark.run}


class Together:
    """Polars and other engines as one executor; counts the columns in which they differ."""

    def __init__(self, others: Mapping[str, Executor], counts: Counter[str]) -> None:
        self._others = others
        self._counts = counts

    def __call__(
        self, program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
    ) -> Mapping[Column, pl.Series]:
        columns = list(wanted)
        found = run(program, tables, columns)
        for name, execute in self._others.items():
            theirs = execute(program, tables, columns)
            for column, values in found.items():
                if not values.equals(theirs[column]):
                    self._counts["differences"] += 1
                    print(f"{name} differs: {program.steps[column.number]}", file=sys.stderr)
            self._counts[f"people with {name} too"] += tables.size
        return found


def compared(
    base: RuleBase, cases: list[Case], execute: Executor, every: int, counts: Counter[str]
) -> None:
    """Count what all executors found of some cases, and where they differ."""
    counts["people"] += len(cases)
    if not every:
        out = compiled(base)
        execute(out.program, batch(base, cases).tables, wanted(out))
        return
    for number, (case, found) in enumerate(zip(cases, traces(base, cases, execute), strict=True)):
        known, expected = interpreted(base, case)
        tell(known, expected, counts)
        differing = against(known, expected, *found)
        if number % every == 0:
            differing += against(*interpret(base, case), *found)
            counts["people with the reference interpreter too"] += 1
        counts["differences"] += len(differing)
        for name in differing[:3]:
            print(f"differs: {name}", file=sys.stderr)


def against(
    known: Known, expected: Trace, trace: Trace, broken: Iterable[tuple[str, int]]
) -> list[str]:
    """Where columns and an interpreter differ about one person."""
    found = [] if expected == trace else differences(expected, trace)
    disputes = sorted(dispute.constraint.id for dispute in known.disputes)
    return found if disputes == sorted(n for n, _ in broken) else [*found, "contradictions"]


def tell(known: Known, trace: Trace, counts: Counter[str]) -> None:
    """Count what an interpreter found of one person."""
    counts["conclusions"] += len(trace.values)
    counts["of them open"] += sum(not is_settled(value) for value in trace.values.values())
    counts["verdicts"] += len(trace.truths)
    counts["firings"] += len(trace.fired)
    counts["contradictions"] += len(known.disputes)


def main() -> int:
    """Print the counts; 1 when anything differs."""
    given = arguments()
    base = read_base([Path(knowledge.__file__).parent])
    people, counts = people_of(base), Counter(differences=0)
    names = [name for name in given.engines.split(",") if name != "polars"]
    execute = Together({name: ENGINES[name] for name in names}, counts)
    start, before = time.perf_counter(), time.process_time()
    for number in range(-(-given.people // given.batch)):
        size = min(given.batch, given.people - number * given.batch)
        cases = list(drawn(people, size, random.Random(given.seed + number)))
        compared(base, cases, execute, given.every, counts)
        used, took = time.process_time() - before, time.perf_counter() - start
        print(
            f"seed {given.seed + number}: {counts['people']:,} people, "
            f"{counts['differences']:,} differences, {took:,.0f} s ({used:,.0f} s of processor)",
            flush=True,
        )
    for name in counts:
        print(f"{counts[name]:>14,} {name}")
    return int(counts["differences"] > 0)


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--batch", type=int, default=20_000)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--engines", default="polars,duckdb")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
