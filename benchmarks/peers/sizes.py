"""How engines grow with the number of rules and of students."""

import time
from collections.abc import Sequence
from statistics import median

from benchmarks.peers import columns
from benchmarks.peers.engine import Peer
from benchmarks.peers.growth import answers, size, sized
from benchmarks.peers.measure import Timed, progress, timed, told
from benchmarks.peers.tables import table
from engine.ir.base import RuleBase
from engine.ir.case import Case

RULES = (125, 250, 500, 1000)
PEOPLE = 20
PATIENCE = 60  # seconds for one number of students


def by_rules(peers: Sequence[Peer], part: RuleBase, cases: list[Case]) -> None:
    """Milliseconds of one consultation, and of loading, for bases of several sizes."""
    found: dict[str, list[str]] = {peer.name: [] for peer in peers}
    sizes = []
    for count in RULES:
        grown = sized(part, count)
        sizes.append(f"{size(grown):,} rules")
        people = told(grown, [answers(part, grown, cases, n) for n in range(PEOPLE)])
        for one in timed(peers, grown, people):
            least = median(one.plain or one.traced)
            found[one.peer.name].append(f"{least:.2f} ({one.load:,.0f})")
    table(["ms of one person (ms to load)", *sizes], [[name, *row] for name, row in found.items()])


def by_students(found: Sequence[Timed], part: RuleBase, cases: list[Case], most: int) -> None:
    """Seconds for numbers of students; left out where they would be too many for an engine."""
    counts = [10**power for power in range(3, 8) if 10**power <= most]
    rows = []
    for one in found:
        given = [one.engine.given(person) for person in told(part, cases)]
        rows.append([one.peer.name, *(_answered(one, given, count) for count in counts)])
    for threads, name in ((1, "one core"), (2, "two cores")):
        speeds = [columns.measured(part, cases, count, threads) for count in counts]
        rows.append([f"columns (Polars), {name}", *(f"{one.seconds:.2f}" for one in speeds)])
    table(["seconds for", *(f"{count:,} students" for count in counts)], rows)


def _answered(one: Timed, given: list[object], count: int) -> str:
    """Seconds of processor time, the same people over and over."""
    if count / one.speed > PATIENCE:
        return "–"
    progress(f"{one.peer.name}: {count:,} students")
    ask = one.engine.consult if one.peer.without else one.engine.traced
    start = time.process_time()
    for number in range(count):
        ask(given[number % len(given)])
    return f"{time.process_time() - start:.2f}"
