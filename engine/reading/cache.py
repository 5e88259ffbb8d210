"""A checked rule base kept between runs, as long as no file of it and no reader has changed.

Only files of the user's own that nobody else can write are ever loaded.
"""

import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeVar

import engine
from engine.ir.base import RuleBase
from engine.problem import Problems
from engine.reading.base import read_base
from engine.reading.document import file_bytes
from engine.reading.files import chosen_files

KEPT = 8  # copies of each kind kept at most; an advisor edits one or two bases
_PLACE = "copy"
Read = TypeVar("Read")


def cached_base(folders: Sequence[Path], store: Path | None) -> RuleBase:
    """The rule base of the folders, from `store` when nothing has changed since it was put there.

    Raises BadInput like read_base; a store that cannot be used costs time and nothing else.
    """
    path = _place_in(store, folders)
    base = _through(path, RuleBase, lambda: read_base(folders))
    assert base is not None
    base.own[_PLACE] = path
    return base


def kept(
    folders: Sequence[Path],
    store: Path | None,
    kind: type[Read],
    read: Callable[[], Read | None],
    part: str,
) -> Read | None:
    """What `read` reads, of a `kind`, from `store` when nothing has changed since it was put there.

    `part` is a part of the folders, and of the sources, that it rests on besides the base.
    """
    return _through(_place_in(store, folders, part), kind, read)


def _place_in(store: Path | None, folders: Sequence[Path], part: str = "") -> Path | None:
    key = _key(folders, part) if store is not None else None
    return None if key is None or store is None else store / f"{key}.{part.strip('/') or 'base'}"


def _through(path: Path | None, kind: type[Read], read: Callable[[], Read | None]) -> Read | None:
    found = load_copy(path, pickle.Unpickler) if path else None
    if isinstance(found, kind):
        return found
    new = read()
    if path and isinstance(new, kind):
        save_copy(new, path, pickle.Pickler)
    return new


def copy_of(base: RuleBase) -> Path | None:
    """Where the base is kept; what others keep of it may stand beside it."""
    found: Path | None = base.own.get(_PLACE)
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
    more = ["extracting/*.py"] if part else []
    digest.update(sources("ir/*.py", "reading/*.py", "*.py", *more))
    return digest.hexdigest()


def sources(*patterns: str) -> bytes:
    """A digest of sources of the engine: with others a copy might be another."""
    digest, home = sha256(), Path(engine.__file__).parent
    for source in sorted(path for pattern in patterns for path in home.glob(pattern)):
        digest.update(source.read_bytes())
    return digest.digest()


def load_copy(path: Path, reader: Callable[[BinaryIO], pickle.Unpickler]) -> object:
    """What `reader` makes of a stored copy; None where there is none that can be trusted."""
    try:
        if not all(_is_private(one) for one in (path.lstat(), path.parent.stat())):
            return None
        return reader(BytesIO(path.read_bytes())).load()
    except Exception:  # whatever is wrong with a stored copy, the files themselves are still there
        return None


def _is_private(found: os.stat_result) -> bool:
    """Whether a file or folder is the user's own, no link, and nobody else can write to it."""
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return own and not shared and not stat.S_ISLNK(found.st_mode)


def save_copy(what: object, path: Path, writer: Callable[[BinaryIO], pickle.Pickler]) -> None:
    """Keep a copy as a whole, and forget the oldest of its kind; where that fails, do without."""
    data = BytesIO()
    writer(data).dump(what)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data.getbuffer())
        Path(name).replace(path)
        _forget(path)
    except OSError:
        return


def _forget(new: Path) -> None:
    """Remove the oldest copies."""
    alike = new.parent.glob(f"*{new.suffix}")
    copies = sorted(alike, key=lambda path: path.stat().st_mtime, reverse=True)
    for old in copies[KEPT:]:
        old.unlink(missing_ok=True)
