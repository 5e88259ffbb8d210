"""Lists kept in a file of their own: CSV with one member a row, or YAML with a list.

The rows become the same trees that a case file would give, so that everything after reading is
the same; a place in a CSV file is its line, and the number of the cell in it.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from engine.ir.base import Fact, Kind
from engine.problem import Problems, suggest
from engine.reading.document import Mapping, Scalar, Sequence, Tree, read_file, read_plain
from engine.span import Span

ENDINGS = (".csv", ".yaml", ".yml")


def read_rows(path: Path, facts: Iterable[Fact], problems: Problems) -> tuple[Tree, ...]:
    """The members listed in a file; empty after recording why it cannot be read.

    A column of a CSV file is headed by a fact's name or label; several values are separated by
    semicolons, and an empty cell is a question that nobody answered.
    """
    if path.suffix == ".csv":
        text = read_plain(path, str(path), problems)
        return () if text is None else tuple(_rows(text, str(path), list(facts), problems))
    tree = read_file(path, str(path), problems)
    if tree is not None and not isinstance(tree, Sequence):
        problems.add(tree.span, "a list is expected in this file", "start each entry with -")
    return tree.items if isinstance(tree, Sequence) else ()


def _rows(text: str, name: str, facts: list[Fact], problems: Problems) -> Iterator[Mapping]:
    try:
        table = list(csv.reader(StringIO(text), strict=True))
    except csv.Error as error:
        problems.add(Span(name), f"not a usable CSV file: {error}", "export it again as CSV")
        return
    columns = _columns(table[0] if table else [], name, facts, problems)
    for line, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            yield _row(cells, columns, Span(name, line))
        if len(cells) > len(table[0]):
            problems.add(Span(name, line), "more cells than the heading has", "quote commas")


def _columns(
    heading: list[str], name: str, facts: list[Fact], problems: Problems
) -> dict[int, Fact]:
    known = {label.casefold(): fact for fact in facts for label in (fact.label, fact.name)}
    known |= {fact.name.replace("_", " "): fact for fact in facts}
    found = {}
    for index, title in enumerate(heading):
        fact = known.get(title.strip().casefold())
        if fact is None:
            hint = suggest(title.strip(), [fact.name for fact in facts])
            problems.add(Span(name, 1, index + 1), f"there is no question {title}", hint)
        else:
            found[index] = fact
    return found


def _row(cells: list[str], columns: dict[int, Fact], span: Span) -> Mapping:
    entries: dict[str, Tree] = {}
    keys: dict[str, Span] = {}
    for index, fact in columns.items():
        text = cells[index].strip() if index < len(cells) else ""
        if text:
            place = Span(span.file, span.line, index + 1)
            entries[fact.name] = _cell(text, fact, place)
            keys[fact.name] = place
    return Mapping(entries, keys, span)


def _cell(text: str, fact: Fact, place: Span) -> Tree:
    if fact.kind is Kind.CHOICES and text != "unknown":
        parts = [part.strip() for part in text.split(";")]
        return Sequence(tuple(Scalar(part, place, part) for part in parts if part), place)
    return Scalar(text, place, text)
