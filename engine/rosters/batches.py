"""A table at hand in batches of one size, in any order: Parquet as it lies, the rest copied."""

import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from engine.rosters.sources import Source, refused

SUFFIX = ".ipc"


@dataclass(frozen=True)
class Batches:
    """The rows of a table, `size` a batch and the last one shorter; `rows` in all.

    What can only be read from its beginning lies in `copies`, a file a batch.
    """

    source: Source
    size: int
    rows: int
    copies: Path

    @property
    def count(self) -> int:
        """How many batches there are."""
        return -(-self.rows // self.size)

    def batch(self, number: int, columns: list[str] | None = None) -> pl.DataFrame:
        """The rows of a batch with their numbers; raises BadInput where they cannot be read."""
        try:
            if self.source.slice is not None:
                return self.source.slice(number * self.size, self.size, columns)
            return pl.read_ipc(copy_of(self.copies, number), columns=columns)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(self.source, error) from error


def copy_of(folder: Path, number: int) -> Path:
    """The copy of a batch."""
    return folder / f"{number}{SUFFIX}"


def in_batches(source: Source, size: int, copies: Path) -> Batches:
    """Read through a table that cannot be read from anywhere else than its beginning.

    Raises BadInput where it cannot be read to its end, OSError where it cannot be copied.
    """
    if source.slice is not None:
        return Batches(source, size, source.rows, copies)
    rows, number = 0, 0
    frames = source.chunks(size)
    while True:
        try:
            frame = next(frames, None)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(source, error) from error
        if frame is None:
            return Batches(source, size, rows, copies)
        put(frame, copy_of(copies, number))
        rows, number = rows + len(frame), number + 1


def _unreadable(source: Source, error: Exception) -> Exception:
    message = f"this cannot be read to its end: {error}"
    return refused(Path(source.name), message, "export it again")


def put(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame that is read again soon, for its owner alone. Raises OSError."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        frame.write_ipc(path, compression="lz4")
        flush(path)
    except pl.exceptions.PolarsError as error:
        raise OSError(None, str(error), str(path)) from error


def save(data: bytes, path: Path) -> None:
    """Write a file that is there as a whole or not at all, for its owner alone. Raises OSError."""
    made = path.with_name(f"{path.name}.part")
    made.touch(mode=0o600)
    with made.open("wb") as file:
        file.write(data)
    flush(made)
    made.replace(path)


def flush(path: Path) -> None:
    """Wait until a file is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
