"""Nobody can fulfil the condition of a rule, an advice, a message or an argument.

Two of its parts, or a part and a constraint, contradict each other. Where the cause is an outcome
that a decision never gives, only that is reported.

What to do: correct the part that is wrong, or take the item out.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.finding import Finding
from engine.ir.rules import Message
from engine.proving.formula import Formula, both

VALID = """
- {advice: run, when: age < 60 and fit is yes, section: main, say: Run., assumed: yes}
"""
INVALID = """
- {advice: run, when: age < 60 and age > 70, section: main, say: Run., assumed: yes}
"""


def find(bench: Bench) -> Iterator[Finding]:
    """Items that can never take effect."""
    for one in bench.items:
        if bench.never(one.formula):
            message = f"{one.item.id}: nobody can fulfil its condition"
            hint = "two of its parts, or a part and a constraint, contradict each other"
            yield Finding("dead-rule", one.item.id, one.item.span, message, hint)
        elif isinstance(one.item, Message):
            yield from _parts(bench, one.item, one.formula)


def _parts(bench: Bench, message: Message, given: Formula) -> Iterator[Finding]:
    """Paragraphs that are never in the message when it is there."""
    for number, part in enumerate(message.parts, 1):
        if part.when is not None:
            formula = bench.lower(part.when, message.scope, partial=True)
            if bench.never(both([given, formula])):
                text = f"{message.id}: part {number} is in it for nobody"
                hint = "correct its condition, or take the part out"
                yield Finding("dead-rule", message.id, part.when.span, text, hint)
