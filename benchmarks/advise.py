"""Time one `advise` and the start of the program; prints a Markdown table.

Medians over the shipped example cases after one warm-up; times in milliseconds of wall clock.
"""

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import knowledge
from engine.advise import consult
from engine.firing.execute import DurableExecutor
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.report.build import build_report

FOLDER = Path(knowledge.__file__).parent
DEMO = FOLDER / "examples" / "demo.case.yaml"
ROUNDS = 7


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of the work, in milliseconds."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def shell(*arguments: str) -> Callable[[], object]:
    """A run of the command in a process of its own."""
    command = [sys.executable, "-c", "from cli.main import main; main()", *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def rows() -> list[tuple[str, float]]:
    """What is measured, and the median."""
    base = read_base([FOLDER])
    cases = [read_case(base, path) for path in sorted(DEMO.parent.glob("*.case.yaml"))]
    executor = DurableExecutor(base)
    per_case = len(cases)
    return [
        ("load and check the knowledge base", timed(lambda: read_base([FOLDER]))),
        ("compile it for durable-rules", timed(lambda: DurableExecutor(base))),
        ("one case, durable-rules", timed(lambda: [executor.run(c) for c in cases]) / per_case),
        ("one case, interpreter", timed(lambda: [interpret(base, c) for c in cases]) / per_case),
        (
            "one case, both, compared, with the full report",
            timed(lambda: [build_report(consult(base, c, executor)) for c in cases]) / per_case,
        ),
        ("`crossmatch --help` from the shell", timed(shell("--help"))),
        ("`crossmatch advise` from the shell", timed(shell("advise", str(DEMO)))),
    ]


def main() -> None:
    """Print the table."""
    base = read_base([FOLDER])
    count = len(base.governed)
    print(f"Python {platform.python_version()}, {platform.machine()}; {count} rules and rows,")
    print(f"median of {ROUNDS}.\n\n| what | ms |\n|---|---:|")
    for name, milliseconds in rows():
        print(f"| {name} | {milliseconds:.1f} |")


if __name__ == "__main__":
    main()
