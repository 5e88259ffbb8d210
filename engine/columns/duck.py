"""Programs run by DuckDB instead of Polars: the same columns from another engine."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from engine.columns.program import CASES, Bit, Column, Figure, Program
from engine.columns.sql import Script, name_of, table_of
from engine.columns.tables import ROW, Tables


def run(
    program: Program, tables: Tables, wanted: Iterable[Bit | Figure]
) -> Mapping[Column, pl.Series]:
    """The columns wanted. Raises ModuleNotFoundError where DuckDB is not installed."""
    import duckdb

    columns = [one for one in wanted if isinstance(one, Column)]
    scopes = [CASES, *tables.members]
    script = Script(program, columns, scopes)
    with duckdb.connect() as database:
        for scope in scopes:
            _fill(database, scope, given_rows(script, tables, scope))
        for table, select in script.tables():
            database.execute(f"CREATE TEMP TABLE new_rows AS {select}")
            database.execute(f"DROP TABLE {table}")
            database.execute(f"ALTER TABLE new_rows RENAME TO {table}")
        found: dict[Column, pl.Series] = {}
        for scope in scopes:
            names = [column for column in columns if column.scope == scope]
            found |= _taken(database, scope, names)
    return found


def given_rows(script: Script, tables: Tables, scope: str) -> pl.DataFrame:
    """The rows of a scope with what was answered."""
    rows = pl.int_range(tables.rows(scope), dtype=ROW, eager=True)
    owners, heads = rows, tables.size
    if scope:
        members = tables.members[scope]
        heads = tables.size if members.principals else 0
        owners = pl.concat([rows.head(heads), members.owners])
    columns = {"row": rows, "owner": owners, "head": rows < heads}
    for number, step in script.given():
        if step.scope == scope:
            columns[name_of(number)] = tables.columns[step.args[0], step.args[1]]
    return pl.DataFrame({name: column.alias(name) for name, column in columns.items()})


def _fill(database: Any, scope: str, rows: pl.DataFrame) -> None:
    database.register("given", rows.to_arrow())
    database.execute(f"CREATE TEMP TABLE {table_of(scope)} AS SELECT * FROM given")
    database.unregister("given")


def _taken(database: Any, scope: str, columns: list[Column]) -> dict[Column, pl.Series]:
    if not columns:
        return {}
    names = ", ".join(dict.fromkeys(name_of(column.number) for column in columns))
    query = f"SELECT row, {names} FROM {table_of(scope)} ORDER BY row"
    found = pl.DataFrame(database.sql(query).to_arrow_table())
    return {column: found[name_of(column.number)] for column in columns}
