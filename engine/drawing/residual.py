"""What is left of the rows of a decision once some tests have a result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.ir.conditions import Among, And, Condition, Not, Or, Ref, children

Rest = Condition | bool


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that is still possible: its remaining condition (True: holds) and its outcome."""

    rest: Rest
    outcome: str


def restrict(node: Condition, results: Mapping[object, frozenset[str] | bool]) -> Rest:
    """The condition with the results put in; True or False once they decide it.

    A result is the set of values left for a choice fact (under its Ref), or the truth of any
    other test (under the test itself).
    """
    match node:
        case Not(part):
            inner = restrict(part, results)
            return not inner if isinstance(inner, bool) else Not(inner)
        case And(parts):
            return _joint(parts, results, And, decisive=False)
        case Or(parts):
            return _joint(parts, results, Or, decisive=True)
        case Among(ref, values):
            left = results.get(ref)
            if isinstance(left, frozenset):
                return left <= values or (bool(left & values) and Among(ref, values & left))
            return node
    known = results.get(node)
    return known if isinstance(known, bool) else node


def _joint(
    parts: tuple[Condition, ...],
    results: Mapping[object, frozenset[str] | bool],
    kind: type[And] | type[Or],
    *,
    decisive: bool,
) -> Rest:
    rests: list[Condition] = []
    for part in parts:
        rest = restrict(part, results)
        if rest is decisive:
            return decisive
        if not isinstance(rest, bool) and rest not in rests:
            rests.append(rest)
    if not rests:
        return not decisive
    return rests[0] if len(rests) == 1 else kind(tuple(rests))


def first_test(rows: Iterable[Pending]) -> Ref | Condition:
    """What to look at next: the first test of the first row that is undecided."""
    return next(test for row in rows if not isinstance(row.rest, bool) for test in tests(row.rest))


def tests(node: Condition) -> Iterator[Ref | Condition]:
    """The tests of a condition in the order written: choice facts, and other single tests."""
    match node:
        case Among(ref):
            yield ref
        case And() | Or() | Not():
            for child in children(node):
                yield from tests(child)  # type: ignore[arg-type]
        case _:
            yield node


def settle(rows: Iterable[Pending]) -> tuple[Pending, ...]:
    """Rows that can still be taken; a single one when they all have the same outcome."""
    left: list[Pending] = []
    for row in rows:
        if row.rest is not False:
            left.append(row)
        if row.rest is True:
            break
    same = len({row.outcome for row in left}) == 1
    return (Pending(True, left[0].outcome),) if same else tuple(left)
