"""How far a failure reaches: boxes of choices around one, all of which fail for the same reason."""

from collections.abc import Callable, Collection, Iterable, Iterator

from engine.alternatives.change_cases import Box, Chosen, point
from engine.alternatives.change_options import together
from engine.alternatives.change_ways import Ways
from engine.ir.case import Place

Refutes = Callable[[Box], bool]
IsAside = Callable[[int], bool]


def widened(
    ways: Ways, chosen: Chosen, refutes: Refutes, is_aside: IsAside = lambda _: False
) -> Box:
    """A box around a choice that is refuted as a whole; slots that are cheap to move go first.

    Those that `is_aside` says were not looked at to refute the choice have any option at once.
    """
    box = [*point(chosen)]
    if refutes(tuple(box)):
        order = _let_go(ways, box, range(len(ways.slots)), is_aside)
        for number in _widen(ways.everything, box, order, refutes):
            _widen_one(ways, box, number, refutes)
    return tuple(box)


def widened_each(
    ways: Ways, chosen: Chosen, refutes: Refutes, is_aside: IsAside, hanging: Collection[Place]
) -> Box:
    """The same where it is refuted for leaving open what hangs on these answers.

    They have only the option chosen; those of the other slots mostly matter or not one by one.
    """
    box = [*point(chosen)]
    if refutes(tuple(box)):
        free = [number for number, slot in enumerate(ways.slots) if slot not in hanging]
        _widen_each(ways, box, _let_go(ways, box, free, is_aside), refutes)
    return tuple(box)


def _let_go(
    ways: Ways, box: list[frozenset[int]], numbers: Iterable[int], is_aside: IsAside
) -> list[int]:
    """Let those that are aside have any option at once; the others, the cheapest first."""
    order = _cheapest_first(ways, numbers)
    for number in [one for one in order if is_aside(one)]:
        box[number] = ways.everything[number]
        order.remove(number)
    return order


def _cheapest_first(ways: Ways, numbers: Iterable[int]) -> list[int]:
    return sorted(numbers, key=lambda one: (_least(ways, one), one))


def _widen_each(ways: Ways, box: list[frozenset[int]], order: list[int], refutes: Refutes) -> None:
    """Let slots have any option where the box stays refuted: what is not moved, then one by one."""
    full, still = ways.everything, [number for number in order if box[number] == {0}]
    if not _tried(box, {number: full[number] for number in still}, refutes):
        for number in still:
            _tried(box, {number: full[number]}, refutes)
    for number in order:
        moved = box[number] != full[number] and 0 not in box[number]
        if moved and not _tried(box, {number: full[number]}, refutes):
            _widen_one(ways, box, number, refutes)


def _widen(
    full: Box, box: list[frozenset[int]], indexes: list[int], refutes: Refutes
) -> Iterator[int]:
    """Let slots have any option where the box stays refuted: all at once, else half by half.

    Yields those that cannot, one by one.
    """
    if not indexes or _tried(box, {index: full[index] for index in indexes}, refutes):
        return
    if len(indexes) > 1:
        half = len(indexes) // 2
        yield from _widen(full, box, indexes[:half], refutes)
        yield from _widen(full, box, indexes[half:], refutes)
        return
    yield indexes[0]


def _widen_one(ways: Ways, box: list[frozenset[int]], index: int, refutes: Refutes) -> None:
    """Let a slot have each option with which the box stays refuted; of numbers few are tried."""
    options = ways.options[ways.slots[index]]
    left = sorted(ways.everything[index] - box[index])
    while left:
        option = left.pop(len(left) // 2)
        if _tried(box, {index: box[index] | {option}}, refutes):
            now = together([options[one].value for one in sorted(box[index]) if one])
            fits = {one for one in left if options[one].is_within(now)}
            box[index] |= fits
            left = [one for one in left if one not in fits]
        else:
            value = options[option]
            left = [one for one in left if not value.is_within(options[one].value)]


def _tried(box: list[frozenset[int]], wider: dict[int, frozenset[int]], refutes: Refutes) -> bool:
    """Put the wider options in, if the box stays refuted with them."""
    found = [*box]
    for index, among in wider.items():
        found[index] = among
    fits = refutes(tuple(found))
    if fits:
        box[:] = found
    return fits


def loosened(ways: Ways, box: Box) -> Box:
    """With hopes for numbers that say less than those in a box: they lead nowhere, either."""
    found = [*box]
    for number, slot in enumerate(ways.slots):
        if vaguer := ways.vaguer(slot):
            found[number] = box[number].union(*[vaguer[one] for one in box[number] if one])
    return tuple(found)


def _least(ways: Ways, index: int) -> float:
    return min(option.effort for option in ways.options[ways.slots[index]][1:])
