"""From folders of knowledge files to one checked rule base."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from engine.ir.base import (
    Advice,
    Citation,
    Constraint,
    Decision,
    Fact,
    Layout,
    Rule,
    RuleBase,
    Setting,
    Table,
)
from engine.problem import BadInput, Problems, suggest
from engine.reading.checks import check_base
from engine.reading.document import Tree
from engine.reading.expressions import Expressions
from engine.reading.fields import Fields
from engine.reading.figures import read_citations, read_setting, read_table
from engine.reading.files import Collected, Item, collect
from engine.reading.layout import EMPTY, read_layout
from engine.reading.order import evaluation_order
from engine.reading.rules import RuleReader
from engine.reading.vocabulary import RawVocabulary, read_entities, read_facts
from engine.reading.vocabulary_view import Names
from engine.span import NOWHERE

_Item = TypeVar("_Item", Decision, Rule, Advice)
_ITEMS = ("decision", "rule", "advice")
_FILES = ("entities", "facts", "derived", "constraints", "parameters", "tables", "source", "report")


def read_base(folders: Sequence[Path]) -> RuleBase:
    """The rule base of the folders, later ones laid over earlier ones.

    Raises BadInput with every mistake found; nothing half-read is ever returned.
    """
    problems = Problems()
    base = _Assembly(collect(folders, problems), problems).build()
    if problems:
        raise BadInput(problems.sorted())
    return base


@dataclass
class _Assembly:
    """Reads the items kind by kind, so that every name is known before it is used."""

    collected: Collected
    problems: Problems
    vocabulary: RawVocabulary = field(default_factory=RawVocabulary)
    settings: dict[str, Setting] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    citations: dict[str, Citation] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    layout: Layout = EMPTY
    version: str = "0"

    def build(self) -> RuleBase:
        self._check_keys()
        self._read_vocabulary()
        self._read_figures()
        vocabulary = self.vocabulary
        names = Names(vocabulary.entities, vocabulary.facts, self.settings, self.tables)
        if sum(entity.root for entity in names.entities.values()) != 1:
            hint = "mark the one whose facts are written without a prefix with root: yes"
            self.problems.add(NOWHERE, "exactly one entity must be the root", hint)
            raise BadInput(self.problems.sorted())
        names = replace(names, facts=self._with_formulas(names))
        return self._checked(names)

    def _checked(self, names: Names) -> RuleBase:
        items = self._read_items(names)
        base = RuleBase(
            names.entities,
            names.facts,
            self.settings,
            self.tables,
            self.citations,
            self.documents,
            items.decisions,
            tuple(items.rules.values()),
            tuple(items.advice.values()),
            tuple(self._constraints(names)),
            evaluation_order(names.facts, items.decisions, items.rules.values(), self.problems),
            self.layout,
            f"{self.version}+{self.collected.digest[:8]}",
        )
        check_base(base, self.problems)
        return base

    def _check_keys(self) -> None:
        for item in self.collected.items:
            if not item.tree.entries.keys() & {*_ITEMS, *_FILES}:
                word = next(iter(item.tree.entries), "")
                hint = suggest(word, [*_ITEMS, *_FILES])
                message = f"{word or 'this'} does not start a known kind of item"
                self.problems.add(item.tree.span, message, hint)

    def _trees(self, key: str) -> Iterator[Tree]:
        for item in self.collected.items:
            if key in item.tree.entries and not item.tree.entries.keys() & {*_ITEMS}:
                yield item.tree.entries[key]

    def _named(self, key: str) -> Iterator[tuple[str, Tree]]:
        for tree in self._trees(key):
            yield from Fields(tree, self.problems, key).all().items()

    def _read_vocabulary(self) -> None:
        for tree in self._trees("entities"):
            read_entities(tree, self.vocabulary, self.problems)
        for key in ("facts", "derived"):
            for tree in self._trees(key):
                read_facts(tree, self.vocabulary, self.problems, derived=key == "derived")

    def _read_figures(self) -> None:
        for name, tree in self._named("parameters"):
            self.settings[name] = read_setting(name, tree, self.problems)
        for name, tree in self._named("tables"):
            self.tables[name] = read_table(name, tree, self.problems)
        for tree in self._trees("source"):
            document, title, citations = read_citations(tree, self.problems)
            self.documents[document] = title
            self.citations.update((citation.id, citation) for citation in citations)
        for tree in self._trees("report"):
            self.layout, self.version = read_layout(tree, self.problems)

    def _with_formulas(self, names: Names) -> dict[str, Fact]:
        """Formulas in the order written: comparing one needs the formulas it stands on."""
        facts = dict(names.facts)
        expressions = Expressions(replace(names, facts=facts), self.problems)
        for name, text in self.vocabulary.formulas.items():
            formula = expressions.number(text, facts[name].entity) if name in facts else None
            if formula is not None:
                facts[name] = replace(facts[name], formula=formula)
        return facts

    def _constraints(self, names: Names) -> Iterator[Constraint]:
        for name, tree in self._named("constraints"):
            fields = Fields(tree, self.problems, f"constraint {name}")
            scope = fields.text("for", names.root.name)
            text, say = fields.scalar("never", required=True), fields.text("say", required=True)
            fields.finish()
            if text is None or scope not in names.entities:
                continue
            never = Expressions(names, self.problems).condition(text, scope)
            if never is not None:
                yield Constraint(name, scope, never, say, tree.span)

    def _read_items(self, names: Names) -> "_Items":
        sections = frozenset(section.id for section in self.layout.sections)
        reader = RuleReader(names, self.citations, sections, self.problems)
        items = _Items(self.problems)
        for item in self.collected.items:
            entries = item.tree.entries
            if "decision" in entries and (decision := reader.decision(item.tree)):
                items.put(items.decisions, decision.fact, decision, item)
            elif (
                "rule" in entries and "decision" not in entries and (rule := reader.rule(item.tree))
            ):
                items.put(items.rules, rule.id, rule, item)
            elif "advice" in entries and (advice := reader.advice(item.tree)):
                items.put(items.advice, advice.id, advice, item)
        return items


@dataclass
class _Items:
    """Decisions by fact, rules and advice by id; a higher layer replaces a lower one."""

    problems: Problems
    decisions: dict[str, Decision] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    advice: dict[str, Advice] = field(default_factory=dict)
    _layers: dict[str, int] = field(default_factory=dict)

    def put(self, where: dict[str, _Item], name: str, found: _Item, item: Item) -> None:
        if self._layers.get(name) == item.layer:
            hint = "ids are unique; to replace a shipped item use an overlay folder"
            self.problems.add(item.tree.span, f"{name} is defined twice", hint)
        self._layers[name] = item.layer
        where[name] = found
