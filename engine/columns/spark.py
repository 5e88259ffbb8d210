"""Programs run by Spark's SQL instead of Polars: the same columns from a cluster's own engine.

What is fixed for each run, Spark's planning of some thousand expressions, takes a minute and more:
good for holding the engines against each other. `rosters.cluster` answers rosters on a cluster.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from engine.columns.duck import given_rows
from engine.columns.program import CASES, Bit, Column, Figure, Program
from engine.columns.sql import Script, name_of, table_of
from engine.columns.tables import Tables

# Spark adds the numbers of a group in any order, and floating-point sums depend on it.
_TOTAL = (
    "aggregate(array_sort(collect_list(struct(row, {} AS figure))), 0.0::DOUBLE, "
    "(so_far, one) -> so_far + one.figure)"
)
# Made for few and short expressions; with thousands they take minutes or never end.
_SETTINGS = {
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.subexpressionElimination.enabled": "false",
    "spark.sql.adaptive.enabled": "false",
}


def run(
    program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
) -> Mapping[Column, pl.Series]:
    """The columns wanted. Raises ModuleNotFoundError where PySpark is not installed."""
    session = _session()
    columns = [one for one in wanted if isinstance(one, Column)]
    scopes = [CASES, *tables.members]
    script = Script(program, columns, scopes, _TOTAL)
    for scope in scopes:
        rows = given_rows(script, tables, scope).with_columns(pl.col("row", "owner").cast(pl.Int64))
        _put(session.createDataFrame(rows.to_arrow()).repartition("owner"), table_of(scope))
    for table, select in script.tables():
        _put(session.sql(select), table)
    found: dict[Column, pl.Series] = {}
    for scope in scopes:
        found |= _taken(session, scope, [column for column in columns if column.scope == scope])
    return found


def _session() -> Any:
    """The session there is, else one on this machine; as many tasks at a time as it has cores."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("crossmatch").getOrCreate()
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    session.conf.set("spark.sql.shuffle.partitions", session.sparkContext.defaultParallelism)
    return session


def _put(rows: Any, table: str) -> None:
    """Works rows out now, so that no later plan holds what led to them."""
    rows.localCheckpoint().createOrReplaceTempView(table)


def _taken(session: Any, scope: str, columns: list[Column]) -> dict[Column, pl.Series]:
    if not columns:
        return {}
    names = dict.fromkeys(name_of(column.number) for column in columns)
    found = pl.DataFrame(session.table(table_of(scope)).select("row", *names).toArrow()).sort("row")
    return {column: found[name_of(column.number)] for column in columns}
