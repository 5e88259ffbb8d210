"""The case file of an interview: one writer at a time, written whole after each answer."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.shared import write_whole

PRIVATE = 0o600


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
    """Lock an open file; where the system has no such locks, go without."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        raise Locked from busy


class CaseFile:
    """Saves a case; where that fails the answers stay in memory and are tried again."""

    def __init__(self, path: Path, tell: Callable[[str], None]) -> None:
        self.path = path
        self._tell = tell
        self.unsaved = ""  # what the file should hold and does not

    def save(self, text: str) -> bool:
        """Write everything; tell what went wrong when it cannot be written."""
        try:
            write_whole(self.path, text.encode(), PRIVATE)
        except OSError as error:
            self._failed(text, error)
            return False
        if self.unsaved:
            self._tell("Saving works again; all your answers are saved now.")
        self.unsaved = ""
        return True

    def _failed(self, text: str, error: OSError) -> None:
        if not self.unsaved:
            self._tell(
                f"{self.path} cannot be written: {error.strerror}. Your answers are not lost: "
                "they are kept here, and saving is tried again after each answer."
            )
        self.unsaved = text
