"""The rows of a decision, or the rules for a yes/no fact, as ways to its outcomes."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.ir.case import Place
from engine.ir.conditions import And, Condition
from engine.ir.rules import Row, Rule
from engine.ir.values import YES, Truth
from engine.reason.evaluate import truth
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known


@dataclass(frozen=True, slots=True)
class Way:
    """A row or rule, the outcome it leads to, and whether its condition holds.

    `reachable` is whether it can still be what decides. What takes the rest has no condition; its
    verdict is no as soon as something before it holds.
    """

    item: Row | Rule
    outcome: str
    verdict: Truth
    reachable: bool

    @property
    def masked(self) -> bool:
        """Whether only what comes before keeps it from deciding."""
        return not self.reachable and (self.verdict is not False or self.item.when is None)


def ways(known: Known, place: Place) -> tuple[Way, ...]:
    """Every way to an outcome of a decision or of a yes/no fact, in order."""
    name, member = place
    if name in known.base.decisions:
        return tuple(_rows(known, known.base.decisions[name].rows, member))
    rules = known.base.concluding.get(name, ())
    verdicts = [truth(rule.when, known, member) for rule in rules]
    return tuple(
        Way(rule, YES, verdict, verdict is not False)
        for rule, verdict in zip(rules, verdicts, strict=True)
    )


def _rows(known: Known, rows: tuple[Row, ...], member: int) -> Iterator[Way]:
    verdicts = [row.when is None or truth(row.when, known, member) for row in rows]
    reachable = set(reachable_rows(verdicts))
    for index, row in enumerate(rows):
        verdict = verdicts[index] if row.when is not None else _rest(verdicts[:index])
        yield Way(row, row.then, verdict, index in reachable)


def _rest(before: list[Truth]) -> Truth:
    """Whether something is left after these."""
    return False if True in before else None if None in before else True


def parts(when: Condition | None) -> tuple[Condition, ...]:
    """The parts of a condition that must all hold."""
    if isinstance(when, And):
        return tuple(one for part in when.parts for one in parts(part))
    return () if when is None else (when,)
