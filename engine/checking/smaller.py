"""Conditions with one part less: a part of an and/or, or one value of several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.ir.conditions import Among, And, Condition, Every, Exists, Not, Or


@dataclass(frozen=True, slots=True)
class Without:
    """A condition after `part` was taken out; `value` where only a value was."""

    left: Condition
    part: Condition
    value: str = ""


def smaller(node: Condition) -> Iterator[Without]:
    """Every way to take one part out of a condition, outer parts first."""
    match node:
        case And(parts) | Or(parts):
            for index, part in enumerate(parts):
                rest = parts[:index] + parts[index + 1 :]
                yield Without(rest[0] if len(rest) == 1 else type(node)(rest, node.span), part)
            for index, part in enumerate(parts):
                for one in smaller(part):
                    changed = (*parts[:index], one.left, *parts[index + 1 :])
                    yield replace(one, left=type(node)(changed, node.span))
        case Not(part) | Exists(_, part) | Every(_, part):
            for one in smaller(part):
                yield replace(one, left=replace(node, part=one.left))
        case Among(_, values) if len(values) > 1:
            for value in sorted(values):
                yield Without(replace(node, values=values - {value}), node, value)
