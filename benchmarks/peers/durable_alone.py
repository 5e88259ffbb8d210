"""durable-rules by its own Python interface: the same Horn clauses, written as rules of a ruleset.

Tests of single facts are made before, as Crossmatch does, and asserted as facts with a number.
Rulesets are kept small, because the engine hangs or misses rules in large ones; what one derives
is asserted in the next. In each a rule fires for everybody, because it is unsafe to delete the
state of a ruleset in which nothing fired.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Any

from engine.firing.compile import compile_base
from engine.firing.execute import DurableExecutor
from engine.firing.horn import Clause, Fact, Firing, HornProgram
from engine.firing.strata import strata
from engine.ir.base import RuleBase

RULES = 60  # of one ruleset
START = -1
_numbers = count(1)


class Alone(DurableExecutor):
    """Runs a base in which nobody is in a list; `run` gives conclusions and verdicts."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._plan = compile_base(base)
        self._programs = [Rulesets(one) for one in self._plan.programs]  # type: ignore[misc]


class Rulesets:
    """One program as rulesets, to be asked one after the other."""

    def __init__(self, program: HornProgram) -> None:
        self._lang: Any = import_module("durable.lang")
        # Raised at a fact that is there already: another rule derived it before.
        self._twice = import_module("durable.engine").MessageObservedException
        self._firings: list[Firing] = []
        clauses = [one for group in strata(program.clauses) for one in group.clauses]
        parts = [clauses[start : start + RULES] for start in range(0, len(clauses), RULES)]
        self._made = [(self._ruleset(part), _read(part)) for part in parts]
        self._lang.get_host()  # compiles what was defined

    def _ruleset(self, clauses: Iterable[Clause]) -> str:
        name, lang = f"part{next(_numbers)}", self._lang
        with lang.ruleset(name):
            lang.when_all(lang.m.n == START)(lambda c: None)
            for clause in clauses:
                parts = [
                    getattr(lang.c, f"f{n}") << (lang.m.n == pattern.key)
                    for n, pattern in enumerate(clause.body)
                ]
                lang.when_all(*parts)(self._action(clause))
        return name

    def _action(self, clause: Clause) -> Callable[[Any], None]:
        head = Fact(clause.head.key, _member(clause.head.at), 0)

        def derive(c: Any) -> None:
            self._firings.append(Firing(clause.label, head, ()))
            with suppress(self._twice):
                c.assert_fact({"n": head.key})

        return derive

    def fire(self, facts: Iterable[Fact]) -> list[Firing]:
        """What fired, in order."""
        known = {fact.key for fact in facts}
        person = str(next(_numbers))
        self._firings = []
        for name, read in self._made:
            for key in [START, *sorted(known & read)]:
                self._tell(name, {"n": key, "sid": person})
            self._lang.delete_state(name, person)
            known |= {firing.head.key for firing in self._firings}
        return self._firings

    def _tell(self, name: str, fact: dict[str, object]) -> None:
        with suppress(self._twice):
            self._lang.assert_fact(name, fact)


def _read(clauses: Iterable[Clause]) -> frozenset[int]:
    return frozenset(pattern.key for clause in clauses for pattern in clause.body)


def _member(at: int | str) -> int:
    assert isinstance(at, int), "only for bases without lists"
    return at
