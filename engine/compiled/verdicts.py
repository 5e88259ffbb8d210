"""Verdicts on many conditions at once: and, or and not as one Python expression over single tests.

A test is looked at once for each member, by its closure. The expression is made of nothing but the
numbers of tests, so that nothing anybody wrote is ever evaluated.
"""

from collections.abc import Callable, Iterable

from engine.compiled.amounts import Holds
from engine.compiled.compiler import Compiler
from engine.ir.conditions import Among, And, Condition, Not, Or, Ref
from engine.ir.values import Truth, Value
from engine.reason.evaluate import among
from engine.reason.known import Known

_REMEMBERED = 1024  # values of one fact
_DEEPEST = 20  # parts further down are tests of their own: Python nests brackets only so far


class Tests(dict[int, Truth]):
    """What each test says of one member, found out when it is first looked at."""

    __slots__ = ("_known", "_looks", "_member")

    def __init__(self, looks: "list[_Look]", known: Known, member: int) -> None:
        self._looks, self._known, self._member = looks, known, member

    def __missing__(self, number: int) -> Truth:
        look = self._looks[number]
        if not isinstance(look, _Values):
            found = self[number] = look(self._known, self._member)
            return found
        self.update(look.said_of(self._known.value((look.fact, self._member))))
        return self[number]


class _Values:
    """Every test for values of one fact: what each says follows from what the fact can be."""

    __slots__ = ("_said", "_tests", "fact")

    def __init__(self, fact: str) -> None:
        self.fact = fact
        self._tests: list[tuple[int, frozenset[str]]] = []
        self._said: dict[Value, dict[int, Truth]] = {}

    def add(self, number: int, values: frozenset[str]) -> None:
        """One test more."""
        self._tests.append((number, values))
        self._said.clear()

    def said_of(self, value: Value) -> dict[int, Truth]:
        """What the tests say, by their numbers."""
        found = self._said.get(value)
        if found is None:
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            found = self._said[value] = {n: among(value, values) for n, values in self._tests}
        return found


_Look = Holds | _Values


class Verdicts:
    """Numbers the tests that conditions are made of, and writes conditions over these numbers."""

    def __init__(self, compiled: Compiler) -> None:
        self._compiled = compiled
        self._numbers: dict[Condition, int] = {}
        self._looks: list[_Look] = []
        self._values: dict[str, _Values] = {}

    def tests(self, known: Known, member: int) -> Tests:
        """The tests of one member, none of them looked at yet."""
        return Tests(self._looks, known, member)

    def truths(self, nodes: Iterable[Condition | None]) -> Callable[[Tests], tuple[Truth, ...]]:
        """The verdict on each condition; no condition always holds."""
        return self._made("True" if node is None else self._verdict(node) for node in nodes)

    def holding(self, nodes: Iterable[Condition | None]) -> Callable[[Tests], tuple[Truth, ...]]:
        """Whether each condition holds; what is not true stands for no."""
        return self._made("True" if node is None else self._side(node, True) for node in nodes)

    def _verdict(self, node: Condition) -> str:
        holds, fails = self._side(node, True), self._side(node, False)
        return f"True if {holds} else False if {fails} else None"

    def _made(self, parts: Iterable[str]) -> Callable[[Tests], tuple[Truth, ...]]:
        found: Callable[[Tests], tuple[Truth, ...]]
        found = eval(f"lambda t: ({''.join(f'{part},' for part in parts)})", {})
        return found

    def _side(self, node: Condition, holds: bool, depth: int = 0) -> str:
        """An expression that is true exactly when the condition holds, or when it fails."""
        match node:
            case And(parts) | Or(parts) if depth < _DEEPEST and parts:
                word = " and " if isinstance(node, And) is holds else " or "
                return f"({word.join(self._side(part, holds, depth + 1) for part in parts)})"
            case Not(part):
                return self._side(part, not holds, depth)
        return f"t[{self._number(node)}]" + ("" if holds else " is False")

    def _number(self, node: Condition) -> int:
        if node not in self._numbers:
            number = self._numbers[node] = len(self._looks)
            self._looks.append(self._look(node, number))
        return self._numbers[node]

    def _look(self, node: Condition, number: int) -> _Look:
        match node:
            case Among(Ref(fact, bound=True), values):
                its = self._values.setdefault(fact, _Values(fact))
                its.add(number, values)
                return its
        return self._compiled.holds(node)
