"""Judging single edits of the shipped knowledge: caught, proved equivalent, or neither."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import knowledge
from engine.advise import INTERPRETER, Run
from engine.boundaries import failure, first_entry
from engine.checking.bench import Bench
from engine.checking.checks import (
    decision_gap,
    masked_row,
    overlapping_rows,
    unreachable_outcome,
    worse_for_better,
)
from engine.expectations import failures
from engine.ir.base import RuleBase
from engine.ir.boundary import Boundary
from engine.ir.case import Case
from engine.ir.conditions import Condition, Or
from engine.ir.rules import Advice, Decision, Rule
from engine.ir.trace import Trace
from engine.ir.values import Choices, Truth, of_truth
from engine.proving.formula import FALSE, TRUE, Formula, both, either, negation
from engine.proving.prover import Prover
from engine.proving.world import item_slot
from engine.reading.base import read_base
from engine.reading.boundaries import ENDING, read_boundaries
from engine.reading.case import read_case
from engine.reason.evaluate import all_of, negated, truth
from engine.reason.interpret import interpret, reachable_rows
from engine.reason.known import Known
from engine.report.build import build_report
from tools.mutation import Edit, conditions, decisions

NEVER = Or(())
MOST_TRIED = 16  # situations tried for an edit of a conclusion, apart from its own boundaries
EQUIVALENT, BY_CHECK = "equivalent", "check"
FOLDER = Path(knowledge.__file__).parent
CHECKS = (decision_gap, overlapping_rows, masked_row, unreachable_outcome, worse_for_better)


@dataclass(frozen=True)
class Mutant:
    """An edit of an item; `kind` is decision, rule or advice; nothing is left of a removed one."""

    kind: str
    item: str
    edit: str
    target: str
    changed: Condition | Decision | None


@dataclass(frozen=True)
class Situation:
    """A case or boundary with what is known at its end."""

    case: Case
    known: Known
    trace: Trace
    boundary: Boundary | None = None


@cache
def loaded() -> RuleBase:
    """The shipped base."""
    return read_base([FOLDER])


def mutants(base: RuleBase) -> Iterator[Mutant]:
    """Every single edit of the base."""
    for decision in base.decisions.values():
        for row, edit in decisions(base, decision):
            yield Mutant("decision", row, edit.what, decision.fact, edit.result)
    for rule in base.rules:
        for edit in [*conditions(base, rule.when), Edit("removed", None)]:
            yield Mutant("rule", rule.id, edit.what, rule.id, edit.result)
    for advice in base.advice:
        edits = [] if advice.when is None else list(conditions(base, advice.when))
        for edit in [*edits, Edit("removed", None)]:
            yield Mutant("advice", advice.id, edit.what, advice.id, edit.result)


def situations(prefixes: tuple[str, ...] = ("",)) -> Iterator[Situation]:
    """Boundaries near the items whose ids start so, and every shipped case."""
    base, examples = loaded(), FOLDER / "examples"
    for path in sorted(examples.glob(f"**/*{ENDING}")):
        for boundary in read_boundaries(base, path):
            if boundary.target in base.facts or boundary.target.startswith(prefixes):
                yield Situation(boundary.case, *interpret(base, boundary.case), boundary)
    for path in sorted(examples.glob("*.case.yaml")):
        case = read_case(base, path)
        yield Situation(case, *interpret(base, case))


class Judge:
    """Judges mutants by situations and proofs."""

    def __init__(self, known: Iterable[Situation]) -> None:
        self.base = loaded()
        self._rules = {rule.id: rule for rule in self.base.rules}
        self._advice = {advice.id: advice for advice in self.base.advice}
        self._situations = tuple(known)

    def verdict(self, mutant: Mutant) -> str:
        """What catches the mutant, or that it is equivalent; empty when neither."""
        if mutant.kind == "advice":
            caught = self._advice_caught(mutant)
        else:
            caught = self._conclusion_caught(mutant)
        if caught:
            return caught
        if self._is_equivalent(mutant):
            return EQUIVALENT
        return BY_CHECK if self._is_found(mutant) else ""

    def _advice_caught(self, mutant: Mutant) -> str:
        """Only what is given or not changes, so nothing has to be derived again."""
        advice = self._advice[mutant.target]
        assert not isinstance(mutant.changed, Decision)
        when = mutant.changed or NEVER
        for one in self._situations:
            for member in one.known.members(advice.scope):
                was = (advice.id, member) in one.trace.fired
                now = truth(when, one.known, member) is True
                if was != now and self._says(one, advice, member, now=now):
                    return one.case.file
        return ""

    def _says(self, one: Situation, advice: Advice, member: int, *, now: bool) -> bool:
        """Whether somebody wrote down that the advice is, or is not, given here."""
        if one.boundary is not None:
            first = first_entry(self.base, one.case, advice.scope)
            return one.boundary.target == advice.id and member == first
        listed = one.case.expect.get("no_advice" if now else "advice", ())
        return advice.id in listed or (not now and advice.id in _of_entries(one.case))

    def _changed(self, mutant: Mutant) -> tuple[RuleBase, tuple[str, ...]]:
        """The base with the edit, and the facts whose derivation it touches."""
        if isinstance(mutant.changed, Decision):
            edited = {**self.base.decisions, mutant.target: mutant.changed}
            return replace(self.base, decisions=edited), (mutant.target,)
        rule = replace(self._rules[mutant.target], when=mutant.changed or NEVER)
        rules = tuple(rule if one.id == rule.id else one for one in self.base.rules)
        return replace(self.base, rules=rules), rule.conclude

    def _conclusion_caught(self, mutant: Mutant) -> str:
        changed, facts = self._changed(mutant)
        touched = [one for one in self._situations if _differs(changed, one, facts)]
        for one in touched:
            if one.boundary is not None and one.boundary.target in facts:
                return one.case.file
        tried = touched[-MOST_TRIED:]
        return next((one.case.file for one in tried if _judged(changed, one)), "")

    @cached_property
    def _prover(self) -> Prover:
        """With the distinctions of every edit, so that each can be compared with the original."""
        also = [c for one in mutants(self.base) for c in _conditions_of(one)]
        return Prover(self.base, also)

    def _is_equivalent(self, mutant: Mutant) -> bool:
        """Whether it is proved that nobody gets another outcome."""
        return not self._prover.possible(self._difference(mutant))

    def _difference(self, mutant: Mutant) -> Formula:
        if isinstance(mutant.changed, Decision):
            return self._outcomes_differ(self.base.decisions[mutant.target], mutant.changed)
        item: Rule | Advice = (
            self._rules[mutant.target] if mutant.kind == "rule" else self._advice[mutant.target]
        )
        assert item.when is not None or mutant.changed is None
        slot, partial = item_slot(self.base, item.scope), mutant.kind == "advice"
        space = self._prover.space
        present = space.present(item.scope)
        before = TRUE if item.when is None else space.lower(item.when, slot, partial=partial)
        after: Formula = FALSE
        if mutant.changed is not None:
            after = space.lower(mutant.changed, slot, partial=partial)
        differs = either([both([before, negation(after)]), both([after, negation(before)])])
        if mutant.kind == "advice":
            return both([present, differs])
        others = [r for r in self.base.rules if set(r.conclude) & set(_concluded(item))]
        rest = [negation(space.lower(r.when, slot)) for r in others if r.id != item.id]
        alone = len(_concluded(item)) == 1
        return both([present, differs, *(rest if alone else ())])

    def _outcomes_differ(self, one: Decision, other: Decision) -> Formula:
        mine, its = (self._by_outcome(decision) for decision in (one, other))
        return either(
            both([formula, negation(its.get(outcome, FALSE))]) for outcome, formula in mine.items()
        )

    def _by_outcome(self, decision: Decision) -> dict[str, Formula]:
        slot = item_slot(self.base, decision.scope)
        found: dict[str, list[Formula]] = {}
        before = self._prover.space.present(decision.scope)
        for row in decision.rows:
            holds = TRUE if row.when is None else self._prover.space.lower(row.when, slot)
            found.setdefault(row.then, []).append(both([before, holds]))
            before = both([before, negation(holds)])
        return {outcome: either(formulas) for outcome, formulas in found.items()}

    def _is_found(self, mutant: Mutant) -> bool:
        """Whether `check` finds fault with a decision after the edit."""
        if mutant.kind != "decision":
            return False
        changed, _ = self._changed(mutant)
        waived = {(waiver.check, waiver.item) for waiver in self.base.waivers}
        bench = Bench(changed)
        found = [one for module in CHECKS for one in module.find(bench)]
        return any((one.check, one.item) not in waived for one in found)


def _conditions_of(mutant: Mutant) -> Iterator[Condition]:
    if isinstance(mutant.changed, Decision):
        yield from (row.when for row in mutant.changed.rows if row.when is not None)
    elif mutant.changed is not None:
        yield mutant.changed


def _concluded(item: Rule | Advice) -> tuple[str, ...]:
    return item.conclude if isinstance(item, Rule) else ()


def _of_entries(case: Case) -> set[str]:
    """Advice that the case expects for entries of its lists."""
    found: set[str] = set()
    for part in case.expect.values():
        for entry in part.values() if isinstance(part, dict) else ():
            lists = entry.values() if isinstance(entry, dict) else ()
            found.update(name for names in lists if isinstance(names, list) for name in names)
    return found


def _judged(changed: RuleBase, one: Situation) -> bool:
    """Whether the situation no longer gives what it says."""
    known, trace = interpret(changed, one.case)
    if one.boundary is not None:
        return bool(failure(changed, one.boundary, trace))
    if trace.fired == one.trace.fired and not set(one.case.expect) & {"hinges", "candidates"}:
        return False
    report = build_report(Run(known, trace, INTERPRETER, ""))
    return bool(failures(changed, one.case.expect, report))


def _differs(changed: RuleBase, one: Situation, facts: Iterable[str]) -> bool:
    """Whether a fact comes out otherwise; what it rests on is the same."""
    for fact in facts:
        for member in one.known.members(changed.facts[fact].entity):
            if _value(changed, one.known, fact, member) != one.trace.values[fact, member]:
                return True
    return False


def _value(base: RuleBase, known: Known, fact: str, member: int) -> Choices:
    if fact in base.decisions:
        rows = base.decisions[fact].rows
        verdicts: list[Truth] = [
            True if row.when is None else truth(row.when, known, member) for row in rows
        ]
        return Choices(rows[index].then for index in reachable_rows(verdicts))
    rules = base.concluding.get(fact, ())
    return of_truth(negated(all_of(negated(truth(r.when, known, member)) for r in rules)))
