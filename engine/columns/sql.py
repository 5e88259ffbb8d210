"""Programs as SQL that DuckDB and Spark understand: tables made one after the other.

Steps that only look at their own row are computed together in one table of their scope. What
brings members and cases together starts the next stage.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf
from typing import Any

from engine.columns.program import CASES, Column, Program, Step

ACROSS = ("spread", "principal", "any", "count", "total")


def name_of(number: int) -> str:
    """The column of a step."""
    return f"c{number}"


def table_of(scope: str) -> str:
    """The table of a scope."""
    return f"rows_{scope or 'cases'}"


class Script:
    """Runs a program in a database that has a table of what was answered for each scope.

    These tables have the columns `row`, `owner` (the row of the case) and `head` (whether it is a
    principal), and those `given` to the program under the names of their steps. Afterwards they
    have the columns wanted.
    """

    def __init__(
        self,
        program: Program,
        wanted: Iterable[Column],
        scopes: Iterable[str],
        total: str = "sum({} ORDER BY row)",
    ) -> None:
        """`total` says how a database adds numbers in the order of their rows."""
        self._steps = program.steps
        self._sum = total
        self._wanted = {column.number for column in wanted}
        self._order = program.needed(list(wanted))
        self._scopes = tuple(scopes)
        self._stages: dict[int, int] = {}
        for number in self._order:
            self._stages[number] = self._stage(number)
        self._kept = self._worth_keeping()
        self._last = self._last_uses()

    def given(self) -> Iterator[tuple[int, Step]]:
        """The steps whose columns have to be in the tables."""
        return ((n, self._steps[n]) for n in self._order if self._steps[n].op == "given")

    def tables(self) -> Iterator[tuple[str, str]]:
        """Which table to replace by what is selected, one after the other."""
        for stage in range(1 + max(self._stages.values(), default=0)):
            for scope in self._scopes:
                new = [n for n in self._order if self._is_in(n, stage, scope)]
                if new:
                    yield table_of(scope), self._table(stage, scope, new)

    def _is_in(self, number: int, stage: int, scope: str) -> bool:
        return self._stages[number] == stage and self._steps[number].scope == scope

    def _args(self, number: int) -> list[int]:
        return [arg.number for arg in self._steps[number].args if isinstance(arg, Column)]

    def _stage(self, number: int) -> int:
        before = max((self._stages[arg] for arg in self._args(number)), default=0)
        return before + (self._steps[number].op in ACROSS)

    def _worth_keeping(self) -> set[int]:
        """Steps with a column of their own: wanted, used twice, or used in another stage."""
        uses = Counter(arg for number in self._order for arg in self._args(number))
        kept = {n for n in self._order if uses[n] > 1 or self._steps[n].op in ("given", *ACROSS)}
        for number in self._order:
            for arg in self._args(number):
                if self._stages[arg] != self._stages[number]:
                    kept.add(arg)
        return kept | self._wanted

    def _last_uses(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for number in self._order:
            for arg in self._args(number):
                found[arg] = max(found.get(arg, 0), self._stages[number])
        return {n: found.get(n, 0) if n not in self._wanted else 10**9 for n in self._order}

    def _table(self, stage: int, scope: str, new: list[int]) -> str:
        """The table of a scope with the columns of one stage more, and without those done with."""
        old = [
            n for n in self._order
            if n in self._kept and self._steps[n].scope == scope
            and (self._stages[n] < stage or self._steps[n].op == "given")
            and self._last[n] >= stage
        ]  # fmt: skip
        made = [n for n in new if n in self._kept and self._steps[n].op != "given"]
        across = [n for n in made if self._steps[n].op in ACROSS]
        source = self._joined(scope, old, across)
        depth: dict[int, int] = dict.fromkeys((*old, *across), 0)
        for number in made:
            if number not in depth:
                depth[number] = 1 + max((depth[a] for a in self._leaves(number)), default=0)
        for level in range(1, 1 + max(depth.values(), default=0)):
            found = [n for n in made if depth[n] == level]
            columns = ", ".join(f"{self._expression(n)} AS {name_of(n)}" for n in found)
            source = f"SELECT *, {columns} FROM ({source})"
        left = [n for n in (*old, *made) if self._last[n] >= stage]
        shown = ", ".join(["row", "owner", "head", *map(name_of, left)])
        return f"SELECT {shown} FROM ({source})"

    def _leaves(self, number: int) -> Iterator[int]:
        """The columns that the expression of a step reads."""
        for arg in self._args(number):
            if arg in self._kept:
                yield arg
            else:
                yield from self._leaves(arg)

    def _joined(self, scope: str, old: list[int], across: list[int]) -> str:
        columns = ["t.row", "t.owner", "t.head", *(f"t.{name_of(n)}" for n in old)]
        joins: list[str] = []
        for other, found in self._by_source(across).items():
            alias = f"j{len(joins)}"
            columns += [self._taken(n, alias) for n in found]
            if scope == CASES:
                parts = ", ".join(f"{self._aggregate(n)} AS {name_of(n)}" for n in found)
                inner = f"(SELECT owner, {parts} FROM {table_of(other)} GROUP BY owner)"
                joins.append(f"LEFT JOIN {inner} {alias} ON {alias}.owner = t.row")
            else:
                joins.append(f"JOIN {table_of(CASES)} {alias} ON {alias}.row = t.owner")
        return f"SELECT {', '.join(columns)} FROM {table_of(scope)} t {' '.join(joins)}"

    def _by_source(self, across: list[int]) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in across:
            step = self._steps[number]
            found.setdefault(CASES if step.op == "spread" else step.args[1], []).append(number)
        return found

    def _taken(self, number: int, alias: str) -> str:
        step, name = self._steps[number], name_of(number)
        if step.op == "spread":
            return f"{alias}.{name_of(step.args[0].number)} AS {name}"
        if step.op == "principal":
            return f"{alias}.{name}"
        without = "false" if step.op == "any" else "0.0::DOUBLE"  # of a case without members
        return f"coalesce({alias}.{name}, {without}) AS {name}"

    def _aggregate(self, number: int) -> str:
        step = self._steps[number]
        arg = self._argument(step.args[0])
        if step.op == "any":
            return f"bool_or({arg})"
        if step.op == "count":
            return f"(count(*) FILTER (WHERE {arg}))::DOUBLE"
        if step.op == "principal":
            return f"any_value({arg}) FILTER (WHERE head)"
        return self._sum.format(arg)

    def _argument(self, arg: Any) -> str:
        if isinstance(arg, Column):
            return name_of(arg.number) if arg.number in self._kept else self._expression(arg.number)
        if isinstance(arg, bool):
            return "true" if arg else "false"
        figure = repr(arg) if abs(arg) != inf else "'infinity'" if arg > 0 else "'-infinity'"
        return f"{figure}::DOUBLE"

    def _expression(self, number: int) -> str:
        step = self._steps[number]
        args = [self._argument(arg) for arg in step.args]
        return f"({_FORMS[step.op](args)})"


_FORMS: Mapping[str, Callable[[list[str]], str]] = {
    "not": lambda a: f"NOT {a[0]}",
    "and": " AND ".join,
    "or": " OR ".join,
    "choose": lambda a: f"CASE WHEN {a[0]} THEN {a[1]} ELSE {a[2]} END",
    "min": lambda a: f"CASE WHEN {a[0]} < {a[1]} THEN {a[0]} ELSE {a[1]} END",
    "max": lambda a: f"CASE WHEN {a[0]} > {a[1]} THEN {a[0]} ELSE {a[1]} END",
    "+": " + ".join,
    "-": " - ".join,
    "*": " * ".join,
    "/": lambda a: f"CASE WHEN {a[1]} = 0 THEN 'nan'::DOUBLE ELSE {a[0]} / {a[1]} END",
    "<": " < ".join,
    "<=": " <= ".join,
    "==": " = ".join,
    "isnan": lambda a: f"isnan({a[0]})",
    "month": lambda a: f"(year({_day(a[0])}) * 12 + month({_day(a[0])}))::DOUBLE",
    "day": lambda a: f"day({_day(a[0])})::DOUBLE",
}


def _day(number: str) -> str:
    """A day number as a date; any date where the day is not known."""
    known = f"CASE WHEN abs({number}) < 'infinity'::DOUBLE THEN {number} ELSE 719163 END"
    return f"(DATE '1970-01-01' + ({known} - 719163)::INTEGER)"
