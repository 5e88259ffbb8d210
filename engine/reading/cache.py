"""What was read and checked, kept between runs as long as no file of it and no reader has changed.

Only files of the user's own that nobody else can write are ever loaded.
"""

import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import engine
from engine.ir.base import RuleBase
from engine.problem import Problems
from engine.reading.base import read_base
from engine.reading.document import file_bytes
from engine.reading.files import chosen_files

KEPT = 8  # copies of each kind kept at most; an advisor edits one or two
Read = TypeVar("Read")


def cached_base(folders: Sequence[Path], store: Path | None) -> RuleBase:
    """The rule base of the folders, from `store` when nothing has changed since it was put there.

    Raises BadInput like read_base; a store that cannot be used costs time and nothing else.
    """
    base = kept(folders, store, RuleBase, lambda: read_base(folders))
    assert base is not None
    return base


def kept(
    folders: Sequence[Path],
    store: Path | None,
    kind: type[Read],
    read: Callable[[], Read | None],
    part: str = "",
) -> Read | None:
    """What `read` reads, of a `kind`, from `store` when nothing has changed since it was put there.

    `part` is a part of the folders, and of the sources, that it rests on besides the base.
    """
    key = _key(folders, part) if store is not None else None
    if key is None or store is None:
        return read()
    path = store / f"{key}.{part.strip('/') or 'base'}"
    found = _load(path, kind)
    if found is None:
        found = read()
        if isinstance(found, kind):
            _save(found, path)
    return found


def _key(folders: Sequence[Path], part: str) -> str | None:
    """A digest of every knowledge file, and of the sources that read and hold them.

    None where the folders themselves are at fault, which only reading them again will say.
    """
    problems = Problems()
    digest = sha256(sys.version.encode())
    chosen = [*chosen_files(folders, problems)]
    chosen += chosen_files(folders, problems, part) if part else ()
    for layer, path, _ in chosen:
        digest.update(f"{layer} {path}\0".encode())
        digest.update(file_bytes(path, str(path), problems) or b"")
    if problems or not all(folder.is_dir() for folder in folders):
        return None
    home = Path(engine.__file__).parent
    folders_of = ("ir", "reading", ".", *(("extracting",) if part else ()))
    for source in sorted(path for one in folders_of for path in home.glob(f"{one}/*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _load(path: Path, kind: type[Read]) -> Read | None:
    try:
        if not all(_is_private(one) for one in (path.lstat(), path.parent.stat())):
            return None
        found = pickle.loads(path.read_bytes())
    except Exception:  # whatever is wrong with a stored copy, the files themselves are still there
        return None
    return found if isinstance(found, kind) else None


def _is_private(found: os.stat_result) -> bool:
    """Whether a file or folder is the user's own, no link, and nobody else can write to it."""
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return own and not shared and not stat.S_ISLNK(found.st_mode)


def _save(found: object, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(found, file)
        Path(name).replace(path)
        _forget(path.parent, path.suffix)
    except OSError:
        return


def _forget(folder: Path, ending: str) -> None:
    """Remove the oldest copies."""
    copies = sorted(folder.glob(f"*{ending}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in copies[KEPT:]:
        old.unlink(missing_ok=True)
