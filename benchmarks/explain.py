"""Time explanations on every shipped case; prints a Markdown table.

    python -m benchmarks.explain [GOALS [SEED]]

Milliseconds of processor time in one process, which other work on the machine touches less than
the clock on the wall. The rule base is loaded and the case is run before; each query is made once.
The diagrams that `hinges` needs (a third of a second, once in a process) are made before.
Of each case GOALS decisions (3) that its report shows and as many advices that it gives are drawn.
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
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
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.reading.base import read_base
from engine.reading.case import read_case

FOLDER = Path(knowledge.__file__).parent
SLOW = 100  # milliseconds
Query = tuple[str, Callable[[], object]]


class Bench:
    """The rule base, and which explanations are asked for."""

    def __init__(self, goals: int, seed: int) -> None:
        self.base: RuleBase = read_base([FOLDER])
        self._executor = DurableExecutor(self.base)
        self._ranking = Ranking(self.base)
        demo = read_case(self.base, FOLDER / "examples" / "demo.case.yaml")
        self._ranking.of(demo, shown_goals(self.base, demo))
        self._goals = goals
        self._random = random.Random(seed)

    def queries(self, path: Path) -> Iterator[Query]:
        """The explanations that are asked for of one case."""
        run = consult(self.base, read_case(self.base, path), self._executor)
        known = run.known
        every = main_goals(self.base, known.case) + shown_goals(self.base, known.case)
        for goal in self._some([one for one in every if isinstance(known.value(one), frozenset)]):
            yield from self._decision(run, goal)
        for goal in self._some(sorted(run.trace.fired & self._advice(run))):
            yield "stability of advice", lambda goal=goal: stability(self.base, known.case, goal)
        changed = case_with(known, ("stage=graduated",), None)
        yield "what-if", lambda: what_if(known, run.trace, changed)
        yield "trace", lambda: trace_data(run, "crossmatch", "case")

    def _some(self, goals: list[Place]) -> list[Place]:
        return self._random.sample(goals, min(self._goals, len(goals)))

    def _advice(self, run: Run) -> set[Place]:
        members = run.known.members
        return {(one.id, member) for one in self.base.advice for member in members(one.scope)}

    def _decision(self, run: Run, goal: Place) -> Iterator[Query]:
        """Every kind of question about a decision; values that it might have are drawn."""
        known, base, fact = run.known, self.base, self.base.facts[goal[0]]
        values = [*fact.choices] or ["yes", "no"]
        other = self._random.choice(values)
        wanted = self._random.choice([one for one in values if one in fact.better] or [""])
        yield "why", lambda: explained(Explainer(known), goal, base)
        yield "why-not", lambda: Asked(known).outcome(goal[0], other, goal[1])
        yield "stability", lambda: stability(base, known.case, goal)
        yield "hinges", lambda: self._ranking.of(known.case, [goal])
        if goal[0] in base.arguing:
            yield "options", lambda: weigh(known, goal)
        if wanted:
            told = Told(known)
            yield "change", lambda: told.of(change(base, known.case, goal, wanted))


def main() -> None:
    """Print the table."""
    goals, seed = (int(one) for one in [*sys.argv[1:], "3", "1"][:2])
    bench, spent = Bench(goals, seed), dict[str, list[float]]()
    gc.disable()  # the program, too, answers before a collection is due
    for path in sorted((FOLDER / "examples").glob("*.case.yaml")):
        for command, query in bench.queries(path):
            start = time.process_time()
            query()
            spent.setdefault(command, []).append((time.process_time() - start) * 1000)
        gc.collect()
    print(f"| explanation | queries | ms median | p95 | max | over {SLOW} |")
    print("|---|---:|---:|---:|---:|---:|")
    for command, times in sorted(spent.items()):
        p95 = sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]
        slow = sum(one > SLOW for one in times)
        figures = f"{median(times):.1f} | {p95:.1f} | {max(times):.1f} | {slow}"
        print(f"| {command} | {len(times)} | {figures} |")


if __name__ == "__main__":
    main()
