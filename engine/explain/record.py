"""Explanations as plain data for JSON, and back; what they share is written once."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from engine.explain.tree import PLAIN, Line, Node, Role, Step
from engine.ir.values import Choices, Interval, Truth, Value
from engine.reason.known import Origin

Data = dict[str, Any]
VERDICTS: dict[Truth, str] = {True: "holds", False: "fails", None: "undetermined"}
_TRUTHS = {word: truth for truth, word in VERDICTS.items()}
_WORDS: dict[Role | Origin, str] = {one: str(one) for one in (*Role, *Origin)}


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """A line as data, in pieces: between them stands what only the node tells."""

    id: str
    start: Data
    rule: Data
    end: Data


class Recorder:
    """Gives each node a number; nodes that say the same are one.

    `nodes` holds them by number, those below always before those that rest on them. What is empty
    is left out. `sources` are all that they name.
    """

    def __init__(self) -> None:
        self.nodes: dict[str, Data] = {}
        self.sources: set[str] = set()
        self._given: dict[int, tuple[Node, str]] = {}
        self._same: dict[tuple[object, ...], str] = {}
        self._lines: dict[int, _Said] = {}  # by the id of lines of nodes that are kept above
        self._said: dict[tuple[object, ...], _Said] = {}

    def add(self, node: Node) -> str:
        """The number of the node, after recording it and everything below it."""
        found = self._given.get(id(node))
        if found is not None:
            return found[1]
        below = tuple([self.add(child) for child in node.children])
        said = self._lines.get(id(node.line)) or self._line(node.line)
        own = said, node.verdict, below, node.place, node.origin, node.about, node.value
        name = self._same.setdefault(own, f"n{len(self.nodes) + 1}")
        if name not in self.nodes:
            self.nodes[name] = _plain(node, said, [*below])
        self._given[id(node)] = node, name
        return name

    def _line(self, line: Line) -> _Said:
        """The same for lines that say the same."""
        content = _content(line)
        found = self._said.get(content)
        if found is None:
            found = self._said[content] = _said(line)
            self.sources.update(line.sources)
        self._lines[id(line)] = found
        return found


def _content(line: Line) -> tuple[object, ...]:
    """All that is recorded of a line."""
    whence = line.id, line.sources, line.assumed, line.parameters, line.rule
    return line.role, line.text, whence, None if line.step is PLAIN else line.step


def _said(line: Line) -> _Said:
    start: Data = {"role": _WORDS[line.role], "verdict": None, "text": line.text}
    rule: Data = {"rule": line.rule} if line.rule else {}
    if line.assumed:
        rule["assumed"] = True
    end: Data = {"sources": [*line.sources]} if line.sources else {}
    if line.parameters:
        end["parameters"] = [*line.parameters]
    if line.step is not PLAIN:
        end |= _step_data(line.step)
    return _Said(line.id, start, rule, end)


def _plain(node: Node, said: _Said, below: list[str]) -> Data:
    data = said.start.copy()
    data["verdict"] = VERDICTS[node.verdict]
    if node.place is not None:
        data["fact"], data["member"] = node.place
    if node.value is not None:
        data["value"] = value_data(node.value)
    if said.id:
        data["id"] = said.id
    if node.about:
        data["about"] = node.about
    data |= said.rule
    if node.origin is not None:
        data["from"] = _WORDS[node.origin]
    data |= said.end
    if below:
        data["below"] = below
    return data


def _step_data(step: Step) -> Data:
    found = {
        "op": str(step.op),
        "among": list(step.among),
        "grows": step.grows,
        "rest": None if step.rest is None else value_data(step.rest),
        "figures": dict(step.figures),
    }
    return {name: value for name, value in found.items() if value}


def value_data(value: Value) -> list[str] | Data:
    """The values that are left: words, or the ends of a range (null: no end)."""
    if not isinstance(value, Interval):
        return sorted(value)
    low, high = (None if abs(end) == inf else end for end in (value.low, value.high))
    return {"low": low, "high": high} | ({} if value.figure is True else {"figure": value.figure})


def restored(nodes: Mapping[str, Data]) -> dict[str, Node]:
    """The nodes by number; raises ValueError where one rests on another that is not before it."""
    found: dict[str, Node] = {}
    for name, data in nodes.items():
        below = data.get("below", [])
        if unknown := [one for one in below if one not in found]:
            raise ValueError(f"{name} rests on {unknown[0]}, which is not before it")
        found[name] = _node(data, tuple(found[one] for one in below))
    return found


def _node(data: Data, below: tuple[Node, ...]) -> Node:
    return Node(
        _line(data),
        _TRUTHS[data["verdict"]],
        below,
        (data["fact"], data["member"]) if "fact" in data and "member" in data else None,
        Origin(data["from"]) if "from" in data else None,
        data.get("about", ""),
        _value(data["value"]) if "value" in data else None,
    )


def _line(data: Data) -> Line:
    return Line(
        Role(data["role"]),
        data["text"],
        data.get("id", ""),
        tuple(data.get("sources", ())),
        data.get("assumed", False),
        tuple(data.get("parameters", ())),
        rule=data.get("rule", ""),
        step=_step(data),
    )


def _step(data: Data) -> Step:
    if not data.keys() & {"op", "among", "grows", "rest", "figures"}:
        return PLAIN
    return Step(
        data.get("op", ""),
        tuple(data.get("among", ())),
        data.get("grows", False),
        _interval(data["rest"]) if "rest" in data else None,
        tuple(data.get("figures", {}).items()),
    )


def _value(data: list[str] | Data) -> Value:
    return _interval(data) if isinstance(data, dict) else Choices(data)


def _interval(data: Data) -> Interval:
    low, high = data["low"], data["high"]
    return Interval(
        -inf if low is None else low, inf if high is None else high, data.get("figure", True)
    )
