"""Vocabulary files: entities, facts that are asked, derived facts and constraints."""

import re
from dataclasses import dataclass, field, replace
from keyword import kwlist
from math import inf

from engine.ir.base import NUMERIC, Entity, Fact, Kind
from engine.ir.values import number
from engine.problem import Problems, quoted, suggest
from engine.reading.answers import read_value
from engine.reading.document import Scalar, Tree
from engine.reading.fields import Fields

RESERVED = frozenset({"unknown", "open"})
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = frozenset({*kwlist, "unknown", "param", "exists", "every", "count", "total", "lookup"})
_RESERVED_HINT = "every question can be open or unknown; take the value out, or rename it"
_YES_NO = {"yes": "yes", "no": "no"}


@dataclass
class RawVocabulary:
    """What was read so far; formulas and constraints wait until every name is known."""

    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    formulas: dict[str, Scalar] = field(default_factory=dict)
    cited: list[Scalar] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Names whose declaration has a mistake: what follows from it is not reported."""


def read_entities(tree: Tree, into: RawVocabulary, problems: Problems) -> None:
    """Entities: what facts can be about, and under which key a case lists their members."""
    outer = Fields(tree, problems, "entities")
    for name, entry in outer.all().items():
        fields = Fields(entry, problems, f"entity {name}", outer.key_span(name))
        root, principal = fields.flag("root"), fields.flag("principal")
        key = fields.text("key", name)
        label = fields.text("label", name)
        named_by = fields.text("name")
        others = fields.text("others")
        ask, ask_more = fields.text("ask"), fields.text("ask_more")
        if ask_more and not ask:
            fields.lacks("ask", "ask_more needs ask, the question before it", "add ask: …")
        fields.finish()
        into.entities[name] = Entity(
            name, label, key, principal or root, root, named_by, others, ask, ask_more, fields.span
        )


def read_facts(tree: Tree, into: RawVocabulary, problems: Problems, *, derived: bool) -> None:
    """Facts, each under its full name."""
    outer = Fields(tree, problems, "facts")
    for name, entry in outer.all().items():
        before, place = len(problems), outer.key_span(name)
        fields = Fields(entry, problems, f"fact {name}", place)
        fact = _fact(name, fields, into, problems, derived)
        if len(problems) > before or fact is None:
            into.broken.add(name)
        if fact is None:
            continue
        if name in into.facts:
            first = into.facts[name].span
            message = f"{name} is declared twice; first in {first.file}, line {first.line}"
            problems.add(place, message, "keep one of the two, or rename one")
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
    if entity is None or not _usable(name, fields, problems):
        return None
    fields.scalar("type", required=True)
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
        prior=_prior(fields),
        effort=fields.number("effort", 1.0),
        better=_better(kind, fields, problems),
        never_worse_with=fields.words("never_worse_with"),
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
    if entity is None and prefix not in into.broken:
        hint = suggest(prefix, into.entities)
        problems.add(fields.span, f"{name}: there is no entity {quoted(prefix)}", hint)
        into.broken.add(prefix)
    return entity


def _usable(name: str, fields: Fields, problems: Problems) -> bool:
    """Whether rules can name the fact."""
    word = name.rpartition(".")[2]
    if _NAME.fullmatch(word) and word not in _TAKEN:
        return True
    hint = "use small letters, digits and _, starting with a letter, and no word of the language"
    problems.add(fields.span, f"{quoted(word)} cannot be the name of a fact", hint)
    return False


def _choices(kind: Kind, fields: Fields, problems: Problems) -> dict[str, str]:
    labels = fields.texts("values")
    if kind is Kind.YES_NO:
        return dict(_YES_NO)
    for word in sorted(RESERVED & set(labels)):
        message = f"a value cannot be called {word}"
        problems.add(fields.value_span("values"), message, _RESERVED_HINT)
    if kind in (Kind.CHOICE, Kind.CHOICES) and len(labels) < 2 and fields.is_group("values"):
        hint = "write values: {a: what a means, b: what b means}"
        problems.add(fields.value_span("values"), "a choice needs at least two values", hint)
    if labels and kind not in (Kind.CHOICE, Kind.CHOICES):
        hint = "write type: choice, or leave the values out"
        problems.add(fields.value_span("values"), f"a {kind} has no list of values", hint)
    return labels


def _range(kind: Kind, fields: Fields) -> tuple[float, float]:
    floor = 0.0 if kind in NUMERIC - {Kind.NUMBER} else -inf
    ceiling = 100.0 if kind is Kind.PERCENT else inf
    return fields.number("min", floor), fields.number("max", ceiling)


def _prior(fields: Fields) -> dict[str, float]:
    """Shares by value; such as `prior: {yes: 30, no: 70}`."""
    pairs = fields.group("prior")
    return {name: pairs.number(name) for name in pairs.all()} if pairs else {}


def _better(kind: Kind, fields: Fields, problems: Problems) -> tuple[str, ...]:
    """The values from worst to best, or which way a number gets better."""
    if kind in NUMERIC:
        found = fields.one_of("better", ("", "higher", "lower"), "")
        return (found,) if found else ()
    known = tuple(_YES_NO) if kind is Kind.YES_NO else tuple(fields.texts("values"))
    ordered = fields.scalars("better")
    for scalar in ordered:
        if scalar.text not in known:
            message = f"{quoted(scalar.text)} is not a value that can be better or worse"
            problems.add(scalar.span, message, suggest(scalar.text, known))
    return tuple(scalar.text for scalar in ordered)


def _check_shape(fact: Fact, formula: Scalar | None, problems: Problems) -> None:
    if formula is not None and fact.kind not in NUMERIC:
        hint = "write a decision or rules for it, or make it a number"
        problems.add(formula.span, f"{fact.id} has a formula but is not a number", hint)
    if fact.derived and fact.kind in NUMERIC and formula is None:
        hint = "add formula: …"
        problems.add(fact.span, f"{fact.id} is a derived number without a formula", hint)
    if fact.derived and fact.kind in (Kind.CHOICES, Kind.TEXT, Kind.DATE):
        hint = "derived facts are of type choice, yes_no or a number"
        problems.add(fact.span, f"{fact.id} cannot be derived: its type is {fact.kind}", hint)
    if fact.low > fact.high:
        message = f"min: {number(fact.low)} is above max: {number(fact.high)}"
        problems.add(fact.span, message, "exchange the two")


def _with_assumption(fact: Fact, fields: Fields, problems: Problems) -> Fact:
    scalar, because = fields.scalar("assume"), fields.text("assume_because")
    fields.finish()
    if scalar is None:
        return fact
    if fact.derived or fact.kind in (Kind.TEXT, Kind.CHOICES):
        hint = "only questions with one value, which is not free text, can have assume:"
        problems.add(scalar.span, f"{fact.id} cannot be assumed", hint)
        return fact
    value = read_value(fact, scalar.text, scalar.span, problems)
    if value is None or isinstance(value, str):
        return fact
    return replace(fact, assume=value, assume_because=because)
