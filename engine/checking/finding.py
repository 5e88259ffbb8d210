"""What a check found."""

from dataclasses import dataclass

from engine.span import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of the base: where, what, in which situation, and what to do about it.

    `situation` is the widest one that shows it, over the facts that the rules name; `example` the
    same in answers to questions, where that says more.
    """

    check: str
    item: str
    span: Span
    message: str
    hint: str = ""
    situation: str = ""
    example: str = ""
