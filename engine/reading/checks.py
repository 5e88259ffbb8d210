"""Checks that need the whole rule base."""

from collections.abc import Set

from engine.ir.base import NUMERIC, Entity, Fact, Kind, RuleBase
from engine.ir.conditions import refs
from engine.ir.rules import Advice, Argument, Governed, Row, Rule
from engine.problem import Problems, suggest
from engine.reading.vocabulary_view import Names

CASE_KEYS = frozenset({"schema", "title", "date", "knowledge", "complete", "expect", "notes"})


def check_base(base: RuleBase, names: Names, attempted: Set[str], problems: Problems) -> None:
    """Record what no single item can show, such as a fact that nothing derives.

    `attempted` are facts that some rule or decision with a mistake was meant to derive.
    """
    _derivations(base, names.broken | attempted, problems)
    _rule_ids(base, problems)
    _constraints(base, problems)
    _entities(base, problems)
    _promises(base, names, problems)
    _exclusions(base, problems)
    _repetitions(base, problems)
    _of_rows(base, problems)


def _derivations(base: RuleBase, silent: Set[str], problems: Problems) -> None:
    for fact in base.facts.values():
        if not fact.derived or fact.formula is not None or fact.id in silent:
            continue
        known = base.decisions if fact.kind is Kind.CHOICE else base.concluding
        if fact.kind in (Kind.CHOICE, Kind.YES_NO) and fact.id not in known:
            what = "decision" if fact.kind is Kind.CHOICE else "rule"
            hint = f"write a {what} for it, or declare it under facts: as a question"
            problems.add(fact.span, f"no {what} concludes {fact.id}", hint)


def _promises(base: RuleBase, names: Names, problems: Problems) -> None:
    for fact in base.facts.values():
        for name in fact.never_worse_with:
            other = base.facts.get(name)
            if fact.kind in NUMERIC:
                message = f"{fact.id} is a number; only choices can promise to be never worse"
                problems.add(fact.span, message, "leave never_worse_with: out")
            elif other is None and name not in names.broken:
                message = f"never_worse_with: there is no fact {name}"
                problems.add(fact.span, message, suggest(name, base.facts))
            elif other is not None and not (fact.better and other.better):
                lacks = name if fact.better else fact.id
                hint = f"write at {lacks}: better: [worst, …, best], or higher or lower"
                message = f"nothing says which values of {lacks} are better"
                problems.add(fact.span, message, hint)
            elif other is not None and not _is_seen(other, fact, base):
                message = f"{fact.id} is not about the entry that {name} belongs to"
                hint = "name a fact of the same entry, or one that there is only one of"
                problems.add(fact.span, message, hint)


def _is_seen(other: Fact, fact: Fact, base: RuleBase) -> bool:
    return other.entity == fact.entity or base.entities[other.entity].principal


def _exclusions(base: RuleBase, problems: Problems) -> None:
    known = {advice.id for advice in base.advice}
    for advice in base.advice:
        for name in advice.excludes:
            if name not in known:
                message = f"excludes: there is no advice {name}"
                problems.add(advice.span, message, suggest(name, known))


def _repetitions(base: RuleBase, problems: Problems) -> None:
    """What argues about a decision may not rest on it: it would only repeat it."""
    rows = [row for decision in base.decisions.values() for row in decision.rows]
    items: list[Row | Rule | Advice | Argument] = [*rows, *base.rules, *base.advice]
    for item in [*items, *base.arguments]:
        read = {ref.fact for ref in refs(item.when)} if item.when else set()
        for stance in item.argues:
            if stance.decision in read:
                message = f"{item.id} argues about {stance.decision}, and its condition reads it"
                hint = "name what speaks for the outcome, not the outcome itself"
                problems.add(stance.span, message, hint)


def _of_rows(base: RuleBase, problems: Problems) -> None:
    """A row speaks for its own outcome by itself, and the last one for nothing else."""
    for decision in base.decisions.values():
        for row in decision.rows:
            own = [
                one
                for one in row.argues
                if (one.decision, one.outcome) == (decision.fact, row.then)
            ]
            for stance in row.argues if row.when is None else own:
                message = f"{row.id} cannot argue about {stance.outcome} of {stance.decision}"
                hint = "a row speaks for its own outcome by itself, and otherwise: for no other"
                problems.add(stance.span, message, hint)


def _rule_ids(base: RuleBase, problems: Problems) -> None:
    seen: dict[str, Governed] = {}
    rows = [row for decision in base.decisions.values() for row in decision.rows]
    items: list[Governed] = [*rows, *base.rules, *base.advice, *base.messages, *base.arguments]
    for item in sorted(items, key=lambda item: item.span):
        if item.id and item.id in seen:
            first = seen[item.id].span
            message = f"the id {item.id} is used twice; first in {first.file}, line {first.line}"
            problems.add(item.span, message, "give each row, rule and advice its own id")
        seen[item.id] = item


def _constraints(base: RuleBase, problems: Problems) -> None:
    for constraint in base.constraints:
        for ref in refs(constraint.never):
            if base.facts[ref.fact].derived:
                hint = "constraints speak of answers; name the questions that it follows from"
                problems.add(ref.span, f"{ref.fact} is worked out, not asked", hint)


def _entities(base: RuleBase, problems: Problems) -> None:
    keys: dict[str, Entity] = {}
    for entity in base.entities.values():
        if entity.named_by and entity.named_by not in base.facts:
            hint = suggest(entity.named_by, base.facts)
            problems.add(entity.span, f"there is no fact {entity.named_by}", hint)
        for key in filter(None, [entity.key, entity.others]):
            if key in keys or key in CASE_KEYS:
                other = f"by {keys[key].name}" if key in keys else "for something else"
                message = f"the key {key} is used {other} in cases"
                problems.add(entity.span, message, "choose another word behind key:")
            keys[key] = entity
