"""Vocabulary files: entities, facts that are asked, derived facts and constraints."""

from dataclasses import dataclass, field, replace
from math import inf

from engine.ir.base import NUMERIC, Entity, Fact, Kind
from engine.problem import Problems, suggest
from engine.reading.answers import read_value
from engine.reading.document import Scalar, Tree
from engine.reading.fields import Fields

RESERVED = frozenset({"unknown", "open"})
_YES_NO = {"yes": "yes", "no": "no"}


@dataclass
class RawVocabulary:
    """What was read so far; formulas and constraints wait until every name is known."""

    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    formulas: dict[str, Scalar] = field(default_factory=dict)
    constraints: list[Tree] = field(default_factory=list)


def read_entities(tree: Tree, into: RawVocabulary, problems: Problems) -> None:
    """Entities: what facts can be about, and under which key a case lists their members."""
    for name, entry in Fields(tree, problems, "entities").all().items():
        fields = Fields(entry, problems, f"entity {name}")
        root, principal = fields.flag("root"), fields.flag("principal")
        key = fields.text("key", name)
        label = fields.text("label", name)
        named_by = fields.text("name")
        fields.finish()
        into.entities[name] = Entity(
            name, label, key, principal or root, root, named_by, entry.span
        )


def read_facts(tree: Tree, into: RawVocabulary, problems: Problems, *, derived: bool) -> None:
    """Facts, each under its full name."""
    for name, entry in Fields(tree, problems, "facts").all().items():
        fact = _fact(name, Fields(entry, problems, f"fact {name}"), into, problems, derived)
        if fact is None:
            continue
        if name in into.facts:
            first = into.facts[name].span
            problems.add(entry.span, f"fact {name} is declared twice; first at {first}")
            continue
        into.facts[name] = fact
        for choice, label in fact.choices.items() if fact.kind is Kind.CHOICES else ():
            part = _part(fact, choice, label)
            into.facts[part.id] = part


def _part(fact: Fact, choice: str, label: str) -> Fact:
    named = f"{fact.name}:{choice}"
    return Fact(
        fact.entity,
        named,
        Kind.YES_NO,
        f"{fact.label}: {label}",
        fact.root,
        _YES_NO,
        ask=fact.ask,
        find_out=fact.find_out,
        part_of=fact.id,
        span=fact.span,
    )


def _fact(
    name: str, fields: Fields, into: RawVocabulary, problems: Problems, derived: bool
) -> Fact | None:
    entity = _entity_of(name, into, fields, problems)
    if entity is None:
        return None
    kind = Kind(fields.one_of("type", tuple(Kind), "text"))
    formula = fields.scalar("formula") if derived else None
    if formula is not None:
        into.formulas[name] = formula
    fact = Fact(
        entity.name,
        name.rpartition(".")[2],
        kind,
        fields.text("label", required=True),
        entity.root,
        _choices(kind, fields, problems),
        *_range(kind, fields),
        unit=fields.text("unit"),
        ask=fields.text("ask", required=not derived),
        help=fields.text("help"),
        find_out=fields.text("find_out"),
        frozen=fields.flag("frozen"),
        derived=derived,
        sources=fields.words("sources"),
        span=fields.span,
    )
    _check_shape(fact, formula, problems)
    return _with_assumption(fact, fields, problems)


def _entity_of(name: str, into: RawVocabulary, fields: Fields, problems: Problems) -> Entity | None:
    prefix = name.rpartition(".")[0]
    if prefix:
        entity = into.entities.get(prefix)
    else:
        entity = next((found for found in into.entities.values() if found.root), None)
    if entity is None:
        hint = suggest(prefix, into.entities)
        problems.add(fields.span, f"fact {name}: there is no entity {prefix or 'root'}", hint)
    return entity


def _choices(kind: Kind, fields: Fields, problems: Problems) -> dict[str, str]:
    labels = fields.texts("values")
    if kind is Kind.YES_NO:
        return dict(_YES_NO)
    for word in RESERVED & set(labels):
        problems.add(fields.span, f"a value may not be called {word}", "choose another word")
    if kind in (Kind.CHOICE, Kind.CHOICES) and len(labels) < 2:
        problems.add(fields.span, "a choice needs at least two values", "values: {a: …, b: …}")
    return labels


def _range(kind: Kind, fields: Fields) -> tuple[float, float]:
    floor = 0.0 if kind in NUMERIC - {Kind.NUMBER} else -inf
    ceiling = 100.0 if kind is Kind.PERCENT else inf
    return fields.number("min", floor), fields.number("max", ceiling)


def _check_shape(fact: Fact, formula: Scalar | None, problems: Problems) -> None:
    if formula is not None and fact.kind not in NUMERIC:
        problems.add(formula.span, f"{fact.id} has a formula but is not a number")
    if fact.derived and fact.kind in NUMERIC and formula is None:
        problems.add(fact.span, f"{fact.id} is a derived number without a formula")
    if fact.derived and fact.kind in (Kind.CHOICES, Kind.TEXT, Kind.DATE):
        problems.add(fact.span, f"{fact.id}: a derived fact cannot be of type {fact.kind}")


def _with_assumption(fact: Fact, fields: Fields, problems: Problems) -> Fact:
    scalar, because = fields.scalar("assume"), fields.text("assume_because")
    fields.finish()
    if scalar is None:
        return fact
    if fact.derived or fact.kind in (Kind.TEXT, Kind.CHOICES):
        problems.add(scalar.span, f"{fact.id} cannot be assumed", "only single asked facts can")
        return fact
    value = read_value(fact, scalar.text, scalar.span, problems)
    if value is None or isinstance(value, str):
        return fact
    return replace(fact, assume=value, assume_because=because)
