"""Action files: what a person can do to change a fact."""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.ir.actions import Action
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.values import YES
from engine.problem import Problems, quoted, suggest
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.due import read_due
from engine.reading.expressions import Expressions
from engine.reading.fields import Fields
from engine.reading.vocabulary_view import Names
from engine.span import Span

_CHANGE = re.compile(r"[+-]\d{1,9}(\.\d{1,4})?")
_WAYS = ("to", "raise", "lower")
_OF_FACT = (*_WAYS, "from", "limit", "also", "requires", "by")


def read_actions(found: Mapping, names: Names, problems: Problems) -> Iterator[Action]:
    """The actions of all files; mistakes go to `problems`."""
    for name, tree in found.entries.items():
        action = _Reader(name, tree, found.keys[name], names, problems).read()
        if action is not None:
            yield action


class _Reader:
    """Reads one action."""

    def __init__(
        self, name: str, tree: Tree, place: Span, names: Names, problems: Problems
    ) -> None:
        self._name = name
        self._names = names
        self._problems = problems
        self._fields = Fields(tree, problems, f"action {name}", place)

    def read(self) -> Action | None:
        """The action, or None after recording why there is none."""
        fields, before = self._fields, len(self._problems)
        changed = fields.scalar("changes", required=True)
        fact = None if changed is None else self._changeable(changed)
        effort, months = fields.number("effort", 1.0, required=True), fields.number("months")
        self._check_amounts(effort, months)
        found = Action(
            *(self._name, fact.entity if fact else "", "", frozenset(), "", 0.0, None),
            *(effort, months, fields.text("say", required=True)),
            hinges_on=fields.text("hinges_on"),
            sources=fields.words("sources"),
            assumed=fields.flag("assumed"),
            reviewed=fields.day("reviewed"),
            span=fields.span,
        )
        if not fields.has("sources") and not found.assumed:
            hint = "add sources: [id, …], or assumed: yes where it is our own estimate"
            fields.lacks("sources", f"action {self._name} has no source", hint)
        found = self._of(found, fact) if fact else found
        asked = [fields.has(name) for name in _OF_FACT]  # without a fact they cannot be read
        fields.finish()
        return found if asked and fact and len(self._problems) == before else None

    def _of(self, found: Action, fact: Fact) -> Action:
        """The action with what depends on the fact that it changes."""
        place, to = self._aim(fact)
        each, limit = self._amount(fact)
        origins, also = self._origins(fact), tuple(self._also(fact))
        requires, by = self._fields.scalar("requires"), self._fields.scalar("by")
        names, problems, scope = self._names, self._problems, fact.entity
        when = Expressions(names, problems).condition(requires, scope) if requires else None
        due = read_due(by, scope, names, problems) if by else None
        found = replace(found, fact=place, origins=origins, to=to, by_each=each, limit=limit)
        return replace(found, requires=when, by=due, also=also)

    def _changeable(self, name: Scalar) -> Fact | None:
        fact = self._names.facts.get(name.text)
        if name.text in self._names.broken or name.text.rpartition(".")[0] in self._names.broken:
            return None
        if fact is None or fact.part_of:
            hint = suggest(name.text, self._names.nameable())
            self._problems.add(name.span, f"there is no fact {quoted(name.text)}", hint)
            return None
        reason, hint = _unchangeable(fact)
        if reason:
            self._problems.add(name.span, f"{fact.id} {reason}", hint)
        return None if reason else fact

    def _check_amounts(self, effort: float, months: float) -> None:
        if self._fields.has("effort") and effort <= 0:
            span = self._fields.value_span("effort")
            self._problems.add(span, "no action is without effort", "write a number above 0")
        if months < 0:
            span = self._fields.value_span("months")
            self._problems.add(span, "an action cannot take less than no time", "write 0 or more")

    def _aim(self, fact: Fact) -> tuple[str, str]:
        """The fact that really changes, and its value then; that of one member of a list is yes."""
        ways = [way for way in _WAYS if self._fields.has(way)]
        is_number = fact.kind in (*NUMERIC, Kind.DATE)
        allowed = _WAYS[1:] if is_number else _WAYS[:1]
        if len(ways) != 1 or ways[0] not in allowed:
            hint = "write raise: or lower: and by how much" if is_number else "write to: VALUE"
            span = self._fields.value_span(ways[-1]) if ways else self._fields.span
            message = f"action {self._name} does not say how {fact.id} changes"
            self._problems.add(span, message, hint)
            return fact.id, ""
        if is_number:
            return fact.id, ""
        to = self._fields.scalar("to")
        value = to.text if to is not None and self._is_value(to, fact) else ""
        return (f"{fact.id}:{value}", YES) if fact.kind is Kind.CHOICES else (fact.id, value)

    def _is_value(self, scalar: Scalar, fact: Fact) -> bool:
        if scalar.text in fact.choices:
            return True
        message = f"{quoted(scalar.text)} is not a value of {fact.id}"
        self._problems.add(scalar.span, message, suggest(scalar.text, fact.choices))
        return False

    def _origins(self, fact: Fact) -> frozenset[str]:
        named = self._fields.scalars("from")
        if named and (not fact.choices or fact.kind is Kind.CHOICES):
            hint = "leave from: out"
            message = f"{fact.id} does not go from one value to another"
            self._problems.add(self._fields.key_span("from"), message, hint)
            return frozenset()
        return frozenset(one.text for one in named if self._is_value(one, fact))

    def _amount(self, fact: Fact) -> tuple[float, float | None]:
        """By how much a number moves at a time, and its limit."""
        fields, way = self._fields, "lower" if self._fields.has("lower") else "raise"
        amount = fields.number(way) if fields.has(way) else 0.0
        limit = fields.number("limit") if fields.has("limit") else None
        if fields.has(way) and amount <= 0:
            message = f"{way}: says by how much, which must be above 0"
            self._problems.add(fields.value_span(way), message, f"write {way}: 1")
        if way == "lower" and fact.kind is Kind.COUNT:
            hint = "leave the action out, or count something else"
            message = f"{fact.id} is a count, and counts only rise"
            self._problems.add(fields.key_span(way), message, hint)
        if limit is not None and (fact.kind not in NUMERIC):
            self._problems.add(fields.key_span("limit"), "only a number has a limit", "remove it")
        return (-amount if way == "lower" else amount), limit

    def _also(self, fact: Fact) -> Iterator[tuple[str, float]]:
        for name, tree in self._fields.pairs("also").items():
            other = self._names.facts.get(name)
            change = tree.text if isinstance(tree, Scalar) else ""
            if other is None or other.derived or other.kind not in NUMERIC:
                facts = [f for f in self._names.facts.values() if not f.derived]
                numbers = [f.id for f in facts if f.kind in NUMERIC]
                message = f"also: {quoted(name)} is not a number that is asked for"
                self._problems.add(tree.span, message, suggest(name, numbers))
            elif not _CHANGE.fullmatch(change):
                self._problems.add(tree.span, f"{name}: {quoted(change)} is no change", "write +1")
            elif (other.frozen or other.kind is Kind.COUNT) and change[0] == "-":
                message = f"{name} can only rise"
                self._problems.add(tree.span, message, f"write +{change[1:]}")
            elif other.entity != fact.entity and not self._names.entities[other.entity].principal:
                message = f"{name} is not about the entry that {fact.id} belongs to"
                self._problems.add(tree.span, message, "name a fact of the same entry")
            else:
                yield name, float(change)


def _unchangeable(fact: Fact) -> tuple[str, str]:
    """Why no action can change the fact, and what to do; empty where one can."""
    if fact.derived:
        return "is worked out, not asked", "name a question that it follows from"
    if fact.frozen:
        return "is frozen: nobody can change it", "remove the action, or frozen: at the fact"
    if fact.kind is Kind.TEXT:
        return "is free text; nothing follows from it", "remove the action"
    return "", ""
