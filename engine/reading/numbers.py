"""Numbers in expressions: facts, parameters, arithmetic, counts, totals and tables."""

import ast
from abc import abstractmethod

from engine.ir.base import NUMERIC, Kind
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
from engine.problem import listing, suggest
from engine.reading.naming import EXAMPLE, Mistake, Naming, word

NUMBERS = "write digits, a fact that is a number, param.NAME, count(…), total(…) or lookup(…)"
_DATE_FUNCTIONS = ("months_until", "months_since", "months_between")
_FUNCTIONS = ("count", "total", "lookup", "known_from", *_DATE_FUNCTIONS)
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class NumberReader(Naming):
    """Turns a parsed expression into a number node, checking names and types on the way."""

    @abstractmethod
    def condition(self, node: ast.expr) -> Condition:
        """The condition inside a count, a total or behind an `if`."""

    @abstractmethod
    def _inside(self, entity: str, node: ast.expr) -> Condition: ...

    def number(self, node: ast.expr) -> Number:
        """The number that the expression states; raises Mistake."""
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Constant(float(value), self.span(node))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return Constant(-float(value), self.span(node))
            case ast.BinOp(left, op, right) if type(op) in _ARITHMETIC:
                sign = _ARITHMETIC[type(op)]
                return Arithmetic(self.number(left), sign, self.number(right), self.span(node))
            case ast.IfExp(test, body, rest):
                if word(rest) != "unknown":
                    hint = "otherwise nothing is known of the number"
                    raise Mistake(rest, "only `else unknown` is possible here", hint)
                return IfKnown(self.number(body), self.condition(test), self.span(node))
            case ast.Attribute(ast.Name(id="param"), name):
                return self._parameter(name, node)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node)
            case ast.Name() | ast.Attribute(value=ast.Name()):
                return self._numeric_fact(node)
        raise _no_number(node)

    def _call(self, name: str, node: ast.Call) -> Number:
        match name, node.args:
            case "count", _:
                entity, part = self._over(node)
                return Count(entity, part, self.span(node))
            case "known_from", [left, right]:
                return KnownFrom(self.number(left), self.number(right), self.span(node))
            case "total", _:
                return self._total(node)
            case "lookup", _:
                return self._lookup(node)
        if name in _DATE_FUNCTIONS:
            return self._months(name, node)
        raise unknown_function(node)

    def _months(self, name: str, node: ast.Call) -> Months:
        wanted = 2 if name == "months_between" else 1
        if len(node.args) != wanted or node.keywords:
            message = f"{name} takes {wanted} date{'s' if wanted == 2 else ''}"
            raise Mistake(node, message, "name facts that are dates")
        dates = [self._date(argument) for argument in node.args]
        start = dates[0] if name != "months_until" else None
        end = dates[-1] if name != "months_since" else None
        return Months(start, end, self.span(node))

    def _date(self, node: ast.expr) -> Ref:
        fact = self.fact(node)
        if fact.kind is not Kind.DATE:
            raise Mistake(node, f"{fact.id} is not a date", f"it is of type {fact.kind}")
        return self.ref(fact, node)

    def _numeric_fact(self, node: ast.expr) -> Ref:
        if isinstance(node, ast.Name) and not self._means_something(node.id):
            raise Mistake(node, f"{node.id} is not a number", NUMBERS)
        fact = self.fact(node)
        if fact.kind not in NUMERIC:
            hint = f"it is of type {fact.kind}; only numbers can be reckoned with or be smaller"
            raise Mistake(node, f"{fact.id} is not a number", hint)
        return self.ref(fact, node)

    def _parameter(self, name: str, node: ast.expr) -> Parameter:
        setting = self._names.settings.get(name)
        if f"param.{name}" in self._names.broken:
            raise Mistake(node, "")
        if setting is None:
            hint = suggest(name, self._names.settings)
            raise Mistake(node, f"there is no parameter {name}", hint)
        return Parameter(name, setting.value, self.span(node))

    def _lookup(self, node: ast.Call) -> Lookup:
        if len(node.args) != 2 or node.keywords or not isinstance(node.args[0], ast.Name):
            raise Mistake(node, "lookup needs a table and a fact", "write lookup(table, fact)")
        table, key = node.args[0].id, node.args[1]
        if f"table {table}" in self._names.broken:
            raise Mistake(node, "")
        if table not in self._names.tables:
            hint = suggest(table, self._names.tables)
            raise Mistake(node.args[0], f"there is no table {table}", hint)
        fact = self._choice_fact(key)
        missing = sorted(set(fact.choices) - set(self._names.tables[table].figures))
        if missing:
            message = f"table {table} says nothing about {listing(missing)} (values of {fact.id})"
            raise Mistake(node, message, "give each value a figure or no_figure in the table")
        return Lookup(table, self.ref(fact, key), self.span(node))

    def _total(self, node: ast.Call) -> Total:
        if len(node.args) != 2 or node.keywords:
            message = "total needs a fact and a condition"
            raise Mistake(node, message, "write total(entity.fact, condition)")
        fact = self.fact(node.args[0])
        if fact.kind not in NUMERIC:
            hint = "name a fact that is a number"
            raise Mistake(node.args[0], f"{fact.id} is not a number", hint)
        part = self._inside(fact.entity, node.args[1])
        ref = Ref(fact.id, fact.entity, True, self.span(node.args[0]))
        return Total(ref, part, self.span(node))

    def _over(self, node: ast.Call) -> tuple[str, Condition]:
        if len(node.args) != 2 or node.keywords or not isinstance(node.args[0], ast.Name):
            which = word(node.func)
            hint = f"write {which}(entity, condition); possible entities: {listing(self._many())}"
            raise Mistake(node, f"{which} needs an entity and a condition about it", hint)
        name = node.args[0].id
        entity = self._names.entities.get(name)
        if name in self._names.broken:
            raise Mistake(node, "")
        if entity is None:
            raise Mistake(node.args[0], f"there is no entity {name}", suggest(name, self._many()))
        return name, self._inside(name, node.args[1])

    def _require_figure(
        self, side: Number, node: ast.expr, seen: frozenset[str] = frozenset()
    ) -> None:
        """A table that leaves a value unrated must not be compared as if it gave a figure."""
        if isinstance(side, Lookup) and None in self._names.tables[side.table].figures.values():
            hint = "first decide by the fact itself which values have a figure"
            raise Mistake(node, f"table {side.table} has no figure for some values", hint)
        if isinstance(side, Ref) and side.fact not in seen:
            formula = self._names.facts[side.fact].formula
            if formula is not None:
                self._require_figure(formula, node, seen | {side.fact})
        for child in children(side):
            if isinstance(child, Number):
                self._require_figure(child, node, seen)


def _no_number(node: ast.expr) -> Mistake:
    if isinstance(node, ast.Call):
        return unknown_function(node)
    return Mistake(node, "a number is expected here", NUMBERS)


def unknown_function(node: ast.Call) -> Mistake:
    """The mistake of calling something that does not exist, or not in this place."""
    name = word(node.func)
    if name is None:
        return Mistake(node, "this is not a condition", EXAMPLE)
    if name in ("exists", "every"):
        return Mistake(node, f"{name}(…) is not a number", "it is true or false by itself")
    if name in _FUNCTIONS:
        return Mistake(node, f"{name}(…) is a number", f"compare it, such as {name}(…) >= 2")
    hint = suggest(name, ["exists", "every", *_FUNCTIONS])
    return Mistake(node.func, f"there is no function {name}", hint)
