"""One writer of a file at a time: a lock beside it, which goes when its process ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.shared import PRIVATE

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Locked(Exception):
    """Another interview writes the same file."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock beside the file. Raises Locked, or OSError where no file can be made."""
    lock = path.with_name(f"{path.name}.lock")
    handle = _held(lock)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()  # while it is held, so that nobody waits on a file that is gone
        os.close(handle)


def _held(lock: Path) -> int:
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE)
        try:
            _take(handle)
            if lock.exists() and os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its last holder has just removed it


def _take(handle: int) -> None:
    """Lock an open file; the two systems say in different ways that somebody else has it."""
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError) as busy:
        raise Locked from busy
