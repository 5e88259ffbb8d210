"""A waiver lets something stand that no check finds any more, or names a check that is not there.

    waive: CHECK
    of: ITEM
    because: why it may stand

Such an item may stand in any file; best beside what it is about. Once the cause is gone it would
hide the next mistake.

What to do: take the waiver out, or correct its names.
"""

from collections.abc import Collection, Iterator, Sequence

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.ir.base import Waiver
from engine.problem import suggest

VALID = """
- facts:
    shoe_size: {ask: Which size?, label: shoe size, type: count}
- {waive: fact-unused, of: shoe_size, because: a rule for it is being written}
"""
INVALID = """
- {waive: fact-unused, of: age, because: a rule for it is being written}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Nothing yet: it shows only after all other checks."""
    yield from ()


def unused(
    waivers: Sequence[Waiver],
    used: Sequence[tuple[Finding, Waiver]],
    checks: Collection[str],
) -> Iterator[Finding]:
    """Waivers that none of the findings needed."""
    needed = {waiver for _, waiver in used}
    for waiver in waivers:
        name = f"{waiver.check} of {waiver.item}"
        if waiver.check not in checks:
            message = f"there is no check {waiver.check}"
            hint = suggest(waiver.check, checks)
            yield Finding("waiver-unused", name, waiver.span, message, hint)
        elif waiver not in needed:
            message = f"the waiver of {waiver.check} for {waiver.item} is not needed"
            yield Finding("waiver-unused", name, waiver.span, message, "take it out")
