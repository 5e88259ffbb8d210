"""A whole consultation by closures, with the same trace as the reference interpreter's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import compress

from engine.compiled.compiler import compiler
from engine.compiled.derive import Derive, derive
from engine.compiled.lazy import Lazy, contradictions
from engine.compiled.verdicts import Tests, Verdicts
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.rules import Advice, Decision, Row, Rule
from engine.ir.trace import Trace
from engine.ir.values import EITHER, ONLY_NO, ONLY_YES, Choices, Truth
from engine.reason.interpret import reachable_rows, taken_row
from engine.reason.known import Known

_KEY = "program"
_REMEMBERED = 4096  # combinations of verdicts on one decision


def run(base: RuleBase, case: Case) -> tuple[Known, Trace]:
    """What is known of the case after all rules, and the trace of how."""
    program: _Program | None = base.own.get(_KEY)
    if program is None:
        program = base.own[_KEY] = _Program(base)
    known = Lazy(base, case, contradictions(base, case))
    done = _Done(known)
    tests = {
        entity: [program.verdicts.tests(known, member) for member in members]
        for entity, members in case.members.items()
    }
    for entity, step in program.steps:
        for member, its in zip(known.members(entity), tests.get(entity, ()), strict=True):
            step(done, member, its)
    return known, Trace(dict(known.derived), done.truths, frozenset(done.fired))


@dataclass(slots=True)
class _Done:
    known: Lazy
    truths: dict[tuple[str, int], Truth] = field(default_factory=dict)
    fired: set[tuple[str, int]] = field(default_factory=set)


_Step = Callable[[_Done, int, Tests], None]


class _Program:
    """Everything there is to conclude, in order, with the entity that it is about."""

    def __init__(self, base: RuleBase) -> None:
        self.verdicts = Verdicts(compiler(base))
        self.steps: list[tuple[str, _Step]] = []
        for name in base.order:
            self.steps.append((base.facts[name].entity, self._derived(base, name)))
        for scope in dict.fromkeys(one.scope for one in base.advice):
            given = [one for one in base.advice if one.scope == scope]
            self.steps.append((scope, self._given(given)))

    def _derived(self, base: RuleBase, name: str) -> _Step:
        if base.facts[name].formula is not None:
            found = derive(base, name)
            return lambda done, member, _: _worked_out(done, (name, member), found)
        if name in base.decisions:
            return self._decided(base.decisions[name])
        return self._completed(name, base.concluding[name])

    def _decided(self, decision: Decision) -> _Step:
        rows = decision.rows
        truths, keys = self.verdicts.truths(row.when for row in rows), _keys(rows)

        @lru_cache(_REMEMBERED)
        def outcome(verdicts: tuple[Truth, ...]) -> tuple[int | None, Choices]:
            values = Choices(rows[index].then for index in reachable_rows(verdicts))
            return taken_row(verdicts), values

        def step(done: _Done, member: int, tests: Tests) -> None:
            verdicts, names = truths(tests), keys(member)
            done.truths.update(zip(names, verdicts, strict=True))
            taken, value = outcome(verdicts)
            if taken is not None:
                done.fired.add(names[taken])
            done.known.conclude((decision.fact, member), value)

        return step

    def _completed(self, fact: str, rules: tuple[Rule, ...]) -> _Step:
        truths, keys = self.verdicts.truths(rule.when for rule in rules), _keys(rules)

        def step(done: _Done, member: int, tests: Tests) -> None:
            verdicts, names = truths(tests), keys(member)
            done.truths.update(zip(names, verdicts, strict=True))
            if True in verdicts:
                done.fired.update(compress(names, verdicts))
                value = ONLY_YES
            else:
                value = EITHER if None in verdicts else ONLY_NO
            done.known.conclude((fact, member), value)

        return step

    def _given(self, advice: list[Advice]) -> _Step:
        holding, keys = self.verdicts.holding(one.when for one in advice), _keys(advice)

        def step(done: _Done, member: int, tests: Tests) -> None:
            done.fired.update(compress(keys(member), holding(tests)))

        return step


def _worked_out(done: _Done, place: Place, found: Derive) -> None:
    done.known.conclude(place, found(done.known, place[1]))


def _keys(items: Iterable[Row | Rule | Advice]) -> Callable[[int], list[tuple[str, int]]]:
    """The names under which a member's verdicts are noted."""
    names = [one.id for one in items]
    return cache(lambda member: [(name, member) for name in names])
