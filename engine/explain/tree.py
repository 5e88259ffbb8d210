"""The explanation tree: each node says something, whether it holds, and what it rests on.

Every node carries all that its verdict follows from: what it does with the nodes below it, and at
the leaves a value. `judge` follows that up again from the leaves alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from engine.ir.case import Place
from engine.ir.values import Interval, Truth, Value
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
    NUMBER = "number"


GOVERNED = (Role.ROW, Role.RULE, Role.ADVICE)  # what has an id, sources and a sentence of its own
_OF_ALL = frozenset({*GOVERNED, Role.ALL})
_OF_ANY = frozenset({Role.ANY, Role.MEMBERS})
_OF_NUMBERS = frozenset({Role.TEST, Role.FACT})
SAID = {
    Origin.ANSWER: "you said",
    Origin.ASSUMED: "assumed, you have not said",
    Origin.UNKNOWN: "you do not know",
    Origin.OPEN: "not answered yet",
    Origin.DISPUTED: "set aside, it contradicts another answer",
}


class Op(StrEnum):
    """What a node does with the nodes below it; relations and + - * / stand for themselves."""

    NONE = ""  # what the role says: all of them, or any
    OTHERWISE = "otherwise"  # a row that takes what the rows before it leave
    AMONG = "among"
    UNKNOWN = "is unknown"
    NOT_UNKNOWN = "is not unknown"
    OPEN = "is open"
    SETTLED = "is settled"
    FIGURE = "figure"  # a number that stands in the rule
    PARAMETER = "parameter"
    TODAY = "today"
    MONTHS = "months"
    LOOKUP = "lookup"
    COUNT = "count"
    TOTAL = "total"
    SUMMAND = "summand"  # counted only if the first part holds
    BOTH = "both"  # as much as both numbers say
    IF_KNOWN = "if known"


@dataclass(frozen=True, slots=True)
class Step:
    """How a node follows from those below it.

    `among` are the values that a test looks for, or the outcome that a row gives; `grows` says
    that the list gone through may still get members; `rest` is what those may add to a total, or
    all that is known of a number without its proof; `figures` are those of a table.
    """

    op: str = Op.NONE
    among: tuple[str, ...] = ()
    grows: bool = False
    rest: Interval | None = None
    figures: tuple[tuple[str, float | None], ...] = ()


PLAIN = Step()


@dataclass(slots=True)  # never changed, but a trace has hundreds that are its own
class Line:
    """What a node says, whatever its verdict.

    `rule` is the id of the row, rule, advice or formula that the node belongs to, and `sources`
    the statements that this rests on. Nodes about other members, or of other cases, share lines.
    """

    role: Role
    text: str
    id: str = ""
    sources: tuple[str, ...] = ()
    assumed: bool = False
    parameters: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    rule: str = ""
    step: Step = PLAIN


@dataclass(slots=True)  # never changed; frozen, the thousands of a trace take four times as long
class Node:
    """One step of an explanation; `verdict` is None while it is undetermined.

    `value` is what is left of a fact or number. A fact's verdict is whether its value is settled.
    """

    line: Line
    verdict: Truth
    children: tuple["Node", ...] = ()
    place: Place | None = None
    origin: Origin | None = None
    about: str = ""
    value: Value | None = None

    @property
    def role(self) -> Role:
        """What the node is."""
        return self.line.role

    @property
    def text(self) -> str:
        """What it says."""
        return self.line.text

    @property
    def id(self) -> str:
        """The fact, row, rule or advice that it is about."""
        return self.line.id

    @property
    def sources(self) -> tuple[str, ...]:
        """The statements that it rests on."""
        return self.line.sources

    @property
    def assumed(self) -> bool:
        """Whether its rule is our reading."""
        return self.line.assumed

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that stand in it."""
        return self.line.parameters

    @property
    def span(self) -> Span:
        """Where it was written."""
        return self.line.span

    @property
    def rule(self) -> str:
        """What it belongs to."""
        return self.line.rule

    @property
    def step(self) -> Step:
        """How it follows from those below."""
        return self.line.step

    def relevant(self) -> tuple["Node", ...]:
        """The nodes below that matter for this verdict: those that made it what it is.

        Numbers on the way are passed over: what they rest on is what matters.
        """
        role = self.line.role
        if role in _OF_ALL and self.verdict is not True:
            return tuple(child for child in self.children if child.verdict is self.verdict)
        if role in _OF_ANY and self.verdict is not False:
            return tuple(child for child in self.children if child.verdict is self.verdict)
        if role in _OF_NUMBERS:
            return tuple(found for child in self.children for found in _beneath(child))
        return self.children

    @property
    def said(self) -> str:
        """A fact with its value, without where it comes from."""
        return self.text if self.origin is None else self.text.removesuffix(self.from_where)

    @property
    def from_where(self) -> str:
        """Where the value of a fact comes from, in brackets; empty for one that is derived."""
        return f" ({SAID[self.origin]})" if self.origin in SAID else ""


def _beneath(node: Node) -> tuple[Node, ...]:
    """The node; of a number, what it rests on."""
    if node.role is not Role.NUMBER:
        return (node,)
    return tuple(found for child in node.children for found in _beneath(child))


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
