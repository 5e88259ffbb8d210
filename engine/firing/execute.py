"""Forward chaining of a whole rule base with durable-rules."""

from collections.abc import Iterable, Iterator

from engine.firing.compile import Plan, compile_base
from engine.firing.durable import DurableProgram
from engine.firing.horn import Fact
from engine.firing.keys import Mark, canonical
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.conditions import Condition, Not
from engine.ir.rules import Decision
from engine.ir.trace import Trace
from engine.ir.values import EITHER, ONLY_NO, ONLY_YES, Choices, Truth
from engine.reason.disputes import find_disputes
from engine.reason.evaluate import amount, truth
from engine.reason.known import Known


class DurableExecutor:
    """A rule base compiled for durable-rules; one executor serves any number of cases."""

    def __init__(self, base: RuleBase) -> None:
        """Compile the base; raises FiringError where durable-rules cannot be used."""
        self._base = base
        self._plan = compile_base(base)
        self._programs = [DurableProgram(program) for program in self._plan.programs]

    def run(self, case: Case) -> tuple[Known, Trace]:
        """What is known of the case after all rules have fired, and the trace of how."""
        known = Known(self._base, case, find_disputes(self._base, case))
        run = _Run(self._plan, known)
        for phase, program in enumerate(self._programs):
            run.assert_atoms(phase)
            run.take(program.fire(run.facts), phase)
        run.numbers(len(self._programs))
        return known, run.trace()


class _Run:
    def __init__(self, plan: Plan, known: Known) -> None:
        self._plan = plan
        self._known = known
        self._base = known.base
        self.facts: set[Fact] = set(self._structure())
        self._fired: set[tuple[str, int]] = set()

    def _structure(self) -> Iterator[Fact]:
        """Who the members are, and how a list is walked from its first to its last."""
        for entity in self._base.entities:
            members = self._known.members(entity)
            complete = self._known.is_complete(entity)
            yield from (self._marked(Mark.MEMBER, entity, member) for member in members)
            for before, member in zip(members, members[1:], strict=False):
                yield Fact(self._plan.keys.of(Mark.LINK, entity), member, before)
            if members:
                yield self._marked(Mark.FIRST, entity, members[0])
            if complete:
                mark = Mark.LAST if members else Mark.EMPTY
                yield self._marked(mark, entity, members[-1] if members else 0)

    def _marked(self, mark: Mark, entity: str, member: int) -> Fact:
        return Fact(self._plan.keys.of(mark, entity), member, 0)

    def assert_atoms(self, phase: int) -> None:
        """Evaluate the comparisons of a phase and assert those that are determined."""
        self.numbers(phase)
        for atom in self._plan.atoms:
            if atom.phase != phase:
                continue
            for member in self._known.members(atom.scope):
                verdict = truth(atom.condition, self._known, member)
                if verdict is not None:
                    key = self._plan.keys.condition(atom.condition, atom.scope, holds=verdict)
                    self.facts.add(Fact(key, member, 0))

    def numbers(self, phase: int) -> None:
        """Work out the derived numbers that can be known at the start of a phase."""
        for name in self._base.order:
            formula = self._base.facts[name].formula
            if formula is not None and self._plan.phases[name] == phase:
                for member in self._known.members(self._base.facts[name].entity):
                    self._known.conclude((name, member), amount(formula, self._known, member))

    def take(self, firings: Iterable[tuple[int, Fact, object]], phase: int) -> None:
        """Take over what was derived in a phase."""
        for label, head, _ in firings:
            self.facts.add(head)
            if label in self._plan.fired_by:
                self._fired.add((self._plan.fired_by[label], head.at))
        for name in self._base.order:
            if self._plan.phases[name] == phase and self._base.facts[name].formula is None:
                for member in self._known.members(self._base.facts[name].entity):
                    self._known.conclude((name, member), self._value(name, member))

    def _value(self, fact: str, member: int) -> Choices:
        if fact in self._base.decisions:
            return Choices(
                row.then
                for index, row in enumerate(self._base.decisions[fact].rows)
                if not self._has(Mark.UNREACHABLE, fact, index, member=member)
            )
        if self._has(Mark.CONCLUDED, fact, member=member):
            return ONLY_YES
        return ONLY_NO if self._has(Mark.EXCLUDED, fact, member=member) else EITHER

    def _has(self, mark: Mark, *what: str | int, member: int) -> bool:
        return Fact(self._plan.keys.of(mark, *what), member, 0) in self.facts

    def trace(self) -> Trace:
        """The verdict on every condition, read from the facts that chaining left behind."""
        truths: dict[tuple[str, int], Truth] = {}
        for name, scope, when in _conditions(self._base):
            for member in self._known.members(scope):
                truths[name, member] = True if when is None else self._truth(when, scope, member)
        return Trace(dict(self._known.derived), truths, frozenset(self._fired))

    def _truth(self, node: Condition, scope: str, member: int) -> Truth:
        if isinstance(node, Not):
            inner = self._truth(node.part, scope, member)
            return None if inner is None else not inner
        node, its_scope = canonical(node, scope, self._base.root.name)
        at = member if its_scope == scope else self._known.members(its_scope)[0]
        for verdict in (True, False):
            key = self._plan.keys.condition(node, its_scope, holds=verdict)
            if Fact(key, at, 0) in self.facts:
                return verdict
        return None


def _conditions(base: RuleBase) -> Iterator[tuple[str, str, Condition | None]]:
    decisions: Iterable[Decision] = base.decisions.values()
    for decision in decisions:
        yield from ((row.id, decision.scope, row.when) for row in decision.rows)
    yield from ((rule.id, rule.scope, rule.when) for rule in base.rules)
