"""A decision as a graph: tests, outcomes, and conditions on the edges."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part of a picture relates to a case."""

    PLAIN = "plain"  # no case is shown
    TAKEN = "taken"  # on the path of this case
    POSSIBLE = "possible"  # still possible: an answer is missing
    RULED_OUT = "ruled out"


@dataclass(frozen=True, slots=True)
class Vertex:
    """A test, or an outcome."""

    id: str
    text: str
    is_outcome: bool
    state: State = State.PLAIN


@dataclass(frozen=True, slots=True)
class Edge:
    """From a test to what follows when its result is one of those in `text`."""

    source: str
    target: str
    text: str
    state: State = State.PLAIN


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture, its title, and its parts in the order of discovery."""

    title: str
    description: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
