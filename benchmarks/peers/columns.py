"""The same rules in columns: students a second, and how near that is to what memory allows."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from engine.columns.asked import Picks
from engine.columns.cases import batch
from engine.columns.compile import Compiled, compiled
from engine.columns.numbers import Num
from engine.columns.program import Bit, Column, Figure
from engine.columns.run import run
from engine.columns.tables import Tables
from engine.columns.traces import traces
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import differences
from engine.reason.interpret import interpret

CHUNK = 50_000  # as the program takes a roster
COPIED = 256_000_000  # bytes


@dataclass(frozen=True)
class Speed:
    """Seconds on the wall for so many students, and the bytes read and written on the way."""

    students: int
    seconds: float
    bytes: float


def check(part: RuleBase, cases: Sequence[Case]) -> None:
    """Raises AssertionError unless columns conclude what the interpreter does."""
    for case, (trace, _) in zip(cases, traces(part, list(cases)), strict=True):
        found = differences(interpret(part, case)[1], trace)
        assert not found, f"columns: {', '.join(found)}"


def measured(part: RuleBase, cases: Sequence[Case], students: int, threads: int) -> Speed:
    """All conclusions and firings of students who are the cases over and over, in memory."""
    whole, wanted = compiled(part), _wanted(compiled(part))
    size = min(CHUNK, students)
    tables = _repeated(batch(part, cases).tables, size)
    run(whole.program, tables, wanted)
    chunks = max(1, students // size)
    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        done = pool.map(lambda _: len(run(whole.program, tables, wanted)), range(chunks))
        assert sum(done)
        seconds = time.perf_counter() - start
    touched = _bytes(whole, tables, wanted)
    return Speed(size * chunks, seconds, touched * size * chunks)


def _repeated(tables: Tables, size: int) -> Tables:
    """The same rows over and over."""
    rows = (pl.int_range(size, eager=True) % tables.size).cast(pl.UInt32)
    columns = {name: column.gather(rows) for name, column in tables.columns.items()}
    return Tables(size, columns, tables.members)


def _wanted(whole: Compiled) -> list[Bit | Figure]:
    """The columns of all values and firings."""
    found: list[Bit | Figure] = list(whole.fired.values())
    for value in whole.values.values():
        found += _columns(value)
    return found


def _columns(value: Picks | Num) -> list[Bit | Figure]:
    return [*value.values()] if isinstance(value, dict) else [*value]


def _bytes(whole: Compiled, tables: Tables, wanted: list[Bit | Figure]) -> float:
    """Bytes that the steps needed read and write for one student; answers are only read."""
    steps = whole.program.steps
    order = whole.program.needed([one for one in wanted if isinstance(one, Column)])
    found = run(whole.program, tables, [Column(number, steps[number].scope) for number in order])
    sizes = {column.number: float(made.estimated_size()) for column, made in found.items()}
    total = 0.0
    for number in order:
        if steps[number].op != "given":
            read = [arg.number for arg in steps[number].args if isinstance(arg, Column)]
            total += sizes[number] + sum(sizes[one] for one in read)
    return total / tables.size


def bandwidth() -> float:
    """Bytes a second that one core reads and writes when it copies more than any cache holds."""
    source, target = memoryview(bytearray(COPIED)), memoryview(bytearray(COPIED))
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        target[:] = source
        best = max(best, 2 * COPIED / (time.perf_counter() - start))
    return best
