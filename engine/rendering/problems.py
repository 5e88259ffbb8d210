"""Mistakes in input for a reader: place, message, the line with a marker, and a hint."""

from collections.abc import Iterable
from unicodedata import combining, east_asian_width

from engine.problem import Problem

MAX_EXCERPT = 100


def problems_text(problems: Iterable[Problem]) -> str:
    """Every mistake, in order, then how many there are."""
    found = list(problems)
    count = f"{len(found)} mistake{'s' if len(found) != 1 else ''} found; nothing was done."
    return "\n".join([*(_problem(problem) for problem in found), count]) + "\n"


def _problem(problem: Problem) -> str:
    place = f"{problem.span}: " if problem.span.file else ""
    lines = [f"{place}{problem.message}"]
    if problem.excerpt.strip():
        lines += _excerpt(problem)
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _excerpt(problem: Problem) -> list[str]:
    """The line with a marker below, cut around the place when it is long."""
    line, at = "".join(map(_visible, problem.excerpt)), problem.span.column - 1
    start = max(0, at - MAX_EXCERPT // 2) if len(line) > MAX_EXCERPT else 0
    end = start + MAX_EXCERPT
    before, marked = line[start:at], line[at : min(end, at + problem.span.length)]
    left, right = "…" if start else "", "…" if end < len(line) else ""
    marker = " " * _width(left + before) + "^" * max(1, _width(marked))
    number = str(problem.span.line)
    return [f"  {number} | {left}{line[start:end]}{right}", f"  {' ' * len(number)} | {marker}"]


def _visible(character: str) -> str:
    """The character, or a mark of the same width for one that cannot be seen."""
    return character if character.isprintable() else "→" if character == "\t" else "·"


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(combining(character) > 0 for character in text)
