"""Follows an explanation up again from its leaves: does each verdict follow from those below?

Only the tree is read, neither the rules nor the case, so that a recorded one can be checked too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.explain.amounts import worked_out
from engine.explain.tree import GOVERNED, Node, Op, Role
from engine.ir.values import Choices, Interval, Truth, Value, is_settled, of_truth
from engine.reason.intervals import compare
from engine.reason.known import Origin


@dataclass(frozen=True, slots=True)
class Judged:
    """What a node comes to: its verdict, and the value of a fact or number."""

    verdict: Truth
    value: Value | None = None


def faults(*roots: Node) -> Iterator[str]:
    """Every node of the trees that says something else than what follows from its leaves."""
    judge = Judge()
    for root in roots:
        judge.of(root)
    for node in everything(*roots):
        found = judge.of(node)
        if (found.verdict, found.value) != (node.verdict, node.value):
            yield f"“{node.text}” does not follow from what stands below it"


def everything(*roots: Node) -> Iterator[Node]:
    """Every node of the trees, shared ones once."""
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(reversed(node.children))


class Judge:
    """Judges nodes, each shared one once; raises ValueError for a tree that cannot be one."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Node, Judged]] = {}  # with the node, so that its id stays its

    def of(self, node: Node) -> Judged:
        """What the node comes to by what stands below it."""
        if id(node) not in self._found:
            below = [self.of(child) for child in node.children]
            if node.role is Role.DECISION:
                below = self._in_order(node, below)
            self._found[id(node)] = node, _judged(node, below)
        return self._found[id(node)][1]

    def _in_order(self, node: Node, rows: list[Judged]) -> list[Judged]:
        """A row that takes what is left holds only once every row before it fails."""
        found: list[Judged] = []
        for row, judged in zip(node.children, rows, strict=True):
            waits = row.step.op == Op.OTHERWISE and any(one.verdict is None for one in found)
            found.append(Judged(None) if waits else judged)
            self._found[id(row)] = row, found[-1]
        return found


def _judged(node: Node, below: list[Judged]) -> Judged:
    match node.role:
        case Role.DECISION:
            return _of_value(_decided(node, below))
        case Role.FACT:
            return _fact(node, below)
        case Role.NUMBER:
            return _of_value(worked_out(node, [(one.verdict, one.value) for one in below]))
        case Role.TEST:
            return Judged(_tested(node, below))
    verdicts = [one.verdict for one in below]
    if node.role in (*GOVERNED, Role.ALL):
        found = _all(verdicts)
        return Judged(None if found is True and node.step.grows else found)
    found = _any(verdicts)
    return Judged(None if found is False and node.step.grows else found)


def _of_value(value: Value) -> Judged:
    return Judged(True if is_settled(value) else None, value)


def _all(verdicts: list[Truth]) -> Truth:
    return False if False in verdicts else None if None in verdicts else True


def _any(verdicts: list[Truth]) -> Truth:
    return True if True in verdicts else None if None in verdicts else False


def _decided(node: Node, rows: list[Judged]) -> Choices:
    """The outcomes of the rows that can still be the first to hold."""
    left: set[str] = set()
    for row, judged in zip(node.children, rows, strict=True):
        left |= set(row.step.among) if judged.verdict is not False else set()
        if judged.verdict is True:
            break
    return Choices(left)


def _fact(node: Node, below: list[Judged]) -> Judged:
    """An answer stands for itself; a derived fact is yes where a rule holds, or what it amounts to.

    An answer settles nothing more, even where it is a text or leaves a range.
    """
    if node.origin is not Origin.DERIVED:
        if node.value is None:
            raise ValueError(f"{node.text}: a fact without a value")
        return Judged(True if _given(node) else None, node.value)
    if len(below) == 1 and below[0].value is not None:
        return _of_value(below[0].value)
    return _of_value(of_truth(_any([one.verdict for one in below])))


def _given(node: Node) -> bool:
    return node.origin is Origin.ANSWER or (node.value is not None and is_settled(node.value))


def _tested(node: Node, below: list[Judged]) -> Truth:
    if node.step.op in _OF_ORIGIN:
        return _OF_ORIGIN[node.step.op](node.children[0].origin, below[0].verdict)
    if node.step.op == Op.AMONG:
        value = below[0].value
        if not isinstance(value, frozenset):
            raise ValueError(f"{node.text}: looks for words in what is no choice")
        sought = value & set(node.step.among)
        return True if sought == value else None if sought else False
    left, right = (one.value for one in below)
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        raise ValueError(f"{node.text}: compares what is no number")
    return compare(left, node.step.op, right)


def _is_unknown(origin: Origin | None, _: Truth) -> Truth:
    """Of what was never asked it is not known whether the person knows it."""
    if origin in (Origin.OPEN, Origin.ASSUMED):
        return None
    return origin in (Origin.UNKNOWN, Origin.DISPUTED)


def _is_open(origin: Origin | None, verdict: Truth) -> Truth:
    settled = origin is Origin.DERIVED and verdict is True
    return not (settled or origin is Origin.ANSWER)


def _contrary(verdict: Truth) -> Truth:
    return None if verdict is None else not verdict


_OF_ORIGIN: dict[str, Callable[[Origin | None, Truth], Truth]] = {
    Op.UNKNOWN: _is_unknown,
    Op.NOT_UNKNOWN: lambda origin, verdict: _contrary(_is_unknown(origin, verdict)),
    Op.OPEN: _is_open,
    Op.SETTLED: lambda origin, verdict: _contrary(_is_open(origin, verdict)),
}
