"""From the rule base to Horn clauses: every condition's truth and falsity derived positively.

A condition holds or fails by separate clauses, so completion, first-hit decisions and `exists`
come out of chaining without negation. Single comparisons (atoms) are left to the driver, which
asserts their verdicts; an undetermined atom is asserted neither way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.firing.horn import Clause, HornProgram, Pattern
from engine.firing.keys import Keys, Mark, canonical
from engine.firing.phases import condition_phase, fact_phases
from engine.ir.base import RuleBase
from engine.ir.conditions import Among, And, Condition, Every, Exists, Not, Or
from engine.ir.rules import Decision
from engine.ir.values import EITHER, YES

MEMBER = "m"


@dataclass(frozen=True, slots=True)
class Atom:
    """A single comparison that the driver evaluates for each member of its scope."""

    condition: Condition
    scope: str
    phase: int


@dataclass
class Plan:
    """What the driver needs: clauses and atoms by phase, and the keys to read results with."""

    keys: Keys
    phases: dict[str, int]
    atoms: list[Atom]
    programs: list[HornProgram]
    fired_by: dict[int, str]


def compile_base(base: RuleBase) -> Plan:
    """The plan for forward chaining over the rule base."""
    return _Compiler(base).plan()


@dataclass
class _Compiler:
    base: RuleBase
    keys: Keys = field(default_factory=Keys)
    atoms: dict[tuple[Condition, str], Atom] = field(default_factory=dict)
    clauses: list[tuple[int, Clause]] = field(default_factory=list)
    fired_by: dict[int, str] = field(default_factory=dict)
    _done: set[tuple[Condition, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.phases = dict(fact_phases(self.base))
        entities = sorted(self.base.entities.values(), key=lambda e: (not e.root, not e.principal))
        self._principal = {e.name: i for i, e in enumerate(entities) if e.principal}

    def plan(self) -> Plan:
        for name in self.base.order:
            if name in self.base.decisions:
                self._decision(self.base.decisions[name])
            elif name in self.base.concluding:
                self._completion(name)
        for advice in self.base.advice:
            given = self.keys.of(Mark.GIVEN, advice.id)
            phase, body = self._verdict(advice.when, advice.scope, holds=True)
            self._clause(phase, given, advice.scope, body, advice.id)
        count = 1 + max((phase for phase, _ in self.clauses), default=0)
        programs = [self._program(phase) for phase in range(count)]
        return Plan(self.keys, self.phases, list(self.atoms.values()), programs, self.fired_by)

    def _program(self, phase: int) -> HornProgram:
        return HornProgram(tuple(clause for its, clause in self.clauses if its == phase))

    def _completion(self, fact: str) -> None:
        phase = self.phases[fact]
        rules = self.base.concluding[fact]
        scope = rules[0].scope
        for rule in rules:
            _, body = self._verdict(rule.when, scope, holds=True)
            self._clause(phase, self.keys.of(Mark.CONCLUDED, fact), scope, body, rule.id)
        fails = [part for rule in rules for part in self._verdict(rule.when, scope, holds=False)[1]]
        self._clause(phase, self.keys.of(Mark.EXCLUDED, fact), scope, fails)

    def _decision(self, decision: Decision) -> None:
        phase, scope = self.phases[decision.fact], decision.scope
        before: list[Pattern] = []
        for index, row in enumerate(decision.rows):
            key = {mark: self.keys.of(mark, decision.fact, index) for mark in _ROW_MARKS}
            if index:
                earlier = self._at(self.keys.of(Mark.SOME_TRUE, decision.fact, index - 1), scope)
                self._clause(phase, key[Mark.SOME_TRUE], scope, [earlier])
                self._clause(phase, key[Mark.UNREACHABLE], scope, [earlier])
            holds = self._verdict(row.when, scope, holds=True)[1]
            self._clause(phase, key[Mark.SOME_TRUE], scope, holds)
            self._clause(phase, key[Mark.TAKEN], scope, [*holds, *before], row.id)
            if row.when is not None:
                fails = self._verdict(row.when, scope, holds=False)[1]
                self._clause(phase, key[Mark.UNREACHABLE], scope, fails)
                self._clause(phase, key[Mark.ALL_FALSE], scope, [*fails, *before])
            before = [self._at(key[Mark.ALL_FALSE], scope)]

    def _verdict(
        self, node: Condition | None, scope: str, *, holds: bool
    ) -> tuple[int, list[Pattern]]:
        """The phase and the pattern of a condition's verdict; no condition always holds."""
        if node is None:
            return 0, []
        return condition_phase(node, self.base, self.phases), [self._node(node, scope, holds)]

    def _node(self, node: Condition, scope: str, holds: bool) -> Pattern:
        """The pattern of a node's verdict, after making sure that something derives it."""
        if isinstance(node, Not):
            return self._node(node.part, scope, not holds)
        of_principal = isinstance(node, Among) and not node.ref.bound
        node, scope = canonical(node, scope, self.base.root.name)
        if (node, scope) not in self._done:
            self._done.add((node, scope))
            self._define(node, scope)
        key = self.keys.condition(node, scope, holds=holds)
        return Pattern(key, self._principal[scope]) if of_principal else self._at(key, scope)

    def _define(self, node: Condition, scope: str) -> None:
        phase = condition_phase(node, self.base, self.phases)
        holds = self.keys.condition(node, scope, holds=True)
        fails = self.keys.condition(node, scope, holds=False)
        match node:
            case And(parts):
                self._joint(phase, scope, (holds, True), (fails, False), parts)
            case Or(parts):
                self._joint(phase, scope, (fails, False), (holds, True), parts)
            case Exists(entity, part):
                self._walk(phase, entity, part, (holds, True), (fails, False))
            case Every(entity, part):
                self._walk(phase, entity, part, (fails, False), (holds, True))
            case Among(ref, values) if self.base.facts[ref.fact].derived:
                self._among(phase, ref.fact, values, scope, (holds, fails))
            case _:
                self.atoms[node, scope] = Atom(node, scope, phase)

    def _joint(
        self,
        phase: int,
        scope: str,
        whole: tuple[int, bool],
        single: tuple[int, bool],
        parts: tuple[Condition, ...],
    ) -> None:
        """`whole` needs every part to have its verdict, `single` needs one part to have its."""
        body = [self._node(part, scope, whole[1]) for part in parts]
        self._clause(phase, whole[0], scope, body)
        for part in parts:
            self._clause(phase, single[0], scope, [self._node(part, scope, single[1])])

    def _walk(
        self,
        phase: int,
        entity: str,
        part: Condition,
        found: tuple[int, bool],
        exhausted: tuple[int, bool],
    ) -> None:
        """`found`: one member decides. `exhausted`: the whole complete list was walked in vain."""
        root = self.base.root.name
        of = self.keys.of
        one, every = self._node(part, entity, found[1]), self._node(part, entity, exhausted[1])
        prefix = of(Mark.FAILS_SO_FAR, part, entity, found[1])
        at = self._at(prefix, entity).at
        someone = [] if one.at == at else [self._at(of(Mark.MEMBER, entity), entity)]
        self._clause(phase, found[0], root, [one, *someone])
        self._clause(phase, prefix, entity, [self._at(of(Mark.FIRST, entity), entity), every])
        link = Pattern(of(Mark.LINK, entity), at, "before")
        self._clause(phase, prefix, entity, [Pattern(prefix, "before"), link, every])
        last = self._at(of(Mark.LAST, entity), entity)
        self._clause(phase, exhausted[0], root, [Pattern(prefix, at), last])
        self._clause(phase, exhausted[0], root, [Pattern(of(Mark.EMPTY, entity), 0)])

    def _among(
        self, phase: int, fact: str, values: frozenset[str], scope: str, keys: tuple[int, int]
    ) -> None:
        holds, fails = keys
        if fact not in self.base.decisions:
            yes, no = self.keys.of(Mark.CONCLUDED, fact), self.keys.of(Mark.EXCLUDED, fact)
            if YES not in values:
                yes, no = no, yes
            always = len(values) == len(EITHER)
            self._clause(phase, holds, scope, [] if always else [self._at(yes, scope)])
            if not always:
                self._clause(phase, fails, scope, [self._at(no, scope)])
            return
        rows = self.base.decisions[fact].rows
        inside = [i for i, row in enumerate(rows) if row.then in values]
        outside = [i for i, row in enumerate(rows) if row.then not in values]
        self._clause(phase, holds, scope, self._unreachable(fact, outside, scope))
        self._clause(phase, fails, scope, self._unreachable(fact, inside, scope))

    def _unreachable(self, fact: str, rows: Iterable[int], scope: str) -> list[Pattern]:
        return [self._at(self.keys.of(Mark.UNREACHABLE, fact, row), scope) for row in rows]

    def _at(self, key: int, scope: str) -> Pattern:
        single = self.base.entities[scope].single
        return Pattern(key, self._principal[scope] if single else MEMBER)

    def _clause(
        self, phase: int, key: int, scope: str, body: list[Pattern], rule: str | None = None
    ) -> None:
        head = self._at(key, scope)
        body = list(dict.fromkeys(body))
        if isinstance(head.at, str) and not any(head.at in part.names() for part in body):
            body = [*body, self._at(self.keys.of(Mark.MEMBER, scope), scope)]
        if not body:
            body = [Pattern(self.keys.of(Mark.MEMBER, scope), head.at)]
        label = len(self.clauses)
        self.clauses.append((phase, Clause(label, head, tuple(body))))
        if rule is not None:
            self.fired_by[label] = rule


_ROW_MARKS = (Mark.SOME_TRUE, Mark.ALL_FALSE, Mark.UNREACHABLE, Mark.TAKEN)
