"""What a person can do to change a fact: an author's knowledge, as plain data."""

from dataclasses import dataclass
from datetime import date

from engine.ir.conditions import Condition
from engine.ir.rules import Due
from engine.span import NOWHERE, Span

MOST_TIMES = 20  # how often a step that moves a number can be repeated in one plan
POINT = "one point is about an evening of your work"


@dataclass(frozen=True, slots=True)
class Action:
    """One way to change the asked fact `fact`, for each member of `scope`.

    A choice goes from one of `origins` (empty: from any value, known or not) to `to`. A number
    moves by `by_each` at a time (negative: down; of a date: in months), up to `limit`. `effort`,
    in points, and `months` are for one time. `also` gives numbers that rise or fall beside it.
    `requires` must hold when it begins, `by` says until when it must be done, and `hinges_on` what
    it depends on that is not in the person's hands. With `assumed` the effort and the months are
    our own estimate, and without sources the whole action is.
    """

    id: str
    scope: str
    fact: str
    origins: frozenset[str]
    to: str
    by_each: float
    limit: float | None
    effort: float
    months: float
    say: str
    requires: Condition | None = None
    by: Due | None = None
    hinges_on: str = ""
    also: tuple[tuple[str, float], ...] = ()
    sources: tuple[str, ...] = ()
    assumed: bool = False
    reviewed: date | None = None
    span: Span = NOWHERE
