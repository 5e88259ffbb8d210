"""A program cut down to what can differ: columns that are the same in every row, empty scopes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.columns.compile import Compiled
from engine.columns.program import Bit, Column, Figure, Program, Step
from engine.columns.tables import Tables

# What all rows of a column given have; None where they may differ.
Same = Callable[[str, str], Bit | Figure | None]
_KEY = "narrowed"


def narrowed(
    out: Compiled, wanted: Iterable[Bit | Figure], tables: Tables, same: Same
) -> "Narrowed":
    """The program without what is the same everywhere in these tables; the last one is kept."""
    wanted, program = list(wanted), out.program
    given = [step for step in program.steps if step.op == "given"]
    found = {step.args: same(*step.args) for step in given}
    empty = frozenset(name for name in tables.members if not tables.rows(name))
    key = tuple(found.values()), empty, tuple(wanted)
    kept = out.base.own.get(_KEY)
    if not isinstance(kept, tuple) or kept[0] != key:
        kept = out.base.own[_KEY] = key, Narrowed(program, wanted, found, empty)
    answer: Narrowed = kept[1]
    return answer


class Narrowed:
    """The program that is left, and what stands in it for the columns of the whole one."""

    def __init__(
        self,
        whole: Program,
        wanted: Iterable[Bit | Figure],
        same: Mapping[tuple[str, str], Bit | Figure | None],
        empty: Iterable[str],
    ) -> None:
        """`same` has what is one value in all rows of what is given; `empty` scopes have no rows.

        A wanted column of an empty scope becomes False.
        """
        self.program = Program()
        self._same = same
        self._empty = frozenset(empty)
        self._made: dict[int, Bit | Figure] = {}
        columns = [one for one in wanted if isinstance(one, Column)]
        for number in whole.needed(columns):
            self._made[number] = self._again(whole.steps[number])

    def of(self, one: Any) -> Any:
        """What a bit or a number of the whole program has become."""
        return self._made[one.number] if isinstance(one, Column) else one

    def _again(self, step: Step) -> Any:
        """The step on what its columns have become, which can make it a constant too."""
        p, op = self.program, step.op
        if op == "given":
            name, what = step.args
            same = self._same.get((name, what))
            return p.given(name, what, step.scope) if same is None else same
        if step.scope in self._empty:
            return False
        args = [self.of(arg) for arg in step.args]
        if op in ("any", "count", "total"):
            return self._gathered(op, args[0], args[1])
        if op in ("and", "or"):
            return p.both(*args) if op == "and" else p.some(*args)
        if op == "spread":
            return p.spread(args[0], step.scope)
        if op in ("not", "principal"):
            return p.no(args[0]) if op == "not" else p.principal(*args)
        return p.choose(*args) if op == "choose" else p.apply(op, *args)

    def _gathered(self, op: str, arg: Any, scope: str) -> Any:
        if scope in self._empty or (arg is False and op != "total"):
            return False if op == "any" else 0.0
        return self.program.gathered(op, arg, scope)
