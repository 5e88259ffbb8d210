"""The language of phrases, and what a phrase becomes.

(a|b c)   one of several        [a]      with or without       *        up to six words
{name}    a slot or word list   word~    any ending            a b      a, then b, whatever
                                                                        punctuation is between
a & b     both near each other, in any order                   a & !b   a, and no b near it
,         a comma                         =word      this form of the word alone

Words are compared in their plain form, so `refund` also fits `refunded`, and `do not` `don't`.
"""

import re
from collections.abc import Mapping, Sequence

from engine.extracting.nodes import (
    ANY,
    Comma,
    Either,
    Exact,
    Gap,
    Listed,
    Maybe,
    Node,
    Part,
    Row,
    Shape,
    Slot,
    Stem,
    Word,
)  # fmt: skip
from engine.extracting.slots import SLOTS
from engine.extracting.words import Forms, words_of

_TOKEN = re.compile(r"\s+|[()\[\]|*,]|\{[a-z_ ]*\}|[^\s()\[\]|*{},]+|[{}]")
_NAMED = re.compile(r"\{([a-z_]+)\}")


class BadPhrase(Exception):
    """What is wrong with a phrase, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class Compiler:
    """Turns phrases into nodes; `lists` are the word lists that phrases may name, as written."""

    def __init__(self, lists: Mapping[str, Mapping[str, Sequence[str]]], forms: Forms) -> None:
        self._written, self._forms = lists, forms
        self._open: tuple[str, ...] = ()
        self.lists: dict[str, dict[str, tuple[Part, ...]]] = {}

    def shape(self, phrase: str) -> Shape:
        """The phrase, compiled. Raises BadPhrase with what is wrong with it."""
        parts = re.split(r"\s&\s", phrase)
        near = [part for part in parts[1:] if not part.lstrip().startswith("!")]
        never = [part.lstrip()[1:] for part in parts[1:] if part.lstrip().startswith("!")]
        first = self.part(parts[0])
        if _may_be_empty(first.node):
            raise BadPhrase("this phrase fits every text", "write at least one word that it needs")
        others = tuple(map(self.part, near))
        needs = min((one.needs for one in (first, *others)), key=_rarity)
        return Shape(first, others, tuple(map(self.part, never)), needs)

    def part(self, phrase: str) -> Part:
        """A phrase without &. Raises BadPhrase."""
        return self._part(self.node(phrase))

    def _part(self, node: Node) -> Part:
        return Part(node, self._starts(node)[0], self._needs(node))

    def node(self, phrase: str) -> Node:
        """The nodes of a phrase without &. Raises BadPhrase."""
        tokens = _TOKEN.findall(phrase)
        found, rest = self._ways(tokens, 0, "")
        if rest < len(tokens):
            raise BadPhrase(f"{tokens[rest]} closes nothing", "remove it, or open it before")
        return found

    def _ways(self, tokens: list[str], at: int, closing: str) -> tuple[Node, int]:
        ways: list[Node] = []
        parts: list[Node] = []
        while at < len(tokens) and tokens[at] not in (")", "]"):
            token = tokens[at]
            at += 1
            if token == "|":
                ways += [_row(parts)] if parts else []
                parts = []
            elif token in ("(", "["):
                inner, at = self._ways(tokens, at, ")" if token == "(" else "]")
                parts.append(Maybe(inner) if token == "[" else inner)
                at += 1
            elif not token.isspace():
                parts += self._nodes(token)
        if closing and (at >= len(tokens) or tokens[at] != closing):
            raise BadPhrase(f"a {closing} is missing", "close every bracket that you open")
        ways += [_row(parts)] if parts else []
        if not ways:
            raise BadPhrase("there is no word in this", "write at least one word")
        return self._either(ways), at

    def _nodes(self, token: str) -> list[Node]:
        if token == "*":
            return [Gap()]
        if token == ",":
            return [Comma()]
        if token[0] in "{}":
            return [self._named(token)]
        if token.startswith("="):
            return [Exact(token[1:].casefold())]
        if token.endswith("~"):
            *words, last = words_of(token.rstrip("~"), Forms()).text.casefold().split("-")
            return [*(Word(frozenset((one,))) for one in words), Stem(last)]
        return [Word(frozenset((form,))) for form in words_of(token, self._forms).forms]

    def _named(self, token: str) -> Node:
        found = _NAMED.fullmatch(token)
        name = found[1] if found else ""
        if name in SLOTS:
            return Slot(name)
        if name not in self._written:
            known = ", ".join([*SLOTS, *self._written])
            raise BadPhrase(f"there is no word list {token}", f"possible here: {known}")
        if name in self._open:
            raise BadPhrase(f"the word list {token} contains itself", "write its words out")
        if name not in self.lists:
            self._open = (*self._open, name)
            self.lists[name] = {
                value: tuple(map(self.part, entries))
                for value, entries in self._written[name].items()
            }
            self._open = self._open[:-1]
        return Listed(name)

    def _needs(self, node: Node) -> frozenset[str]:
        """Words of which one is in whatever fits; ANY among them where none can be told."""
        match node:
            case Word(forms):
                return forms
            case Exact(word):
                return frozenset(self._forms.of(word)[:1])
            case Listed(name):
                entries = [one for ways in self.lists[name].values() for one in ways]
                return frozenset[str]().union(*(one.needs for one in entries))
            case Either(ways):
                return frozenset[str]().union(*(one.needs for one in ways))
            case Row(parts):
                return min(map(self._needs, parts), key=_rarity, default=frozenset((ANY,)))
            case _:
                return frozenset((ANY,))

    def _starts(self, node: Node) -> tuple[frozenset[str], bool]:
        """The words that it may begin with, and whether it may be empty."""
        match node:
            case Word(forms):
                return forms, False
            case Exact(word):
                return frozenset(self._forms.of(word)[:1]), False
            case Listed(name):
                entries = [one for ways in self.lists[name].values() for one in ways]
                return frozenset[str]().union(*(one.starts for one in entries)), False
            case Either(ways):
                starts = frozenset[str]().union(*(one.starts for one in ways))
                return starts, any(_may_be_empty(one.node) for one in ways)
            case Maybe(inner):
                return self._starts(inner)[0], True
            case Comma():
                return frozenset(), True
            case Row(parts):
                return self._row_starts(parts)
            case _:
                return frozenset((ANY,)), isinstance(node, Gap)

    def _row_starts(self, parts: tuple[Node, ...]) -> tuple[frozenset[str], bool]:
        found: frozenset[str] = frozenset()
        for part in parts:
            starts, empty = self._starts(part)
            found |= starts
            if not empty:
                return found, False
        return found | {ANY}, True

    def _either(self, ways: list[Node]) -> Node:
        words = [way.forms for way in ways if isinstance(way, Word)]
        others: list[Node] = [way for way in ways if not isinstance(way, Word)]
        if words:
            others.append(Word(frozenset[str]().union(*words)))
        return others[0] if len(others) == 1 else Either(tuple(map(self._part, others)))


def _rarity(needs: frozenset[str]) -> int:
    return 10_000 if ANY in needs else len(needs)


def _row(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def _may_be_empty(node: Node) -> bool:
    match node:
        case Row(parts):
            return all(map(_may_be_empty, parts))
        case Either(ways):
            return any(_may_be_empty(one.node) for one in ways)
        case Maybe() | Gap() | Comma():
            return True
        case _:
            return False
