"""Rules as a JDM decision graph for GoRules zen: of expressions, or of tables with expressions."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.peers.logic import ALWAYS, HIGH, LOW, NEVER, All, Can, In, Less, Some, Sum, Test
from benchmarks.peers.naming import Names
from benchmarks.peers.program import Chosen, Figure, Found, Inputs, Program, within
from engine.ir.values import NO

GIVEN = "given"


class Writer:
    """Writes expressions of zen's language."""

    def __init__(self, program: Program, names: Names, *, inside: bool) -> None:
        """Of what `inside` one node was worked out above, zen wants to be told that it was."""
        self._names, self._settled = names, program.settled
        self._derived = {step.fact for step in program.steps}
        self._prefix = "$." if inside else ""

    def name(self, *what: str) -> str:
        """What an expression calls a fact, or a thing about it."""
        return (self._prefix if what[0] in self._derived else "") + self._names.of(*what)

    def test(self, test: Test) -> str:
        """An expression that is true or false."""
        match test:
            case All(parts):
                return self._joined(" and ", parts, "true")
            case Some(parts):
                return self._joined(" or ", parts, "false")
            case In(fact, (value,)):
                return f"{self.name(fact)} == '{value}'"
            case In(fact, values):
                return f"{self.name(fact)} in {json.dumps(values)}"
            case Can(fact, value, can):
                return f"{'' if can else 'not '}{self.name(fact, value)}"
            case Less(left, right, strict):
                return f"{self.sum(left)} {'<' if strict else '<='} {self.sum(right)}"

    def _joined(self, word: str, parts: tuple[Test, ...], empty: str) -> str:
        return f"({word.join(map(self.test, parts))})" if parts else empty

    def sum(self, number: Sum) -> str:
        """An expression that is a number."""
        text = "".join(
            f" {'+' if sign > 0 else '-'} {self.name(fact, self._end(end))}"
            for sign, fact, end in number.ends
        ).removeprefix(" + ")
        constant = f"{number.constant:.15g}"
        return f"{text} + {constant}" if text and number.constant else text or constant

    def _end(self, end: str) -> str:
        return LOW if self._settled else end

    def step(self, step: Chosen | Figure) -> Iterator[tuple[str, str]]:
        """What one derived fact takes: names and the expressions of their values."""
        if isinstance(step, Figure):
            when = self.test(step.when)
            for end, number, bound in zip((LOW, HIGH), step.sums, step.bounds, strict=True):
                if end == self._end(end):
                    always = step.when == ALWAYS
                    rest = "" if always else f" : {bound:.15g}"
                    text = f"{'' if always else f'{when} ? '}{self.sum(number)}{rest}"
                    yield self._names.of(step.fact, end), text
        elif self._settled:
            yield self._names.of(step.fact), self._value(step)
        elif step.first:
            yield from self._rows(step)
        else:
            fails = [self.test(one.fails) for one in step.verdicts]
            holds = [self.test(one.holds) for one in step.verdicts]
            yield self._names.of(step.fact, "yes"), f"not ({' and '.join(fails)})"
            yield self._names.of(step.fact, "no"), f"not ({' or '.join(holds)})"

    def _value(self, step: Chosen) -> str:
        """What the first row that holds gives; a rule gives yes, and none of them no."""
        found = f"'{NO}'"
        for one in reversed(step.verdicts):
            found = f"{self.test(one.holds)} ? '{one.then}' : {found}"
            if one.holds == ALWAYS:
                found = f"'{one.then}'"
        return found

    def _rows(self, step: Chosen) -> Iterator[tuple[str, str]]:
        """A row can be taken unless it fails or one before it holds."""
        rows = Counter(one.then for one in step.verdicts)
        possible: dict[str, list[str]] = {value: [] for value in step.values}
        before: list[str] = []
        for index, row in enumerate(step.verdicts):
            alone = rows[row.then] == 1
            name = (step.fact, row.then) if alone else (step.fact, f"row{index}")
            yield self._names.of(*name), self._unless(before, row.fails)
            if not alone:
                possible[row.then].append(self.name(*name))
            if row is not step.verdicts[-1]:
                after = step.fact, f"after{index}"
                yield self._names.of(*after), self._unless(before, row.holds)
                before = [self.name(*after)]
        for value, names in possible.items():
            if names or not rows[value]:
                yield self._names.of(step.fact, value), " or ".join(names) or "false"

    def _unless(self, before: list[str], test: Test) -> str:
        """That no row before holds, and this test does not."""
        here = [] if test == NEVER else [f"not ({self.test(test)})"]
        return " and ".join([*before, *here]) or "true"


