"""Conditions, numbers and values in words, from the labels of the vocabulary."""

from math import inf

from engine.ir.base import Fact, Kind, RuleBase, Setting
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Constant,
    Count,
    Every,
    Exists,
    IfKnown,
    IsOpen,
    IsUnknown,
    KnownFrom,
    Lookup,
    Months,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
    Total,
)
from engine.ir.dates import date_text
from engine.ir.values import NO, YES, Interval, Value, is_settled, number
from engine.problem import listing

_RELATION = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "exactly"}
_NONE, _SOME = "none", "at least one"
_NONE_OR_SOME: dict[tuple[str, float | None], str] = {
    ("<", 1): _NONE,
    ("<=", 0): _NONE,
    (">=", 1): _SOME,
    (">", 0): _SOME,
}
CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "!=": "==", "==": "!="}


class Words:
    """Says conditions and values in words; needs only the vocabulary."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._said: dict[tuple[int, bool], tuple[Condition, str]] = {}

    def condition(self, node: Condition, *, holds: bool = True) -> str:
        """The condition, or its contrary, as a clause."""
        key = id(node), holds  # kept with the node, so that no other can take its identity
        if key not in self._said:
            self._said[key] = node, self._condition(node, holds=holds)
        return self._said[key][1]

    def _condition(self, node: Condition, *, holds: bool) -> str:
        match node:
            case Not(part):
                return self.condition(part, holds=not holds)
            case And(parts) | Or(parts):
                word = " and " if isinstance(node, And) == holds else " or "
                return word.join(self._part(part, holds=holds, joined=word) for part in parts)
            case Among(ref, values):
                return self._among(self._base.facts[ref.fact], values, holds=holds)
            case Compare():
                return self._compare(node, holds=holds)
            case IsUnknown(ref):
                label = self._base.facts[ref.fact].label
                return f"{label}: {'not known' if holds else 'known'}"
            case IsOpen(ref):
                label = self._base.facts[ref.fact].label
                return f"{label}: {'not settled yet' if holds else 'settled'}"
            case Exists(entity, part):
                some = "at least one" if holds else "no"
                return f"{some} {self._noun(entity)} with {self.condition(part)}"
            case Every(entity, part):
                every = "every" if holds else "not every"
                return f"{every} {self._noun(entity)} with {self.condition(part)}"

    def _noun(self, entity: str) -> str:
        """What a member is called, without its article."""
        return self._base.entities[entity].noun

    def _part(self, part: Condition, *, holds: bool, joined: str) -> str:
        """A part of a conjunction or disjunction, in brackets if it is one of the other kind."""
        text = self.condition(part, holds=holds)
        while isinstance(part, Not):
            part, holds = part.part, not holds
        if not isinstance(part, And | Or):
            return text
        word = " and " if isinstance(part, And) == holds else " or "
        return text if word == joined else f"({text})"

    def _among(self, fact: Fact, values: frozenset[str], *, holds: bool) -> str:
        if fact.kind is Kind.YES_NO and len(values) == 1:
            chosen = next(iter(values))
            says = chosen if holds else NO if chosen == YES else YES
            return f"{fact.label}: {says}"
        labels = [fact.choices[choice] for choice in fact.choices if choice in values]
        return f"{fact.label}{': ' if holds else ' other than '}{listing(labels)}"

    def _compare(self, node: Compare, *, holds: bool) -> str:
        op = node.op if holds else CONTRARY[node.op]
        if op == "!=":
            return f"{self.number(node.left)} other than {self.number(node.right)}"
        if self._counts(node.left) and (said := _NONE_OR_SOME.get((op, _fixed(node.right)))):
            return f"{self.number(node.left)}: {said}"
        return f"{self.number(node.left)} {_RELATION[op]} {self.number(node.right)}"

    def _counts(self, node: Number) -> bool:
        """Whether it is a whole number of things."""
        counted = isinstance(node, Ref) and self._base.facts[node.fact].kind is Kind.COUNT
        return counted or isinstance(node, Count)

    def number(self, node: Number) -> str:
        """A number as a noun phrase."""
        match node:
            case Constant(value):
                return figure(value)
            case Parameter(name):
                return self.setting(self._base.settings[name])
            case Ref(fact):
                return self._base.facts[fact].label
            case Months(start, end):
                return self._months(start, end)
            case Arithmetic(left, op, right):
                return f"{self._operand(left)} {op} {self._operand(right)}"
            case Count(entity, part):
                return f"number of {self._base.entities[entity].key} with {self.condition(part)}"
            case Total(ref, part):
                return f"total of {self._base.facts[ref.fact].label} with {self.condition(part)}"
            case Lookup(_, ref):
                return f"figure for {self._base.facts[ref.fact].label}"
            case IfKnown(inner, _) | KnownFrom(inner, _):
                return self.number(inner)

    def _operand(self, node: Number) -> str:
        text = self.number(node)
        return f"({text})" if isinstance(node, Arithmetic) else text

    def _months(self, start: Ref | None, end: Ref | None) -> str:
        one = self._base.facts[start.fact].label if start else "today"
        other = self._base.facts[end.fact].label if end else "today"
        return f"months from {one} to {other}"

    def setting(self, setting: Setting) -> str:
        """A parameter with its unit."""
        return f"{figure(setting.value)} {setting.unit}".strip()

    def value(self, fact: Fact, value: Value) -> str:
        """A value of the fact, or what is left of it, for a reader."""
        if fact.kind is Kind.DATE and isinstance(value, Interval):
            return date_text(value)
        if isinstance(value, Interval):
            return self._amount(fact, value)
        labels = [fact.choices[choice] for choice in fact.choices if choice in value]
        if len(labels) == len(fact.choices):
            return "open"
        return labels[0] if is_settled(value) else f"open: {listing(labels)}"

    def _amount(self, fact: Fact, value: Interval) -> str:
        if value.figure is False:
            return "no figure"
        if value.settled:
            return f"{figure(value.low)} {fact.unit}".strip()
        if (value.low, value.high) in ((-inf, inf), (fact.low, fact.high)):
            return "open"
        low = "" if value.low == -inf else f"at least {figure(value.low)}"
        high = "" if value.high == inf else f"at most {figure(value.high)}"
        return f"open: {' and '.join(filter(None, (low, high)))} {fact.unit}".strip()

    def fact_is(self, fact: Fact, value: Value) -> str:
        """The fact with its value, as a clause."""
        return f"{fact.label}: {self.value(fact, value)}"


def _fixed(node: Number) -> float | None:
    """The number, where it is the same for everybody."""
    return node.value if isinstance(node, Constant | Parameter) else None


def figure(value: float) -> str:
    """A number for a reader: two decimals at most, thousands apart."""
    return f"{number(round(value, 2)):,}"
