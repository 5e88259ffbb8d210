"""Numbers in an explanation: what each is worked out from."""

from collections.abc import Callable
from dataclasses import replace
from math import inf

from engine.explain.amounts import worked_out
from engine.explain.tree import Node, Op, Role, Step
from engine.explain.words import Words
from engine.ir.case import Place
from engine.ir.conditions import (
    Arithmetic,
    Condition,
    Constant,
    Count,
    IfKnown,
    KnownFrom,
    Lookup,
    Months,
    Number,
    Parameter,
    Ref,
    Total,
    children,
)
from engine.ir.values import Interval, is_settled
from engine.reason.evaluate import amount, bounds
from engine.reason.known import Known


class Numbers:
    """Explains numbers; facts and conditions in them are explained by those given."""

    def __init__(
        self,
        known: Known,
        words: Words,
        fact: Callable[[Place], Node],
        condition: Callable[[Condition, int], Node],
    ) -> None:
        self._known = known
        self._words = words
        self._fact = fact
        self._condition = condition

    def explained(self, node: Number | None, member: int) -> Node:
        """A number of a rule about a member, with what it rests on; None: today."""
        match node:
            case Ref():
                return self._fact(self._known.place(node, member))
            case None:
                return self._today()
            case Arithmetic(left, _, right) | KnownFrom(left, right):
                parts = [self.explained(left, member), self.explained(right, member)]
                step = Step(node.op if isinstance(node, Arithmetic) else Op.BOTH)
            case Months(start, end):
                parts, step = [self.explained(r, member) for r in (start, end)], Step(Op.MONTHS)
            case Lookup(table, ref):
                figures = tuple(self._known.base.tables[table].figures.items())
                parts, step = [self.explained(ref, member)], Step(Op.LOOKUP, figures=figures)
            case IfKnown(inner, condition):
                parts = [self._condition(condition, member), self.explained(inner, member)]
                step = Step(Op.IF_KNOWN, rest=bounds(inner, self._known))
            case Count(entity, part):
                parts = [self._condition(part, one) for one in self._known.members(entity)]
                step = Step(Op.COUNT, grows=not self._known.is_complete(entity))
            case Total(ref, part):
                parts, step = self._total(ref, part)
            case Parameter() | Constant():
                parts, step = [], Step(Op.PARAMETER if isinstance(node, Parameter) else Op.FIGURE)
        value = amount(node, self._known, member)
        return Node(
            Role.NUMBER,
            self._words.number(node),
            True if is_settled(value) else None,
            parameters=(node.name,) if isinstance(node, Parameter) else (),
            children=tuple(parts),
            value=value,
            step=step,
        )

    def _today(self) -> Node:
        day = self._known.case.as_of
        value = Interval(day.toordinal(), day.toordinal()) if day else Interval()
        text = f"today: {day or 'no date given'}"
        return Node(Role.NUMBER, text, True if day else None, value=value, step=Step(Op.TODAY))

    def _total(self, ref: Ref, part: Condition) -> tuple[list[Node], Step]:
        """The summands; what further members may add is at least nothing where none is negative."""
        known, fact = self._known, self._known.base.facts[ref.fact]
        rest = Interval(0, inf) if fact.low >= 0 and not fact.derived else Interval()
        parts = [self._summand(ref, part, one) for one in known.members(ref.entity)]
        return parts, Step(Op.TOTAL, grows=not known.is_complete(ref.entity), rest=rest)

    def _summand(self, ref: Ref, part: Condition, member: int) -> Node:
        counted = self._condition(part, member)
        added = () if counted.verdict is False else (self._fact((ref.fact, member)),)
        below = (counted, *added)
        text = self._known.base.facts[ref.fact].label
        made = Node(Role.NUMBER, text, None, children=below, step=Step(Op.SUMMAND))
        value = worked_out(made, [(one.verdict, one.value) for one in below])
        return replace(made, verdict=True if is_settled(value) else None, value=value)


def parameters(node: Condition | Number) -> tuple[str, ...]:
    """The parameters that stand in a number itself, not those of the facts it reads."""
    if isinstance(node, Parameter):
        return (node.name,)
    return tuple(name for child in children(node) for name in parameters(child))
