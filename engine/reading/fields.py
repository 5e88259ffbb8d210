"""Reading the entries of a mapping: typed, with every mistake recorded and none fatal."""

import re
from collections.abc import Callable
from datetime import date

from engine.ir.dates import parse_date
from engine.problem import Problems, closest, quoted, suggest
from engine.reading.document import Mapping, Scalar, Sequence, Tree
from engine.span import Span

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
NUMBER_HINT = "write digits, and a point for decimals, such as 1500 or 2.5"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"[a-z][a-z0-9_]*(/[a-z0-9][a-z0-9_-]*)*")


class Fields:
    """The entries of one mapping; `finish` reports those that nobody asked for."""

    def __init__(
        self, tree: Tree, problems: Problems, what: str, place: Span | None = None
    ) -> None:
        """`place` is where to point for what is missing; without it where the entries begin."""
        self._problems = problems
        self._what = what
        self._asked: set[str] = set()
        self._missing: dict[str, tuple[str, str]] = {}
        self.span = place or tree.span
        self._mapping = tree if isinstance(tree, Mapping) else Mapping({}, {}, tree.span)
        if not isinstance(tree, Mapping):
            hint = "write “name: value” lines, or {name: value, name: value}"
            problems.add(tree.span, f"{what}: names with values are expected here", hint)
        self.usable = isinstance(tree, Mapping)

    def has(self, name: str) -> bool:
        """Whether the entry is there."""
        self._asked.add(name)
        return name in self._mapping.entries

    def tree(self, name: str, *, required: bool = False) -> Tree | None:
        """The entry as it is."""
        self._asked.add(name)
        found = self._mapping.entries.get(name)
        if found is None and required:
            self.lacks(name, f"{self._what}: {name} is missing", f"add {name}: …")
        return found

    def lacks(self, name: str, message: str, hint: str) -> None:
        """Record an entry as missing, unless `finish` finds it written wrongly."""
        self._missing[name] = message, hint

    def scalar(self, name: str, *, required: bool = False) -> Scalar | None:
        """The entry as text with its place; None when absent or not a text."""
        tree = self.tree(name, required=required)
        if isinstance(tree, Scalar) and (tree.text or tree.quoted):
            return tree
        if tree is not None:
            self._problems.add(tree.span, *_no_text(f"{name}: ", tree))
        return None

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """The entry as text without surrounding white space."""
        scalar = self.scalar(name, required=required)
        return default if scalar is None else " ".join(scalar.text.split())

    def prose(self, name: str, default: str = "", *, required: bool = False) -> str:
        """The entry as text that keeps its line breaks."""
        scalar = self.scalar(name, required=required)
        return default if scalar is None else scalar.text.strip()

    def flag(self, name: str) -> bool:
        """The entry as yes or no (true and false are understood); absent is no."""
        scalar = self.scalar(name)
        if scalar is None:
            return False
        if scalar.text not in ("yes", "no", "true", "false"):
            message = f"{name}: {quoted(scalar.text)} is neither yes nor no"
            self._problems.add(scalar.span, message, "write yes or no")
        return scalar.text not in ("no", "false")

    def number(self, name: str, default: float = 0.0, *, required: bool = False) -> float:
        """The entry as a plain decimal number."""
        scalar = self.scalar(name, required=required)
        if scalar is None:
            return default
        if not NUMBER.fullmatch(scalar.text):
            message = f"{name}: {quoted(scalar.text)} is not a plain number"
            self._problems.add(scalar.span, message, NUMBER_HINT)
            return default
        return float(scalar.text)

    def day(self, name: str) -> date | None:
        """The entry as a day."""
        scalar = self.scalar(name)
        if scalar is None:
            return None
        try:
            if _DAY.fullmatch(scalar.text) and parse_date(scalar.text) is not None:
                return date.fromisoformat(scalar.text)
        except ValueError:
            pass
        hint = "write year-month-day, such as 2026-09-15"
        self._problems.add(scalar.span, f"{quoted(scalar.text)} is not a date", hint)
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """The entry as a list of texts."""
        return tuple(item.text for item in self.scalars(name))

    def scalars(self, name: str, hint: str = "") -> tuple[Scalar, ...]:
        """The entry as a list of texts with their places."""
        return tuple(filter(None, map(self._as_text, self.items(name, hint))))

    def items(self, name: str, hint: str = "") -> tuple[Tree, ...]:
        """The entry as a list; a single text is not taken for a list."""
        tree = self.tree(name)
        if tree is None:
            return ()
        if isinstance(tree, Sequence):
            return tree.items
        word = tree.text if isinstance(tree, Scalar) and len(tree.text) < 40 else ""
        hint = hint or f"write {name}: [{' '.join(word.split()) or 'a, b'}]"
        self._problems.add(tree.span, f"{name}: a list is expected here", hint)
        return ()

    def pairs(self, name: str, *, required: bool = False) -> dict[str, Tree]:
        """The entry as names with values; empty when absent."""
        tree = self.tree(name, required=required)
        if tree is None:
            return {}
        if isinstance(tree, Mapping):
            return tree.entries
        hint = f"write {name}: {{name: value, name: value}}"
        self._problems.add(tree.span, f"{name}: names with values are expected here", hint)
        return {}

    def group(self, name: str) -> "Fields | None":
        """The entry as names with values to be read; None when absent."""
        tree = self.tree(name)
        return None if tree is None else Fields(tree, self._problems, name)

    def texts(self, name: str, *, required: bool = False) -> dict[str, str]:
        """The entry as names with texts."""
        found = self.pairs(name, required=required)
        pairs = {key: self._as_text(tree) for key, tree in found.items()}
        return {key: " ".join(text.text.split()) for key, text in pairs.items() if text}

    def all(self) -> dict[str, Tree]:
        """Every entry, under its name."""
        self._asked.update(self._mapping.entries)
        return self._mapping.entries

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """The entry as one of a few words."""
        scalar = self.scalar(name)
        if scalar is None:
            return default
        if scalar.text not in allowed:
            message = f"{quoted(scalar.text)} is not a known {name}"
            self._problems.add(scalar.span, message, suggest(scalar.text, filter(None, allowed)))
            return default
        return scalar.text

    def identifier(self, name: str) -> str:
        """The entry as an id such as `topic/short-name`."""
        scalar = self.scalar(name, required=True)
        if scalar is None:
            return ""
        if not _ID.fullmatch(scalar.text):
            hint = "small letters, digits, - and _ in parts joined by /, such as topic/short-name"
            self._problems.add(scalar.span, f"{quoted(scalar.text)} cannot be an id", hint)
        return scalar.text

    def key_span(self, name: str) -> Span:
        """Where the name of an entry stands."""
        return self._mapping.keys.get(name, self.span)

    def is_group(self, name: str) -> bool:
        """Whether the entry is absent or has names with values."""
        return isinstance(self._mapping.entries.get(name, self._mapping), Mapping)

    def value_span(self, name: str) -> Span:
        """Where the value of an entry stands."""
        tree = self._mapping.entries.get(name)
        return tree.span if tree else self.span

    def finish(self, meant: Callable[[str], str] = lambda _: "") -> None:
        """Record every entry that was never asked for, and those that are missing.

        `meant` gives the hint for an entry of this name; where it is empty one is made here.
        """
        free = self._asked - self._mapping.entries.keys()
        for name, span in self._mapping.keys.items():
            if name not in self._asked:
                hint = suggest(name, free if closest(name, free) else self._asked)
                hint = meant(name) or hint
                message = f"{self._what}: {quoted(name)} is not known here"
                self._problems.add(span, message, hint)
                self._missing.pop(closest(name, self._missing), None)
        for message, hint in self._missing.values() if self.usable else ():
            self._problems.add(self.span, message, hint)

    def _as_text(self, tree: Tree) -> Scalar | None:
        if isinstance(tree, Scalar) and (tree.text or tree.quoted):
            return tree
        self._problems.add(tree.span, *_no_text("", tree))
        return None


def _no_text(what: str, tree: Tree) -> tuple[str, str]:
    if isinstance(tree, Scalar):
        return f"{what}nothing is written here", "write the text, or remove the line"
    return f"{what}a text is expected here", "write it without [ ] and { }, and without dashes"
