"""Conditions as they are explained: made once for a base, turned into nodes for each member.

Negations are pushed down to the tests, so that every node reads as a plain statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.compiled.amounts import Holds
from engine.explain.tree import Line, Node
from engine.ir.case import Place
from engine.ir.conditions import Ref
from engine.reason.known import Known


class Teller(Protocol):
    """Who explains one run: what of a node changes from case to case is asked of it."""

    @property
    def known(self) -> Known:
        """What is known of the case."""
        ...

    def fact(self, place: Place) -> Node:
        """Why a fact has its value."""
        ...

    def name(self, member: int) -> str:
        """What the person calls a member."""
        ...


class Told(Protocol):
    """A condition, or its contrary, or a number, with what an explanation says of it."""

    @property
    def line(self) -> Line:
        """What its node says."""
        ...

    def node(self, teller: Teller, member: int) -> Node:
        """Whether it is true of a member, or what it amounts to, and what that rests on."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A test of one fact."""

    line: Line
    holds: Holds
    ref: Ref

    def node(self, teller: Teller, member: int) -> Node:
        """Whether it holds, and why the fact has its value."""
        known = teller.known
        below = (teller.fact(known.place(self.ref, member)),)
        return Node(self.line, self.holds(known, member), below)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two numbers compared."""

    line: Line
    holds: Holds
    sides: tuple[Told, Told]

    def node(self, teller: Teller, member: int) -> Node:
        """Whether the numbers stand in the relation, and what they rest on."""
        left, right = self.sides
        below = (left.node(teller, member), right.node(teller, member))
        return Node(self.line, self.holds(teller.known, member), below)


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """All of some conditions, or any; the verdict of any part that is `decisive` is its own."""

    line: Line
    parts: Sequence[Told]
    decisive: bool

    def node(self, teller: Teller, member: int) -> Node:
        """Kleene's and, or or, with a node for every part."""
        below = tuple([part.node(teller, member) for part in self.parts])
        found = [one.verdict for one in below]
        if self.decisive in found:
            return Node(self.line, self.decisive, below)
        return Node(self.line, None if None in found else not self.decisive, below)


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """A condition on all members of an entity, or on any; `growing` while there may be more."""

    line: Line
    growing: Line
    holds: Holds
    entity: str
    part: Told

    def node(self, teller: Teller, member: int) -> Node:
        """Whether it holds, with a node for every member."""
        known = teller.known
        below = tuple([self.part.node(teller, one) for one in known.members(self.entity)])
        line = self.line if known.is_complete(self.entity) else self.growing
        return Node(line, self.holds(known, member), below)
