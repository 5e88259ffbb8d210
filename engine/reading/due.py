"""Dates counted from a fact: `FACT`, `FACT - 12 months`, `FACT + param.NAME weeks`."""

import ast
import re
from keyword import kwlist as KEYWORDS

from engine.ir.base import Kind
from engine.ir.rules import Due
from engine.problem import Problems
from engine.reading.document import Scalar
from engine.reading.naming import Mistake, Naming
from engine.reading.positions import Positions
from engine.reading.vocabulary_view import Names

_FORM = re.compile(
    r"(?P<fact>[a-z_.]+)(?:\s*(?P<sign>[+-])\s*(?P<count>\d{1,3}|param\.\w+)\s*"
    r"(?P<unit>months?|weeks?|days?))?"
)


def read_due(text: Scalar, scope: str, names: Names, problems: Problems) -> Due | None:
    """The date, or None after recording the mistake."""
    words = " ".join(text.text.split())
    match = _FORM.fullmatch(words)
    if match is None:
        hint = "write it as FACT - 12 months, FACT + 2 weeks or FACT"
        problems.add(text.span, f"{words} is not a date counted from a fact", hint)
        return None
    if any(part in KEYWORDS or not part for part in match["fact"].split(".")):
        problems.add(text.span, f"there is no fact {match['fact']}")
        return None
    try:
        return _due(match, words, Naming(names, scope, Positions(text)), names)
    except Mistake as mistake:
        problems.add(text.span, mistake.message, mistake.hint)
        return None


def _due(match: re.Match[str], words: str, naming: Naming, names: Names) -> Due:
    node = ast.parse(match["fact"], mode="eval").body
    fact = naming.fact(node)
    if fact.kind is not Kind.DATE:
        raise Mistake(node, f"{fact.id} is not a date", f"it is of type {fact.kind}")
    ref = naming.ref(fact, node)
    if match["count"] is None:
        return Due(ref, 0, 0, words)
    number = _count(match["count"], names, node) * (-1 if match["sign"] == "-" else 1)
    unit = match["unit"].rstrip("s")
    name = match["count"].removeprefix("param.") if not match["count"].isdigit() else ""
    if unit == "month":
        return Due(ref, number, 0, words, name)
    return Due(ref, 0, number * (7 if unit == "week" else 1), words, name)


def _count(text: str, names: Names, node: ast.expr) -> int:
    if text.isdigit():
        return int(text)
    name = text.removeprefix("param.")
    if name not in names.settings:
        raise Mistake(node, f"there is no parameter {name}")
    return int(names.settings[name].value)
