"""Certificates of simulated interviews: how many verify, and how many tampered ones are rejected.

Usage: python benchmarks/certificates.py [INTERVIEWS [TAMPERED [EVERYTHING]]]
EVERYTHING is how many of the interviews go on until nothing is left to ask.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import knowledge
from engine.asking.certificate import UNPROVED, certificate_text
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.asking.interview import DECISIONS, EVERYTHING
from engine.asking.verify import Verifier
from engine.reading.base import read_base
from tests.interviews import honest, simulated, tampered


def main(interviews: int, wanted: int, everything: int) -> None:
    base = read_base([Path(knowledge.__file__).parent])
    chooser, verifier = Chooser(Goals(base)), Verifier(base)
    right = unproved = 0
    took: Counter[str] = Counter()
    for seed in range(interviews):
        start = perf_counter()
        until = EVERYTHING if seed < everything else DECISIONS
        *_, last = simulated(base, chooser, seed, until)
        asked = perf_counter()
        data = json.loads(certificate_text(last))
        made = perf_counter()
        wrong = verifier.problems(data)
        took += Counter(
            interviews=asked - start, certificates=made - asked, proofs=perf_counter() - made
        )
        right += not wrong
        unproved += sum(one["claim"] == UNPROVED for one in data["conclusions"])
        for problem in wrong:
            print(f"seed {seed} ({until}): {problem}")
    print(f"{right} of {interviews} certificates verified; {unproved} conclusions without a claim")
    print(", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items()))
    tamper(base, chooser, verifier, wanted)


def tamper(base, chooser, verifier, wanted: int) -> None:
    """Change certificates; what the interview engine itself would not say must be rejected."""
    seen: Counter[tuple[str, bool, bool]] = Counter()
    seed = 0
    while seen.total() < wanted:
        states = list(simulated(base, chooser, seed, DECISIONS))
        for what, data in list(tampered(states, seed))[: wanted - seen.total()]:
            is_right = data == honest(base, chooser, data, states[-1].skipped)
            seen[what, is_right, not verifier.problems(data)] += 1
        seed += 1
    for (what, is_right, accepted), count in sorted(seen.items()):
        verdict = "still true" if is_right else "false"
        print(f"{what}: {count} {verdict}, {'accepted' if accepted else 'rejected'}")
    missed = sum(count for (_, is_right, ok), count in seen.items() if is_right != ok)
    print(f"{seen.total()} tampered, {missed} judged wrongly")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(1000, 100, 5)[len(given) :])
