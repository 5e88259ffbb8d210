"""What a phrase becomes: words, lists and slots, in a row, as alternatives, or left out."""

from collections.abc import Mapping
from dataclasses import dataclass

ANY = "*"  # among what a phrase needs: nothing in particular


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words."""

    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stem:
    """Any word that begins so."""

    begins: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A word in just this form."""

    word: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a word list, or of a list of choices, where it gives a value."""

    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A number, a date, a name and the like."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A few words of whatever kind."""


@dataclass(frozen=True, slots=True)
class Comma:
    """A comma before the next word."""


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes one after the other."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """One of some nodes, each with the words that it may begin with."""

    ways: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Maybe:
    """A node, or nothing."""

    inner: "Node"


Node = Word | Exact | Stem | Listed | Slot | Gap | Comma | Row | Either | Maybe


@dataclass(frozen=True, slots=True)
class Part:
    """A node with the words that it may begin with, and words of which it needs one.

    ANY among them stands for every word.
    """

    node: Node
    starts: frozenset[str]
    needs: frozenset[str]


Lists = Mapping[str, Mapping[str, tuple[Part, ...]]]
"""Of each list its entries by the value that they give; of a list without values it is empty."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A phrase: the first part, what must stand near it, what must not, and words it needs."""

    first: Part
    near: tuple[Part, ...]
    never: tuple[Part, ...]
    needs: frozenset[str]
