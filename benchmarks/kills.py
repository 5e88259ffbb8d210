"""Kill consultations at a terminal at random moments: at most the answer being typed may be lost.

    python -m benchmarks.kills [TIMES [SEED]]

Stops at the first case file that is not whole, holds anything but the first answers given, or lacks
one after which another question had been shown. tests/test_consult_kills.py does a few the same.
"""

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.killing import Moment, kept, killed, moment


def survived(when: Moment) -> tuple[int, int]:
    """How many answers a kill leaves, and how many files beside the case and its lock."""
    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "my.case.yaml"
        shown = killed(case, when)
        count = kept(case)
        assert count >= shown, f"{when}: {shown} answers were followed by a question, {count} kept"
        return count, sum(path.name.startswith(f".{case.name}.") for path in case.parent.iterdir())


def main() -> None:
    """Print how many answers were held after the kills."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    pick = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    found = [survived(moment(pick)) for _ in range(times)]
    held = Counter(count for count, _ in found)
    told = ", ".join(f"{held[count]} times {count}" for count in sorted(held))
    parts = sum(count for _, count in found)
    print(
        f"{times} kills: every case file whole, at most the answer being typed lost; "
        f"answers kept: {told}; unfinished copies beside a case file: {parts}"
    )


if __name__ == "__main__":
    main()
