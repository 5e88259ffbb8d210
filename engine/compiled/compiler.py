"""Each condition and number of a base compiled once, when it is first looked at."""

from engine.compiled import amounts, holding
from engine.compiled.amounts import Amount, Holds
from engine.ir.base import RuleBase
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
    Node,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
    Total,
)
from engine.ir.values import Interval, Truth
from engine.reason.known import Known

_KEY = "compiled"


def truth(node: Condition, known: Known, member: int) -> Truth:
    """Whether the condition holds of `member`; None while that is undetermined."""
    return compiler(known.base).holds(node)(known, member)


def amount(node: Number, known: Known, member: int) -> Interval:
    """The interval in which the number lies."""
    return compiler(known.base).amount(node)(known, member)


def compiler(base: RuleBase) -> "Compiler":
    """The closures of a base; bases made from one another by `replace` share them."""
    found = base.shared.get(_KEY)
    if not isinstance(found, Compiler):
        found = base.shared[_KEY] = Compiler()
    return found


class Compiler:
    """Compiles each node once; a closure reads base and case from what it is given.

    The nodes are kept, so that no other can come to have the identity of one that was compiled.
    """

    def __init__(self) -> None:
        self._holds: dict[int, tuple[Node, Holds]] = {}
        self._amounts: dict[int, tuple[Node, Amount]] = {}

    def holds(self, node: Condition) -> Holds:
        """The closure that tells whether the condition holds of a member."""
        found = self._holds.get(id(node))
        if found is None:
            found = self._holds[id(node)] = node, self._condition(node)
        return found[1]

    def amount(self, node: Number) -> Amount:
        """The closure that works the number out for a member."""
        found = self._amounts.get(id(node))
        if found is None:
            found = self._amounts[id(node)] = node, self._number(node)
        return found[1]

    def _condition(self, node: Condition) -> Holds:
        match node:
            case And(parts):
                return holding.all_hold([self.holds(part) for part in parts])
            case Or(parts):
                return holding.some_hold([self.holds(part) for part in parts])
            case Not(part):
                return holding.fails(self.holds(part))
            case Exists(entity, part):
                return holding.fails(holding.every(entity, holding.fails(self.holds(part))))
            case Every(entity, part):
                return holding.every(entity, self.holds(part))
            case Among(ref, values):
                return holding.among(ref, values)
            case Compare(left, op, right):
                return holding.compared(self.amount(left), op, self.amount(right))
            case IsOpen(ref):
                return holding.opened(ref)
            case IsUnknown(ref):
                return holding.untold(ref)

    def _number(self, node: Number) -> Amount:
        match node:
            case Constant(value) | Parameter(_, value):
                return amounts.figure(value)
            case Ref():
                return amounts.fact(node)
            case Arithmetic(left, op, right):
                return amounts.combined(self.amount(left), op, self.amount(right))
            case KnownFrom(left, right):
                return amounts.overlapping(self.amount(left), self.amount(right))
            case IfKnown(inner, condition):
                return amounts.if_known(inner, self.amount(inner), self.holds(condition))
            case Count(entity, part):
                return amounts.count(entity, self.holds(part))
            case Total(ref, part):
                return amounts.total(ref, self.holds(part))
            case Months(start, end):
                return amounts.months(_date(start), _date(end))
            case Lookup(table, ref):
                return amounts.lookup(table, ref)


def _date(ref: Ref | None) -> Amount | None:
    return None if ref is None else amounts.fact(ref)
