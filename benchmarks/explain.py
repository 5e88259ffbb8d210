"""Time explanations of the main decisions on ten shipped cases; prints a Markdown table.

Milliseconds of wall clock in one process: the rule base is loaded, the case is run, and for
`hinges` the diagrams of the decision are made. Each query is made once.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import knowledge
from engine.advise import Run, consult
from engine.alternatives.change_report import Told
from engine.alternatives.hinges_ranked import Ranking
from engine.alternatives.stability import stability
from engine.alternatives.whatif import what_if
from engine.explain.why import Explainer
from engine.exporting.trace import trace_data
from engine.finding.changes import changes_for
from engine.finding.explanations import explained, subjects
from engine.finding.options import weighings
from engine.finding.stability_goals import goals_named
from engine.finding.whatif import case_with
from engine.finding.whynot import why_not
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case

FOLDER = Path(knowledge.__file__).parent
CASES = (
    "demo",
    "half-unknown",
    "final-year-salvage",
    "graduate-recent",
    "borderline-matches",
    "do-not-enrol",
    "pause-or-switch-path",
    "tier-a-own-places",
    "transfer-early-clinical",
    "tier-b-matches-unknown",
)
Query = Callable[[], object]


def queries(base: RuleBase, run: Run, ranking: Ranking, name: str) -> Iterator[tuple[str, Query]]:
    """The explanations of one decision."""
    known = run.known
    value = known.value((base.layout.decisions[name], goals_named(known, name, None)[0][1]))
    assert isinstance(value, frozenset)
    choices = base.facts[base.layout.decisions[name]].choices
    other = next(one for one in choices if one not in value or len(value) > 1)
    aims = {"to": next(iter(value)), "keep": (), "about": None}
    yield "why", lambda: [explained(Explainer(known), s, base) for s in subjects(known, name)]
    yield "why-not", lambda: why_not(known, name, other, None)
    changed = case_with(known, ("stage=graduated",), None)
    yield "what-if", lambda: what_if(known, run.trace, changed)
    yield "change", lambda: [Told(known).of(one) for one in changes_for(known, name, **aims)]
    goals = goals_named(known, name, None)
    yield "stability", lambda: [stability(base, known.case, goal) for goal in goals]
    yield "hinges", lambda: ranking.of(known.case, goals)
    yield "options", lambda: weighings(known, name, None)
    yield "trace", lambda: trace_data(run, "crossmatch", "case")


def main() -> None:
    """Print the table."""
    base = read_base([FOLDER])
    executor, ranking = DurableExecutor(base), Ranking(base)
    spent: dict[str, list[float]] = {}
    for case in CASES:
        answers = read_case(base, FOLDER / "examples" / f"{case}.case.yaml")
        run = consult(base, answers, executor)
        for name in base.layout.main:
            for command, query in queries(base, run, ranking, name):
                start = time.perf_counter()
                query()
                spent.setdefault(command, []).append((time.perf_counter() - start) * 1000)
    print("| explanation | queries | ms median | p95 | max |")
    print("|---|---:|---:|---:|---:|")
    for command, times in spent.items():
        p95 = sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]
        figures = f"{median(times):.1f} | {p95:.1f} | {max(times):.1f}"
        print(f"| {command} | {len(times)} | {figures} |")


if __name__ == "__main__":
    main()
