"""One person's answers: the fact base that rules are applied to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.ir.read_only import read_only
from engine.ir.values import Value
from engine.span import NOWHERE, Span


@read_only
class Answer:
    """What was answered: a value, a text, or None for "asked, but not known"."""

    value: Value | str | None
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody says of a case, and when; nothing is derived from it.

    `about` is a fact, a rule, an advice or the key of a list, with `entry` for the name of one
    entry; nothing for the whole case. `says` is the outcome that the writer prefers, if any.
    """

    by: str
    day: date
    text: str
    about: str = ""
    entry: str = ""
    says: str = ""


Place = tuple[str, int]  # a fact and the number of the member it is about


@read_only
class Case:
    """Answers by fact and member; a fact that is absent is open: nobody asked yet.

    Members are numbered across entities, principals first, starting with 0 for the root. A list
    that is not in `complete` may still grow. `notes` stand beside what follows from the answers.
    """

    members: Mapping[str, tuple[int, ...]]
    answers: Mapping[Place, Answer]
    complete: frozenset[str] = frozenset()
    title: str = ""
    as_of: date | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    made_with: str = ""
    notes: tuple[Note, ...] = ()

    def answering(self, answers: Mapping[Place, Answer]) -> "Case":
        """The same person with these answers; a search asks for it so often that it counts."""
        return Case(
            self.members,
            answers,
            self.complete,
            self.title,
            self.as_of,
            self.expect,
            self.file,
            self.made_with,
            self.notes,
        )

    def text(self, fact: str, member: int) -> str:
        """The answer to a question for free text; empty while there is none."""
        answer = self.answers.get((fact, member))
        return answer.value if answer and isinstance(answer.value, str) else ""
