"""Mutation test of the shipped knowledge: every single edit of a decision, a rule or an advice.

An edit is caught when a shipped case or a boundary then gives something else than it says, or when
`crossmatch check` finds fault with it. Edits that are proved to change nothing do not count.

    python -m tools.mutants                     the whole base, with shares and survivors
    python -m tools.mutants exams/ letters/     only items whose id starts with one of these
"""

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import knowledge
from engine.advise import INTERPRETER, Run
from engine.boundaries import failure, first_entry
from engine.expectations import failures
from engine.ir.base import RuleBase
from engine.ir.boundary import Boundary
from engine.ir.case import Case
from engine.ir.conditions import Condition, Or
from engine.ir.rules import Advice, Decision, Rule
from engine.ir.trace import Trace
from engine.ir.values import Choices, Truth, of_truth
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.boundaries import ENDING, read_boundaries
from engine.reading.case import read_case
from engine.reason.evaluate import all_of, negated, truth
from engine.reason.interpret import interpret, reachable_rows
from engine.reason.known import Known
from engine.rendering.problems import problems_text
from engine.report.build import build_report
from tools.mutation import Edit, conditions, decisions

NEVER = Or(())
ALONE = 400  # mutants that one process judges
MOST_TRIED = 16  # situations tried for an edit of a conclusion, apart from its own boundaries
FOLDER = Path(knowledge.__file__).parent


@dataclass(frozen=True)
class Mutant:
    """An edit of an item; `kind` is decision, rule or advice."""

    kind: str
    item: str
    edit: str
    base: RuleBase
    target: str
    changed: Condition | Decision | None


@dataclass(frozen=True)
class Situation:
    """A case or boundary with what is known at its end."""

    case: Case
    known: Known
    trace: Trace
    boundary: Boundary | None = None


def with_decision(base: RuleBase, decision: Decision) -> RuleBase:
    """The base with a decision in place of the one for the same fact."""
    return replace(base, decisions={**base.decisions, decision.fact: decision})


def with_rule(base: RuleBase, name: str, when: Condition | None) -> RuleBase:
    """The base with another condition for a rule; None: with one that never holds."""
    found = [rule if rule.id != name else replace(rule, when=when or NEVER) for rule in base.rules]
    return replace(base, rules=tuple(found))


def mutants(base: RuleBase) -> Iterator[Mutant]:
    """Every single edit of the base."""
    for decision in base.decisions.values():
        for row, edit in decisions(base, decision):
            assert isinstance(edit.result, Decision)
            yield Mutant("decision", row, edit.what, base, decision.fact, edit.result)
    for rule in base.rules:
        for edit in [*conditions(base, rule.when), Edit("removed", None)]:
            yield Mutant("rule", rule.id, edit.what, base, rule.id, edit.result)
    for advice in base.advice:
        if advice.when is not None:
            for edit in conditions(base, advice.when):
                yield Mutant("advice", advice.id, edit.what, base, advice.id, edit.result)
        yield Mutant("advice", advice.id, "removed", base, advice.id, None)


@cache
def situations() -> tuple[Situation, ...]:
    """Every boundary and every shipped case, boundaries first: they are quicker to judge."""
    base = loaded()
    found = []
    examples = FOLDER / "examples"
    for path in sorted(examples.glob(f"**/*{ENDING}")):
        try:
            found += [(b.case, b) for b in read_boundaries(base, path) if _concerned(b.target)]
        except BadInput as bad:
            print(problems_text(bad.problems))
    found += [(read_case(base, path), None) for path in sorted(examples.glob("*.case.yaml"))]
    return tuple(Situation(case, *interpret(base, case), boundary) for case, boundary in found)


@cache
def loaded() -> RuleBase:
    """The shipped base."""
    return read_base([FOLDER])


@cache
def by_id() -> dict[str, Rule | Advice]:
    """Rules and advice by id."""
    return {item.id: item for item in (*loaded().rules, *loaded().advice)}


def caught(mutant: Mutant) -> str:
    """What catches the mutant; empty when nothing does."""
    if mutant.kind == "advice":
        return _advice_caught(mutant)
    return _conclusion_caught(mutant)


def _advice_caught(mutant: Mutant) -> str:
    """Only what is given or not changes, so nothing has to be derived again."""
    advice = by_id()[mutant.target]
    assert isinstance(advice, Advice)
    for one in situations():
        for member in one.known.members(advice.scope):
            was = (advice.id, member) in one.trace.fired
            now = mutant.changed is not None and truth(mutant.changed, one.known, member) is True
            if was != now and _says(one, advice.id, member, now=now):
                return one.case.file
    return ""


def _says(one: Situation, advice: str, member: int, *, now: bool) -> bool:
    """Whether somebody wrote down that the advice is, or is not, given here."""
    if one.boundary is not None:
        return one.boundary.target == advice and member == first_entry(
            loaded(), one.case, _scope(advice)
        )
    expected = one.case.expect.get("no_advice" if now else "advice", ())
    if advice in expected:
        return True
    listed = [part for key, part in one.case.expect.items() if isinstance(part, dict)]
    return not now and any(
        advice in values
        for part in listed
        for entry in part.values()
        if isinstance(entry, dict)
        for values in entry.values()
        if isinstance(values, list)
    )


def _scope(name: str) -> str:
    return by_id()[name].scope


def _conclusion_caught(mutant: Mutant) -> str:
    base = loaded()
    if isinstance(mutant.changed, Decision):
        changed, facts = with_decision(base, mutant.changed), (mutant.target,)
    else:
        changed = with_rule(base, mutant.target, mutant.changed)
        rule = by_id()[mutant.target]
        assert isinstance(rule, Rule)
        facts = rule.conclude
    touched = [one for one in situations() if _differs(changed, one, facts)]
    for one in touched:
        if one.boundary is not None and one.boundary.target in facts:
            return one.case.file
    return next((one.case.file for one in touched[-MOST_TRIED:] if _judged(changed, one)), "")


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


def _judge(batch: list[int]) -> list[str]:
    every = list(mutants(loaded()))
    return [caught(every[index]) for index in batch]


def _verdicts(chosen: list[int]) -> list[str]:
    """What catches each mutant, worked out on all processors."""
    situations()
    batches = [chosen[start : start + ALONE] for start in range(0, len(chosen), ALONE)]
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        return [verdict for part in pool.map(_judge, batches) for verdict in part]


def _concerned(target: str) -> bool:
    """Whether a boundary can tell anything of the items chosen."""
    return target in loaded().facts or target.startswith(prefixes())


def prefixes() -> tuple[str, ...]:
    """How the ids of the chosen items start."""
    return tuple(sys.argv[1:]) or ("",)


def main() -> None:
    """Judge the mutants; print shares by kind and the survivors."""
    every = list(mutants(loaded()))
    chosen = [index for index, one in enumerate(every) if one.item.startswith(prefixes())]
    verdicts = _verdicts(chosen) if len(chosen) > ALONE else _judge(chosen)
    survivors = [every[index] for index, v in zip(chosen, verdicts, strict=True) if not v]
    for one in survivors:
        print(f"survives: {one.kind} {one.item}: {one.edit}")
    for kind in ("decision", "rule", "advice"):
        total = sum(every[index].kind == kind for index in chosen)
        left = sum(one.kind == kind for one in survivors)
        if total:
            print(f"{kind}: {total - left} of {total} caught ({(total - left) / total:.1%})")


if __name__ == "__main__":
    main()
