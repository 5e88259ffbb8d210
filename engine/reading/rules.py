"""Rule files: decisions, rules and advice."""

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.ir.base import Kind, Waiver
from engine.ir.conditions import Condition
from engine.ir.rules import (
    STRENGTHS,
    Advice,
    Argument,
    Decision,
    Due,
    Governed,
    Message,
    MessagePart,
    Row,
    Rule,
)
from engine.problem import Problems, closest, quoted, suggest
from engine.reading.arguments import read_stances
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.due import read_due
from engine.reading.expressions import Expressions
from engine.reading.fields import Fields
from engine.reading.positions import Positions
from engine.reading.vocabulary_view import Names
from engine.span import Span

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_BRACES = re.compile(r"\{[^{}]*\}")
_SEVERITIES = ("", "minor", "major", "decisive")


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads the items of rule files against the known names and citations."""

    names: Names
    citations: Named[str, object]
    sections: frozenset[str]
    problems: Problems
    attempted: set[str] = field(default_factory=set)
    """Facts that some rule was meant to conclude, rightly or not."""

    def decision(self, tree: Tree) -> Decision | None:
        """A decision, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "decision")
        name = fields.text("decision")
        fact = self.names.facts.get(name)
        if fact is None or not fact.derived or fact.kind is not Kind.CHOICE:
            choices = [f.id for f in self.names.facts.values() if f.derived]
            choices = [name for name in choices if self.names.facts[name].kind is Kind.CHOICE]
            if name not in self.names.broken:
                message = f"{quoted(name)} is not a choice that is declared under derived:"
                self.problems.add(fields.value_span("decision"), message, suggest(name, choices))
            return None
        scope = fields.text("for", self.names.root.name)
        if scope != fact.entity:
            hint = f"write `for: {fact.entity}`"
            span = fields.value_span("for")
            self.problems.add(span, f"{name} is decided for each {fact.entity}", hint)
            scope = fact.entity
        title = fields.text("title", fact.label)
        unique = fields.one_of("hit", ("first", "unique"), "first") == "unique"
        fields.tree("rows", required=True)
        trees = fields.items("rows", "start each row in a new line with a dash")
        rows = [self._row(item, name, scope, dict(fact.choices)) for item in trees]
        fields.finish()
        self._check_rows(trees, fields, name)
        return Decision(name, fact.entity, title, tuple(rows), fields.span, unique)

    def _check_rows(self, rows: Sequence[Tree], fields: Fields, name: str) -> None:
        ends = [isinstance(row, Mapping) and "otherwise" in _meant(row) for row in rows]
        if rows and not any(ends):
            message = f"decision {name} does not say what holds when no row does"
            hint = "write as its last row: - otherwise: VALUE"
            self.problems.add(fields.span, message, hint)
        for row, ends_here in list(zip(rows, ends, strict=True))[:-1]:
            if ends_here:
                message = "otherwise: takes all that is left, so no row can follow it"
                self.problems.add(row.span, message, "move it to the end")

    def _row(self, tree: Tree, decision: str, scope: str, outcomes: dict[str, str]) -> Row:
        fields = Fields(tree, self.problems, f"row of {decision}")
        rest = isinstance(tree, Mapping) and "otherwise" in _meant(tree)
        when = None if rest else self._condition(fields, scope)
        then = fields.scalar("otherwise" if rest else "then", required=True)
        outcome = self._outcome(then, outcomes)
        default = f"{decision.replace('.', '/')}/otherwise"
        name = fields.identifier("rule") if not rest or fields.has("rule") else default
        covers = self._condition(fields, scope, key="covers") if fields.has("covers") else None
        between = fields.scalars("between")
        limits = tuple(self._outcome(limit, outcomes) for limit in between)
        argues = read_stances(fields, scope, self.names, self.problems)
        governed = self._governed(fields, name)
        fields.finish()
        pair = (limits[0], limits[1]) if len(limits) == 2 else None
        if fields.has("between") and pair is None:
            hint = "write between: [one, other]"
            span = fields.value_span("between")
            self.problems.add(span, "between: needs exactly two outcomes", hint)
        if covers is not None and not rest:
            hint = "write it at the last row, beside otherwise:"
            self.problems.add(
                fields.key_span("covers"), "covers: says what is left at the end", hint
            )
        return Row(*_values(governed), when, outcome, pair, covers, argues)

    def _outcome(self, scalar: Scalar | None, outcomes: dict[str, str]) -> str:
        if scalar is not None and scalar.text not in outcomes:
            message = f"{quoted(scalar.text)} is not an outcome of this decision"
            self.problems.add(scalar.span, message, suggest(scalar.text, outcomes))
        return scalar.text if scalar else ""

    def rule(self, tree: Tree) -> Rule | None:
        """A rule that concludes yes/no facts, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "rule")
        name = fields.identifier("rule")
        scope = self._scope(fields)
        when = self._condition(fields, scope)
        conclude = self._conclusions(fields, scope)
        severity = fields.one_of("severity", _SEVERITIES, "")
        title = fields.text("title")
        argues = read_stances(fields, scope, self.names, self.problems)
        governed = self._governed(fields, name)
        fields.finish()
        if when is None or not conclude:
            return None
        return Rule(*_values(governed), scope, when, conclude, severity, title, argues)

    def _conclusions(self, fields: Fields, scope: str) -> tuple[str, ...]:
        found = fields.tree("conclude")
        if found is None:
            fields.lacks("conclude", "the rule concludes nothing", "write conclude: {FACT: yes}")
        names = tuple(fields.pairs("conclude"))
        self.attempted.update(names)
        mapping = found if isinstance(found, Mapping) else Mapping({}, {}, fields.span)
        return tuple([name for name in names if self._can_conclude(name, mapping, scope)])

    def _can_conclude(self, name: str, conclude: Mapping, scope: str) -> bool:
        fact, tree, place = self.names.facts.get(name), conclude.entries[name], conclude.keys[name]
        if name in self.names.broken or name.rpartition(".")[0] in self.names.broken:
            return False
        if fact is None or not fact.derived or fact.kind is not Kind.YES_NO:
            derived = [f for f in self.names.facts.values() if f.derived]
            hint = suggest(name, [f.id for f in derived if f.kind is Kind.YES_NO])
            message = f"{quoted(name)} is not a yes/no fact that is declared under derived:"
            self.problems.add(place, message, hint)
            return False
        if fact.entity != scope:
            hint = f"write `for: {fact.entity}` at the rule"
            self.problems.add(place, f"{name} cannot be concluded for {scope}", hint)
        if not isinstance(tree, Scalar) or tree.text != "yes":
            hint = "write yes; the fact is no by itself when none of its rules holds"
            self.problems.add(tree.span, f"{name}: only yes can be concluded", hint)
        return fact.entity == scope

    def advice(self, tree: Tree) -> Advice | None:
        """An advice item, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "advice")
        name = fields.identifier("advice")
        scope = self._scope(fields)
        always = not fields.has("when")
        when = None if always else self._condition(fields, scope, unknown=True)
        section = fields.text("section", required=True)
        if section and section not in self.sections and "report" not in self.names.broken:
            message = f"there is no section {quoted(section)} in the report"
            hint = suggest(section, self.sections)
            self.problems.add(fields.value_span("section"), message, hint)
        strength = fields.one_of("strength", STRENGTHS, "preference")
        say = fields.prose("say", required=True)
        if fields.has("say") and not say:
            hint = "write say: and the text behind it"
            self.problems.add(fields.value_span("say"), "this advice says nothing", hint)
        self._check_placeholders(fields.scalar("say"), scope)
        start, by = (self._due(fields.scalar(name), scope) for name in ("start", "by"))
        excludes = fields.words("excludes")
        argues = read_stances(fields, scope, self.names, self.problems)
        governed = self._governed(fields, name)
        fields.finish()
        if when is None and not always:
            return None
        return Advice(
            *_values(governed), scope, when, section, strength, say, start, by, excludes, argues
        )

    def argument(self, tree: Tree) -> Argument | None:
        """An argument, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "argument")
        name = fields.identifier("argument")
        scope = self._scope(fields)
        when = self._condition(fields, scope)
        argues = read_stances(fields, scope, self.names, self.problems, required=True)
        fields.text("because", required=True)
        governed = self._governed(fields, name)
        fields.finish()
        return Argument(*_values(governed), scope, when, argues) if when and argues else None

    def message(self, tree: Tree) -> Message | None:
        """A draft of a message, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "message")
        name = fields.identifier("message")
        scope = self._scope(fields)
        when = self._condition(fields, scope, unknown=True) if fields.has("when") else None
        title, to = fields.text("title", required=True), fields.text("to", required=True)
        parts = tuple(self._part(item, scope) for item in fields.items("parts"))
        governed = self._governed(fields, name)
        fields.finish()
        if not parts:
            self.problems.add(fields.span, f"{name} says nothing", "add parts: with say: …")
        return Message(*_values(governed), scope, when, title, to, parts)

    def _part(self, tree: Tree, scope: str) -> MessagePart:
        fields = Fields(tree, self.problems, "part")
        when = self._condition(fields, scope, unknown=True) if fields.has("when") else None
        say = fields.prose("say", required=True)
        self._check_placeholders(fields.scalar("say"), scope)
        fields.finish()
        return MessagePart(when, say)

    def waiver(self, tree: Tree) -> Waiver:
        """A finding that is let stand."""
        fields = Fields(tree, self.problems, "waive")
        check, item = fields.text("waive", required=True), fields.text("of", required=True)
        because = fields.text("because", required=True)
        fields.finish()
        return Waiver(check, item, because, fields.span)

    def _due(self, text: Scalar | None, scope: str) -> Due | None:
        return None if text is None else read_due(text, scope, self.names, self.problems)

    def _scope(self, fields: Fields) -> str:
        scope = fields.text("for", self.names.root.name)
        if scope not in self.names.entities:
            if scope not in self.names.broken:
                hint = suggest(scope, self.names.entities)
                message = f"there is no entity {quoted(scope)}"
                self.problems.add(fields.value_span("for"), message, hint)
            return self.names.root.name
        return scope

    def _condition(
        self, fields: Fields, scope: str, *, unknown: bool = False, key: str = "when"
    ) -> Condition | None:
        scalar = fields.scalar(key, required=True)
        if scalar is None or scope not in self.names.entities:
            return None
        return Expressions(self.names, self.problems).condition(scalar, scope, unknown=unknown)

    def _check_placeholders(self, say: Scalar | None, scope: str) -> None:
        for found in _BRACES.finditer(say.text) if say else ():
            hint = self._unfillable(found[0][1:-1], scope)
            if hint is not None and say:
                span = Positions(say).span(*found.span())
                self.problems.add(span, f"{found[0]} cannot be filled in", hint)

    def _unfillable(self, name: str, scope: str) -> str | None:
        """What to write instead of a placeholder; None where it can be filled in."""
        names, fact = self.names, self.names.facts.get(name)
        if name in names.broken or name.rpartition(".")[0] in names.broken:
            return None
        if name.startswith("param."):
            settings = [f"param.{setting}" for setting in names.settings]
            return None if name in settings else suggest(name, settings)
        if fact is None or ":" in name:
            return suggest(name, names.nameable()) or "write the name of a fact, or param.NAME"
        if fact.entity == scope or names.entities[fact.entity].principal:
            return None
        return f"write `for: {fact.entity}` at the advice, or leave it out"

    def _governed(self, fields: Fields, name: str) -> Governed:
        sources, assumed = fields.scalars("sources"), fields.flag("assumed")
        for source in sources if "source" not in self.names.broken else ():
            if source.text not in self.citations:
                hint = suggest(source.text, list(self.citations))
                self.problems.add(source.span, f"there is no source {source.text}", hint)
        if not sources and not assumed and not isinstance(fields.tree("sources"), Scalar):
            hint = "add sources: [id, …], or assumed: yes where it is our own reading"
            fields.lacks("sources", f"{name or 'this item'} has no source", hint)
        ids = tuple(source.text for source in sources)
        reviewed = fields.day("reviewed")
        return Governed(name, fields.text("because"), ids, assumed, reviewed, fields.span)


def _meant(row: Mapping) -> set[str]:
    """The entries of a row, a misspelt otherwise: included, so that it is reported once only."""
    return {"otherwise" if closest(key, ["otherwise"]) else key for key in row.entries}


def _values(governed: Governed) -> tuple[str, str, tuple[str, ...], bool, date | None, Span]:
    origin = governed.sources, governed.assumed, governed.reviewed
    return governed.id, governed.because, *origin, governed.span
