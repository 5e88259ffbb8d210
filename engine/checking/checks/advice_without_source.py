"""A rule, advice or message cites no source and is not marked as our own reading.

`sources: [id]` names the statements it rests on; `assumed: yes` marks what no source says, so that
reports can tell the two apart. Such an item is refused when the base is read, so that no report is
ever made with it.

What to do: cite the statement, or mark the item with assumed: yes.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding

VALID = """
- {advice: run, when: fit is yes, section: main, say: Run., assumed: yes}
"""
INVALID = """
- {advice: run, when: fit is yes, section: main, say: Run.}
"""
REFUSED_WHEN_READ = True


def find(bench: Bench) -> Iterator[Finding]:
    """Items without an origin, in a base that was put together in some other way."""
    for item in bench.base.governed.values():
        if not item.sources and not item.assumed:
            message = f"{item.id} has no source"
            hint = "add sources: [id, …], or assumed: yes where it is our own reading"
            yield Finding("advice-without-source", item.id, item.span, message, hint)
