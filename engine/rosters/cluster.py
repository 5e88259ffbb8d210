"""A roster answered by Spark: people are dealt out by their ids, and each worker answers a part.

Every part goes the way of a whole roster on one machine, so that answers and rejects are the same;
only the order of the rows is another. The workers read the tables, the driver writes the answers.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zlib import crc32

import polars as pl

from engine.ir.base import RuleBase
from engine.rosters.cohort import Cohort
from engine.rosters.headings import ID
from engine.rosters.outcomes import Outcomes
from engine.rosters.rejects import Reject
from engine.rosters.roster import Roster
from engine.rosters.sources import ROW, Source, refused

_ROSTER = ""  # the name of the roster's table; those of lists are their entities
_FIRST = 2  # the heading is row 1
_SAID = re.compile(r"\w+(Error|Exception): ")  # what a worker said, among the lines of a trace
_Piece = tuple[str, bytes]  # rows of a table


class NoSpark(Exception):
    """Spark does not start, or its workers cannot do their work; says why."""


def java() -> bool:
    """Whether there is a Java where Spark looks for one."""
    home = os.environ.get("JAVA_HOME")
    return bool(which("java", path=str(Path(home, "bin")) if home else None))


@dataclass(frozen=True)
class _Slice:
    """Some rows of a Parquet file; what goes wrong is reported of the table `name`."""

    table: str
    path: Path
    start: int
    size: int


@dataclass(frozen=True)
class _Task:
    """What a worker has to know; for each table its name for people and its headings."""

    base: RuleBase
    tables: dict[str, tuple[str, tuple[str, ...]]]
    today: date
    explain: bool
    chunk: int


@dataclass(frozen=True)
class _Part:
    """What became of a part of the roster; `failed` says of a table why it cannot be read."""

    answered: int = 0
    outcomes: tuple[Outcomes, ...] = ()
    rejects: tuple[Reject, ...] = ()
    failed: tuple[str, str] | None = None


@dataclass
class SparkCohort(Cohort):
    """A cohort whose parts are answered by the workers of a Spark cluster.

    `near` is a file, there or not, in a folder that all workers see: tables other than Parquet are
    rewritten beside it. Raises NoSpark, and ModuleNotFoundError without PySpark.
    """

    near: Path = field(default=Path("out"))
    elsewhere: ClassVar[bool] = True

    def outcomes(self) -> Iterator[Outcomes]:
        """What the rules say, a part of the roster at a time."""
        beside = self.near.resolve()
        with TemporaryDirectory(dir=beside.parent, prefix=f".{beside.name}.") as folder:
            roster = self.at(Path())
            paths, slices = {_ROSTER: self.roster, **self.lists}, list[_Slice]()
            for name, source in roster.sources.items():
                slices += self._slices(name, paths[name], source, Path(folder))
            self.reject(roster.amiss())
            parts = sum(one.size for one in slices if one.table == _ROSTER) // self.chunk + 1
            task = self._task(roster.sources)
            for part in _answered(slices, parts, task):
                if part.failed:
                    table, why = part.failed
                    path = Path(task.tables[table][0])
                    raise refused(path, f"a worker cannot read this: {why}", "share its folder")
                self.answered += part.answered
                self.reject(part.rejects)
                yield from part.outcomes

    def _slices(self, table: str, path: Any, source: Source, folder: Path) -> Iterator[_Slice]:
        """The rows of a table, about a chunk each."""
        if Path(path).suffix.lower() == ".parquet":
            size = pl.scan_parquet(path).select(pl.len()).collect().item()
            for start in range(0, size, self.chunk):
                yield _Slice(table, path.resolve(), start, min(self.chunk, size - start))
            return
        for number, frame in enumerate(source.chunks(self.chunk)):
            made = folder.resolve() / f"{table or ID}-{number}.parquet"
            frame.write_parquet(made)
            yield _Slice(table, made, 0, len(frame))

    def _task(self, sources: dict[str, Source]) -> _Task:
        tables = {table: (one.name, one.headings) for table, one in sources.items()}
        return _Task(self.base, tables, self.today, self.explain, self.chunk)


@dataclass
class _Dealt(Cohort):
    """A part of a cohort, with the rows of its tables."""

    tables: Mapping[str, Source] = field(default_factory=dict)

    def at(self, folder: Path) -> Roster:
        """The tables, with room in a folder for what is kept on the way."""
        lists = {name: table for name, table in self.tables.items() if name != _ROSTER}
        return Roster(self.base, self.tables[_ROSTER], lists, self.chunk, folder)


def _answered(slices: list[_Slice], parts: int, task: _Task) -> Iterator[_Part]:
    """What the workers found, part by part. Raises NoSpark where they cannot work."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield from _dealt_out(slices, parts, task)
    except (Py4JError, PySparkException) as error:
        lines = [line.strip() for line in str(error).splitlines()]
        said = [line for line in lines if _SAID.match(line)] or lines
        raise NoSpark(said[0]) from error


