"""A threshold stands beside the one that its source or table gives.

Compared are the numbers in a condition with the limits that the cited statements put in words, such
as “at least 12” or “fewer than two”: off are a neighbouring number, and the right number with the
edge on the wrong side. Also a number compared with a table that is one beside a figure of it.

What to do: write the source's number, with the edge where the source has it.
"""

from collections.abc import Iterator

from engine.checking.bench import Bench
from engine.checking.boundaries_in_words import limits, numbers
from engine.checking.finding import Finding
from engine.ir.conditions import Compare, Constant, Lookup, Node, Number, Parameter, Ref, children
from engine.ir.rules import Governed
from engine.ir.values import number
from engine.proving.regions import MIRRORED

_SOURCE = """
- source:
    id: handbook
    title: A handbook
    publisher: A house
    sections:
      walking: {title: Walking, statements: {H-1: People of at least 60 walk.}}
"""
VALID = f"""{_SOURCE}
- {{advice: walk, when: age >= 60, section: main, say: Walk., sources: [H-1]}}
"""
INVALID = f"""{_SOURCE}
- {{advice: walk, when: age > 60, section: main, say: Walk., sources: [H-1]}}
"""
_EDGES = {">=": True, "<": True, ">": False, "<=": False}


def find(bench: Bench) -> Iterator[Finding]:
    """Thresholds beside a stated limit, and thresholds beside a figure of a table."""
    for item in bench.base.governed.values():
        if item.when is not None:
            for compare in _compares(item.when):
                yield from _against_sources(bench, item, compare)
                yield from _against_table(bench, item, compare)


def _compares(node: Node) -> Iterator[Compare]:
    if isinstance(node, Compare):
        yield node
    for child in children(node):
        yield from _compares(child)


def _against_sources(bench: Bench, item: Governed, compare: Compare) -> Iterator[Finding]:
    op, constant = _threshold(compare)
    if constant is None or op not in _EDGES:
        return
    stated = [
        (source, limit)
        for source in item.sources
        for limit in limits(bench.base.citations[source].statement)
    ]
    edges = {(constant, _EDGES[op]), *_same_edge(bench, compare, constant, _EDGES[op])}
    if any((limit.value, limit.above) in edges for _, limit in stated):
        return
    if any(_mentions(bench, source, constant) for source in item.sources):
        stated = [(source, limit) for source, limit in stated if limit.value == constant]
    for source, limit in stated:
        if abs(limit.value - constant) <= 1:
            yield _finding(item, compare, op, constant, f"{source} says “{limit.words}”")
            return


def _same_edge(
    bench: Bench, compare: Compare, constant: float, above: bool
) -> list[tuple[float, bool]]:
    """Between two whole numbers there is one edge, named after either."""
    sides = [side for side in (compare.left, compare.right) if isinstance(side, Ref)]
    if all(bench.base.facts[side.fact].kind != "count" for side in sides):
        return []
    return [(constant - 1, False)] if above else [(constant + 1, True)]


def _mentions(bench: Bench, source: str, value: float) -> bool:
    """Whether a statement has the number at all, in whatever role."""
    return value in numbers(bench.base.citations[source].statement)


def _against_table(bench: Bench, item: Governed, compare: Compare) -> Iterator[Finding]:
    op, constant = _threshold(compare)
    for side in (compare.left, compare.right):
        table = _table(bench, side)
        if table is None or constant is None:
            continue
        figures = [f for f in bench.base.tables[table].figures.values() if f is not None]
        near = [figure for figure in figures if abs(figure - constant) == 1]
        if constant not in figures and near:
            figure = f"the table {table} has {number(near[0])}"
            yield _finding(item, compare, op, constant, figure)


def _table(bench: Bench, side: Number) -> str | None:
    if isinstance(side, Ref):
        formula = bench.base.facts[side.fact].formula
        return formula.table if isinstance(formula, Lookup) else None
    return side.table if isinstance(side, Lookup) else None


def _threshold(compare: Compare) -> tuple[str, float | None]:
    """The relation with the constant on the right, and the constant."""
    if isinstance(compare.right, Constant | Parameter):
        return compare.op, compare.right.value
    if isinstance(compare.left, Constant | Parameter):
        return MIRRORED[compare.op], compare.left.value
    return compare.op, None


def _finding(item: Governed, compare: Compare, op: str, constant: float, against: str) -> Finding:
    message = f"{item.id} compares with {op} {number(constant)}, but {against}"
    hint = "write the source's number, with the edge where the source has it"
    span = compare.span if compare.span.line else item.span
    return Finding("threshold-off", item.id, span, message, hint)
