"""Pieces of work done one after the other, or by several processes at once."""

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from errno import ECHILD
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from engine.rosters.bench import Bench, Piece
from engine.rosters.cohort import Cohort
from engine.rosters.records import Record, finished

MOST = 4  # processes, unless more are asked for; each takes some 400 MB
_WORTH_IT = 200_000  # cases from which on several processes are started
_THREADS = "POLARS_MAX_THREADS"
_ORDER = "order"
Work = Callable[[Iterable[Piece]], Iterator[tuple[Record, bool]]]


def hands(cases: int, chunks: int) -> int:
    """How many processes so many cases are worth on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return 1 if cases < _WORTH_IT else max(1, min(cores or 1, chunks, MOST))


@contextmanager
def crew(cohort: Cohort, folder: Path, workers: int) -> Iterator[Work]:
    """Does what it is given, in any order, but for what the folder says is done.

    Gives each record, and whether it was there already. Raises BadInput and OSError.
    """

    def work(pieces: Iterable[Piece]) -> Iterator[tuple[Record, bool]]:
        left = []
        for piece in pieces:
            if record := finished(folder, piece.name):
                yield record, True
            else:
                left.append(piece)
        for record in do(left):
            yield record, False

    if workers == 1:
        do = _alone(Bench(cohort, folder))
        yield work
        return
    with _processes(cohort, folder, workers) as do:
        yield work


def _alone(bench: Bench) -> Callable[[list[Piece]], Iterator[Record]]:
    return lambda pieces: map(bench.do, pieces)


@contextmanager
def _processes(
    cohort: Cohort, folder: Path, workers: int
) -> Iterator[Callable[[list[Piece]], Iterator[Record]]]:
    """Started anew, for Polars has threads, which no fork takes along."""
    order = folder / _ORDER  # not handed over: a pipe so full is waited for
    order.touch(mode=0o600)
    order.write_bytes(pickle.dumps((cohort, folder)))
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (order, workers))
    for _ in range(workers):  # so that they get ready while there is something else to do
        pool.submit(_begun)

    def do(pieces: list[Piece]) -> Iterator[Record]:
        try:
            for future in as_completed([pool.submit(_do, piece) for piece in pieces]):
                yield future.result()
        except BrokenProcessPool as broken:
            raise OSError(ECHILD, "one of its processes was ended from outside") from broken

    try:
        yield do
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown(wait=False)  # all is done, and nobody writes any more


_bench: list[Bench] = []  # of this process


def _begin(order: Path, workers: int) -> None:
    """Prepare a process, which ends with the one that started it."""
    gc.set_threshold(1_000_000)  # rules are many, and in no cycle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ[_THREADS] = str(max(1, (os.cpu_count() or 1) // workers))
    Thread(target=_follow, daemon=True).start()
    _bench.append(Bench(*pickle.loads(order.read_bytes())))


def _begun() -> None:
    """Nothing to do but to be there."""


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(piece: Piece) -> Record:
    return _bench[0].do(piece)
