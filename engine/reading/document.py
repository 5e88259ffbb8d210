"""Files as trees of text with positions.

Scalars stay text: nothing is guessed from how they look, so `no`, `NY` and `1e3` arrive as written.
Anchors, aliases, tags and several documents in a file are refused; they serve nobody here.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from engine.problem import Problems
from engine.reading.yaml_errors import record_yaml_error
from engine.span import Span

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")  # all that YAML takes for a line end
_CONTROL = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text; `raw` is how it stands in the file, from `offset` characters on."""

    text: str
    span: Span
    raw: str = field(default="", compare=False, repr=False)
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Tree", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named entries in the order written; each key keeps its own place."""

    entries: dict[str, "Tree"]
    keys: dict[str, Span]
    span: Span


Tree = Scalar | Sequence | Mapping


class _Mark(Protocol):
    index: int
    line: int
    column: int


_EMPTY = "write “name: value” lines; lines that start with # do not count"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(path: Path, name: str, problems: Problems) -> Tree | None:
    """The tree of a file; None after recording why it cannot be read."""
    data = file_bytes(path, name, problems)
    return None if data is None else read_bytes(data, name, problems)


def file_bytes(path: Path, name: str, problems: Problems) -> bytes | None:
    """The content of a file, no more than can be used; None after recording why there is none."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message, hint = _os_message(error)
        problems.add(Span(name), message, hint)
        return None


def read_plain(path: Path, name: str, problems: Problems) -> str | None:
    """The text of a file that is not YAML; None after recording why it cannot be read."""
    data = file_bytes(path, name, problems)
    return None if data is None else plain_text(data, name, problems)


def plain_text(data: bytes, name: str, problems: Problems) -> str | None:
    """The text, with line ends as here; None after recording why it is none."""
    text = _decoded(data, name, problems)
    text = None if text is None else re.sub("\r\n?", "\n", text)
    if text is None or _has_control_character(text, name, problems):
        return None
    problems.remember(name, text)
    return text


def read_bytes(data: bytes, name: str, problems: Problems) -> Tree | None:
    """The tree of a file's content; None after recording why it cannot be read."""
    text = _decoded(data, name, problems)
    return None if text is None else read_text(text, name, problems)


def _decoded(data: bytes, name: str, problems: Problems) -> str | None:
    if len(data) > MAX_BYTES:
        hint = "is this the right file? Such files are a few pages of text"
        problems.add(Span(name), f"this file is larger than {MAX_BYTES:,} bytes", hint)
        return None
    try:
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        _record_not_utf8(data, error, name, problems)
        return None


def _record_not_utf8(data: bytes, error: UnicodeDecodeError, name: str, problems: Problems) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "save it as UTF-8; in Notepad: Save as, Encoding: UTF-8"
        problems.add(Span(name), "this file is saved as UTF-16, which is not read here", hint)
        return
    if b"\0" in data:
        problems.add(Span(name), "this is not a text file", "is this the right file?")
        return
    text = data.removeprefix(BOM_UTF8)
    before = _BREAK.sub("\n", text[: error.start].decode())
    problems.remember(name, _BREAK.sub("\n", text.decode(errors="replace")))
    span = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    problems.add(span, "this character is not saved as UTF-8", "save the file as UTF-8 text")


def read_text(text: str, name: str, problems: Problems) -> Tree | None:
    """The tree of a text; None after recording why it is not usable YAML."""
    text = _BREAK.sub("\n", text)
    problems.remember(name, text)
    if _has_control_character(text, name, problems):
        return None
    try:
        return _Builder(text, name, problems).build()
    except yaml.YAMLError as error:
        record_yaml_error(error, name, problems)
    except _Refused as refused:
        problems.add(refused.span, refused.message, refused.hint)
    return None


class _Refused(Exception):
    def __init__(self, span: Span, message: str, hint: str) -> None:
        self.span, self.message, self.hint = span, message, hint


class _Builder:
    """Builds the tree from the parser's events, so that depth and aliases are bounded."""

    def __init__(self, text: str, name: str, problems: Problems) -> None:
        self._text = text
        self._name = name
        self._problems = problems
        self._events: Iterator[yaml.Event] = yaml.parse(self._text, Loader=_LOADER)

    def build(self) -> Tree | None:
        documents = 0
        tree: Tree | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    span = self._span(event)
                    hint = "remove the line ---, or put what follows in a file of its own"
                    raise _Refused(span, "a second document starts here", hint)
                tree = self._tree(next(self._events), 0)
        if documents == 0:
            raise _Refused(Span(self._name), "there is nothing in this file", _EMPTY)
        return tree

    def _tree(self, event: yaml.Event, depth: int) -> Tree:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the value out; put text that starts with & or * in quotes"
            raise _Refused(self._span(event), "references with & and * are not possible", hint)
        if getattr(event, "tag", None):
            hint = "put text that starts with ! in quotes"
            raise _Refused(self._span(event), "tags, which start with !, are not possible", hint)
        if depth > MAX_DEPTH:
            hint = "check the brackets and the indentation"
            raise _Refused(self._span(event), f"more than {MAX_DEPTH} levels deep", hint)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), self._span(event))
        return self._mapping(event, depth)

    def _items(self, depth: int) -> Iterator[Tree]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._tree(event, depth + 1)

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Tree] = {}
        keys: dict[str, Span] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._tree(event, depth + 1)
            value = self._tree(next(self._events), depth + 1)
            if not isinstance(key, Scalar) or not key.text:
                hint = "write a name, a colon and the value"
                self._problems.add(key.span, "a name is expected here", hint)
            elif key.text in entries:
                first = f"{key.text} is given twice; first in line {keys[key.text].line}"
                self._problems.add(key.span, first, "keep one of the two")
            else:
                entries[key.text], keys[key.text] = value, key.span
        span = self._span(start)
        first_key = next(iter(keys.values()), span)
        return Mapping(entries, keys, first_key if first_key.column == span.column else span)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = _marks(event)
        span, raw = self._span(event), self._text[start.index : end.index]
        if found := _CONTROL.search(event.value):
            message = f"the text contains the control character {ord(found[0]):#04x}"
            self._problems.add(span, message, "remove it; use single quotes around backslashes")
        text = _CONTROL.sub("", event.value)
        return Scalar(text, span, raw, event.style in ("'", '"'))

    def _span(self, event: yaml.Event) -> Span:
        """The place of what was read, up to the end of its first line."""
        start, end = _marks(event)
        stop = end.column if start.line == end.line else 0
        if isinstance(event, yaml.ScalarEvent) and start.line != end.line:
            line = self._text[start.index : end.index].split("\n", 1)[0]
            stop = start.column + len(line.rstrip())
        return Span(self._name, start.line + 1, start.column + 1, max(1, stop - start.column))


def _marks(event: yaml.Event) -> tuple[_Mark, _Mark]:
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None
    return start, end


def _has_control_character(text: str, name: str, problems: Problems) -> bool:
    found = _CONTROL.search(text)
    if found is None:
        return False
    before = text[: found.start()]
    span = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    hint = "is this a text file? If so, remove this character"
    message = f"the control character {ord(found[0]):#04x} cannot stand in a text file"
    problems.add(span, message, hint)
    return True


def _os_message(error: OSError) -> tuple[str, str]:
    match error:
        case FileNotFoundError():
            return "there is no such file", "check the name and the folder"
        case IsADirectoryError():
            return "this is a folder, not a file", "name a file in it"
        case PermissionError():
            return "this file may not be read", "ask its owner for permission to read it"
    return f"this file cannot be read: {error.strerror}", "check the name and the folder"
