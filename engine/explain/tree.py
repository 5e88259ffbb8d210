"""The explanation tree: each node says something, whether it holds, and what it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from engine.ir.case import Place
from engine.ir.values import Truth
from engine.reason.known import Origin
from engine.span import NOWHERE, Span


class Role(StrEnum):
    """What a node of the tree is."""

    DECISION = "decision"
    ROW = "row"
    RULE = "rule"
    ADVICE = "advice"
    ALL = "all"
    ANY = "any"
    MEMBERS = "members"
    TEST = "test"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of an explanation; `verdict` is None while it is undetermined."""

    role: Role
    text: str
    verdict: Truth
    id: str = ""
    place: Place | None = None
    origin: Origin | None = None
    about: str = ""
    sources: tuple[str, ...] = ()
    assumed: bool = False
    parameters: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    children: tuple["Node", ...] = ()

    def relevant(self) -> tuple["Node", ...]:
        """The children that matter for this node's verdict: those that made it what it is."""
        if self.role is Role.ALL and self.verdict is not True:
            return tuple(child for child in self.children if child.verdict is self.verdict)
        if self.role in (Role.ANY, Role.MEMBERS) and self.verdict is not False:
            return tuple(child for child in self.children if child.verdict is self.verdict)
        return self.children


def walk(node: Node) -> Iterator[Node]:
    """The node and everything that matters below it, each shared part once."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        current = stack.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            stack.extend(reversed(current.relevant()))


def supports(node: Node) -> Iterator[Node]:
    """The facts that were asked, at the leaves of what matters."""
    seen: set[Place] = set()
    for part in walk(node):
        asked = part.origin is not None and part.origin is not Origin.DERIVED
        if asked and part.place is not None and part.place not in seen:
            seen.add(part.place)
            yield part


def direct(node: Node) -> list[Node]:
    """The facts, asked or derived, that a rule's own condition looks at and that matter."""
    found: dict[Place | None, Node] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if current.place is not None and current is not node:
            found.setdefault(current.place, current)
        else:
            stack.extend(reversed(current.relevant()))
    return list(found.values())
