"""Conditions and formulas: a small subset of Python's expressions, parsed but never evaluated."""

import ast
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from engine.ir.conditions import Condition, Number
from engine.problem import Problems
from engine.reading.conditions import ConditionReader
from engine.reading.document import Scalar
from engine.reading.naming import EXAMPLE, Mistake
from engine.reading.positions import Positions, one_line
from engine.reading.signs import wrong_sign
from engine.reading.vocabulary_view import Names

MAX_LENGTH, MAX_DEPTH = 4_000, 80
_T = TypeVar("_T")
_CAPITALS = re.compile(r"\b(AND|OR|NOT|IS|IN)\b")


class Expressions:
    """Reads expressions against the known names; mistakes go to `problems`."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self._names = names
        self._problems = problems

    def condition(self, text: Scalar, scope: str, *, unknown: bool = False) -> Condition | None:
        """The condition, or None after recording the mistakes; `unknown` allows `is unknown`."""
        text = replace(text, text=text.text.strip())
        reader = ConditionReader(self._names, scope, Positions(text), unknown=unknown)
        return self._read(text, reader, reader.condition)

    def number(self, text: Scalar, scope: str) -> Number | None:
        """The formula, or None after recording the mistakes."""
        text = replace(text, text=text.text.strip())
        reader = ConditionReader(self._names, scope, Positions(text))
        return self._read(text, reader, reader.number)

    def _read(
        self, text: Scalar, reader: ConditionReader, read: Callable[[ast.expr], _T]
    ) -> _T | None:
        tree = self._parse(text)
        if tree is None:
            return None
        try:
            return read(tree)
        except Mistake as mistake:
            for one in mistake.all():
                self._problems.add(reader.span(one.node), one.message, one.hint)
        return None

    def _parse(self, text: Scalar) -> ast.expr | None:
        if not text.text or len(text.text) > MAX_LENGTH:
            message = "this is empty" if not text.text else f"longer than {MAX_LENGTH:,} characters"
            hint = "split it into derived facts" if text.text else EXAMPLE
            self._problems.add(text.span, message, hint)
            return None
        if sign := wrong_sign(text.text):
            span = Positions(text).span(sign.start, sign.end)
            self._problems.add(span, sign.message, sign.hint)
            return None
        return self._parsed(text)

    def _parsed(self, text: Scalar) -> ast.expr | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(one_line(text.text), mode="eval").body
        except SyntaxError as error:
            start = min(max(0, (error.offset or 1) - 1), len(text.text) - 1)
            self._unreadable(text, start)
            return None
        except (ValueError, RecursionError, MemoryError):
            self._unreadable(text, 0)
            return None
        if _is_deep(tree):
            hint = "split it into derived facts"
            self._problems.add(text.span, "this is nested too deeply", hint)
            return None
        return tree

    def _unreadable(self, text: Scalar, start: int) -> None:
        capital = _CAPITALS.search(text.text)
        hint = f"write {capital[0].lower()} in small letters" if capital else EXAMPLE
        word = re.compile(r"\w+|\S").search(text.text, start)
        start, end = word.span() if word else (start, start + 1)
        span = Positions(text).span(start, end)
        what = "the condition makes no sense from here on" if start else "this is not a condition"
        self._problems.add(span, what, hint)


def _is_deep(tree: ast.expr) -> bool:
    """Whether later steps, which follow the tree by recursion, could run out of stack."""
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return bool(level)
