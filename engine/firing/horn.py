"""Positive Horn clauses over small-integer facts, and a slow evaluator that serves as oracle.

A fact says that something (its key) holds of a member (`at`) and perhaps of a second one
(`via`). A clause derives one fact from a conjunction of facts. There is no negation, so the
order of clauses and facts never matters and the result is the least fixpoint.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LARGEST = 2**31 - 1
"""Largest member number; the smallest is 0, which by convention means `no member`."""


class Fact(NamedTuple):
    """Something known to hold.

    `key`: any integer. `at`: member number. `via`: second member number, 0 unless the fact
    links two members. Member numbers lie in 0..LARGEST.
    """

    key: int
    at: int
    via: int


class Firing(NamedTuple):
    """One derivation: the clause `label` made `head` out of `body`, in the clause's own order."""

    label: int
    head: Fact
    body: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition on one fact: an integer must match, a name binds; equal names join.

    Member numbers lie in 0..LARGEST; anything else raises ValueError.
    """

    key: int
    at: int | str
    via: int | str = 0

    def __post_init__(self) -> None:
        """Reject constants no fact can hold."""
        for term in (self.at, self.via):
            if not isinstance(term, str):
                check_member(term)

    def names(self) -> tuple[str, ...]:
        """Return the variable names, `at` before `via`, without repetition."""
        return tuple(dict.fromkeys(t for t in (self.at, self.via) if isinstance(t, str)))


@dataclass(frozen=True, slots=True)
class Clause:
    """`head` holds whenever every pattern of `body` does.

    `label` identifies the clause in firings. Raises ValueError if the body is empty or a
    variable of the head does not occur in it.
    """

    label: int
    head: Pattern
    body: tuple[Pattern, ...]

    def __post_init__(self) -> None:
        """Reject clauses that would derive a fact from nothing or about nobody."""
        if not self.body:
            raise ValueError(f"clause {self.label} has an empty body")
        bound = {name for pattern in self.body for name in pattern.names()}
        loose = [name for name in self.head.names() if name not in bound]
        if loose:
            raise ValueError(f"clause {self.label}: {loose[0]!r} does not occur in the body")


@dataclass(frozen=True, slots=True)
class HornProgram:
    """A set of clauses; their order carries no meaning. Raises ValueError on a repeated label."""

    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        """Reject labels that would not identify a clause."""
        seen: set[int] = set()
        for clause in self.clauses:
            if clause.label in seen:
                raise ValueError(f"two clauses are labelled {clause.label}")
            seen.add(clause.label)


def check_member(number: int) -> None:
    """Raise ValueError unless `number` is a member number, 0..LARGEST."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"member number {number} is not in 0..{LARGEST}")


def evaluate(program: HornProgram, facts: Iterable[Fact]) -> list[Firing]:
    """Return every firing of the least fixpoint, sorted, each once.

    Slow on purpose: rounds of plain nested loops until nothing new appears.
    """
    known = set(facts)
    while True:
        firings = set(_round(program, known))
        fresh = {firing.head for firing in firings} - known
        if not fresh:
            return sorted(firings)
        known |= fresh


def _round(program: HornProgram, known: set[Fact]) -> Iterator[Firing]:
    """Yield the firings whose bodies lie within `known`."""
    by_key: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in known:
        by_key[fact.key].append(fact)
    for clause in program.clauses:
        if all(pattern.key in by_key for pattern in clause.body):
            yield from _matches(clause, by_key, {}, ())


def _matches(
    clause: Clause,
    by_key: Mapping[int, Sequence[Fact]],
    bound: dict[str, int],
    body: tuple[Fact, ...],
) -> Iterator[Firing]:
    """Yield the firings of `clause` that begin with `body` under the binding `bound`."""
    if len(body) == len(clause.body):
        at, via = (bound[t] if isinstance(t, str) else t for t in (clause.head.at, clause.head.via))
        yield Firing(clause.label, Fact(clause.head.key, at, via), body)
        return
    pattern = clause.body[len(body)]
    for fact in by_key[pattern.key]:
        extended = _unify(pattern, fact, bound)
        if extended is not None:
            yield from _matches(clause, by_key, extended, (*body, fact))


def _unify(pattern: Pattern, fact: Fact, bound: dict[str, int]) -> dict[str, int] | None:
    """Return `bound` extended so that `pattern` is `fact`, or None if it cannot be."""
    extended = dict(bound)
    for term, value in ((pattern.at, fact.at), (pattern.via, fact.via)):
        if (extended.setdefault(term, value) if isinstance(term, str) else term) != value:
            return None
    return extended
