"""Cut one clause into engine rules of bounded length, and say how to read the result back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.firing.horn import Clause, Fact, Firing, Pattern

PATTERNS_PER_STEP = 8
"""Most conditions of one engine rule. The engine holds 16 facts a rule; half keeps clear of it."""

Place: TypeAlias = tuple[int, int]
"""Where a value is found: (position among the matched facts, index into that Fact)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One engine rule of a clause.

    `patterns` are matched here. Names in `carried` were bound by earlier steps and arrive with
    the token that the previous step asserted; the first step has no token.
    """

    patterns: tuple[Pattern, ...]
    carried: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """A clause ready for the engine.

    `steps` match the distinct patterns of the body, reordered; facts are collected in that
    order. `order[i]` is the position, in the collected facts, of the clause's i-th body fact.
    `sources` finds each variable among the collected facts.
    """

    clause: Clause
    steps: tuple[Step, ...]
    order: tuple[int, ...]
    sources: dict[str, Place]

    def firing(self, facts: tuple[Fact, ...]) -> Firing:
        """Return the clause's firing on the collected `facts`."""
        head = self.clause.head
        at, via = (
            value(facts, self.sources[term]) if isinstance(term, str) else term
            for term in (head.at, head.via)
        )
        body = tuple(facts[position] for position in self.order)
        return Firing(self.clause.label, Fact(head.key, at, via), body)


def recipe(clause: Clause) -> Recipe:
    """Return the recipe of `clause`; a repeated pattern is matched once and reported twice."""
    patterns = _connected(list(dict.fromkeys(clause.body)))
    sources = _sources(patterns)
    starts = range(0, len(patterns), PATTERNS_PER_STEP - 1)
    chunks = [tuple(patterns[i : i + PATTERNS_PER_STEP - 1]) for i in starts]
    if len(patterns) <= PATTERNS_PER_STEP:
        chunks = [tuple(patterns)]
    steps = tuple(
        Step(chunk, _carried(patterns, starts[index], sources), index == 0)
        for index, chunk in enumerate(chunks)
    )
    return Recipe(clause, steps, tuple(patterns.index(p) for p in clause.body), sources)


def value(facts: Sequence[Fact], place: Place) -> int:
    """Return the member number at `place` among the collected `facts`."""
    return facts[place[0]][place[1]]


def _connected(patterns: list[Pattern]) -> list[Pattern]:
    """Order patterns so that each shares as much as possible with those before it.

    Otherwise two unrelated patterns in a row would make the engine store every pair of facts.
    """
    ordered: list[Pattern] = []
    bound: set[str] = set()
    while patterns:
        best = min(patterns, key=lambda p: _loose(p, bound))
        patterns.remove(best)
        ordered.append(best)
        bound.update(best.names())
    return ordered


def _loose(pattern: Pattern, bound: set[str]) -> tuple[int, int]:
    """Rank a pattern: wholly determined ones first, then joined ones, then unrelated ones."""
    free = sum(name not in bound for name in pattern.names())
    joined = len(pattern.names()) - free
    return (0, 0) if not free else (1 if joined else 2, free)


def _sources(patterns: Sequence[Pattern]) -> dict[str, Place]:
    """Return the first place of every variable."""
    sources: dict[str, Place] = {}
    for position, pattern in enumerate(patterns):
        for index, term in ((1, pattern.at), (2, pattern.via)):
            if isinstance(term, str):
                sources.setdefault(term, (position, index))
    return sources


def _carried(patterns: Sequence[Pattern], start: int, sources: dict[str, Place]) -> tuple[str, ...]:
    """Return the variables bound before position `start` that a later pattern still needs."""
    needed = dict.fromkeys(name for pattern in patterns[start:] for name in pattern.names())
    return tuple(name for name in needed if sources[name][0] < start)
