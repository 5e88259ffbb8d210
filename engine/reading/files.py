"""Finding and reading the files of a knowledge base, with an advisor's overlay on top.

A folder that has a `report.yaml` stands alone; any other is laid over the shipped base: a file at
the same relative path replaces the shipped one, and an item with the same id replaces that item.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.problem import Problems
from engine.reading.document import Mapping, Tree, read_bytes
from engine.reading.document import Sequence as Items
from engine.span import Span

COMPLETE = "report.yaml"


@dataclass(frozen=True, slots=True)
class Item:
    """One mapping of a knowledge file; `layer` counts from 0, higher ones replace lower ones."""

    tree: Mapping
    layer: int


@dataclass(frozen=True, slots=True)
class Collected:
    """Every item of a knowledge base, and a digest of what was read."""

    items: tuple[Item, ...]
    digest: str


def layers(shipped: Path, own: Path | None) -> list[Path]:
    """The folders to read, lowest first."""
    if own is None:
        return [shipped]
    return [own] if (own / COMPLETE).is_file() else [shipped, own]


def collect(folders: Sequence[Path], problems: Problems) -> Collected:
    """Read every knowledge file below the folders; mistakes go to `problems`."""
    digest = sha256()
    items: list[Item] = []
    for layer, path, name in _chosen(folders, problems):
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.add(Span(str(path)), f"cannot be read: {error.strerror}")
            continue
        digest.update(name.encode() + b"\0" + data + b"\0")
        tree = read_bytes(data, str(path), problems)
        items.extend(Item(found, layer) for found in _mappings(tree, problems))
    return Collected(tuple(items), digest.hexdigest())


def _chosen(folders: Sequence[Path], problems: Problems) -> Iterator[tuple[int, Path, str]]:
    chosen: dict[str, tuple[int, Path]] = {}
    for layer, folder in enumerate(folders):
        if not folder.is_dir():
            problems.add(Span(str(folder)), "there is no such folder", "check --knowledge")
            continue
        for path in folder.glob("**/*.yaml"):
            if not path.name.endswith(".case.yaml"):
                chosen[path.relative_to(folder).as_posix()] = (layer, path)
    for name in sorted(chosen):
        yield *chosen[name], name


def _mappings(tree: Tree | None, problems: Problems) -> Iterator[Mapping]:
    parts = tree.items if isinstance(tree, Items) else () if tree is None else (tree,)
    for part in parts:
        if isinstance(part, Mapping):
            yield part
        else:
            problems.add(part.span, "an item with names and values is expected here")
