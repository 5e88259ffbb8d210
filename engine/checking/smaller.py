"""Conditions with one part less: a part of an and/or, or one value of several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.ir.conditions import Among, And, Condition, Every, Exists, Not, Or


@dataclass(frozen=True, slots=True)
class Without:
    """A condition after `part` was taken out; `value` where only a value was.

    `wider` is whether it now holds more often, and not less.
    """

    left: Condition
    part: Condition
    wider: bool
    value: str = ""


def smaller(node: Condition) -> Iterator[Without]:
    """Every way to take one part out of a condition, outer parts first."""
    match node:
        case And(parts) | Or(parts):
            for index, part in enumerate(parts):
                rest = parts[:index] + parts[index + 1 :]
                left = rest[0] if len(rest) == 1 else type(node)(rest, node.span)
                yield Without(left, part, isinstance(node, And))
            for index, part in enumerate(parts):
                for one in smaller(part):
                    changed = (*parts[:index], one.left, *parts[index + 1 :])
                    yield replace(one, left=type(node)(changed, node.span))
        case Not(part) | Exists(_, part) | Every(_, part):
            for one in smaller(part):
                wider = one.wider is not isinstance(node, Not)
                yield replace(one, left=replace(node, part=one.left), wider=wider)
        case Among(_, values) if len(values) > 1:
            for value in sorted(values):
                yield Without(replace(node, values=values - {value}), node, False, value)
