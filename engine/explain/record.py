"""Explanations as plain data for JSON, and back; what they share is written once."""

from collections.abc import Mapping
from math import inf
from typing import Any

from engine.explain.tree import PLAIN, Node, Role, Step
from engine.ir.values import Choices, Interval, Truth, Value
from engine.reason.known import Origin

Data = dict[str, Any]
VERDICTS: dict[Truth, str] = {True: "holds", False: "fails", None: "undetermined"}
_TRUTHS = {word: truth for truth, word in VERDICTS.items()}
_WORD_OR_YES, _LISTS = ("id", "about", "rule", "assumed"), ("sources", "parameters")
_WORDS: dict[Role | Origin, str] = {one: str(one) for one in (*Role, *Origin)}


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

    def add(self, node: Node) -> str:
        """The number of the node, after recording it and everything below it."""
        found = self._given.get(id(node))
        if found is not None:
            return found[1]
        below = tuple([self.add(child) for child in node.children])
        name = self._same.setdefault(_content(node, below), f"n{len(self.nodes) + 1}")
        if name not in self.nodes:
            self.nodes[name] = _plain(node, [*below])
            self.sources.update(node.sources)
        self._given[id(node)] = node, name
        return name


def _content(node: Node, below: tuple[str, ...]) -> tuple[object, ...]:
    """All that is recorded of a node."""
    what = node.role, node.text, node.verdict, node.id, node.place, node.origin, node.about
    whence = node.sources, node.assumed, node.parameters, node.rule
    step = None if node.step is PLAIN else node.step
    return *what, *whence, node.value, step, below


def _plain(node: Node, below: list[str]) -> Data:
    data: Data = {"role": _WORDS[node.role], "verdict": VERDICTS[node.verdict], "text": node.text}
    if node.place is not None:
        data["fact"], data["member"] = node.place
    if node.value is not None:
        data["value"] = value_data(node.value)
    for name in _WORD_OR_YES:
        if said := getattr(node, name):
            data[name] = said
    if node.origin is not None:
        data["from"] = _WORDS[node.origin]
    for name in _LISTS:
        if words := getattr(node, name):
            data[name] = list(words)
    if node.step is not PLAIN:
        data |= _step_data(node.step)
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
        Role(data["role"]),
        data["text"],
        _TRUTHS[data["verdict"]],
        id=data.get("id", ""),
        place=(data["fact"], data["member"]) if "fact" in data and "member" in data else None,
        origin=Origin(data["from"]) if "from" in data else None,
        about=data.get("about", ""),
        sources=tuple(data.get("sources", ())),
        assumed=data.get("assumed", False),
        parameters=tuple(data.get("parameters", ())),
        children=below,
        rule=data.get("rule", ""),
        value=_value(data["value"]) if "value" in data else None,
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
