"""Reading the entries of a mapping: typed, with every mistake recorded and none fatal."""

import re

from engine.problem import Problems, suggest
from engine.reading.document import Mapping, Scalar, Sequence, Tree
from engine.span import Span

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
_ID = re.compile(r"[a-z][a-z0-9_]*(/[a-z0-9][a-z0-9_-]*)*")


class Fields:
    """The entries of one mapping; `finish` reports those that nobody asked for."""

    def __init__(self, tree: Tree, problems: Problems, what: str) -> None:
        self._problems = problems
        self._what = what
        self._asked: set[str] = set()
        self.span = tree.span
        self._mapping = tree if isinstance(tree, Mapping) else Mapping({}, {}, tree.span)
        if not isinstance(tree, Mapping):
            problems.add(tree.span, f"{what}: names with values are expected here")

    def has(self, name: str) -> bool:
        """Whether the entry is there."""
        self._asked.add(name)
        return name in self._mapping.entries

    def tree(self, name: str, *, required: bool = False) -> Tree | None:
        """The entry as it is."""
        self._asked.add(name)
        found = self._mapping.entries.get(name)
        if found is None and required:
            self._problems.add(self.span, f"{self._what}: {name} is missing", f"add {name}: …")
        return found

    def scalar(self, name: str, *, required: bool = False) -> Scalar | None:
        """The entry as text with its place; None when absent or not a text."""
        tree = self.tree(name, required=required)
        if isinstance(tree, Scalar) and (tree.text or tree.quoted):
            return tree
        if tree is not None:
            self._problems.add(tree.span, f"{name}: a text is expected here")
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
            self._problems.add(scalar.span, f"{name}: yes or no is expected here")
        return scalar.text in ("yes", "true")

    def number(self, name: str, default: float = 0.0, *, required: bool = False) -> float:
        """The entry as a plain decimal number."""
        scalar = self.scalar(name, required=required)
        if scalar is None:
            return default
        if not _NUMBER.fullmatch(scalar.text):
            hint = "digits, and a point for decimals"
            self._problems.add(scalar.span, f"{scalar.text} is not a plain number", hint)
            return default
        return float(scalar.text)

    def words(self, name: str) -> tuple[str, ...]:
        """The entry as a list of texts."""
        return tuple(item.text for item in self.scalars(name))

    def scalars(self, name: str) -> tuple[Scalar, ...]:
        """The entry as a list of texts with their places."""
        return tuple(filter(None, map(self._as_text, self.items(name))))

    def items(self, name: str) -> tuple[Tree, ...]:
        """The entry as a list; a single text is not taken for a list."""
        tree = self.tree(name)
        if tree is None:
            return ()
        if isinstance(tree, Sequence):
            return tree.items
        self._problems.add(tree.span, f"{name}: a list is expected here", f"write {name}: [a, b]")
        return ()

    def pairs(self, name: str) -> dict[str, Tree]:
        """The entry as names with values; empty when absent."""
        tree = self.tree(name)
        if tree is None:
            return {}
        if isinstance(tree, Mapping):
            return tree.entries
        self._problems.add(tree.span, f"{name}: names with values are expected here")
        return {}

    def texts(self, name: str) -> dict[str, str]:
        """The entry as names with texts."""
        pairs = {key: self._as_text(tree) for key, tree in self.pairs(name).items()}
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
            hint = suggest(scalar.text, allowed)
            self._problems.add(scalar.span, f"{scalar.text} is not a known {name}", hint)
            return default
        return scalar.text

    def identifier(self, name: str) -> str:
        """The entry as an id such as `topic/short-name`."""
        scalar = self.scalar(name, required=True)
        if scalar is None:
            return ""
        if not _ID.fullmatch(scalar.text):
            hint = "small letters, digits, - and _ in parts joined by /, such as topic/short-name"
            self._problems.add(scalar.span, f"{scalar.text} is not a usable id", hint)
        return scalar.text

    def key_span(self, name: str) -> Span:
        """Where the name of an entry stands."""
        return self._mapping.keys.get(name, self.span)

    def finish(self) -> None:
        """Record every entry that was never asked for."""
        for name, span in self._mapping.keys.items():
            if name not in self._asked:
                hint = suggest(name, self._asked)
                self._problems.add(span, f"{self._what}: {name} is not known here", hint)

    def _as_text(self, tree: Tree) -> Scalar | None:
        if isinstance(tree, Scalar) and (tree.text or tree.quoted):
            return tree
        self._problems.add(tree.span, "a text is expected here")
        return None
