"""Fire Horn clauses with durable-rules, using its C module and nothing else of it.

The engine is trusted only where fuzzing found it right: conjunctions of equalities, facts
asserted one by one, one live memory per ruleset, deleted once something has fired in it.
"""

import threading
import weakref
from collections.abc import Iterable
from contextlib import ExitStack
from typing import cast

from engine.firing.errors import FiringError
from engine.firing.horn import Fact, Firing, HornProgram, check_member
from engine.firing.memory import Consultation, Memory, Native, exchange
from engine.firing.stages import stages

_native: Native | None = None
_reason = ""
try:
    import durable_rules_engine  # type: ignore[import-not-found,import-untyped,unused-ignore]
except ImportError as error:
    _reason = str(error)
else:
    _native = cast("Native", durable_rules_engine)


def available() -> bool:
    """Tell whether the C module of durable-rules can be imported here."""
    return _native is not None


def unavailable_reason() -> str:
    """Return why durable-rules cannot be imported, or "" if it can."""
    return _reason


class DurableProgram:
    """A program compiled once, to be consulted any number of times, from any thread."""

    def __init__(self, program: HornProgram) -> None:
        """Compile `program`; raises FiringError if durable-rules is missing or refuses it."""
        if _native is None:
            raise FiringError(f"durable-rules cannot be imported: {_reason}")
        self._native: Native = _native
        self._lock = threading.Lock()
        self._stages = stages(program)
        self._handles: list[int] = []  # of the rulesets, stage after stage
        weakref.finalize(self, _delete, _native, self._handles)
        self._create()

    def fire(self, facts: Iterable[Fact]) -> list[Firing]:
        """Return every firing of the least fixpoint of `facts`, each once.

        Causes come before effects: each body fact was given or is the head of an earlier
        firing. The same facts in the same order give the same list. Raises ValueError for a
        member number out of range and FiringError if the engine misbehaves.

        A ruleset never has two live memories (the engine tells memories apart by a 32-bit hash
        of their name): consultations take turns, and each deletes its memories.
        """
        given = dict.fromkeys(facts)
        for fact in given:
            check_member(fact.at)
            check_member(fact.via)
        with self._lock:
            try:
                return self._consult(Consultation(given))
            except BaseException as error:
                self._replace()
                if isinstance(error, self._native.error):
                    raise FiringError(str(error)) from error
                raise

    def _consult(self, case: Consultation) -> list[Firing]:
        """Run the stages in order."""
        handles = iter(self._handles)
        for stage in self._stages:
            with ExitStack() as stack:
                memories = [Memory(self._native, next(handles), p, case) for p in stage]
                for memory in memories:
                    stack.callback(memory.close)
                exchange(memories)
        return case.firings

    def _create(self) -> None:
        """Create the rulesets."""
        for number, plan in enumerate(plan for stage in self._stages for plan in stage):
            try:
                self._handles.append(self._native.create_ruleset(f"r{number}", plan.text))
            except self._native.error as error:
                raise FiringError(str(error)) from error

    def _replace(self) -> None:
        """Start over with fresh rulesets, lest a memory left behind mix with the next one."""
        _delete(self._native, self._handles)
        self._create()


def _delete(native: Native, handles: list[int]) -> None:
    """Free rulesets and forget them."""
    while handles:
        native.delete_ruleset(handles.pop())