FORMS = ("expressions", "tables")


def decision_graph(program: Program, form: str, names: Names) -> dict[str, Any]:
    """The graph: one node derives everything; advice is in it too, or a table that collects."""
    write = Writer(program, names, inside=True)
    pairs = [pair for step in program.steps for pair in write.step(step)]
    write = Writer(program, names, inside=form == "expressions")
    advice = [(one, write.test(test)) for one, test in program.advice]
    if form == "expressions":
        pairs += [(names.of(GIVEN, one), text) for one, text in advice]
        return _graph([_expressions(pairs)])
    return _graph([_expressions(pairs), _table(advice)])


def _expressions(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    rows = [{"id": f"e{n}", "key": key, "value": text} for n, (key, text) in enumerate(pairs)]
    content = {"expressions": rows, "passThrough": False}
    return {"id": "derive", "name": "derive", "type": "expressionNode", "content": content}


def _table(advice: list[tuple[str, str]]) -> dict[str, Any]:
    rules = [
        {"_id": f"r{n}", "when": text, "then": json.dumps(one)}
        for n, (one, text) in enumerate(advice)
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [{"id": "then", "name": "then", "field": "id"}],
        "rules": rules,
        "passThrough": False,
        "outputPath": GIVEN,
    }
    return {"id": "advise", "name": "advise", "type": "decisionTableNode", "content": content}


def _graph(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Each node gets what goes in and what those before it found; all that is found comes out."""
    first = {"id": "in", "name": "in", "type": "inputNode", "content": {}}
    last = {"id": "out", "name": "out", "type": "outputNode", "content": {}}
    pairs = [("in", one["id"]) for one in nodes] + [(one["id"], "out") for one in nodes]
    pairs += [(one["id"], other["id"]) for one, other in zip(nodes, nodes[1:], strict=False)]
    edges = [
        {"id": f"x{n}", "type": "edge", "sourceId": one, "targetId": other}
        for n, (one, other) in enumerate(pairs)
    ]
    return {"nodes": [first, *nodes, last], "edges": edges}


def context(inputs: Inputs, names: Names, *, settled: bool) -> dict[str, str | float]:
    """The answers as the graph takes them."""
    found: dict[str, str | float] = {}
    for fact, value in inputs.items():
        if isinstance(value, str):
            found[names.of(fact)] = value
        else:
            found[names.of(fact, LOW)] = value[0]
            if not settled:
                found[names.of(fact, HIGH)] = value[1]
    return found


class Reader:
    """Reads conclusions from the result of a graph."""

    def __init__(self, program: Program, names: Names) -> None:
        self._program, self._names = program, names

    def found(self, result: dict[str, Any]) -> Found:
        """The conclusions, to be compared."""
        values: dict[str, frozenset[str] | tuple[float, float]] = {}
        for step in self._program.steps:
            if isinstance(step, Figure):
                ends = (LOW, LOW) if self._program.settled else (LOW, HIGH)
                low, high = (result[self._names.of(step.fact, end)] for end in ends)
                values[step.fact] = within(low), within(high)
            elif self._program.settled:
                values[step.fact] = frozenset({result[self._names.of(step.fact)]})
            else:
                left = [one for one in step.values if result[self._names.of(step.fact, one)]]
                values[step.fact] = frozenset(left)
        return Found(values, self._given(result))

    def _given(self, result: dict[str, Any]) -> frozenset[str]:
        if GIVEN in result:
            return frozenset(row["id"] for row in result[GIVEN])
        advice = (one for one, _ in self._program.advice)
        return frozenset(one for one in advice if result[self._names.of(GIVEN, one)])
