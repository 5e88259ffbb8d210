"""Conditions with one part less: a part of an and/or, or one value of several."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engine.ir.conditions import Among, And, Condition, Every, Exists, Not, Or

Alike = Callable[[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Without:
    """A condition after `part` was taken out; `value` where only a value was.

    `wider` is whether it now holds more often, and not less.
    """

    left: Condition
    part: Condition
    wider: bool
    value: str = ""


def smaller(node: Condition, alike: Alike) -> Iterator[Without]:
    """Every way to take one part out of a condition, outer parts first.

    Of values those go together that are `alike`, given a fact and one of them: a proof that cannot
    tell them apart says of one alone that it changes nothing.
    """
    match node:
        case And(parts) | Or(parts):
            for index, part in enumerate(parts):
                rest = parts[:index] + parts[index + 1 :]
                left = rest[0] if len(rest) == 1 else type(node)(rest, node.span)
                yield Without(left, part, isinstance(node, And))
            for index, part in enumerate(parts):
                for one in smaller(part, alike):
                    changed = (*parts[:index], one.left, *parts[index + 1 :])
                    yield replace(one, left=type(node)(changed, node.span))
        case Not(part) | Exists(_, part) | Every(_, part):
            for one in smaller(part, alike):
                wider = one.wider is not isinstance(node, Not)
                yield replace(one, left=replace(node, part=one.left), wider=wider)
        case Among(_, values) if len(values) > 1:
            for value in sorted(values):
                left = replace(node, values=values - alike(node.ref.fact, value))
                yield Without(left, node, False, value)
