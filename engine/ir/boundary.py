"""A situation at the edge of a rule or an advice, and what must come out there."""

from dataclasses import dataclass

from engine.ir.case import Case
from engine.span import Span


@dataclass(frozen=True, slots=True)
class Boundary:
    """`target`, an advice or a derived fact, gives `gives` in the case; `because` says why.

    For an advice it is yes or no, for a fact its value, or open.
    """

    target: str
    case: Case
    gives: str
    because: str
    span: Span
