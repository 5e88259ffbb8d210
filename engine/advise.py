"""One consultation: fire the rules, and check the result against the reference interpreter."""

from dataclasses import dataclass

from engine.firing.durable import available, unavailable_reason
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import Trace, differences
from engine.reason.interpret import interpret
from engine.reason.known import Known

DURABLE, INTERPRETER = "durable-rules", "interpreter"


class Disagreement(Exception):
    """Two executors came to different conclusions; advice on these must not be printed."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(f"the executors differ on {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class Run:
    """The conclusions of one consultation and which executor reached them."""

    known: Known
    trace: Trace
    fired_by: str
    checked_by: str
    note: str = ""


def consult(base: RuleBase, case: Case, executor: DurableExecutor | None = None) -> Run:
    """Fire the rules on the case.

    Raises Disagreement when durable-rules and the interpreter differ. Where durable-rules cannot
    be imported the interpreter serves alone and `note` says so.
    """
    known, expected = interpret(base, case)
    if not available():
        note = f"durable-rules cannot be used here ({unavailable_reason()})"
        return Run(known, expected, INTERPRETER, "", note)
    known, trace = (executor or DurableExecutor(base)).run(case)
    differing = differences(trace, expected)
    if differing:
        raise Disagreement(differing)
    return Run(known, trace, DURABLE, INTERPRETER)
