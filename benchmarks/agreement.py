"""Whether the interpreter and the columns agree on random people; prints counts.

    python -m benchmarks.agreement [PEOPLE [SEED]]

Columns are worked out by Polars, and by DuckDB where it is installed.

People are drawn from the declared priors, each with 0 to 2 entries in every list. Of each some
answers are open, some unknown and some another person's, so that they may contradict each other;
lists may grow. Compared are every conclusion, verdict, firing and contradiction.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import knowledge
from benchmarks.profiles import People
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.columns import duck
from engine.columns.traces import traces
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import differences
from engine.ir.values import is_settled
from engine.reading.base import read_base
from engine.reason.interpret import interpret

SEED = 20261122
BATCH = 500
SHARES = (0.0, 0.05, 0.3, 0.7)


def people_of(base: RuleBase) -> People:
    """Random people with entries in every list."""
    chooser = Chooser(Goals(base))
    for name in base.layout.main:
        chooser.goals.goal(base.layout.decisions[name])
    lists = tuple(entity.name for entity in base.entities.values() if entity.list_key)
    return People(base, chooser.goals.space, chooser.residuals, lists)


def drawn(people: People, count: int, pick: random.Random) -> Iterator[Case]:
    """People who know, and were asked, more or less."""
    stranger = people.draw(pick)
    for _ in range(count):
        person = people.draw(pick)
        yield blurred(people, person, stranger, pick)
        stranger = person


def blurred(people: People, person: Case, stranger: Case, pick: random.Random) -> Case:
    """The same with some answers open, unknown or another person's, and lists that may grow."""
    mixed = {p: a for p, a in stranger.answers.items() if p in person.answers}
    taken = pick.choice((0.0, 0.0, 0.1))
    answers = {p: mixed[p] if p in mixed and pick.random() < taken else a
               for p, a in person.answers.items()}  # fmt: skip
    vague = people.vague(pick, replace(person, answers=answers), pick.choice(SHARES))
    lost = pick.choice(SHARES)
    kept = {p: a for p, a in vague.answers.items() if pick.random() >= lost}
    closed = frozenset(name for name in sorted(vague.complete) if pick.random() < 0.7)
    day = None if pick.random() < 0.02 else vague.as_of
    return replace(vague, answers=kept, complete=closed, as_of=day)


def compared(base: RuleBase, cases: list[Case], counts: Counter[str]) -> None:
    """Count what both executors found of some cases, and where they differ."""
    polars = traces(base, cases)
    if find_spec("duckdb"):
        counts["with duckdb too"] += len(cases)
        counts["differences"] += traces(base, cases, duck.run) != polars
    for case, (trace, broken) in zip(cases, polars, strict=True):
        known, expected = interpret(base, case)
        found = differences(expected, trace)
        same = sorted(name for name, _ in broken) == sorted(d.constraint.id for d in known.disputes)
        counts["people"] += 1
        counts["conclusions"] += len(expected.values)
        counts["of them open"] += sum(not is_settled(value) for value in expected.values.values())
        counts["verdicts"] += len(expected.truths)
        counts["firings"] += len(expected.fired)
        counts["contradictions"] += len(known.disputes)
        counts["differences"] += len(found) + (not same)
        for name in found[:3]:
            print(f"differs: {name}", file=sys.stderr)


def main(people: int, seed: int) -> int:
    """Print the counts; 1 when anything differs."""
    base = read_base([Path(knowledge.__file__).parent])
    pick, counts = random.Random(seed), Counter[str]()
    cases = drawn(people_of(base), people, pick)
    start = time.perf_counter()
    while batch := [case for _, case in zip(range(BATCH), cases, strict=False)]:
        compared(base, batch, counts)
    for name in counts:
        print(f"{counts[name]:>12,} {name}")
    print(f"{time.perf_counter() - start:12.1f} seconds")
    return int(counts["differences"] > 0)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*given, *[3000, SEED][len(given) :]))
