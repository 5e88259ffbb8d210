"""Mistakes in files, as data: collected, then reported all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from engine.span import Span

MAX_WORD, MAX_LISTED, MAX_MESSAGE = 40, 15, 400


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where, what, the line it stands in, and what to do about it."""

    span: Span
    message: str
    hint: str = ""
    excerpt: str = ""


class Problems:
    """Collects the mistakes of one reading; knows the text of the files read, for excerpts."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._lines: dict[str, list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def remember(self, file: str, text: str) -> None:
        """Keep the text of `file`, so that its mistakes can quote it."""
        self._lines[file] = text.split("\n")

    def add(self, span: Span, message: str, hint: str = "") -> None:
        """Record one mistake; the same message at the same place is kept once."""
        problem = Problem(span, _printable(message), _printable(hint), self.line(span))
        if problem not in self._found:
            self._found.append(problem)

    def line(self, span: Span) -> str:
        """The line of text that the span starts in; empty when the file is not known."""
        lines = self._lines.get(span.file, [])
        return lines[span.line - 1].rstrip("\r") if 0 < span.line <= len(lines) else ""

    def sorted(self) -> tuple[Problem, ...]:
        """Every mistake, by file, line and column."""
        return tuple(sorted(self._found, key=lambda problem: (problem.span, problem.message)))


class BadInput(Exception):
    """Input that cannot be used; carries every mistake found, and nothing was applied."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.span}: {p.message}" for p in self.problems))

    def __reduce__(self) -> tuple[type["BadInput"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # so that it goes from process to process


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is close."""
    words = sorted(set(known) - {word})
    same = [found for found in words if found.casefold() == word.casefold()]
    if same or len(word) > MAX_WORD:
        return same[0] if same else ""
    return next(iter(get_close_matches(word, words, n=1, cutoff=0.6)), "")


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint naming what was probably meant, or the known words when they are few."""
    words = sorted(set(known) - {word})
    if close := closest(word, words):
        return f"did you mean {close}?"
    return f"possible here: {listing(words)}" if 0 < len(words) <= MAX_LISTED else ""


def quoted(text: str) -> str:
    """What somebody wrote, for a message: in quotes, and shortened when it is long."""
    words = " ".join(text.split())
    return f"“{words if len(words) <= MAX_WORD else words[: MAX_WORD - 1] + '…'}”"


def listing(words: Sequence[str]) -> str:
    """Words as a list for a sentence: `a, b or c`."""
    return ", ".join(words[:-1]) + f" or {words[-1]}" if len(words) > 1 else "".join(words)


def _printable(text: str) -> str:
    """The text on one line, without characters that a terminal might obey."""
    shown = text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "·" for c in shown)
