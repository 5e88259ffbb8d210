"""Signs in an expression that can never be right, found before Python's parser sees it.

Python's own messages differ from version to version and are meant for programmers.
"""

import re
from dataclasses import dataclass

from engine.problem import quoted

MAX_OPEN = 30
_OPEN, _CLOSE = "([", ")]"
_TOKEN = re.compile(
    r"""'[^']*' | "[^"]*" | <= | >= | == | != | && | \|\| | =< | => | <> | := | \*\* | //
      | \d[\w.]* | [^\W\d]\w* | \S""",
    re.VERBOSE,
)
_PLAIN_NUMBER = re.compile(r"\d{1,15}(\.\d{1,9})?")
_INSTEAD = {
    **dict.fromkeys(["&&", "&"], "write and"),
    **dict.fromkeys(["||", "|"], "write or"),
    **dict.fromkeys(["!", "~"], "write not, or `is not`"),
    **dict.fromkeys(["=<", "≤"], "write <="),
    **dict.fromkeys(["=>", "≥"], "write >="),
    **dict.fromkeys(["<>", "≠"], "write != between numbers, `is not` before a word"),
    **dict.fromkeys(["**", "//"], "only + - * / are possible"),
    "=": "write == between numbers, `is` before a word",
    "#": "a remark cannot stand inside a condition; write it above",
    "%": "write percentages as plain numbers, such as 50",
    "$": "write amounts as plain numbers, such as 3000",
    **dict.fromkeys("“”„‘’", "use straight quotation marks: '…'"),
    **dict.fromkeys(["{", "}"], "write lists as [a, b]"),
}
_ELSE = "write conditions with is, is not, in, <, <=, >, >=, and, or, not"
_NEVER = frozenset({*_INSTEAD, ":=", "**", "//", ":", ";", "^", "@", "?", "\\", "`", "…", "·"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A stretch of the text that cannot stand in an expression, and why."""

    start: int
    end: int
    message: str
    hint: str


def wrong_sign(text: str) -> Sign | None:
    """The first sign that makes the text unreadable; None where there is none."""
    opened: list[re.Match[str]] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token in _OPEN:
            opened.append(found)
            if len(opened) > MAX_OPEN:
                return _sign(found, "too many parentheses", "split it into derived facts")
        elif token in _CLOSE:
            if not opened or _OPEN.index(opened.pop()[0]) != _CLOSE.index(token):
                return _sign(found, f"{token} does not close anything", "check the parentheses")
        elif wrong := _wrong_token(found):
            return wrong
    if opened:
        return _sign(opened[-1], f"{opened[-1][0]} is never closed", "check the parentheses")
    return None


def _wrong_token(found: re.Match[str]) -> Sign | None:
    token = found[0]
    if token in _NEVER:
        return _sign(found, f"{token} cannot stand here", _INSTEAD.get(token, _ELSE))
    if token in ("'", '"'):
        return _sign(found, "the quotation mark here is never closed", "put the same mark behind")
    if token[0].isdigit() and not _PLAIN_NUMBER.fullmatch(token):
        hint = "write digits, and a point for decimals; put other values in quotes: '4th'"
        return _sign(found, f"{quoted(token)} is not a plain number", hint)
    return None


def _sign(found: re.Match[str], message: str, hint: str) -> Sign:
    return Sign(found.start(), found.end(), message, hint)
