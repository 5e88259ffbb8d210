"""Time explanations on every shipped case; prints a Markdown table.

    python -m benchmarks.explain [GOALS [SEED]]

Milliseconds of processor time, which other work on the machine touches less than the clock on the
wall. The rule base is loaded and the case is run before, in one process for all cases; each query
is made once. Of each case GOALS decisions (3) that its report shows and as many advices that it
gives are drawn. `first` is the slowest query of a kind once more, as the first of a process of its
own that has loaded the base from its copy and run the case (the median of three such processes):
with the closures to be compiled, and the diagrams of `hinges` to be loaded from their copy. So is
every query that took longer than it should, as among thousands some meet a busy moment of the
machine.
"""

import gc
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import knowledge
from engine.advise import Run, consult
from engine.alternatives.change import change
from engine.alternatives.change_report import Told
from engine.alternatives.hinges_ranked import Ranking, main_goals, shown_goals
from engine.alternatives.stability import stability
from engine.alternatives.weighing import weigh
from engine.alternatives.whatif import what_if
from engine.alternatives.whynot import Asked
from engine.explain.why import Explainer
from engine.exporting.trace import trace_data
from engine.finding.explanations import explained
from engine.finding.whatif import case_with
from engine.firing.execute import DurableExecutor
from engine.ir.case import Place
from engine.reading.cache import cached_base
from engine.reading.case import read_case

EXAMPLES = Path(knowledge.__file__).parent / "examples"
SLOW = 100  # milliseconds
SLOWEST = 3  # listed of each kind
PROCESSES = 3


@dataclass(frozen=True, slots=True)
class Query:
    """One question."""

    kind: str
    about: str
    ask: Callable[[], object]


@dataclass(frozen=True, order=True, slots=True)
class Spent:
    """The processor time of a query, in milliseconds, and where to find the query again."""

    time: float
    case: str
    number: int
    about: str

    def __str__(self) -> str:
        return f"{self.time:.1f} {self.case} {self.about}"


class Bench:
    """The rule base, from its copy where there is one, and which explanations are asked for."""

    def __init__(self, goals: int, seed: int, store: Path) -> None:
        self.base = cached_base([EXAMPLES.parent], store)
        self._executor = DurableExecutor(self.base)
        self._goals = goals
        self._seed = seed
        self._random = random.Random()

    @cached_property
    def ranking(self) -> Ranking:
        """What `hinges` works with."""
        return Ranking(self.base)

    def queries(self, case: str) -> Iterator[Query]:
        """The explanations that are asked for of one case, each time the same."""
        run = consult(self.base, read_case(self.base, EXAMPLES / case), self._executor)
        self._random.seed(f"{self._seed} {case}")
        known = run.known
        every = main_goals(self.base, known.case) + shown_goals(self.base, known.case)
        for goal in self._some([one for one in every if isinstance(known.value(one), frozenset)]):
            yield from self._decision(run, goal)
        for goal in self._some(sorted(run.trace.fired & self._advice(run))):
            ask = lambda goal=goal: stability(self.base, known.case, goal)  # noqa: E731
            yield Query("stability of advice", _name(goal), ask)
        changed = case_with(known, ("stage=graduated",), None)
        yield Query("what-if", "", lambda: what_if(known, run.trace, changed))
        yield Query("trace", "", lambda: trace_data(run, "crossmatch", "case"))

    def _some(self, goals: list[Place]) -> list[Place]:
        return self._random.sample(goals, min(self._goals, len(goals)))

    def _advice(self, run: Run) -> set[Place]:
        members = run.known.members
        return {(one.id, member) for one in self.base.advice for member in members(one.scope)}

    def _decision(self, run: Run, goal: Place) -> Iterator[Query]:
        """Every kind of question about a decision; values that it might have are drawn."""
        known, base, fact, name = run.known, self.base, self.base.facts[goal[0]], _name(goal)
        values = [*fact.choices] or ["yes", "no"]
        other = self._random.choice(values)
        wanted = self._random.choice([one for one in values if one in fact.better] or [""])
        yield Query("why", name, lambda: explained(Explainer(known), goal, base))
        why_not = f"{name} {other}"
        yield Query("why-not", why_not, lambda: Asked(known).outcome(goal[0], other, goal[1]))
        yield Query("stability", name, lambda: stability(base, known.case, goal))
        yield Query("hinges", name, lambda: self.ranking.of(known.case, [goal]))
        if goal[0] in base.arguing:
            yield Query("options", name, lambda: weigh(known, goal))
        if wanted:
            told = Told(known)
            ask = lambda: told.of(change(base, known.case, goal, wanted))  # noqa: E731
            yield Query("change", f"{name} {wanted}", ask)


