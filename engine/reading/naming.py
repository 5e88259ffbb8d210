"""Resolving the names in an expression against the vocabulary."""

import ast

from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.conditions import Ref
from engine.problem import closest, listing, suggest
from engine.reading.positions import Positions
from engine.reading.vocabulary_view import Names
from engine.span import Span

EXAMPLE = "write for example: fact is value and (other_fact > 2 or third_fact in [a, b])"
_NEVER_UNKNOWN = "conditions wait for missing answers by themselves; advice can say `is unknown`"
MEANT_YES_NO = {"true": "yes", "y": "yes", "on": "yes", "false": "no", "n": "no", "off": "no"}


class Mistake(Exception):
    """A mistake in an expression, at one of its nodes; `more` are found beside it."""

    def __init__(self, node: ast.AST, message: str, hint: str = "") -> None:
        self.node, self.message, self.hint = node, message, hint
        self.more: list[Mistake] = []

    def all(self) -> "list[Mistake]":
        """This mistake and those beside it, without those that only follow from others."""
        found = [self, *(one for other in self.more for one in other.all())]
        return [one for one in found if one.message]


class Naming:
    """Finds facts and choices by name, in the scope of one rule.

    `outer` is the scope around an exists(…) or count(…), None outside of one.
    """

    def __init__(
        self,
        names: Names,
        scope: str,
        positions: Positions,
        *,
        unknown: bool = False,
        outer: str | None = None,
    ) -> None:
        self._names = names
        self._scope = scope
        self._outer = outer
        self._positions = positions
        self._unknown = unknown

    def span(self, node: ast.AST) -> Span:
        """Where the node stands in the file."""
        start = getattr(node, "col_offset", 0)
        return self._positions.of_bytes(start, getattr(node, "end_col_offset", None) or start + 1)

    def _choice_fact(self, node: ast.expr) -> Fact:
        fact = self.fact(node)
        if not fact.choices or fact.kind is Kind.CHOICES:
            if fact.kind is Kind.CHOICES:
                hint = f"write `value in {fact.id}`"
                raise Mistake(node, f"{fact.id} can have several values at once", hint)
            hint = "only choices and yes/no facts have values; compare numbers with < <= == >= >"
            raise Mistake(node, f"{fact.id} is not a choice", hint)
        return fact

    def _names_fact(self, node: ast.expr) -> bool:
        return (dotted(node) or "") in self._names.facts

    def _is_numeric(self, node: ast.expr) -> bool:
        fact = self._names.facts.get(dotted(node) or "")
        return fact.kind in NUMERIC if fact else not self._looks_like_fact(node)

    def _looks_like_fact(self, node: ast.expr) -> bool:
        name = dotted(node)
        return name is not None and not name.startswith("param.")

    def fact(self, node: ast.expr) -> Fact:
        """The fact that the node names; raises Mistake."""
        name = dotted(node)
        if name is None:
            raise Mistake(node, "the name of a fact is expected here", EXAMPLE)
        fact = self._names.facts.get(name)
        if name in self._names.broken or name.rpartition(".")[0] in self._names.broken:
            raise Mistake(node, "")  # said where it is declared
        if fact is None and name == "unknown":
            raise Mistake(node, "unknown is not a value", _NEVER_UNKNOWN)
        if fact is None:
            raise Mistake(node, f"there is no fact {name}", self._meant(name))
        if fact.kind is Kind.TEXT:
            hint = "ask for it as a choice, or leave it out"
            raise Mistake(node, f"{name} is free text; no rule may depend on it", hint)
        return fact

    def _means_something(self, name: str) -> bool:
        """Whether a fact or parameter is meant, though perhaps misspelt."""
        names = [*self._names.facts, *self._names.broken, *self._names.settings, "unknown"]
        return name in names or bool(closest(name, self._names.nameable()))

    def _meant(self, name: str) -> str:
        """A hint what could be meant by the name of a fact that does not exist."""
        if name.removeprefix("param.") in self._names.settings:
            short = name.removeprefix("param.")
            return f"it is a parameter: compare a fact with it, such as `fact > param.{short}`"
        facts = [self._names.facts[known] for known in self._names.nameable()]
        of = [fact.id for fact in facts if name in fact.choices]
        if of and not closest(name, self._names.nameable()):
            return f"{name} is a value of {listing(of[:3])}; write `{of[0]} is {name}`"
        known = suggest(name, self._names.nameable())
        return known or "check the name, or declare it in the vocabulary"

    def ref(self, fact: Fact, node: ast.expr) -> Ref:
        """The fact as it is meant in this scope; raises Mistake."""
        bound = fact.entity == self._scope
        if not bound and not self._names.entities[fact.entity].principal:
            hint = f"write `for: {fact.entity}` at the rule, or exists({fact.entity}, …)"
            raise Mistake(node, f"{fact.id} belongs to one of several, but to which?", hint)
        if not bound and fact.entity == self._outer and fact.entity != self._names.root.name:
            raise Mistake(node, f"{fact.id} is unclear inside exists(…)", "use a derived fact")
        return Ref(fact.id, fact.entity, bound, self.span(node))

    def _choice(self, node: ast.expr, fact: Fact) -> str:
        chosen = word(node)
        if chosen is None:
            hint = f"{suggest('', fact.choices)}; put values that are not plain words in quotes"
            raise Mistake(node, f"a value of {fact.id} is expected here", hint.removeprefix("; "))
        if chosen == "unknown":
            raise Mistake(node, "unknown is not a value", _NEVER_UNKNOWN)
        if chosen not in fact.choices:
            message = f"{chosen} is not a value of {fact.id}"
            raise Mistake(node, message, self._meant_value(chosen, fact))
        return chosen

    def _meant_value(self, chosen: str, fact: Fact) -> str:
        meant = MEANT_YES_NO.get(chosen.casefold())
        if fact.kind is Kind.YES_NO and meant:
            return f"write {meant}"
        return suggest(chosen, fact.choices)

    def _many(self) -> list[str]:
        return [entity.name for entity in self._names.entities.values() if not entity.root]


def dotted(node: ast.AST) -> str | None:
    """The name as it stands in the vocabulary, or None where the node is not a name."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name(entity), name):
            return f"{entity}.{name}"
    return None


def word(node: ast.AST) -> str | None:
    """The node as the value of a choice, or None where it is not a plain word."""
    match node:
        case ast.Name(text) | ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=bool() | int() as figure):
            return str(figure)
    return None
