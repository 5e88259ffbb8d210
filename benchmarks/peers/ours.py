"""The executors of Crossmatch, and the plain loop, as engines of the benchmark."""

import pickle
from functools import partial
from typing import Any

from benchmarks.peers.durable_alone import Alone
from benchmarks.peers.engine import Peer, Person
from benchmarks.peers.loop import Loop, State
from benchmarks.peers.program import Found, Inputs, Program, found_in, plain, program_of
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy, settled
from engine.compiled.run import run
from engine.firing.execute import DurableExecutor
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import Trace
from engine.reason.interpret import interpret


class Traced:
    """An executor that makes a trace."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def given(self, person: Person) -> Case:
        """The case itself."""
        return person.case

    def found(self, result: Trace) -> Found:
        """The conclusions of a trace."""
        return found_in(self._base, result)


class Interpreter(Traced):
    """The reference interpreter."""

    def traced(self, given: Case) -> Trace:
        """All conclusions and verdicts."""
        return interpret(self._base, given)[1]

    consult = traced


class Closures(Traced):
    """The base compiled to closures."""

    def __init__(self, base: RuleBase) -> None:
        super().__init__(base)
        run(base, _nobody(base))  # the first run compiles

    def traced(self, given: Case) -> Trace:
        """All conclusions and verdicts."""
        return run(self._base, given)[1]

    consult = traced


class OneByOne:
    """Closures of which each is run when its value is looked at; no verdict is kept."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self.consult(_nobody(base))

    def given(self, person: Person) -> Case:
        """The case itself."""
        return person.case

    def consult(self, given: Case) -> tuple[Lazy, frozenset[str]]:
        """Every value, and what advice is given."""
        known = settled(self._base, given)
        for name in self._base.order:
            known.value((name, known.members(self._base.facts[name].entity)[0]))
        members = {entity: known.members(entity)[0] for entity in self._base.entities}
        holding = (
            one.id for one in self._base.advice
            if one.when is None or truth(one.when, known, members[one.scope])
        )  # fmt: skip
        return known, frozenset(holding)

    traced = consult

    def found(self, result: tuple[Lazy, frozenset[str]]) -> Found:
        """The conclusions, to be compared."""
        known, advice = result
        return Found({name: plain(value) for (name, _), value in known.derived.items()}, advice)


class Durable(Traced):
    """Forward chaining by durable-rules, driven by Crossmatch or (`alone`) by its own interface."""

    def __init__(self, base: RuleBase, *, alone: bool) -> None:
        super().__init__(base)
        self._executor = Alone(base) if alone else DurableExecutor(base)

    def traced(self, given: Case) -> Trace:
        """All conclusions and verdicts."""
        return self._executor.run(given)[1]

    consult = traced


class Looping:
    """The plain loop."""

    def __init__(self, program: Program) -> None:
        self._loop = Loop(program)

    def given(self, person: Person) -> Inputs:
        """The answers."""
        return person.inputs

    def consult(self, given: Inputs) -> State:
        """Everything that follows."""
        return self._loop.consult(given)

    traced = consult

    def found(self, result: State) -> Found:
        """The conclusions, to be compared."""
        return self._loop.found(result)


def _nobody(base: RuleBase) -> Case:
    """The case in which nothing was answered."""
    return Case({name: (n,) for n, name in enumerate(base.entities)}, {}, frozenset(base.entities))


def _program(base: RuleBase) -> bytes:
    return pickle.dumps(program_of(base))


def _loaded(text: bytes, made: type[Any], **options: bool) -> Any:
    return made(pickle.loads(text), **options)


def _peer(name: str, made: partial[Any], **options: Any) -> Peer:
    return Peer(name, pickle.dumps, made, **options)


OURS = (
    _peer("reference interpreter", partial(_loaded, made=Interpreter), without=False),
    _peer("closures", partial(_loaded, made=Closures), without=False),
    _peer("closures, each run when looked at", partial(_loaded, made=OneByOne), with_trace=False),
    _peer(
        "durable-rules, driven by Crossmatch",
        partial(_loaded, made=Durable, alone=False),
        needs="durable_rules_engine",
        without=False,
    ),
)
PLAIN = (
    _peer(
        "durable-rules by its own interface",
        partial(_loaded, made=Durable, alone=True),
        needs="durable",
        with_trace=False,
        slow=True,
    ),
    Peer("plain Python loop", _program, partial(_loaded, made=Looping), with_trace=False),
)
