"""Conditions in expressions: comparisons, membership, and, or, not, exists and every."""

import ast
from collections.abc import Mapping

from engine.ir.base import Fact, Kind
from engine.ir.conditions import (
    Among,
    And,
    Compare,
    Condition,
    Every,
    Exists,
    IsOpen,
    IsUnknown,
    Not,
    Or,
    Ref,
)
from engine.ir.values import ONLY_YES
from engine.reading.naming import EXAMPLE, Mistake, dotted, word
from engine.reading.numbers import NumberReader, unknown_function
from engine.span import Span

_COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_EQUAL, _UNEQUAL = (ast.Is, ast.Eq), (ast.IsNot, ast.NotEq)


class ConditionReader(NumberReader):
    """Turns a parsed expression into a condition node, checking names and types on the way."""

    def _inside(self, entity: str, node: ast.expr) -> Condition:
        inner = ConditionReader(
            self._names, entity, self._positions, unknown=self._unknown, outer=self._scope
        )
        return inner.condition(node)

    def condition(self, node: ast.expr) -> Condition:
        """The condition that the expression states; raises Mistake."""
        match node:
            case ast.BoolOp(op=op, values=values):
                joined = And if isinstance(op, ast.And) else Or
                return joined(tuple(self._parts(values)), self.span(node))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand), self.span(node))
            case ast.Compare():
                return self._comparisons(node)
            case ast.Call(func=ast.Name(id="exists" | "every" as name)):
                entity, part = self._over(node)
                return (Exists if name == "exists" else Every)(entity, part, self.span(node))
            case ast.Call():
                raise unknown_function(node)
            case ast.Name() | ast.Attribute(value=ast.Name()):
                raise self._bare(self.fact(node), node)
        raise Mistake(node, "this is not a condition", EXAMPLE)

    def _parts(self, nodes: list[ast.expr]) -> list[Condition]:
        """The parts of a condition; the mistakes of all of them are reported together."""
        parts, mistakes = [], []
        for node in nodes:
            try:
                parts.append(self.condition(node))
            except Mistake as mistake:
                mistakes.append(mistake)
        if mistakes:
            mistakes[0].more += mistakes[1:]
            raise mistakes[0]
        return parts

    def _bare(self, fact: Fact, node: ast.expr) -> Mistake:
        value = next(iter(fact.choices), "value")
        ways = {Kind.YES_NO: "is yes", Kind.CHOICE: f"is {value}"}
        hint = f"`{fact.id} {ways.get(fact.kind, '> 2')}`"
        if fact.kind is Kind.CHOICES:
            hint = f"`{value} in {fact.id}`"
        return Mistake(node, f"{fact.id} alone is not a condition", f"write for example {hint}")

    def _comparisons(self, node: ast.Compare) -> Condition:
        sides = [node.left, *node.comparators]
        parts = [
            self._comparison(left, op, right, node)
            for left, op, right in zip(sides, node.ops, sides[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else And(tuple(parts), self.span(node))

    def _comparison(
        self, left: ast.expr, op: ast.cmpop, right: ast.expr, whole: ast.Compare
    ) -> Condition:
        span = self.span(whole)
        if isinstance(op, ast.In | ast.NotIn):
            among = self._membership(left, right, span)
            return among if isinstance(op, ast.In) else Not(among, span)
        if isinstance(op, ast.Is | ast.IsNot) and word(right) == "unknown":
            asked = IsUnknown(self._asked(left), span)
            return asked if isinstance(op, ast.Is) else Not(asked, span)
        if isinstance(op, ast.Is | ast.IsNot) and word(right) == "open":
            is_open = IsOpen(self._question(left), span)
            return is_open if isinstance(op, ast.Is) else Not(is_open, span)
        if self._is_numeric(left):
            return self._numeric(left, op, right, span)
        if not isinstance(op, _EQUAL + _UNEQUAL):
            self.fact(left)
            hint = "only numbers are smaller or larger; write is, is not or in"
            raise Mistake(left, f"{dotted(left)} is not a number", hint)
        same = self._same(left, right, span)
        return same if isinstance(op, _EQUAL) else Not(same, span)

    def _numeric(self, left: ast.expr, op: ast.cmpop, right: ast.expr, span: Span) -> Condition:
        sign = "==" if isinstance(op, _EQUAL) else "!=" if isinstance(op, _UNEQUAL) else None
        sides = self.number(left), self.number(right)
        for side, node in zip(sides, (left, right), strict=True):
            self._require_figure(side, node)
        return Compare(sides[0], sign or _COMPARE[type(op)], sides[1], span)

    def _same(self, left: ast.expr, right: ast.expr, span: Span) -> Condition:
        fact = self._choice_fact(left)
        if not self._names_fact(right):
            return Among(self.ref(fact, left), frozenset({self._choice(right, fact)}), span)
        other = self._choice_fact(right)
        shared = sorted(set(fact.choices) & set(other.choices))
        if not shared:
            hint = "so they can never be equal; is one of the two meant otherwise?"
            raise Mistake(right, f"{fact.id} and {other.id} have no value in common", hint)
        pairs = [self._both(fact, left, other, right, value, span) for value in shared]
        return pairs[0] if len(pairs) == 1 else Or(tuple(pairs), span)

    def _both(
        self, fact: Fact, left: ast.expr, other: Fact, right: ast.expr, value: str, span: Span
    ) -> Condition:
        chosen = frozenset({value})
        first = Among(self.ref(fact, left), chosen, span)
        return And((first, Among(self.ref(other, right), chosen, span)), span)

    def _membership(self, left: ast.expr, right: ast.expr, span: Span) -> Condition:
        if isinstance(right, ast.List | ast.Tuple | ast.Set):
            fact = self._choice_fact(left)
            chosen = frozenset(self._choice(item, fact) for item in right.elts)
            if not chosen:
                raise Mistake(right, "nothing can be in an empty list", "write in [a, b]")
            return Among(self.ref(fact, left), chosen, span)
        if word(right) in self._values_of(left):
            raise Mistake(right, "a list is expected here", f"write in [{word(right)}]")
        fact = self.fact(right)
        if fact.kind is not Kind.CHOICES:
            hint = f"write `{fact.id} is {word(left) or 'value'}`"
            raise Mistake(right, f"{fact.id} has one value only", hint)
        member = self._names.member(fact, self._choice(left, fact))
        assert member is not None
        return Among(self.ref(member, right), ONLY_YES, span)

    def _values_of(self, node: ast.expr) -> Mapping[str, str]:
        fact = self._names.facts.get(dotted(node) or "")
        return fact.choices if fact else {}

    def _asked(self, node: ast.expr) -> Ref:
        fact = self.fact(node)
        if self._unknown and (fact.derived or fact.kind is Kind.CHOICES):
            what = "is a list" if fact.kind is Kind.CHOICES else "is worked out, not asked"
            hint = "`is unknown` is for facts that are asked and have one value"
            raise Mistake(node, f"{fact.id} {what}", hint)
        return self._question(node)

    def _question(self, node: ast.expr) -> Ref:
        fact = self.fact(node)
        if not self._unknown:
            hint = "only advice may depend on a missing answer; a decision stays open by itself"
            raise Mistake(node, "`is unknown` and `is open` are not possible here", hint)
        if fact.kind is Kind.CHOICES:
            hint = "`is open` is for facts that have one value"
            raise Mistake(node, f"{fact.id} is a list", hint)
        return self.ref(fact, node)
