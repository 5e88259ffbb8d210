"""A parameter or a table that nothing reads.

Changing it would change nothing, which nobody who reads it expects.

What to do: use it where its number is meant, or take it out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.checking.usage import used_settings, used_tables

VALID = """
- parameters:
    old_age: {value: 60, unit: years, because: so, assumed: yes}
- {advice: walk, when: age >= param.old_age, section: main, say: Walk., assumed: yes}
"""
INVALID = """
- parameters:
    old_age: {value: 60, unit: years, because: so, assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Parameters and tables that nothing reads."""
    base = bench.base
    used = used_settings(base)
    hint = "use it where its number is meant, or take it out"
    for setting in base.settings.values():
        if setting.name not in used:
            message = f"nothing reads the parameter {setting.name}"
            yield Finding("parameter-unused", setting.name, setting.span, message, hint)
    looked_up = used_tables(base)
    for table in base.tables.values():
        if table.name not in looked_up:
            message = f"nothing looks anything up in the table {table.name}"
            yield Finding("parameter-unused", table.name, table.span, message, hint)
