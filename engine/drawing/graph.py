"""Pictures as data: what stands in them, what leads where, and how a case relates to it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part of a picture relates to a case."""

    PLAIN = "plain"  # no case is shown
    TAKEN = "taken"  # on the path of this case
    POSSIBLE = "possible"  # still possible: an answer is missing
    RULED_OUT = "ruled out"


class Part(StrEnum):
    """What a vertex stands for; each is drawn in a shape of its own."""

    TEST = "test"
    OUTCOME = "outcome"
    QUESTION = "question"
    DERIVED = "derived fact"
    DECISION = "decision"
    RULE = "rule"
    SECTION = "section"
    FOLDED = "folded"  # several parts in one
    MOMENT = "moment"  # a point of time


class Stroke(StrEnum):
    """How an edge is drawn; a hidden one only keeps its ends in order."""

    ARROW = "arrow"
    LINE = "line"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Vertex:
    """A part of a picture; `note` is a second paragraph, `link` names the picture of its parts.

    `reads` names the facts that a test looks at, `outcome` the value that an outcome stands for.
    """

    id: str
    text: str
    part: Part
    state: State = State.PLAIN
    note: str = ""
    link: str = ""
    reads: frozenset[str] = frozenset()
    outcome: str = ""

    @property
    def is_outcome(self) -> bool:
        """Whether a decision ends here."""
        return self.part is Part.OUTCOME


@dataclass(frozen=True, slots=True)
class Edge:
    """From one part to another; in a decision, when the result is one of those in `text`."""

    source: str
    target: str
    text: str
    state: State = State.PLAIN
    stroke: Stroke = Stroke.ARROW


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture, its title, and its parts in the order of discovery.

    `key` says how to read it, `rows` names parts that stand side by side. A `sideways` picture is
    read from left to right.
    """

    title: str
    description: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    key: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    sideways: bool = False
