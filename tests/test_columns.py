"""Columns and the reference interpreter mean the same, of random bases and of the shipped one."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import knowledge
from benchmarks import agreement
from engine.columns import duck
from engine.columns.narrow import Narrowed
from engine.columns.program import Bit, Column, Figure, Program
from engine.columns.run import full, run
from engine.columns.tables import Executor, Tables
from engine.columns.traces import traces
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import differences
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.random_bases import base_texts, read_text
from tests.random_cases import Questions, cases
from tests.test_executors_agree import frame, stays

TIMES = int(os.environ.get("CROSSMATCH_FUZZ", "1"))
BATCH = 20  # cases of one base
FUZZ = settings(
    max_examples=40 * TIMES,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
SHIPPED = Path(knowledge.__file__).parent


def compared(
    base: RuleBase,
    batch: Sequence[Case],
    columns: RuleBase | None = None,
    execute: Executor = run,
) -> list[str]:
    """Where columns and interpreter differ, over all cases in one batch."""
    found = []
    for case, (trace, broken) in zip(batch, traces(columns or base, batch, execute), strict=True):
        known, expected = interpret(base, case)
        found += differences(expected, trace)
        disputes = sorted(dispute.constraint.id for dispute in known.disputes)
        if disputes != sorted(name for name, _ in broken):
            found.append("contradictions")
    return found


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([SHIPPED])


@FUZZ
@given(base_texts(), st.data())
def test_columns_agree(text: str, data: st.DataObject) -> None:
    """Every value, verdict, firing and contradiction of every member is the same."""
    note(text)
    base = read_text(text)
    asked = Questions(base)
    assert compared(base, [data.draw(cases(asked)) for _ in range(BATCH)]) == []


def narrowed_run(
    program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
) -> Mapping[Column, pl.Series]:
    """By the program without the columns that are the same in all rows of these tables."""

    def same(name: str, what: str) -> Bit | Figure | None:
        column = tables.columns[name, what]
        return column[0] if column.n_unique() == 1 else None

    given = {step.args: same(*step.args) for step in program.steps if step.op == "given"}
    empty = [name for name in tables.members if not tables.rows(name)]
    columns = [one for one in wanted if isinstance(one, Column)]
    narrow = Narrowed(program, columns, given, empty)
    found = run(narrow.program, tables, map(narrow.of, columns))
    return {
        one: full(left, tables.rows(one.scope)) if not isinstance(left, Column) else found[left]
        for one in columns
        for left in [narrow.of(one)]
    }


@settings(FUZZ, max_examples=15 * TIMES)
@given(base_texts(), st.integers(0, 4), st.data())
def test_narrowed_programs_agree(text: str, count: int, data: st.DataObject) -> None:
    """Nothing changes when columns that are the same everywhere are left out."""
    note(text)
    base = read_text(text)
    asked = Questions(base)
    batch = [data.draw(cases(asked)) for _ in range(count)]
    assert compared(base, batch, execute=narrowed_run) == []


def test_narrowed_programs_agree_on_shipped_cases(base: RuleBase) -> None:
    """A few at a time, so that many columns are the same."""
    shipped = [read_case(base, path) for path in sorted(SHIPPED.rglob("*.case.yaml"))][::20]
    for start in range(0, len(shipped), 3):
        assert compared(base, shipped[start : start + 3], execute=narrowed_run) == []


def test_shipped_cases_agree(base: RuleBase) -> None:
    """All cases that come with the knowledge, in one frame."""
    shipped = [read_case(base, path) for path in sorted(SHIPPED.rglob("*.case.yaml"))]
    assert len(shipped) > 140
    assert compared(base, shipped) == []


@settings(FUZZ, max_examples=10 * TIMES)
@given(base_texts(), st.data())
def test_duckdb_agrees(text: str, data: st.DataObject) -> None:
    """Another engine gives the same of the same program."""
    pytest.importorskip("duckdb")
    note(text)
    base = read_text(text)
    asked = Questions(base)
    batch = [data.draw(cases(asked)) for _ in range(BATCH)]
    assert compared(base, batch, execute=duck.run) == []


def test_duckdb_agrees_on_shipped_cases(base: RuleBase) -> None:
    """All cases that come with the knowledge, in one table."""
    pytest.importorskip("duckdb")
    shipped = [read_case(base, path) for path in sorted(SHIPPED.rglob("*.case.yaml"))]
    assert compared(base, shipped, execute=duck.run) == []


def test_no_case_at_all(base: RuleBase) -> None:
    """A frame without rows gives no trace."""
    assert list(traces(base, [])) == []


@pytest.mark.parametrize(
    "condition",
    [
        "exists(stay, good is yes)",
        "every(stay, good is yes)",
        "exists(stay, exists(stay, stay.fine is yes))",
        "every(stay, every(stay, stay.fine is yes))",
        "exists(me, exists(stay, stay.fine is yes))",
        "count(stay, stay.fine is yes) >= 2",
    ],
)
def test_lists_of_every_length(condition: str) -> None:
    """Cases with and without members, whose list is complete or may grow, in one frame."""
    flags = (False, True)
    batch = [stays(n, complete=c, good=g) for n in (2, 0, 1, 3) for c in flags for g in flags]
    assert compared(frame(SOME=condition), [*batch, *batch[::-1]]) == []


@pytest.mark.parametrize(
    "mistake",
    [{"FIRST": "good is no"}, {"SECOND": "some is no"}, {"SOME": "every(stay, stay.fine is yes)"}],
)
def test_a_wrong_rule_is_noticed(mistake: dict[str, str]) -> None:
    """Columns compiled from another rule base disagree on some small case."""
    flags = (False, True)
    tried = [stays(n, complete=c, good=g) for n in (0, 1) for c in flags for g in flags]
    assert compared(frame(), tried, frame(**mistake)) != []


@pytest.mark.parametrize("every", [0, 1])
def test_the_benchmark_counts_differences(base: RuleBase, every: int) -> None:
    """One wrong column of another engine is one difference; a wrong one of all is one a person."""
    found = [read_case(base, path) for path in sorted(SHIPPED.rglob("p*.case.yaml"))][:8]
    counts: Counter[str] = Counter()
    agreement.compared(base, found, agreement.Together({"same": run}, counts), every, counts)
    assert counts["differences"] == 0
    agreement.compared(base, found, agreement.Together({"wrong": wrongly}, counts), every, counts)
    assert counts["differences"] == 1
    agreement.compared(base, found, wrongly, every, counts)
    assert counts["differences"] == 1 + 2 * every * len(found)
    assert counts["people"] == 3 * len(found)


def wrongly(
    program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
) -> Mapping[Column, pl.Series]:
    """Turns the last column of the cases round for everybody."""
    columns = list(wanted)
    found = dict(run(program, tables, columns))
    last = next(one for one in reversed(columns) if isinstance(one, Column) and not one.scope)
    return {**found, last: ~found[last]}


def test_a_batch_changes_nothing(base: RuleBase) -> None:
    """A case alone gives what it gives among others."""
    found = [read_case(base, path) for path in sorted(SHIPPED.rglob("p*.case.yaml"))][:8]
    undated = [replace(found[0], as_of=None), *found]
    together = list(traces(base, undated))
    assert [next(traces(base, [case])) for case in undated] == together
