"""What a run that was stopped leaves behind, so that the next one goes on with it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path

import polars as pl

import engine
from engine.rosters.batches import save
from engine.rosters.cohort import Cohort
from engine.rosters.records import DONE
from engine.rosters.sources import refused

_KEY = "key"


@contextmanager
def parts_folder(cohort: Cohort, output: Path) -> Iterator[Path]:
    """A folder beside the output that only its owner can enter; gone at the end.

    It stays where the work was broken off from outside, and what is done is found there when the
    same is to be done again. Raises OSError, and BadInput for tables changed in the meantime.
    """
    folder = output.resolve().with_name(f".{output.name}.parts")
    tables = [cohort.roster, *cohort.lists.values()]
    stamps = [_stamp(path) for path in tables]
    key = _key(cohort).encode()
    if not (folder / _KEY).exists() or (folder / _KEY).read_bytes() != key:
        _cleared(folder)
        folder.mkdir(mode=0o700)
        save(key, folder / _KEY)
    try:
        yield folder
        _check_unchanged(tables, stamps)
    except (OSError, KeyboardInterrupt):
        if not any(folder.glob(f"*{DONE}")):
            _cleared(folder)
        raise
    except BaseException:
        _cleared(folder)
        raise
    _cleared(folder)


def _cleared(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _check_unchanged(tables: list[Path], stamps: list[tuple[int, int]]) -> None:
    for path, stamp in zip(tables, stamps, strict=True):
        if _stamp(path) != stamp:
            raise refused(path, "this was changed while it was read", "run it again")


def _key(cohort: Cohort) -> str:
    """A digest of all that the answers depend on: tables, rules, options, and this program.

    The version of a base has a digest of its files.
    """
    digest = sha256(f"{sys.version} {pl.__version__} {cohort.base.version}".encode())
    executor = (
        getattr(cohort.execute, "__module__", ""),
        getattr(cohort.execute, "__qualname__", ""),
    )
    options = cohort.today, cohort.explain, cohort.chunk, executor
    digest.update(repr(options).encode())
    for name, path in {"": cohort.roster, **cohort.lists}.items():
        with path.open("rb") as file:
            digest.update(f"{name} {path} {file_digest(file, 'sha256').hexdigest()}".encode())
    home = Path(engine.__file__).parent
    for part in ("ir", "reading", "columns", "rosters"):
        for source in sorted(home.glob(f"{part}/*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()
