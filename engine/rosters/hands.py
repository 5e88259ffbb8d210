"""Processes to work with; no large package is needed here, so that they can be started first."""

import gc
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import NamedTuple

MOST = 4  # processes, unless more are asked for; each takes some 400 MB
_WORTH_IT = 200_000  # cases from which on several processes are started
_LARGE = 4_000_000  # bytes of a file in which there are likely to be so many
_THREADS = "POLARS_MAX_THREADS"


class Hands(NamedTuple):
    """How many processes are wanted, if that was said, and those that were started early."""

    workers: int | None = None
    pool: ProcessPoolExecutor | None = None

    def of(self, cases: int, chunks: int) -> ProcessPoolExecutor | None:
        """Those for so many cases on this machine; None where one process does."""
        worth = 1 if cases < _WORTH_IT else max(1, min(_cores(), chunks, MOST))
        many = self.workers or worth
        return None if many == 1 else self.pool or started(many)


ANY = Hands()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def early(roster: Path, workers: int | None) -> Iterator[Hands]:
    """Processes that get ready while the rules are read, if a roster is likely to need them."""
    many = workers or (min(_cores(), MOST) if roster.is_file() and _is_large(roster) else 1)
    pool = started(many) if many > 1 else None
    try:
        yield Hands(workers, pool)
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _is_large(roster: Path) -> bool:
    return roster.stat().st_size >= _LARGE


def started(workers: int) -> ProcessPoolExecutor:
    """So many processes; started anew, for Polars has threads, which no fork takes along."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (workers,))
    for _ in range(workers):
        pool.submit(_begun)
    return pool


def _begin(workers: int) -> None:
    """Prepare a process, which ends with the one that started it."""
    gc.set_threshold(1_000_000)  # rules are many, and in no cycle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ[_THREADS] = str(max(1, (os.cpu_count() or 1) // workers))
    Thread(target=_follow, daemon=True).start()
    import engine.rosters.bench  # noqa: F401, PLC0415 (Polars reads the number of threads)


def _begun() -> None:
    """Nothing to do but to be there."""


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
