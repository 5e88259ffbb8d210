"""Finding and reading the files of a knowledge base, with an advisor's overlay on top.

A folder that has a `report.yaml` stands alone; any other is laid over the shipped base: a file at
the same relative path replaces the shipped one, and an item with the same id replaces that item.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.problem import Problems
from engine.reading.document import Mapping, Tree, file_bytes, read_bytes
from engine.reading.document import Sequence as Items
from engine.span import Span

COMPLETE = "report.yaml"
NOT_KNOWLEDGE = (".case.yaml", ".boundaries.yaml")
EXTRACTION = "extraction/"  # the folder of patterns for texts, on which no advice rests


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
    whole: bool
    """Whether every file could be read; otherwise names may be missing for no fault of theirs."""


def layers(shipped: Path, own: Path | None) -> list[Path]:
    """The folders to read, lowest first."""
    if own is None:
        return [shipped]
    return [own] if (own / COMPLETE).is_file() else [shipped, own]


def collect(folders: Sequence[Path], problems: Problems) -> Collected:
    """Read every knowledge file below the folders; mistakes go to `problems`."""
    digest = sha256()
    items: list[Item] = []
    whole = all(_is_folder(folder, problems) for folder in folders)
    for layer, path, name in chosen_files(folders, problems):
        data = file_bytes(path, str(path), problems)
        tree = None if data is None else read_bytes(data, str(path), problems)
        digest.update(name.encode() + b"\0" + (data or b"") + b"\0")
        whole = whole and tree is not None
        items.extend(Item(found, layer) for found in _mappings(tree, problems))
    return Collected(tuple(items), digest.hexdigest(), whole)


def _is_folder(folder: Path, problems: Problems) -> bool:
    if not folder.is_dir():
        what = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        problems.add(Span(str(folder)), what, "check what is written behind --knowledge")
    return folder.is_dir()


def chosen_files(
    folders: Sequence[Path], problems: Problems, part: str = ""
) -> Iterator[tuple[int, Path, str]]:
    """Layer, path and name of each file to read; a higher layer's file replaces a lower one's.

    `part` is EXTRACTION for the patterns for texts, and empty for everything else.
    """
    chosen: dict[str, tuple[int, Path]] = {}
    for layer, folder in enumerate(folders):
        for path in folder.glob("**/*.y*ml"):
            name = path.relative_to(folder).as_posix()
            if name.startswith(".") or "/." in name or name.endswith(NOT_KNOWLEDGE):
                continue
            if name.startswith(EXTRACTION) != bool(part):
                continue
            if path.suffix == ".yml":
                hint = "let its name end in .yaml, or take it out of the folder"
                problems.add(Span(str(path)), "files that end in .yml are not read", hint)
            elif path.suffix == ".yaml":
                chosen[name] = (layer, path)
    for name in sorted(chosen, key=lambda name: (chosen[name][0], name)):
        yield *chosen[name], name


def _mappings(tree: Tree | None, problems: Problems) -> Iterator[Mapping]:
    parts = tree.items if isinstance(tree, Items) else () if tree is None else (tree,)
    for part in parts:
        if isinstance(part, Mapping):
            yield part
        else:
            hint = "start with rule:, decision:, advice:, facts: or the like"
            problems.add(part.span, "an item with names and values is expected here", hint)
