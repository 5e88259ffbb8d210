"""The outcomes of a decision with what speaks for and against each, as plain data."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Where an outcome stands."""

    DERIVED = "derived"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answer is missing, or whether a list is complete.

    `taken` is what is assumed while nobody has said.
    """

    ask: str
    about: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A part of a row's condition that fails, the answers that it fails by, and assumptions."""

    asks: str
    facts: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, from the item with this id (`kind`: row, rule, advice or argument).

    `facts` are the answers it rests on, `taken` what it rests on that is only assumed, `questions`
    those that are missing while it is open, and `clashes` what it hangs on that was answered in
    contradictory ways. `lacks` says why a row does not hold.
    """

    id: str
    kind: str
    says: str
    facts: tuple[str, ...]
    questions: tuple[Asked, ...]
    sources: tuple[str, ...]
    assumed: bool
    taken: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A row or rule that an outcome owes its standing to, and its reason."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Option:
    """An outcome, with the reasons for and against it that hold now, and those still open.

    `by` are the rows or rules that lead to it. Those of an excluded one are its own, none of which
    holds; or, where it is `masked`, the one that comes first. What is open would speak so.
    """

    outcome: str
    label: str
    standing: Standing
    masked: bool
    by: tuple[Ground, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    open_for: tuple[Reason, ...]
    open_against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Every outcome of a decision about one member, in the order of the vocabulary.

    `derived` is the outcome that the rules derive; empty while several are possible. `set_aside`
    are the answers that contradict each other, where something hangs on them.
    """

    decision: str
    label: str
    about: str
    derived: str
    options: tuple[Option, ...]
    set_aside: tuple[tuple[str, ...], ...] = ()