def _name(goal: Place) -> str:
    return f"{goal[0]} of {goal[1]}"


def timed(ask: Callable[[], object]) -> float:
    """The processor time of a query in milliseconds."""
    start = time.process_time()
    ask()
    return (time.process_time() - start) * 1000


def all_cases(bench: Bench) -> dict[str, list[Spent]]:
    """Every query of every case by kind, the slowest first."""
    spent = defaultdict[str, list[Spent]](list)
    for path in sorted(EXAMPLES.glob("*.case.yaml")):
        for number, query in enumerate(bench.queries(path.name)):
            found = Spent(timed(query.ask), path.name, number, query.about)
            spent[query.kind].append(found)
        gc.collect()
    return {kind: sorted(found, reverse=True) for kind, found in sorted(spent.items())}


def first(goals: int, seed: int, store: str, query: Spent) -> Spent:
    """The same query as the first of a process of its own."""
    command = [sys.executable, "-m", __spec__.name, str(goals), str(seed), store, query.case]
    runs = [
        float(subprocess.check_output([*command, str(query.number)], text=True))
        for _ in range(PROCESSES)
    ]
    return Spent(median(runs), query.case, query.number, query.about)


def one_query(bench: Bench, case: str, number: int) -> None:
    """Print the time of one query of a case, before which no other is made."""
    print(timed([*bench.queries(case)][number].ask))


def main(goals: int, seed: int) -> None:
    """Print the table, the slowest queries, and which took longer than they should."""
    with tempfile.TemporaryDirectory() as store:
        bench = Bench(goals, seed, Path(store))
        demo = read_case(bench.base, EXAMPLES / "demo.case.yaml")
        bench.ranking.of(demo, shown_goals(bench.base, demo))
        spent = all_cases(bench)
        firsts = {kind: first(goals, seed, store, one[0]) for kind, one in spent.items()}
        late = [(kind, one) for kind, found in spent.items() for one in found if one.time > SLOW]
        again = [first(goals, seed, store, one) for _, one in late]
    print(f"| explanation | queries | ms median | p95 | max | over {SLOW} | first |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for kind, found in spent.items():
        times = [one.time for one in found]
        figures = f"{median(times):.1f} | {times[len(times) // 20]:.1f} | {times[0]:.1f}"
        slow = sum(one > SLOW for one in times)
        print(f"| {kind} | {len(times)} | {figures} | {slow} | {firsts[kind].time:.1f} |")
    print("\nThe slowest:\n")
    for kind, found in spent.items():
        print(f"- {kind}: {'; '.join(map(str, found[:SLOWEST]))}")
    print(f"\n{len(late)} of {sum(map(len, spent.values()))} queries took longer than {SLOW} ms.")
    for (kind, one), alone in zip(late, again, strict=True):
        print(f"- {kind}: {one}; as the first of a process of its own {alone.time:.1f}")
    slow = [f"{kind} {one}" for kind, one in firsts.items() if one.time > SLOW]
    print(f"\n{len(slow)} of the slowest of each kind did as the first. {'; '.join(slow)}".rstrip())


if __name__ == "__main__":
    gc.disable()  # the program, too, answers before a collection is due
    given = sys.argv[1:]
    if len(given) > 2:
        one_query(Bench(int(given[0]), int(given[1]), Path(given[2])), given[3], int(given[4]))
    else:
        main(*(int(one) for one in [*given, *("3", "1")[len(given) :]]))
