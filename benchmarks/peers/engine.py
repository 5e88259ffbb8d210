"""What the benchmark asks of every engine."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

from benchmarks.peers.program import Found, Inputs
from engine.ir.base import RuleBase
from engine.ir.case import Case


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a case, and as the peers are told."""

    case: Case
    inputs: Inputs


class Engine(Protocol):
    """An engine that holds the rules and answers one person at a time."""

    def given(self, person: Person) -> Any:
        """The person in the form in which the engine takes facts; never timed."""

    def consult(self, given: Any) -> Any:
        """All conclusions."""

    def traced(self, given: Any) -> Any:
        """All conclusions, with what is needed to say why."""

    def found(self, result: Any) -> Found:
        """The conclusions of the last consultation, to be compared; never timed."""


@dataclass(frozen=True)
class Peer:
    """How an engine is made: `export` writes the rules down, `load` reads them.

    `with_trace` is whether it can tell why, `without` whether it can leave that out.
    """

    name: str
    export: Callable[[RuleBase], Any]
    load: Callable[[Any], Engine]
    needs: str = ""
    with_trace: bool = True
    without: bool = True
    slow: bool = False

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return not self.needs or find_spec(self.needs) is not None
