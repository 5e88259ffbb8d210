"""Numbers as they are explained: made once for a base, turned into nodes for each member."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.compiled.amounts import Amount
from engine.explain.amounts import worked_out
from engine.explain.told import Teller, Told
from engine.explain.tree import Line, Node, Op, Role, Step
from engine.ir.conditions import Condition, Number, Parameter, Ref, children
from engine.ir.values import Interval, Truth, Value, is_settled


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """The number that a fact is."""

    line: Line
    ref: Ref

    def node(self, teller: Teller, member: int) -> Node:
        """Why the fact has its value."""
        return teller.fact(teller.known.place(self.ref, member))


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """A number that is worked out from its parts."""

    line: Line
    amount: Amount
    parts: Sequence[Told]

    def node(self, teller: Teller, member: int) -> Node:
        """What it amounts to, with a node for every part."""
        below = tuple([part.node(teller, member) for part in self.parts])
        return numbered(self.line, self.amount(teller.known, member), below)


class Today:
    """The date of the case."""

    line = Line(Role.NUMBER, "today: no date given", step=Step(Op.TODAY))

    def node(self, teller: Teller, _: int) -> Node:
        """The date, or that there is none."""
        day = teller.known.case.as_of
        if day is None:
            return Node(self.line, None, value=Interval())
        line = Line(Role.NUMBER, f"today: {day}", step=self.line.step)
        return Node(line, True, value=Interval(day.toordinal(), day.toordinal()))


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """How many members satisfy a condition; `growing` while there may be more."""

    line: Line
    growing: Line
    amount: Amount
    entity: str
    part: Told

    def node(self, teller: Teller, member: int) -> Node:
        """How many, with a node for every member."""
        known = teller.known
        below = tuple([self.part.node(teller, one) for one in known.members(self.entity)])
        line = self.line if known.is_complete(self.entity) else self.growing
        return numbered(line, self.amount(known, member), below)


@dataclass(frozen=True, slots=True, eq=False)
class Summand:
    """A number of one member, in a total of those that satisfy a condition."""

    line: Line
    fact: str
    part: Told

    def node(self, teller: Teller, member: int) -> Node:
        """What the member adds; its number is looked at only where it may count."""
        counted = self.part.node(teller, member)
        added = () if counted.verdict is False else (teller.fact((self.fact, member)),)
        below = (counted, *added)
        parts = [(one.verdict, one.value) for one in below]
        return numbered(self.line, worked_out(Node(self.line, None, below), parts), below)


def numbered(line: Line, value: Value, below: tuple[Node, ...]) -> Node:
    """A number, which is settled or not."""
    verdict: Truth = True if is_settled(value) else None
    return Node(line, verdict, below, value=value)


def parameters(node: Condition | Number) -> tuple[str, ...]:
    """The parameters that stand in a number itself, not those of the facts it reads."""
    if isinstance(node, Parameter):
        return (node.name,)
    return tuple(name for child in children(node) for name in parameters(child))
