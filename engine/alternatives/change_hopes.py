"""What a plan rests on: all answers that do as well, with everything else of it the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from engine.alternatives.change_cases import Box, Chosen, point
from engine.alternatives.change_options import Option
from engine.alternatives.change_ways import Ways
from engine.ir.case import Place
from engine.ir.values import Interval, Value

MOST_TOGETHER = 60  # plans that are tried to see which other answers do as well


@dataclass(frozen=True, slots=True)
class Hope:
    """An answer that is not known yet and has to turn out to be one of these.

    Without `whole` there may be further ones that do as well.
    """

    place: Place
    values: tuple[Value, ...]
    whole: bool


def hoped(ways: Ways, chosen: Chosen, works: Callable[[Chosen], bool]) -> tuple[Box, list[Hope]]:
    """The choice and those that work with other hopes on the same facts; all of the box works."""
    box, found = [*point(chosen)], list[Hope]()
    for index, slot in enumerate(ways.slots):
        options = ways.options[slot]
        if options[chosen[index]].hoped:
            more, whole = _others(ways, box, index, works)
            box[index] = _widest(options, box[index] | more)
            found.append(Hope(slot, tuple(options[one].value for one in sorted(box[index])), whole))
    return tuple(box), found


def _others(
    ways: Ways, box: list[frozenset[int]], index: int, works: Callable[[Chosen], bool]
) -> tuple[frozenset[int], bool]:
    """Further hopes on one fact that work with all of the box, and whether all were tried."""
    options = ways.options[ways.slots[index]]
    more = [one for one, option in enumerate(options) if option.hoped and one not in box[index]]
    rest = [*box[:index], frozenset({0}), *box[index + 1 :]]
    if prod(map(len, rest)) * len(more) > MOST_TOGETHER:
        return frozenset(), False
    tried = {one: product(*rest[:index], (one,), *rest[index + 1 :]) for one in more}
    return frozenset(one for one, each in tried.items() if all(map(works, each))), True


def _widest(options: Sequence[Option], some: frozenset[int]) -> frozenset[int]:
    """Those of some options that no other holds: of numbers only the widest say something."""
    values = [options[one].value for one in some]
    return frozenset(
        one for one in some if not any(_is_within(options[one].value, other) for other in values)
    )


def _is_within(one: Value, other: Value) -> bool:
    """Whether a number can be only part of what another can be."""
    if not (isinstance(one, Interval) and isinstance(other, Interval)) or one == other:
        return False
    return other.low <= one.low and one.high <= other.high
