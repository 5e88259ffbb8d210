"""What a column shows of a member: answers and conclusions, nothing that is only assumed."""

from datetime import date

from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.ir.layout import EntityLayout
from engine.ir.sheets import Column
from engine.ir.values import NO, YES, Interval, is_settled, number, plain
from engine.reason.known import Origin
from engine.report.parts import Data, Parts, json_value

Cell = str | float | date | None


def layout_of(entity: str, parts: Parts) -> EntityLayout | None:
    """How the entity is reported, if it is."""
    return next((one for one in parts.base.layout.entities if one.entity == entity), None)


def cell(column: Column, member: int, data: Data, parts: Parts) -> Cell:
    """The content of a cell; None leaves it to the person."""
    if column.entries:
        return _entries(column, data)
    if column.same:
        return _same(column, member, parts)
    return _fact(parts.base.facts[column.fact], member, data, parts) if column.fact else None


def _entries(column: Column, data: Data) -> Cell:
    entries = data.get(column.entries, [])
    if column.take == "count":
        return len(entries)
    texts = [entry.get("title") or entry["say"] for entry in entries]
    return "; ".join(texts if column.take == "all" else texts[:1]) or None


def _same(column: Column, member: int, parts: Parts) -> Cell:
    """Yes or no once both values are known."""
    places = [_place(parts.base.facts[name], member, parts) for name in column.same]
    if any(parts.known.origin(place) not in (Origin.ANSWER, Origin.DERIVED) for place in places):
        return None
    one, other = (plain(parts.known.value(place)) for place in places)
    if one is None or other is None or one == other == column.unless:
        return None
    return YES if one == other else NO


def _place(fact: Fact, member: int, parts: Parts) -> Place:
    own = member in parts.known.members(fact.entity)
    return fact.id, member if own else parts.member_of(fact.entity)


def _fact(fact: Fact, member: int, data: Data, parts: Parts) -> Cell:
    place = _place(fact, member, parts)
    if fact.kind is Kind.CHOICES:
        return _several(fact, place[1], parts)
    if parts.known.origin(place) not in (Origin.ANSWER, Origin.DERIVED):
        return None
    if fact.kind is Kind.TEXT:
        return parts.known.case.text(*place)
    value = parts.known.value(place)
    if isinstance(value, Interval):
        return _amount(fact, value)
    layout = layout_of(fact.entity, parts)
    headline = layout is not None and layout.headline == fact.id and fact.name in data
    return fact.choices.get(str(data[fact.name] if headline else plain(value)))


def _amount(fact: Fact, value: Interval) -> Cell:
    """A day as a date, a month or year as text, a number once it is settled."""
    if fact.kind is Kind.DATE:
        text = json_value(fact, value)
        return date.fromordinal(int(value.low)) if is_settled(value) else text
    return number(value.low) if is_settled(value) and value.figure else None


def _several(fact: Fact, member: int, parts: Parts) -> Cell:
    chosen = [
        label
        for choice, label in fact.choices.items()
        if plain(parts.known.value((f"{fact.id}:{choice}", member))) == YES
    ]
    return ", ".join(chosen) or None
