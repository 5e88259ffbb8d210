"""Decisions, rules, advice and messages; each carries where it comes from."""

from dataclasses import dataclass
from datetime import date

from engine.ir.conditions import Condition, Ref
from engine.span import Span

STRENGTHS = ("strict", "strong", "consider", "preference", "note")


@dataclass(frozen=True, slots=True)
class Stance:
    """That something argues for an outcome of a decision, or against it."""

    decision: str
    outcome: str
    speaks_for: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Governed:
    """What every rule carries: its origin, when somebody last held it against the sources, and
    whether it is our reading instead of a source's."""

    id: str
    because: str
    sources: tuple[str, ...]
    assumed: bool
    reviewed: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Row(Governed):
    """One row of a decision; `when` is None in the last row, which takes what is left.

    `between` names the two outcomes between which the truth lies where none can be chosen.
    `covers` says of a last row what must be left for it; proofs hold it against the rows above.
    """

    when: Condition | None
    then: str
    between: tuple[str, str] | None
    covers: Condition | None = None
    argues: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Exactly one outcome for a fact: the first row that holds (hit policy: first).

    Where `unique`, no two rows may hold together; proofs see to it.
    """

    fact: str
    scope: str
    title: str
    rows: tuple[Row, ...]
    span: Span
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Rule(Governed):
    """Concludes that yes/no facts are yes when the condition holds."""

    scope: str
    when: Condition
    conclude: tuple[str, ...]
    severity: str
    title: str
    argues: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A date counted from a fact that is a date, in months and days (negative: before it)."""

    ref: Ref
    months: int
    days: int
    text: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Advice(Governed):
    """Something to say to the person when the condition holds; None: always.

    `start` and `by` say when it is to be begun and done; `excludes` names advice that must never
    be given to the same person.
    """

    scope: str
    when: Condition | None
    section: str
    strength: str
    say: str
    start: Due | None = None
    by: Due | None = None
    excludes: tuple[str, ...] = ()
    argues: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument(Governed):
    """A reason for or against outcomes while its condition holds; it decides nothing itself."""

    scope: str
    when: Condition
    argues: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A paragraph of a draft; left out unless its condition holds (None: always in)."""

    when: Condition | None
    say: str


@dataclass(frozen=True, slots=True)
class Message(Governed):
    """A draft of a message that the person may send, for each member of the scope."""

    scope: str
    when: Condition | None
    title: str
    to: str
    parts: tuple[MessagePart, ...]
