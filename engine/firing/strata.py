"""Order clauses so that producers come before consumers, and find the groups that recur."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.firing.horn import Clause


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses of one stratum; `recurs` if a fact they derive may feed one of themselves."""

    clauses: tuple[Clause, ...]
    recurs: bool


def strata(clauses: Sequence[Clause]) -> list[Group]:
    """Return groups such that every clause comes after all clauses deriving its body keys.

    Keys that depend on one another share a group; apart from those, one group per head key.
    """
    feeds: dict[int, list[int]] = {}
    heads: defaultdict[int, list[Clause]] = defaultdict(list)
    for clause in clauses:
        heads[clause.head.key].append(clause)
        for pattern in clause.body:
            feeds.setdefault(pattern.key, []).append(clause.head.key)
    groups = []
    for component in components(feeds):
        members = tuple(clause for key in component for clause in heads.get(key, ()))
        loops = len(component) > 1 or component[0] in feeds.get(component[0], ())
        if members:
            groups.append(Group(members, loops))
    return groups


def components(successors: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components, each before those it leads to (Kosaraju)."""
    seen: set[int] = set()
    order: list[int] = []
    for root in successors:
        order.extend(_finish(root, successors, seen))
    predecessors: defaultdict[int, list[int]] = defaultdict(list)
    for key, targets in successors.items():
        for target in targets:
            predecessors[target].append(key)
    taken: set[int] = set()
    found = (_finish(root, predecessors, taken) for root in reversed(order))
    return [component for component in found if component]


def _finish(root: int, successors: Mapping[int, Iterable[int]], seen: set[int]) -> list[int]:
    """Return the keys reachable from `root` and not `seen`, in order of completion.

    Iterative, because a chain of clauses may be far deeper than Python's stack.
    """
    if root in seen:
        return []
    seen.add(root)
    done: list[int] = []
    stack = [(root, iter(successors.get(root, ())))]
    while stack:
        key, targets = stack[-1]
        target = next((t for t in targets if t not in seen), None)
        if target is None:
            done.append(key)
            stack.pop()
        else:
            seen.add(target)
            stack.append((target, iter(successors.get(target, ()))))
    return done
