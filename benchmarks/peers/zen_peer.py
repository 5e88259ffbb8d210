"""GoRules zen as an engine of the benchmark."""

import json
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.peers.engine import Peer, Person
from benchmarks.peers.naming import Names
from benchmarks.peers.program import Found, program_of
from benchmarks.peers.zen_jdm import FORMS, Reader, context, decision_graph
from engine.ir.base import RuleBase

Export = tuple[str, Names, Reader, bool]


def export(base: RuleBase, form: str, *, settled: bool = False) -> Export:
    """The decision graph, and how to read what comes out of it."""
    program, names = program_of(base, settled=settled), Names()
    text = json.dumps(decision_graph(program, form, names))
    return text, names, Reader(program, names), settled


class Zen:
    """One decision, compiled once."""

    def __init__(self, exported: Export) -> None:
        text, self._names, self._reader, self._settled = exported
        self._decision: Any = import_module("zen").ZenEngine().create_decision(text)

    def given(self, person: Person) -> dict[str, Any]:
        """The answers as one flat object."""
        return context(person.inputs, self._names, settled=self._settled)

    def consult(self, given: dict[str, Any]) -> Any:
        """The result alone."""
        return self._decision.evaluate(given)

    def traced(self, given: dict[str, Any]) -> Any:
        """The result, with what went in and came out of every node and row."""
        return self._decision.evaluate(given, {"trace": True})

    def found(self, result: Any) -> Found:
        """The conclusions, to be compared."""
        return self._reader.found(result["result"])


ZEN = tuple(Peer(f"GoRules zen, {form}", partial(export, form=form), Zen, "zen") for form in FORMS)
SETTLED = tuple(
    Peer(f"GoRules zen, {form}", partial(export, form=form, settled=True), Zen, "zen")
    for form in FORMS
)
