"""One change of one person in words, and changes as plain data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine.ir.base import RuleBase
from engine.rosters.compared import DETAIL, YES
from engine.rosters.packed import ADVICE, CONTRADICTION, FLAG
from engine.rosters.tally import Moved

_SAID = {
    ADVICE: ("advice given now", "advice no longer given"),
    FLAG: ("warned now of", "no longer warned of"),
    CONTRADICTION: ("contradicts now", "contradicts no longer"),
}
_NONE, _MOST = "none", 8  # items of one kind that are named
_Key = tuple[str, str, str, int]  # entry, kind, what was so before, cause


def change_lines(
    changes: Sequence[Moved], bases: Sequence[RuleBase], cause: Callable[[int], str]
) -> Iterator[str]:
    """What is another for one person: outcomes one by one, then what is said and what is not.

    Facts have the labels of the first base with them; `cause` puts a cause into words.
    """
    shown = [*bases[0].layout.decisions.values()]
    ranks = {name: rank for rank, name in enumerate(shown)}
    valued = [one for one in changes if one.kind not in _SAID]
    for one in sorted(valued, key=lambda one: (one.entry, ranks.get(one.item, len(shown)))):
        yield f"{_about(one.entry)}{_valued(one, bases)}{cause(one.cause)}"
    groups: dict[_Key, list[str]] = {}
    for one in changes:
        if one.kind in _SAID:
            key = one.entry, one.kind, one.before, one.cause
            groups.setdefault(key, []).append(one.item)
    for (entry, kind, before, number), items in sorted(groups.items()):
        more = f" and {len(items) - _MOST} more" if len(items) > _MOST else ""
        words = _SAID[kind][before == YES]
        yield f"{_about(entry)}{words}: {', '.join(items[:_MOST])}{more}{cause(number)}"


def _about(entry: str) -> str:
    return f"{entry}, " if entry else ""


def _valued(one: Moved, bases: Sequence[RuleBase]) -> str:
    if one.kind == DETAIL:
        return f"advice {one.item} is told otherwise: {one.before} → {one.after}"
    return f"{label(one.item, *bases)}: {one.before or _NONE} → {one.after or _NONE}"


def label(fact: str, *bases: RuleBase) -> str:
    """The label of a fact in the first base that has it."""
    return next(base.facts[fact].label for base in bases if fact in base.facts)


def moves_data(moves: Mapping[tuple[str, str, str, str], int]) -> list[dict[str, Any]]:
    """How many went from what to what."""
    names = ("kind", "item", "before", "after")
    return [dict(zip(names, key, strict=True)) | {"count": n} for key, n in sorted(moves.items())]


def moved_data(one: Moved) -> dict[str, Any]:
    """One change, without whose it is and without its cause."""
    return {name: cell for name, cell in asdict(one).items() if name not in ("id", "cause")}
