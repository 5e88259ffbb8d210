"""Mutation test of the shipped knowledge: every single edit of a decision, a rule or an advice.

An edit is caught when a boundary or a shipped case then gives something else than it says, or when
`crossmatch check` finds fault with it. Edits that are proved to change nothing do not count.

    python -m tools.mutants                     the whole base, with shares and survivors
    python -m tools.mutants exams/ letters/     only items whose id starts with one of these
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tools.judging import EQUIVALENT, Judge, Mutant, loaded, mutants, situations

ALONE = 200  # mutants that are judged in one go
_JUDGES: list[Judge] = []


def _judge(batch: list[Mutant]) -> list[str]:
    return [_JUDGES[0].verdict(one) for one in batch]


def _verdicts(chosen: list[Mutant], prefixes: tuple[str, ...]) -> Iterator[str]:
    """What became of each mutant; worked out on all processors if there are many."""
    _JUDGES[:] = [Judge(situations(prefixes))]
    batches = [chosen[start : start + ALONE] for start in range(0, len(chosen), ALONE)]
    if len(batches) == 1:
        yield from _judge(batches[0])
        return
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        for part in pool.map(_judge, batches):
            yield from part


def main() -> None:
    """Judge the mutants; print the survivors, then the shares by kind."""
    prefixes = tuple(sys.argv[1:]) or ("",)
    chosen = [one for one in mutants(loaded()) if one.item.startswith(prefixes)]
    made, equal, caught = Counter[str](), Counter[str](), Counter[str]()
    for one, verdict in zip(chosen, _verdicts(chosen, prefixes), strict=True):
        made[one.kind] += 1
        equal[one.kind] += verdict == EQUIVALENT
        caught[one.kind] += bool(verdict) and verdict != EQUIVALENT
        if not verdict:
            print(f"survives: {one.kind} {one.item}: {one.edit}")
    for kind, total in made.items():
        real = total - equal[kind]
        share = f"{caught[kind] / real:.1%}" if real else "none to catch"
        print(f"{kind}: {total} edits, {equal[kind]} proved equivalent, ", end="")
        print(f"{caught[kind]} of {real} caught ({share})")


if __name__ == "__main__":
    main()
