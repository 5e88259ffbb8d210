"""Single edits that a hurried author might make: of conditions, and of decisions as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.ir.base import NUMERIC, RuleBase
from engine.ir.conditions import (
    Among,
    And,
    Compare,
    Condition,
    Constant,
    Every,
    Exists,
    IsOpen,
    IsUnknown,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
)
from engine.ir.rules import Decision, Row

_FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
MOST = 8  # values of one choice that are tried: a list of all states is one idea, not fifty


@dataclass(frozen=True, slots=True)
class Edit:
    """What was changed, in words, and the condition or decision after it (None: removed)."""

    what: str
    result: Condition | Decision | None


def conditions(base: RuleBase, node: Condition) -> Iterator[Edit]:
    """Every single edit of a condition."""
    match node:
        case And(parts) | Or(parts):
            yield from _joint(base, node, parts)
        case Not(Among() as part):
            yield Edit(f"{_name(part)}: negation dropped", part)
            yield from (Edit(e.what, Not(_held(e))) for e in _values(base, part))
        case Not(part):
            yield Edit("negation dropped", part)
            yield from (Edit(e.what, Not(_held(e))) for e in conditions(base, part))
        case Exists(_, part) | Every(_, part):
            yield Edit("negated", Not(node))
            for edit in conditions(base, part):
                yield Edit(f"inside: {edit.what}", replace(node, part=_held(edit)))
        case Among():
            yield Edit(f"{_name(node)}: negated", Not(node))
            yield from _values(base, node)
        case Compare():
            yield from _compare(base, node)
        case IsOpen() | IsUnknown():
            yield Edit("negated", Not(node))


def _joint(base: RuleBase, node: And | Or, parts: tuple[Condition, ...]) -> Iterator[Edit]:
    for index, part in enumerate(parts):
        rest = parts[:index] + parts[index + 1 :]
        left = rest[0] if len(rest) == 1 else type(node)(rest)
        yield Edit(f"part {index + 1} dropped", left)
        for edit in conditions(base, part):
            changed = (*parts[:index], _held(edit), *parts[index + 1 :])
            yield Edit(f"part {index + 1}, {edit.what}", type(node)(changed))


def _held(edit: Edit) -> Condition:
    assert edit.result is not None and not isinstance(edit.result, Decision)
    return edit.result


def _name(node: Among) -> str:
    return node.ref.fact


def _values(base: RuleBase, node: Among) -> Iterator[Edit]:
    choices = base.facts[node.ref.fact].choices
    for value in sorted(node.values)[:MOST] if len(node.values) > 1 else ():
        yield Edit(f"{_name(node)}: without {value}", replace(node, values=node.values - {value}))
    others = [value for value in choices if value not in node.values][:MOST]
    for value in others if len(others) > 1 else ():
        yield Edit(f"{_name(node)}: with {value}", replace(node, values=node.values | {value}))
    if len(node.values) == 1 and len(others) > 1:
        yield from (
            Edit(f"{_name(node)}: {value} instead", replace(node, values=frozenset({value})))
            for value in others
        )


def _compare(base: RuleBase, node: Compare) -> Iterator[Edit]:
    yield Edit("comparison flipped", replace(node, op=_FLIPPED[node.op]))
    if node.op in _EDGE:
        yield Edit("edge in or out", replace(node, op=_EDGE[node.op]))
    for side in ("left", "right"):
        number: Number = getattr(node, side)
        if isinstance(number, Constant | Parameter):
            for step in (-1, 1):
                moved = Constant(number.value + step * _step(base, node))
                changed = Compare(
                    moved if side == "left" else node.left,
                    node.op,
                    moved if side == "right" else node.right,
                )
                yield Edit(f"threshold moved to {moved.value:g}", changed)


def _step(base: RuleBase, node: Compare) -> float:
    """One unit; a hundredth of a share that only goes from 0 to 1."""
    for side in (node.left, node.right):
        if isinstance(side, Ref) and base.facts[side.fact].kind in NUMERIC:
            return 0.01 if base.facts[side.fact].high == 1 else 1
    return 1


def decisions(base: RuleBase, decision: Decision) -> Iterator[tuple[str, Edit]]:
    """Every single edit of a decision, with the row it is made in."""
    rows = decision.rows
    for index, row in enumerate(rows):
        if row.when is not None:
            for edit in conditions(base, row.when):
                changed = replace(row, when=_held(edit))
                yield row.id, Edit(edit.what, _with(decision, index, (changed,)))
            yield row.id, Edit("row removed", _with(decision, index, ()))
        for value in base.facts[decision.fact].choices:
            if value != row.then:
                changed = replace(row, then=value)
                yield row.id, Edit(f"gives {value}", _with(decision, index, (changed,)))
        if index + 1 < len(rows) and rows[index + 1].when is not None:
            swapped = (*rows[:index], rows[index + 1], row, *rows[index + 2 :])
            yield row.id, Edit("swapped with the next row", replace(decision, rows=swapped))


def _with(decision: Decision, index: int, rows: tuple[Row, ...]) -> Decision:
    after = decision.rows[index + 1 :]
    return replace(decision, rows=(*decision.rows[:index], *rows, *after))
