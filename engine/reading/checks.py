"""Checks that need the whole rule base."""

from engine.ir.base import Fact, Kind, RuleBase, Setting, Table
from engine.ir.conditions import refs
from engine.problem import Problems, suggest


def check_base(base: RuleBase, problems: Problems) -> None:
    """Record what no single item can show, such as a fact that nothing derives."""
    _derivations(base, problems)
    _rule_ids(base, problems)
    _sources(base, problems)
    _constraints(base, problems)
    _layout(base, problems)


def _derivations(base: RuleBase, problems: Problems) -> None:
    for fact in base.facts.values():
        if not fact.derived or fact.formula is not None:
            continue
        known = base.decisions if fact.kind is Kind.CHOICE else base.concluding
        if fact.kind in (Kind.CHOICE, Kind.YES_NO) and fact.id not in known:
            hint = "write a decision for it" if fact.kind is Kind.CHOICE else "write a rule for it"
            problems.add(fact.span, f"nothing derives {fact.id}", hint)


def _rule_ids(base: RuleBase, problems: Problems) -> None:
    seen: set[str] = set()
    for decision in base.decisions.values():
        for row in decision.rows:
            if row.id in seen:
                problems.add(row.span, f"{row.id} is defined twice", "give each row its own id")
            seen.add(row.id)


def _sources(base: RuleBase, problems: Problems) -> None:
    items: list[Setting | Table | Fact] = [*base.settings.values(), *base.tables.values()]
    for item in [*items, *base.facts.values()]:
        for source in item.sources:
            if source not in base.citations:
                hint = suggest(source, list(base.citations))
                problems.add(item.span, f"there is no source {source}", hint)


def _constraints(base: RuleBase, problems: Problems) -> None:
    for constraint in base.constraints:
        for ref in refs(constraint.never):
            if base.facts[ref.fact].derived:
                hint = "constraints speak of answers only"
                problems.add(constraint.span, f"{ref.fact} is derived", hint)


def _layout(base: RuleBase, problems: Problems) -> None:
    layout = base.layout
    named = [*layout.decisions.values(), *(e.named_by for e in base.entities.values())]
    for part in layout.entities:
        named += [part.status, part.headline, *part.fields.values()]
    for name in named:
        if name and name not in base.facts:
            problems.add(
                base.root.span, f"report: there is no fact {name}", suggest(name, base.facts)
            )
