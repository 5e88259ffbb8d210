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
    _done: set[int] = field(default_factory=set)
    _phase_of: dict[Condition, int] = field(default_factory=dict)

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
        return self._phase(node), [self._node(node, scope, holds)]

    def _phase(self, node: Condition) -> int:
        if node not in self._phase_of:
            self._phase_of[node] = condition_phase(node, self.base, self.phases)
        return self._phase_of[node]

    def _node(self, node: Condition, scope: str, holds: bool) -> Pattern:
        """The pattern of a verdict, after making sure that something derives it.

        Only the verdicts that somebody asks for are derived: the falsity of an advice's condition
        interests nobody.
        """
        if isinstance(node, Not):
            return self._node(node.part, scope, not holds)
        of_principal = isinstance(node, Among) and not node.ref.bound
        node, scope = canonical(node, scope, self.base.root.name)
        key = self.keys.condition(node, scope, holds=holds)
        if key not in self._done:
            self._done.add(key)
            self._define(node, scope, key, holds=holds)
        return Pattern(key, self._principal[scope]) if of_principal else self._at(key, scope)

    def _define(self, node: Condition, scope: str, key: int, *, holds: bool) -> None:
        phase = self._phase(node)
        match node:
            case And(parts) | Or(parts):
                body = [self._node(part, scope, holds) for part in parts]
                together = isinstance(node, And) == holds
                for joint in [body] if together else [[part] for part in body]:
                    self._clause(phase, key, scope, joint)
            case Exists(entity, part) | Every(entity, part):
                whole = isinstance(node, Every) == holds
                (self._walk if whole else self._find)(phase, key, entity, part, holds)
            case Among(ref, values) if self.base.facts[ref.fact].derived:
                self._clause(phase, key, scope, self._among(ref.fact, values, scope, holds=holds))
            case _:
                self.atoms[node, scope] = Atom(node, scope, phase)

    def _find(self, phase: int, key: int, entity: str, part: Condition, holds: bool) -> None:
        """One member with the verdict decides; the member itself must exist."""
        of = self.keys.of
        one = self._node(part, entity, holds)
        someone = (
            []
            if one.at == self._at(key, entity).at
            else [self._at(of(Mark.MEMBER, entity), entity)]
        )
        self._clause(phase, key, self.base.root.name, [one, *someone])

    def _walk(self, phase: int, key: int, entity: str, part: Condition, holds: bool) -> None:
        """The whole list is walked from its first member to the last, and has to be complete."""
        of, root = self.keys.of, self.base.root.name
        every = self._node(part, entity, holds)
        prefix = of(Mark.SO_FAR, part, entity, holds)
        at = self._at(prefix, entity).at
        self._clause(phase, prefix, entity, [self._at(of(Mark.FIRST, entity), entity), every])
        link = Pattern(of(Mark.LINK, entity), at, "before")
        self._clause(phase, prefix, entity, [Pattern(prefix, "before"), link, every])
        last = self._at(of(Mark.LAST, entity), entity)
        self._clause(phase, key, root, [Pattern(prefix, at), last])
        self._clause(phase, key, root, [Pattern(of(Mark.EMPTY, entity), 0)])

    def _among(
        self, fact: str, values: frozenset[str], scope: str, *, holds: bool
    ) -> list[Pattern]:
        """What makes a derived fact one of the values, or (not `holds`) none of them."""
        if fact in self.base.decisions:
            rows = self.base.decisions[fact].rows
            others = [i for i, row in enumerate(rows) if (row.then in values) is not holds]
            return self._unreachable(fact, others, scope)
        if len(values) == len(EITHER):
            return [] if holds else [self._at(self.keys.of(Mark.NEVER), scope)]
        mark = Mark.CONCLUDED if (YES in values) == holds else Mark.EXCLUDED
        return [self._at(self.keys.of(mark, fact), scope)]

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
