"""Rule files: decisions, rules and advice."""

import re
from collections.abc import Mapping as Named
from dataclasses import dataclass

from engine.ir.base import Advice, Decision, Due, Governed, Kind, Row, Rule
from engine.ir.conditions import Condition
from engine.problem import Problems, suggest
from engine.reading.document import Scalar, Tree
from engine.reading.due import read_due
from engine.reading.expressions import Expressions
from engine.reading.fields import Fields
from engine.reading.vocabulary_view import Names
from engine.span import Span

PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")
_SEVERITIES = ("", "minor", "major", "decisive")
_STRENGTHS = ("strict", "strong", "consider", "preference", "note")


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads the items of rule files against the known names and citations."""

    names: Names
    citations: Named[str, object]
    sections: frozenset[str]
    problems: Problems

    def decision(self, tree: Tree) -> Decision | None:
        """A decision, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "decision")
        name = fields.text("decision")
        fact = self.names.facts.get(name)
        if fact is None or not fact.derived or fact.kind is not Kind.CHOICE:
            hint = suggest(name, [f.id for f in self.names.facts.values() if f.derived])
            what = "is not a derived choice of the vocabulary"
            self.problems.add(fields.key_span("decision"), f"decision {name} {what}", hint)
            return None
        scope = fields.text("for", self.names.root.name)
        if scope != fact.entity:
            hint = f"write `for: {fact.entity}`"
            self.problems.add(fields.span, f"{name} is decided for {fact.entity}", hint)
        title = fields.text("title", fact.label)
        rows = [self._row(item, name, scope, dict(fact.choices)) for item in fields.items("rows")]
        fields.finish()
        self._check_rows(rows, fields, name)
        return Decision(name, fact.entity, title, tuple(rows), fields.span)

    def _check_rows(self, rows: list[Row], fields: Fields, name: str) -> None:
        if not rows or rows[-1].when is not None:
            hint = "end the rows with `- otherwise: VALUE`"
            self.problems.add(fields.span, f"decision {name} does not say what is left", hint)
        for row in rows[:-1]:
            if row.when is None and row.then:
                self.problems.add(row.span, "otherwise must be the last row", "move it down")

    def _row(self, tree: Tree, decision: str, scope: str, outcomes: dict[str, str]) -> Row:
        fields = Fields(tree, self.problems, f"row of {decision}")
        rest = fields.has("otherwise")
        when = None if rest else self._condition(fields, scope)
        then = fields.scalar("otherwise" if rest else "then", required=True)
        outcome = self._outcome(then, outcomes)
        default = f"{decision.replace('.', '/')}/otherwise"
        name = fields.identifier("rule") if not rest or fields.has("rule") else default
        between = fields.scalars("between")
        limits = tuple(self._outcome(limit, outcomes) for limit in between)
        governed = self._governed(fields, name)
        fields.finish()
        pair = (limits[0], limits[1]) if len(limits) == 2 else None
        return Row(*_values(governed), when=when, then=outcome, between=pair)

    def _outcome(self, scalar: Scalar | None, outcomes: dict[str, str]) -> str:
        if scalar is not None and scalar.text not in outcomes:
            hint = suggest(scalar.text, outcomes)
            self.problems.add(scalar.span, f"{scalar.text} is not an outcome here", hint)
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
        governed = self._governed(fields, name)
        fields.finish()
        if when is None or not conclude:
            return None
        return Rule(*_values(governed), scope, when, conclude, severity, title)

    def _conclusions(self, fields: Fields, scope: str) -> tuple[str, ...]:
        for name, tree in fields.pairs("conclude").items():
            fact = self.names.facts.get(name)
            if fact is None or not fact.derived or fact.kind is not Kind.YES_NO:
                hint = suggest(name, [f.id for f in self.names.facts.values() if f.derived])
                self.problems.add(tree.span, f"{name} is not a derived yes/no fact", hint)
            elif fact.entity != scope:
                self.problems.add(tree.span, f"{name} is not of {scope}", f"for: {fact.entity}")
            elif not isinstance(tree, Scalar) or tree.text != "yes":
                hint = "a rule concludes yes; the fact is no when none of its rules holds"
                self.problems.add(tree.span, f"{name}: only yes can be concluded", hint)
        if not fields.pairs("conclude"):
            self.problems.add(fields.span, "the rule concludes nothing", "conclude: {FACT: yes}")
        return tuple(fields.pairs("conclude"))

    def advice(self, tree: Tree) -> Advice | None:
        """An advice item, or None after recording why there is none."""
        fields = Fields(tree, self.problems, "advice")
        name = fields.identifier("advice")
        scope = self._scope(fields)
        always = not fields.has("when")
        when = None if always else self._condition(fields, scope, unknown=True)
        section = fields.text("section", required=True)
        if section and section not in self.sections:
            hint = suggest(section, self.sections)
            self.problems.add(fields.span, f"there is no report section {section}", hint)
        strength = fields.one_of("strength", _STRENGTHS, "preference")
        say = fields.prose("say", required=True)
        self._check_placeholders(fields.scalar("say"), scope)
        start, by = (self._due(fields.scalar(name), scope) for name in ("start", "by"))
        excludes = fields.words("excludes")
        governed = self._governed(fields, name)
        fields.finish()
        if when is None and not always:
            return None
        return Advice(*_values(governed), scope, when, section, strength, say, start, by, excludes)

    def _due(self, text: Scalar | None, scope: str) -> Due | None:
        return None if text is None else read_due(text, scope, self.names, self.problems)

    def _scope(self, fields: Fields) -> str:
        scope = fields.text("for", self.names.root.name)
        if scope not in self.names.entities:
            hint = suggest(scope, self.names.entities)
            self.problems.add(fields.key_span("for"), f"there is no entity {scope}", hint)
            return self.names.root.name
        return scope

    def _condition(self, fields: Fields, scope: str, *, unknown: bool = False) -> Condition | None:
        scalar = fields.scalar("when", required=True)
        if scalar is None or scope not in self.names.entities:
            return None
        return Expressions(self.names, self.problems).condition(scalar, scope, unknown=unknown)

    def _check_placeholders(self, say: Scalar | None, scope: str) -> None:
        for name in PLACEHOLDER.findall(say.text) if say else ():
            if name.startswith("param."):
                known = name.removeprefix("param.") in self.names.settings
            else:
                fact = self.names.facts.get(name)
                known = fact is not None and self._reachable(fact.entity, scope)
            if not known and say:
                hint = suggest(name, self.names.nameable())
                self.problems.add(say.span, f"{{{name}}} cannot be filled in here", hint)

    def _reachable(self, entity: str, scope: str) -> bool:
        return entity == scope or self.names.entities[entity].principal

    def _governed(self, fields: Fields, name: str) -> Governed:
        sources, assumed = fields.scalars("sources"), fields.flag("assumed")
        for source in sources:
            if source.text not in self.citations:
                hint = suggest(source.text, list(self.citations))
                self.problems.add(source.span, f"there is no source {source.text}", hint)
        if not sources and not assumed:
            hint = "add sources: [id, …], or assumed: yes where it is our own reading"
            self.problems.add(fields.span, f"{name or 'this item'} has no source", hint)
        ids = tuple(source.text for source in sources)
        return Governed(name, fields.text("because"), ids, assumed, fields.span)


def _values(governed: Governed) -> tuple[str, str, tuple[str, ...], bool, Span]:
    return governed.id, governed.because, governed.sources, governed.assumed, governed.span
