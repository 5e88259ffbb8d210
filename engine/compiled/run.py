"""A whole consultation by closures, with the same trace as the reference interpreter's."""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.compiled.compiler import Compiler, compiler
from engine.compiled.holding import always
from engine.compiled.lazy import Lazy, contradictions
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.rules import Advice, Decision, Rule
from engine.ir.trace import Trace
from engine.ir.values import EITHER, ONLY_NO, ONLY_YES, Choices, Truth
from engine.reason.interpret import reachable_rows, taken_row
from engine.reason.known import Known

_KEY = "program"


def run(base: RuleBase, case: Case) -> tuple[Known, Trace]:
    """What is known of the case after all rules, and the trace of how."""
    steps: list[_Step] | None = base.own.get(_KEY)
    if steps is None:
        steps = base.own[_KEY] = _steps(base)
    done = _Done(Lazy(base, case, contradictions(base, case)))
    for entity, step in steps:
        for member in done.known.members(entity):
            step(done, member)
    return done.known, Trace(dict(done.known.derived), done.truths, frozenset(done.fired))


@dataclass(slots=True)
class _Done:
    known: Lazy
    truths: dict[tuple[str, int], Truth] = field(default_factory=dict)
    fired: set[tuple[str, int]] = field(default_factory=set)


_Conclude = Callable[[_Done, int], None]
_Step = tuple[str, _Conclude]


def _steps(base: RuleBase) -> list[_Step]:
    """Everything there is to conclude, in order, with the entity that it is about."""
    compiled, found = compiler(base), list[_Step]()
    for name in base.order:
        fact = base.facts[name]
        if fact.formula is not None:
            found.append((fact.entity, _looked(name)))
        elif name in base.decisions:
            found.append((fact.entity, _decided(base.decisions[name], compiled)))
        else:
            found.append((fact.entity, _completed(name, base.concluding[name], compiled)))
    return found + [(one.scope, _given(one, compiled)) for one in base.advice]


def _looked(name: str) -> _Conclude:
    def step(done: _Done, member: int) -> None:
        done.known.value((name, member))

    return step


def _decided(decision: Decision, compiled: Compiler) -> _Conclude:
    rows = [
        (row.id, compiled.holds(row.when) if row.when else always, row.then)
        for row in decision.rows
    ]

    def step(done: _Done, member: int) -> None:
        verdicts = [holds(done.known, member) for _, holds, _ in rows]
        done.truths.update({(row[0], member): v for row, v in zip(rows, verdicts, strict=True)})
        taken = taken_row(verdicts)
        if taken is not None:
            done.fired.add((rows[taken][0], member))
        value = Choices(rows[index][2] for index in reachable_rows(verdicts))
        done.known.conclude((decision.fact, member), value)

    return step


def _completed(name: str, rules: tuple[Rule, ...], compiled: Compiler) -> _Conclude:
    each = [(rule.id, compiled.holds(rule.when)) for rule in rules]

    def step(done: _Done, member: int) -> None:
        value = ONLY_NO
        for rule, holds in each:
            verdict = done.truths[rule, member] = holds(done.known, member)
            if verdict:
                done.fired.add((rule, member))
                value = ONLY_YES
            elif verdict is None and value is ONLY_NO:
                value = EITHER
        done.known.conclude((name, member), value)

    return step


def _given(advice: Advice, compiled: Compiler) -> _Conclude:
    holds = compiled.holds(advice.when) if advice.when else always

    def step(done: _Done, member: int) -> None:
        if holds(done.known, member):
            done.fired.add((advice.id, member))

    return step
