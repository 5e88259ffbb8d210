"""Conditions and formulas: a closed set of node types.

Equality ignores spans, so that the same test written twice is one node.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from engine.span import NOWHERE, Span

_span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A fact: of the member the rule is about if `bound`, otherwise of the entity's principal."""

    fact: str
    entity: str
    bound: bool
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Among:
    """Holds when the fact has one of `values`."""

    ref: Ref
    values: frozenset[str]
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Compare:
    """Holds when the two numbers stand in the relation `op`, one of < <= > >= == !=."""

    left: "Number"
    op: str
    right: "Number"
    span: Span = _span


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """Holds when the fact was asked and the answer was that it is not known."""

    ref: Ref
    span: Span = _span


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Holds while no value of the fact is settled; a value that is only assumed counts as open.

    Only for questions: it stops holding when the answer comes.
    """

    ref: Ref
    span: Span = _span


@dataclass(frozen=True, slots=True)
class And:
    """Holds when every part holds."""

    parts: tuple["Condition", ...]
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Or:
    """Holds when some part holds."""

    parts: tuple["Condition", ...]
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part fails."""

    part: "Condition"
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Exists:
    """Holds when some member of `entity` satisfies the condition."""

    entity: str
    part: "Condition"
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Every:
    """Holds when the list of members is complete and each satisfies the condition."""

    entity: str
    part: "Condition"
    span: Span = _span


Condition = Among | Compare | IsUnknown | IsOpen | And | Or | Not | Exists | Every


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the rule."""

    value: float
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number from the parameter files."""

    name: str
    value: float
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right`, with op one of + - * /."""

    left: "Number"
    op: str
    right: "Number"
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Count:
    """How many members of `entity` satisfy the condition."""

    entity: str
    part: Condition
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a numeric fact over the members that satisfy the condition."""

    ref: Ref
    part: Condition
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Lookup:
    """The figure that a table gives for the value of a fact."""

    table: str
    ref: Ref
    span: Span = _span


@dataclass(frozen=True, slots=True)
class Months:
    """Calendar months from one date to another; None stands for the date of the case."""

    start: Ref | None
    end: Ref | None
    span: Span = _span


@dataclass(frozen=True, slots=True)
class KnownFrom:
    """One number that two facts tell: as much as both together say of it."""

    left: "Number"
    right: "Number"
    span: Span = _span


@dataclass(frozen=True, slots=True)
class IfKnown:
    """The number while the condition holds, otherwise nothing is known of it."""

    number: "Number"
    condition: Condition
    span: Span = _span


Number = (
    Ref | Constant | Parameter | Arithmetic | Count | Total | Lookup | Months | KnownFrom | IfKnown
)
Node = Condition | Number


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order written."""
    match node:  # what there is most of comes first
        case Ref() | Constant() | Parameter():
            return ()
        case Among(ref) | IsUnknown(ref) | IsOpen(ref) | Lookup(_, ref):
            return (ref,)
        case And(parts) | Or(parts):
            return parts
        case Compare(left, _, right) | Arithmetic(left, _, right) | KnownFrom(left, right):
            return (left, right)
        case Not(part) | Exists(_, part) | Every(_, part) | Count(_, part):
            return (part,)
        case Total(ref, part):
            return (ref, part)
        case Months(start, end):
            return tuple(ref for ref in (start, end) if ref is not None)
        case IfKnown(inner, condition):
            return (inner, condition)


_Same = TypeVar("_Same", bound=Node)


def of_principal(node: _Same) -> _Same:
    """The same about the principal members, whatever member a rule is about."""
    match node:
        case Ref():
            return replace(node, bound=False)
        case Exists() | Every() | Count() | Total():
            return node  # these bind members of their own
    changed: dict[str, Any] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, Node):
            changed[part.name] = of_principal(value)
        elif isinstance(value, tuple):
            changed[part.name] = tuple(of_principal(one) for one in value)
    return replace(node, **changed)


def refs(node: Node) -> frozenset[Ref]:
    """Every fact that the node reads."""
    if isinstance(node, Ref):
        return frozenset({node})
    return frozenset().union(*(refs(child) for child in children(node)))
