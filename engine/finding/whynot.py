"""From a name and a value that a person types to why that is not what came out."""

from engine.alternatives.whynot import Asked, WhyNot
from engine.finding.names import chosen_members, unknown_name
from engine.ir.base import Fact, RuleBase
from engine.ir.names import fact_named, same_word
from engine.ir.rules import Advice, Row, Rule
from engine.ir.values import YES, Choices
from engine.problem import BadInput, Problem, listing, quoted, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def why_not(known: Known, name: str, value: str | None, about: str | None = None) -> list[WhyNot]:
    """Why each member has not the value, or none of the others; why a rule or advice fails.

    Raises BadInput for a name, value or entry that is not there.
    """
    base, asked = known.base, Asked(known)
    items = {i: one for i, one in base.governed.items() if isinstance(one, Row | Rule | Advice)}
    item = same_word(name, items)
    if item is not None:
        if value is not None:
            raise _wrong(f"{name} is a rule and has no values", "leave the value out")
        members = chosen_members(known, _scope(base, item), about)
        return [asked.item(items[item], member) for member in members]
    fact = base.facts.get(fact_named(base, name) or "")
    if fact is None:
        names = [*items, *base.layout.decisions, *base.decisions, *base.concluding]
        raise unknown_name(base, name, "rule or decision", names)
    if fact.id not in base.decisions and fact.id not in base.concluding:
        what = "is worked out as a number" if fact.derived else "is an answer of yours"
        raise _wrong(f"{fact.id} {what}, so no rule decides it", "name a decision, rule or advice")
    members = chosen_members(known, fact.entity, about)
    wanted = None if value is None else outcome_named(base, fact, value)
    return [
        asked.outcome(fact.id, one, member)
        for member in members
        for one in ([wanted] if wanted else _others(known, fact, member))
    ]


def _others(known: Known, fact: Fact, member: int) -> list[str]:
    """The outcomes that a decision has not; of a yes/no fact yes."""
    now = known.value((fact.id, member))
    if fact.id in known.base.concluding:
        return [YES]
    possible = {row.then for row in known.base.decisions[fact.id].rows}
    return [one for one in fact.choices if one in possible and now != Choices({one})]


def outcome_named(base: RuleBase, fact: Fact, text: str) -> str:
    """The outcome of that id or label, or the only one that begins so. Raises BadInput."""
    rows = base.decisions[fact.id].rows if fact.id in base.decisions else ()
    possible = {row.then for row in rows} or set(fact.choices)
    folded = text.casefold()
    tests = (
        lambda one: one == text,
        lambda one: folded in (one.casefold(), fact.choices[one].casefold()),
        lambda one: fact.choices[one].casefold().startswith(folded),
        lambda one: one.startswith(text),
    )
    for is_meant in tests:
        found = [one for one in fact.choices if is_meant(one)] if text else []
        if len(found) == 1 and found[0] in possible:
            return found[0]
        if found:
            break
    if len(found) > 1:
        raise _wrong(f"{quoted(text)} could be more than one outcome", f"write {listing(found)}")
    if found:
        raise _wrong(f"no rule of {fact.id} gives {found[0]}", suggest(found[0], possible))
    labels = {fact.choices[one]: one for one in fact.choices}
    hint = suggest(text, [*possible]) or suggest(text, labels)
    raise _wrong(f"{quoted(text)} is not an outcome of {fact.id}", hint)


def _scope(base: RuleBase, name: str) -> str:
    for decision in base.decisions.values():
        if any(row.id == name for row in decision.rows):
            return decision.scope
    items: list[Rule | Advice] = [*base.rules, *base.advice]
    return next(item.scope for item in items if item.id == name)


def _wrong(message: str, hint: str) -> BadInput:
    return BadInput([Problem(NOWHERE, message, hint)])
