"""Parts of a document that may be missing or of another shape, and names in them."""

from collections.abc import Collection, Iterator

from engine.problem import Problems, quoted, suggest
from engine.reading.document import Mapping, Scalar, Sequence, Tree


def entry(tree: Tree | None, name: str) -> Tree | None:
    """What stands under a name; None where nothing does."""
    return tree.entries.get(name) if isinstance(tree, Mapping) else None


def pairs(tree: Tree | None, name: str) -> Iterator[tuple[str, Tree]]:
    """The named parts of what stands under a name."""
    found = entry(tree, name)
    yield from found.entries.items() if isinstance(found, Mapping) else ()


def items(tree: Tree | None) -> Iterator[Tree]:
    """The items of a list."""
    yield from tree.items if isinstance(tree, Sequence) else ()


def one_of(tree: Tree | None, known: Collection[str], what: str, problems: Problems) -> None:
    """Record a word that is not among what is known."""
    if isinstance(tree, Scalar) and tree.text not in known:
        hint = suggest(tree.text, known) or f"name a {what}"
        problems.add(tree.span, f"{quoted(tree.text)} is not a {what}", hint)
