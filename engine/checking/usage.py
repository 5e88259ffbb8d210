"""What reads what: facts, parameters and tables that conditions, texts and the report mention."""

from collections.abc import Iterator

from engine.ir.base import RuleBase
from engine.ir.comparison import Comparison
from engine.ir.conditions import Lookup, Node, Parameter, children, refs
from engine.ir.rules import Advice, Due, Message
from engine.reading.order import dependencies
from engine.reading.rules import PLACEHOLDER


def used_facts(base: RuleBase) -> frozenset[str]:
    """Facts that something reads; a `choices` question is read with any of its parts."""
    found = {ref.fact for node in _nodes(base) for ref in refs(node)}
    found |= set(_named_in_texts(base)) | set(_reported(base))
    found |= {base.facts[name].part_of for name in found if name in base.facts}
    return frozenset(found)


def shown_facts(base: RuleBase) -> frozenset[str]:
    """Derived facts that a person sees, or that something seen follows from."""
    found = set(_named_in_texts(base)) | set(_reported(base))
    items: list[Advice | Message] = [*base.advice, *base.messages]
    for item in items:
        found |= {ref.fact for ref in refs(item.when)} if item.when else set()
    for message in base.messages:
        found |= {ref.fact for part in message.parts if part.when for ref in refs(part.when)}
    found |= {fact for rule in base.rules if rule.severity for fact in rule.conclude}
    reads = dependencies(base.facts, base.decisions, base.rules)
    waiting = [name for name in found if name in reads]
    while waiting:
        new = reads[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)


def used_settings(base: RuleBase) -> frozenset[str]:
    """Parameters that a condition, a formula, a date or a text reads."""
    found = {
        node.name for top in _nodes(base) for node in _walk(top) if isinstance(node, Parameter)
    }
    found |= {name.removeprefix("param.") for name in _placeholders(base)}
    for advice in base.advice:
        found |= {due.parameter for due in (advice.start, advice.by) if due}
    found |= {action.by.parameter for action in base.actions if action.by}
    found |= {base.layout.triage.days, base.layout.triage.listed} if base.layout.triage else set()
    return frozenset(found)


def used_tables(base: RuleBase) -> frozenset[str]:
    """Tables that something looks up."""
    return frozenset(n.table for top in _nodes(base) for n in _walk(top) if isinstance(n, Lookup))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _walk(child)


def _nodes(base: RuleBase) -> Iterator[Node]:
    """Every condition and formula that something acts on; constraints only refuse answers."""
    yield from (item.when for item in base.governed.values() if item.when is not None)
    for message in base.messages:
        yield from (part.when for part in message.parts if part.when is not None)
    yield from (fact.formula for fact in base.facts.values() if fact.formula is not None)
    yield from (action.requires for action in base.actions if action.requires is not None)


def _placeholders(base: RuleBase) -> Iterator[str]:
    texts = [advice.say for advice in base.advice]
    texts += [part.say for message in base.messages for part in message.parts]
    texts += [message.to for message in base.messages] + [
        message.title for message in base.messages
    ]
    for text in texts:
        yield from PLACEHOLDER.findall(text)


def _named_in_texts(base: RuleBase) -> Iterator[str]:
    """Facts that texts and dates name."""
    yield from (name for name in _placeholders(base) if name in base.facts)
    for advice in base.advice:
        yield from (due.ref.fact for due in _dues(advice))


def _dues(advice: Advice) -> list[Due]:
    return [due for due in (advice.start, advice.by) if due is not None]


def _reported(base: RuleBase) -> Iterator[str]:
    """Facts that the report or a sheet of the tracker shows."""
    layout = base.layout
    yield from layout.decisions.values()
    yield from (fact for facts in layout.checks.values() for fact in facts)
    for entity in layout.entities:
        yield from (entity.headline, entity.status, entity.most_first)
        yield from entity.fields.values()
        yield from entity.span_of.values()
        yield from _compared(entity.comparison) if entity.comparison else ()
    yield from (entity.named_by for entity in base.entities.values())
    for sheet in layout.tracker:
        yield from (column.fact for column in sheet.columns)
    if triage := layout.triage:
        yield from (triage.urgency, *triage.counts, *triage.deadlines)


def _compared(comparison: Comparison) -> Iterator[str]:
    """Facts by which members are weighed against each other."""
    for column in comparison.rows:
        yield from (column.fact, *column.same)
    one = comparison
    yield from (one.cost, one.limit, one.begins, one.ends, one.latest)
    for need in comparison.needs:
        yield from (need.missing, need.each, need.where, need.perhaps)
