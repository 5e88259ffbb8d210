"""Pieces of work done one after the other, or by several processes at once."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from errno import ECHILD
from pathlib import Path

from engine.rosters.bench import Bench, Piece
from engine.rosters.cohort import Cohort
from engine.rosters.records import Record, finished

_ORDER = "order"
Do = Callable[[list[Piece]], Iterator[Record]]
Work = Callable[[Iterable[Piece]], Iterator[tuple[Record, bool]]]


@contextmanager
def crew(cohort: Cohort, folder: Path, pool: ProcessPoolExecutor | None) -> Iterator[Work]:
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

    if pool is None:
        do = _alone(Bench(cohort, folder))
        yield work
        return
    with _together(cohort, folder, pool) as do:
        yield work


def _alone(bench: Bench) -> Do:
    return lambda pieces: map(bench.do, pieces)


@contextmanager
def _together(cohort: Cohort, folder: Path, pool: ProcessPoolExecutor) -> Iterator[Do]:
    """All processes of a pool, which is closed in the end."""
    order = folder / _ORDER  # not handed over: a pipe so full is waited for
    order.touch(mode=0o600)
    order.write_bytes(pickle.dumps((cohort, folder)))

    def do(pieces: list[Piece]) -> Iterator[Record]:
        try:
            for future in as_completed([pool.submit(_do, order, piece) for piece in pieces]):
                yield future.result()
        except BrokenProcessPool as broken:
            raise OSError(ECHILD, "one of its processes was ended from outside") from broken

    try:
        yield do
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown(wait=False)  # all is done, and nobody writes any more


_benches: dict[Path, Bench] = {}  # of this process


def _do(order: Path, piece: Piece) -> Record:
    if order not in _benches:
        _benches[order] = Bench(*pickle.loads(order.read_bytes()))
    return _benches[order].do(piece)
