"""The language of phrases, and how a phrase becomes a regular expression.

(a|b c)   one of several        [a]      with or without       *        up to six words
{name}    a slot or word list   word~    any ending            a b      a, then b, whatever
                                                                        punctuation is between
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.extracting.slots import SLOTS

GAP_WORDS = 6
MAX_GAPS = 4  # each multiplies the time that a text may cost
_TOKEN = re.compile(r"\s+|[()\[\]|*]|\{[a-z_ ]*\}|[^\s()\[\]|*{}]+|[{}]")
_BETWEEN = r"[^\w$£€]{1,4}"
_LIST = re.compile(r"\{([a-z_]+)\}")


class BadPhrase(Exception):
    """What is wrong with a phrase, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of an expression; `optional` ones may be absent with the space beside them."""

    text: str
    optional: bool = False
    gap: bool = False


class Compiler:
    """Turns phrases into regular expressions; `lists` are word lists that phrases may name."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._gaps = 0
        self._slots = 0
        self._open: tuple[str, ...] = ()

    def compiled(self, phrase: str) -> re.Pattern[str]:
        """The expression; slots are groups s1, s2 …, gaps are g1, g2 ….

        Raises BadPhrase for brackets that do not match, unknown names and too many gaps.
        """
        self._gaps = self._slots = 0
        body = self._sequence(phrase)
        if self._gaps > MAX_GAPS:
            raise BadPhrase(f"more than {MAX_GAPS} times *", "write two phrases")
        if re.compile(body).match(""):
            raise BadPhrase("this phrase fits every text", "write at least one word that it needs")
        return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)

    def starts(self, phrase: str) -> frozenset[str]:
        """The beginnings that what fits can have; empty where a slot or a gap may come first."""
        found = self._starts(_TOKEN.findall(phrase), 0)[0]
        return frozenset() if None in found else frozenset(filter(None, found))

    def _starts(self, tokens: list[str], at: int) -> tuple[set[str | None], int]:
        """The first words up to the closing bracket; None among them stands for anything."""
        found: set[str | None] = set()
        at_start = True
        while at < len(tokens) and tokens[at] not in (")", "]"):
            token, at = tokens[at], at + 1
            if token in ("(", "["):
                inner, at = self._starts(tokens, at)
                at += 1
                found |= inner if at_start else set()
                at_start = at_start and token == "["
            elif token == "|":
                at_start = True
            elif not token.isspace():
                found |= self._first(token) if at_start else set()
                at_start = False
        return found, at

    def _first(self, token: str) -> set[str | None]:
        name = token.strip("{}")
        if token[0] == "{" and name in self._lists:
            return set().union(
                *(self._starts(_TOKEN.findall(entry), 0)[0] for entry in self._lists[name])
            )
        return {None} if token[0] in "{*" else {re.split(r"[-\s~]", token.casefold())[0] or None}

    def _sequence(self, phrase: str) -> str:
        tokens = _TOKEN.findall(phrase)
        text, rest = self._alternatives(tokens, 0, "")
        if rest < len(tokens):
            raise BadPhrase(f"{tokens[rest]} closes nothing", "remove it, or open it before")
        return text

    def _alternatives(self, tokens: list[str], at: int, closing: str) -> tuple[str, int]:
        ways: list[str] = []
        parts: list[_Part] = []
        while at < len(tokens) and tokens[at] not in (")", "]"):
            token = tokens[at]
            at += 1
            if token == "|":
                ways.append(_joined(parts))
                parts = []
            elif token in ("(", "["):
                inner, at = self._alternatives(tokens, at, ")" if token == "(" else "]")
                parts.append(_Part(inner, optional=token == "["))
                at += 1
            elif not token.isspace():
                parts.append(self._part(token))
        if closing and (at >= len(tokens) or tokens[at] != closing):
            raise BadPhrase(f"a {closing} is missing", "close every bracket that you open")
        return f"(?:{'|'.join([*ways, _joined(parts)])})", at

    def _part(self, token: str) -> _Part:
        if token == "*":
            self._gaps += 1
            return _Part(rf"(?P<g{self._gaps}>(?:\S+\ ){{0,{GAP_WORDS}}}?)", gap=True)
        if token[0] in "{}":
            return _Part(self._named(token))
        stem = token.endswith("~")
        words = [re.escape(word) for word in re.split(r"[-\s]+", token.rstrip("~")) if word]
        return _Part(r"[\ -]?".join(words) + (r"\w*" if stem else r"(?!\w)"))

    def _named(self, token: str) -> str:
        found = _LIST.fullmatch(token)
        name = found[1] if found else ""
        if name in SLOTS:
            self._slots += 1
            return f"(?P<s{self._slots}{name}>{SLOTS[name]})"
        if name not in self._lists:
            known = ", ".join([*SLOTS, *self._lists])
            raise BadPhrase(f"there is no word list {token}", f"possible here: {known}")
        if name in self._open:
            raise BadPhrase(f"the word list {token} contains itself", "write its words out")
        self._open = (*self._open, name)
        ways = [self._sequence(entry) for entry in self._lists[name]]
        self._open = self._open[:-1]
        return f"(?:{'|'.join(ways)})"


def _joined(parts: list[_Part]) -> str:
    """The parts with what may stand between words; around an optional part it is optional too."""
    text, started = "", False
    for part in parts:
        if part.gap:
            text += f"{_BETWEEN}{part.text}" if started else part.text
            started = False  # a gap brings the space behind it along
        elif part.optional and not started:
            text += f"(?:{part.text}{_BETWEEN})?"
        elif part.optional:
            text += f"(?:{_BETWEEN}{part.text})?"
        else:
            text += (_BETWEEN if started else _OPENING if text else "") + part.text
            started = True
    return text


_OPENING = r"[^\w$£€]{0,3}"
