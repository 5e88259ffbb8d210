"""What a base that was put together from two others lacks."""

from collections.abc import Iterator, Set

from engine.effects.items import (
    ADVICE,
    CONCLUSION,
    CONSTRAINT,
    DECISION,
    LIST,
    PARAMETER,
    QUESTION,
    ROW,
    RULE,
    TABLE,
    Key,
)
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.conditions import (
    Among,
    Arithmetic,
    Compare,
    Count,
    Every,
    Exists,
    Lookup,
    Months,
    Node,
    Parameter,
    Ref,
    Total,
    children,
)


def lacking(base: RuleBase) -> tuple[Key, ...]:
    """The first thing that is missing, and what misses it; empty for a base that can be run."""
    for owner, scope, node in _nodes(base):
        if scope not in base.entities:
            return (LIST, scope), owner
        for missing in _missing(base, node, scope):
            return *missing, owner
    return next(_incomplete(base), ())


def _nodes(base: RuleBase) -> Iterator[tuple[Key, str, Node | None]]:
    """Each condition and formula with the item that it belongs to and whom it is about."""
    for fact in base.facts.values():
        yield (CONCLUSION if fact.derived else QUESTION, fact.id), fact.entity, fact.formula
    for name, decision in base.decisions.items():
        yield (DECISION, name), decision.scope, None
        yield from (((ROW, row.id), decision.scope, row.when) for row in decision.rows)
    yield from (((RULE, rule.id), rule.scope, rule.when) for rule in base.rules)
    yield from (((ADVICE, one.id), one.scope, one.when) for one in base.advice)
    yield from (((CONSTRAINT, one.id), one.scope, one.never) for one in base.constraints)


def _missing(base: RuleBase, node: Node | None, scope: str) -> Iterator[tuple[Key, ...]]:
    """What a node, or one below it, names without its being there or being fit for it."""
    if node is None:
        return
    yield from _of_node(base, node, scope)
    match node:
        case Exists(entity) | Every(entity) | Count(entity) | Total(Ref(_, entity)):
            if entity not in base.entities:
                yield ((LIST, entity),)
            scope = entity
    for child in children(node):
        yield from _missing(base, child, scope)


def _of_node(base: RuleBase, node: Node, scope: str) -> Iterator[tuple[Key, ...]]:
    match node:
        case Ref():
            yield from _unfit(base, node, scope)
        case Among(ref, values) if not values <= _choices(base, ref):
            yield _keys(ref.fact)
        case Parameter(name) if name not in base.settings:
            yield ((PARAMETER, name),)
        case Lookup(table, ref):
            figures = base.tables[table].figures.keys() if table in base.tables else set[str]()
            if not _choices(base, ref) <= figures:
                yield ((TABLE, table), *_keys(ref.fact))
        case Compare() | Arithmetic() | Months() | Total():
            for ref in (one for one in children(node) if isinstance(one, Ref)):
                found = base.facts.get(ref.fact)
                if found is not None and not _is_amount(found):
                    yield _keys(ref.fact)


def _choices(base: RuleBase, ref: Ref) -> Set[str]:
    return base.facts[ref.fact].choices.keys() if ref.fact in base.facts else frozenset()


def _is_amount(fact: Fact) -> bool:
    return fact.kind in NUMERIC or fact.kind is Kind.DATE


def _unfit(base: RuleBase, ref: Ref, scope: str) -> Iterator[tuple[Key, ...]]:
    """A fact that is not there, or about something else than it is read of."""
    fact = base.facts.get(ref.fact)
    if fact is None or fact.entity != ref.entity:
        yield _keys(ref.fact)
    elif ref.bound and ref.entity != scope:
        yield ()


def _keys(fact: str) -> tuple[Key, ...]:
    """A question or a derived fact; of one value of several the question itself."""
    whole = fact.partition(":")[0]
    return (QUESTION, whole), (CONCLUSION, whole)


def _incomplete(base: RuleBase) -> Iterator[tuple[Key, ...]]:
    """Derived facts that nothing concludes, and conclusions about facts that are none."""
    for fact in base.facts.values():
        if fact.entity not in base.entities:
            yield (LIST, fact.entity), *_keys(fact.id)
        if fact.derived and not base.follows_from(fact.id) and fact.id not in base.decisions:
            yield (DECISION, fact.id), (CONCLUSION, fact.id)
    for name, decision in base.decisions.items():
        for row in decision.rows:
            if name not in base.facts or row.then not in base.facts[name].choices:
                yield *_keys(name), (ROW, row.id), (DECISION, name)
    concluded = [(name, (RULE, rule.id)) for rule in base.rules for name in rule.conclude]
    concluded += [(name, (DECISION, name)) for name in base.decisions]
    for name, key in concluded:
        if name not in base.facts or not base.facts[name].derived:
            yield *_keys(name), key
