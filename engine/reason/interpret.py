"""The reference interpreter: every derived fact in order, then every advice."""

from collections.abc import Iterable, Sequence

from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.conditions import Condition
from engine.ir.rules import Advice, Decision
from engine.ir.trace import Trace
from engine.ir.values import Choices, Truth, Value, of_truth
from engine.reason.disputes import find_disputes
from engine.reason.evaluate import all_of, amount, negated, truth
from engine.reason.known import Known


def interpret(base: RuleBase, case: Case) -> tuple[Known, Trace]:
    """What is known of the case after all rules, and the trace of how."""
    run = _Run(Known(base, case, find_disputes(base, case)))
    known = run.derived(base.order)
    for advice in base.advice:
        run.consider(advice)
    return known, Trace(dict(known.derived), run.truths, frozenset(run.fired))


def derived(base: RuleBase, case: Case) -> Known:
    """What is known of the case after all rules; no advice is looked at."""
    return _Run(Known(base, case, find_disputes(base, case))).derived(base.order)


def revised(before: Known, case: Case, facts: Iterable[str]) -> Known:
    """What is known once answers are changed, where only these derived facts can be others.

    The answers must contradict each other neither before nor after.
    """
    known = Known(before.base, case)
    for place, value in before.derived.items():
        known.conclude(place, value)
    return _Run(known).derived(facts)


class _Run:
    def __init__(self, known: Known) -> None:
        self._known = known
        self.truths: dict[tuple[str, int], Truth] = {}
        self.fired: set[tuple[str, int]] = set()

    def derived(self, facts: Iterable[str]) -> Known:
        known = self._known
        for fact in facts:
            for member in known.members(known.base.facts[fact].entity):
                known.conclude((fact, member), self.derive(fact, member))
        return known

    def derive(self, fact: str, member: int) -> Value:
        base = self._known.base
        formula = base.facts[fact].formula
        if formula is not None:
            return amount(formula, self._known, member)
        if fact in base.decisions:
            return self._decide(base.decisions[fact], member)
        return self._complete(fact, member)

    def _complete(self, fact: str, member: int) -> Choices:
        """Yes if some rule holds, no if every one fails (completion)."""
        verdicts = []
        for rule in self._known.base.concluding[fact]:
            verdicts.append(truth(rule.when, self._known, member))
            self._note(rule.id, member, verdicts[-1])
        return of_truth(negated(all_of(map(negated, verdicts))))

    def _decide(self, decision: Decision, member: int) -> Choices:
        verdicts: list[Truth] = []
        for row in decision.rows:
            verdict = self._verdict(row.when, member)
            verdicts.append(verdict)
            self.truths[row.id, member] = verdict
        taken = taken_row(verdicts)
        if taken is not None:
            self.fired.add((decision.rows[taken].id, member))
        return Choices(decision.rows[index].then for index in reachable_rows(verdicts))

    def consider(self, advice: Advice) -> None:
        for member in self._known.members(advice.scope):
            if self._verdict(advice.when, member):
                self.fired.add((advice.id, member))

    def _verdict(self, when: Condition | None, member: int) -> Truth:
        return True if when is None else truth(when, self._known, member)

    def _note(self, name: str, member: int, verdict: Truth) -> None:
        self.truths[name, member] = verdict
        if verdict:
            self.fired.add((name, member))


def reachable_rows(verdicts: Sequence[Truth]) -> Iterable[int]:
    """Rows that can still be the first to hold: not false, and none true before them."""
    for index, verdict in enumerate(verdicts):
        if verdict is not False:
            yield index
        if verdict is True:
            return


def taken_row(verdicts: Sequence[Truth]) -> int | None:
    """The first true row when every row before it is false; None while that is undetermined."""
    for index, verdict in enumerate(verdicts):
        if verdict is not False:
            return index if verdict is True else None
    return None
