"""What two items of different bases have to have in common to mean the same.

Places in files do not count, nor the order of parts that are joined by and or or; a parameter is
its name, since its value is an item of its own.
"""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.ir.conditions import And, Or, Parameter
from engine.ir.rules import Due
from engine.span import Span


def meaning(thing: Any) -> Hashable:
    """Something that is equal for two things of the same meaning."""
    match thing:
        case Parameter(name):
            return "param", name
        case Due(ref, _, _, text, parameter) if parameter:
            return meaning(ref), text
        case Due(ref, months, days):
            return meaning(ref), months, days
        case And(parts) | Or(parts):
            kind = type(thing)
            return kind.__name__, frozenset(_flat(kind, parts))
        case Span():
            return None
        case Mapping():
            return frozenset((name, meaning(one)) for name, one in thing.items())
        case tuple() | list():
            return tuple(map(meaning, thing))
    if is_dataclass(thing):
        inside = (meaning(getattr(thing, field.name)) for field in fields(thing))
        return type(thing).__name__, *inside
    return thing  # type: ignore[no-any-return]


def _flat(kind: type[And] | type[Or], parts: tuple[Any, ...]) -> list[Hashable]:
    found = []
    for part in parts:
        found += _flat(kind, part.parts) if isinstance(part, kind) else [meaning(part)]
    return found