def _dealt_out(slices: list[_Slice], parts: int, task: _Task) -> Iterator[_Part]:
    """Part by part; all of them are worked on before the first is taken."""
    from pyspark import StorageLevel

    context = started()
    parts = max(parts, context.defaultParallelism)
    rows = context.parallelize(slices, max(1, len(slices))).flatMap(partial(_dealt, parts))
    found = rows.groupByKey(parts, int).map(partial(_answer, task))
    found.persist(StorageLevel.DISK_ONLY)
    found.count()
    yield from found.toLocalIterator()
    found.unpersist()


def started() -> Any:
    """The context that `spark-submit` asks for, else one of this machine with all its cores."""
    from pyspark import SparkConf, SparkContext

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setAppName("crossmatch")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # which spark-submit sets
        conf.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    context = SparkContext.getOrCreate(conf)
    context.setLogLevel("ERROR")
    return context


def _dealt(parts: int, rows: _Slice) -> Iterator[tuple[int, _Piece | tuple[str, str]]]:
    """The rows of a slice, each with those of the same part."""
    try:
        found = pl.scan_parquet(rows.path).slice(rows.start, rows.size).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        yield 0, (rows.table, str(error))
        return
    if ROW not in found.columns:
        found = found.with_row_index(ROW, offset=rows.start + _FIRST)
    # Not the hash of Polars, which may differ between versions and so between workers.
    names = found[ID].cast(pl.String).str.strip_chars().fill_null("")
    number = pl.Series("part", [crc32(name.encode()) % parts for name in names], dtype=pl.Int64)
    for (part,), frame in found.group_by(number):
        yield int(str(part)), (rows.table, _as_bytes(frame))


def _as_bytes(frame: pl.DataFrame) -> bytes:
    file = BytesIO()
    frame.write_ipc(file, compression="lz4")
    return file.getvalue()


def _answer(task: _Task, dealt: tuple[int, Iterable[_Piece | tuple[str, str]]]) -> _Part:
    """The answers to the people of one part, as a roster of their own."""
    frames: dict[str, list[pl.DataFrame]] = {table: [] for table in task.tables}
    for table, rows in dealt[1]:
        if isinstance(rows, str):
            return _Part(failed=(table, rows))
        frames[table].append(pl.read_ipc(BytesIO(rows)))
    sources = {table: _source(*task.tables[table], found) for table, found in frames.items()}
    cohort = _Dealt(
        task.base, Path(), {}, task.today, task.explain, chunk=task.chunk, tables=sources
    )
    outcomes = tuple(cohort.outcomes())
    # What is wrong with a heading is wrong in every part: the driver says it once.
    rejects = tuple(one for one in cohort.rejects() if one.row >= _FIRST)
    return _Part(cohort.answered, outcomes, rejects)


def _source(name: str, headings: tuple[str, ...], found: list[pl.DataFrame]) -> Source:
    """The pieces of a table in the order of its rows."""

    def chunks(size: int) -> Iterator[pl.DataFrame]:
        if found:
            yield from pl.concat(found).sort(ROW).iter_slices(size)

    return Source(name, headings, chunks)
