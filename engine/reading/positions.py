"""From a place in the text of a scalar back to its place in the file.

What YAML makes of a scalar differs from its source in white space, quotation marks and escapes, so
the n-th visible character of the one is the n-th visible character of the other.
"""

import re

from engine.reading.document import Scalar
from engine.span import Span

_PIECES = {
    "'": re.compile(r"''|[^']", re.DOTALL),
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.)|[^\\]", re.DOTALL),
}


def one_line(text: str) -> str:
    """The text with a blank for every character of white space; offsets stay as they are."""
    return "".join(" " if character.isspace() else character for character in text)


class Positions:
    """Finds the span of any stretch of a scalar's text."""

    def __init__(self, scalar: Scalar) -> None:
        self._scalar = scalar
        self._visible = _visible(scalar)

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`, up to the end of its first line."""
        first, last = self._rank(start), self._rank(end) - 1
        if first >= len(self._visible):
            return self._scalar.span
        index = self._visible[first]
        before = self._scalar.raw[:index]
        lines = before.count("\n")
        column = index - before.rfind("\n") if lines else self._scalar.span.column + index
        stop = self._visible[min(max(first, last), len(self._visible) - 1)] + 1
        length = len(self._scalar.raw[index:stop].split("\n", 1)[0].rstrip())
        return Span(self._scalar.span.file, self._scalar.span.line + lines, column, length)

    def of_bytes(self, start: int, end: int) -> Span:
        """The same for offsets in bytes of UTF-8 of the text on one line, as Python counts."""
        data = one_line(self._scalar.text).encode()
        return self.span(len(data[:start].decode()), len(data[:end].decode()))

    def _rank(self, end: int) -> int:
        return sum(not character.isspace() for character in self._scalar.text[:end])


def _visible(scalar: Scalar) -> list[int]:
    """Where in the source each visible character of the text begins."""
    raw = scalar.raw
    if scalar.quoted:
        pieces = _PIECES[raw[0]].finditer(raw, 1, len(raw) - 1)
        return [piece.start() for piece in pieces if not _is_blank(piece[0])]
    header = raw.find("\n") if raw[:1] in ("|", ">") else -1
    return [i for i, character in enumerate(raw) if i > header and not character.isspace()]


def _is_blank(piece: str) -> bool:
    if piece[:1] != "\\":
        return piece.isspace()
    if piece[1] in "xuU":
        return chr(int(piece[2:], 16)).isspace()
    return piece[1].isspace() or piece[1] in "tnrvf_NLP"
