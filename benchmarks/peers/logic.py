"""Three-valued rules said with two values, as a peer needs them.

Of a condition its truth and its falsity are two tests, joined by `and` and `or` alone. An asked
choice is its value or "unknown"; a number is the least and the most that it can be; of a derived
fact each value is possible or not. Where everything is `settled`, a derived fact is its value, too,
as one would write the rules if nobody ever did not know an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.peers.part import is_number
from engine.ir.base import Fact, RuleBase
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Constant,
    IsOpen,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
)
from engine.ir.values import NO, YES, Choices

UNKNOWN = "unknown"
LOW, HIGH = "low", "high"


@dataclass(frozen=True, slots=True)
class In:
    """The answer to a question is one of `values`."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Can:
    """A derived fact can still have the value; not `can`: it cannot."""

    fact: str
    value: str
    can: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """A number: `sign` times the least or the most of each fact, and a constant."""

    ends: tuple[tuple[int, str, str], ...]  # sign, fact, LOW or HIGH
    constant: float = 0.0


@dataclass(frozen=True, slots=True)
class Less:
    """The one number is less than the other, or if not `strict` at most as large."""

    left: Sum
    right: Sum
    strict: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Some part holds."""

    parts: tuple["Test", ...]


Test = In | Can | Less | All | Some
ALWAYS, NEVER = All(()), Some(())


def choices(fact: Fact) -> tuple[str, ...]:
    """The values of a choice or yes/no fact."""
    return tuple(fact.choices) or (YES, NO)


class Logic:
    """The tests that a rule base makes."""

    def __init__(self, base: RuleBase, *, settled: bool = False) -> None:
        self._base, self._settled = base, settled

    def holds(self, node: Condition | None) -> Test:
        """What makes a condition true; no condition always is."""
        return ALWAYS if node is None else self._test(node, True)

    def fails(self, node: Condition | None) -> Test:
        """What makes a condition false."""
        return NEVER if node is None else self._test(node, False)

    def _test(self, node: Condition, holds: bool) -> Test:
        match node:
            case And(parts):
                return joined(holds, [self._test(part, holds) for part in parts])
            case Or(parts):
                return joined(not holds, [self._test(part, holds) for part in parts])
            case Not(part):
                return self._test(part, not holds)
            case Among(ref, values):
                return among(self._fact(ref), values, holds)
            case Compare(left, op, right):
                return compared(left, op, right, holds)
            case IsOpen(ref):
                fact = self._base.facts[ref.fact]
                if self._settled and (fact.derived or is_number(fact)):
                    return NEVER if holds else ALWAYS
                return opened(fact, holds)
        raise ValueError(f"no peer can say {node}")

    def _fact(self, ref: Ref) -> Fact:
        """The fact; where everything is settled a derived one is told like an answer."""
        fact = self._base.facts[ref.fact]
        return replace(fact, derived=False) if self._settled else fact


def joined(both: bool, parts: list[Test]) -> Test:
    """Every part, or (not `both`) some part; parts of the same kind are taken in."""
    kind = All if both else Some
    flat: list[Test] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    if (spoils := NEVER if both else ALWAYS) in flat:
        return spoils
    return flat[0] if len(flat) == 1 else kind(tuple(dict.fromkeys(flat)))


def among(fact: Fact, values: Choices, holds: bool) -> Test:
    """Whether the fact surely is one of the values, or (not `holds`) surely is none."""
    wanted = tuple(one for one in choices(fact) if (one in values) is holds)
    if fact.derived:
        return joined(True, [Can(fact.id, v, False) for v in choices(fact) if v not in wanted])
    return In(fact.id, wanted)


def opened(fact: Fact, holds: bool) -> Test:
    """Whether no value of the fact is settled."""
    if is_number(fact):
        low, high = (Sum(((1, fact.id, end),)) for end in (LOW, HIGH))
        return Less(low, high, True) if holds else Less(high, low, False)
    values = choices(fact)
    if not fact.derived:
        return In(fact.id, (UNKNOWN,) if holds else values)
    if not holds:
        return joined(False, [among(fact, Choices({one}), True) for one in values])
    pairs = [(one, other) for i, one in enumerate(values) for other in values[:i]]
    return joined(False, [joined(True, [Can(fact.id, v, True) for v in pair]) for pair in pairs])


def compared(left: Number, op: str, right: Number, holds: bool) -> Test:
    """Whether two numbers surely stand in the relation, or surely do not."""
    match op, holds:
        case ((">" | ">="), _):
            return compared(right, op.replace(">", "<"), left, holds)
        case "!=", _:
            return compared(left, "==", right, not holds)
        case "==", _:
            sides = (left, right), (right, left)
            return joined(holds, [_below(*pair, strict=not holds) for pair in sides])
        case _, True:
            return _below(left, right, strict=op == "<")
    return _below(right, left, strict=op == "<=")


def _below(one: Number, other: Number, *, strict: bool) -> Test:
    return Less(end_of(one, HIGH), end_of(other, LOW), strict)


def end_of(node: Number, end: str) -> Sum:
    """The least or the most of a number."""
    match node:
        case Constant(value) | Parameter(_, value):
            return Sum((), value)
        case Ref(fact):
            return Sum(((1, fact, end),))
        case Arithmetic(left, "+", right):
            one, other = end_of(left, end), end_of(right, end)
            return Sum(one.ends + other.ends, one.constant + other.constant)
        case Arithmetic(left, "-", right):
            one, other = end_of(left, end), end_of(right, LOW if end == HIGH else HIGH)
            turned = tuple((-sign, fact, which) for sign, fact, which in other.ends)
            return Sum(one.ends + turned, one.constant - other.constant)
    raise ValueError(f"no peer can say {node}")


def facts_of(test: Test) -> Iterator[str]:
    """The facts that a test looks at."""
    match test:
        case All(parts) | Some(parts):
            for part in parts:
                yield from facts_of(part)
        case Less(left, right):
            yield from (fact for number in (left, right) for _, fact, _ in number.ends)
        case In(fact) | Can(fact):
            yield fact
