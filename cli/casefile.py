"""The case file of an interview: one writer at a time, written whole after each answer."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from cli.shared import PRIVATE, write_whole

_PROMISE = (
    "Your answers are not lost: they are kept here, and saving is tried again after each answer."
)


class Changed(Exception):
    """Somebody else has written the file since it was read; it is left as it is now."""


class CaseFile:
    """Saves a case; where that fails the answers stay in memory and are tried again.

    A file that is not as it was last read or written here is never replaced. A copy is kept of one
    that has remarks, which saving would lose.
    """

    def __init__(self, path: Path, tell: Callable[[str], None], promise: str = _PROMISE) -> None:
        """`promise` is said of answers that could not be written."""
        self.path = path
        self._tell, self._promise = tell, promise
        self._seen: bytes | None = None
        with suppress(OSError):  # reading it tells of that
            self._seen = _digest(path)
        self._first = True  # whether nothing has been written here yet
        self.unsaved = ""  # what the file should hold and does not
        self.changed = False  # whether somebody else has written it since

    def save(self, text: str) -> bool:
        """Write everything; tell what went wrong when it cannot be written.

        Raises Changed, with the text in `unsaved`, rather than undo what somebody else wrote.
        """
        try:
            self._write(text)
        except OSError as error:
            self._failed(text, error)
            return False
        if self.unsaved:
            self._tell("Saving works again; all your answers are saved now.")
        self.unsaved = ""
        return True

    def _write(self, text: str) -> None:
        new = hashlib.sha256(text.encode()).digest()
        if _digest(self.path) not in (self._seen, None, new):  # new: saving was interrupted
            self.unsaved, self.changed = text, True
            raise Changed
        if self._first and self._seen:
            self._keep_remarks()
        write_whole(self.path, text.encode(), PRIVATE)
        self._seen, self._first = new, False

    def remarks(self) -> bytes:
        """What the file holds if there are remarks in it; empty otherwise."""
        from engine.asking.remarks import has_remarks

        data = self.path.read_bytes() if self.path.exists() else b""
        return data if has_remarks(data) else b""

    def _keep_remarks(self) -> None:
        if data := self.remarks():
            kept = _copied(self.path, data)
            self._tell(f"The file as it was, with its remarks behind #, is kept in {kept}.")

    def _failed(self, text: str, error: OSError) -> None:
        if not self.unsaved:
            self._tell(f"{self.path} cannot be written: {error.strerror}. {self._promise}")
        self.unsaved = text


def _digest(path: Path) -> bytes | None:
    """What tells one content of a file from another; None for a file that is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        return None


def _copied(path: Path, data: bytes) -> Path:
    """The name of a new copy beside the file, which takes the place of no other."""
    copy, handle = _made(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        copy.unlink()
        raise
    return copy


def _made(path: Path) -> tuple[Path, int]:
    """The first name that is free for a copy, with the open file of that name."""
    for number in count(1):
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        with suppress(FileExistsError):
            return copy, os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    raise AssertionError  # there is always another number
