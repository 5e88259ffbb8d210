"""Crossmatch beside other engines on the same rules; prints Markdown tables.

    python -m benchmarks.peers [--full] [--most STUDENTS]

The rules are the part of the real base that every engine can express (see `part`); people are
random, some of their answers unknown. A peer then has every condition twice, for when it holds and
for when it fails; beside that stands the easier task, people who know everything, for whom a peer
needs it once. Before anything is timed, every engine has to conclude of each of them what the
reference interpreter concludes. Times are processor time, but for columns.
`--full` adds tables by the number of rules and of students, the latter up to STUDENTS (1,000,000).
Peers that are not installed are left out: pip install 'crossmatch[peers]'.
"""

import argparse
import random
from itertools import count, islice
from pathlib import Path

import knowledge
from benchmarks.crowd import SEED, drawn, people_of
from benchmarks.peers import clips_peer, columns, tables, zen_peer
from benchmarks.peers.engine import Person
from benchmarks.peers.growth import size
from benchmarks.peers.measure import Timed, middle, timed, told
from benchmarks.peers.memory import grown
from benchmarks.peers.ours import OURS, PLAIN
from benchmarks.peers.part import common_part, person, settled_people
from benchmarks.peers.sizes import by_rules, by_students
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.base import read_base

PEOPLE = 200
WHOLE = 40  # people who are answered by the whole base
STUDENTS = 200_000  # in columns
SLOW = ("durable-rules by its own interface", "durable-rules, driven by Crossmatch")
EVERY = (*OURS, *PLAIN, *zen_peer.ZEN, *clips_peer.CLIPS)


def main() -> None:
    """Print everything that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    parser.add_argument("--full", action="store_true", help="more tables, some minutes")
    parser.add_argument("--most", type=int, default=1_000_000, metavar="STUDENTS")
    given = parser.parse_args()
    base = read_base([Path(knowledge.__file__).parent])
    part = common_part(base)
    whole = list(drawn(people_of(base), PEOPLE, random.Random(SEED)))
    cases = [person(base, part, case) for case in whole]
    peers = [peer for peer in EVERY if peer.available]
    print(tables.machine())
    print(
        f"{PEOPLE} random people; {size(part)} of the {size(base)} rules, rows and pieces of"
        " advice. Processor time; all engines concluded the same of everybody."
    )
    found = timed(peers, part, told(part, cases))
    _engines(found, part, cases)
    _settled(base, part)
    _whole_base(base, whole)
    tables.missing([peer for peer in EVERY if not peer.available])
    if given.full:
        by_rules(peers, part, cases)
        by_students(found, part, cases, given.most)


def _engines(found: list[Timed], part: RuleBase, cases: list[Case]) -> None:
    """One person at a time, and columns beside it."""
    people = told(part, cases)
    rows = [tables.row(one, grown(one.peer, part, people[: _few(one)])) for one in found]
    columns.check(part, cases)
    speeds = {n: columns.measured(part, cases, STUDENTS, n) for n in (1, 2)}
    rows += [
        tables.in_columns("columns (Polars), one core", speeds[1]),
        tables.in_columns("columns (Polars), two cores", speeds[2]),
    ]
    tables.table(tables.HEAD, rows)
    tables.goals(found)
    tables.bandwidth(speeds[1], columns.bandwidth())


def _few(one: Timed) -> int:
    return 10 if one.peer.slow else 100


def _settled(base: RuleBase, part: RuleBase) -> None:
    """People who know everything, by rules that are written for nobody else."""
    pick, people = random.Random(SEED), people_of(base)
    drawn_ones = (people.draw(pick) for _ in count())
    cases = [*islice(settled_people(base, part, drawn_ones), PEOPLE)]
    every = (*OURS, *PLAIN, *zen_peer.SETTLED, *clips_peer.SETTLED)
    peers = [peer for peer in every if peer.available and peer.name not in SLOW]
    found = timed(peers, part, told(part, cases))
    rows = [[one.peer.name, *middle(one.plain), *middle(one.traced)] for one in found]
    tables.table(("who knows everything", *tables.HEAD[1:5]), rows)
    tables.goals(found)


def _whole_base(base: RuleBase, cases: list[Case]) -> None:
    """Crossmatch alone on everything, lists and calendar too."""
    ours = [peer for peer in OURS if peer.available and peer.with_trace]
    found = timed(ours, base, [Person(case, {}) for case in cases[:WHOLE]])
    rows = [[one.peer.name, *middle(one.traced)] for one in found]
    tables.table((f"all {size(base)} rules, with lists", "ms with trace", "p95"), rows)


if __name__ == "__main__":
    main()
