"""From folders of knowledge files to one checked rule base."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from engine.ir.base import Citation, Constraint, Fact, RuleBase, Setting, Table, Waiver
from engine.ir.layout import Layout
from engine.ir.rules import Advice, Argument, Decision, Message, Rule
from engine.problem import BadInput, Problems, closest, quoted, suggest
from engine.reading.actions import read_actions
from engine.reading.checks import check_base
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.document import Sequence as Items
from engine.reading.expressions import Expressions
from engine.reading.fields import Fields
from engine.reading.figures import read_citations, read_setting, read_table
from engine.reading.files import Collected, Item, collect
from engine.reading.layout import EMPTY, read_layout
from engine.reading.layout_checks import LayoutChecks
from engine.reading.order import evaluation_order
from engine.reading.rules import RuleReader
from engine.reading.vocabulary import RawVocabulary, read_entities, read_facts
from engine.reading.vocabulary_view import Names
from engine.span import NOWHERE, Span

_Item = TypeVar("_Item", Decision, Rule, Advice, Message, Argument, Waiver)
_ITEMS = ("decision", "rule", "advice", "message", "argument", "waive")
_FIGURES = ("parameters", "tables")
_FILES = ("entities", "facts", "derived", "constraints", "actions", *_FIGURES, "source", "report")


def read_base(folders: Sequence[Path]) -> RuleBase:
    """The rule base of the folders, later ones laid over earlier ones.

    Raises BadInput with every mistake found; nothing half-read is ever returned.
    """
    problems = Problems()
    collected = collect(folders, problems)
    if not collected.whole:
        raise BadInput(problems.sorted())
    base = _Assembly(collected, problems).build()
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
    broken: set[str] = field(default_factory=set)
    _cited_in: dict[str, int] = field(default_factory=dict)

    def build(self) -> RuleBase:
        self._check_keys()
        self._read_vocabulary()
        self._read_figures()
        vocabulary = self.vocabulary
        self._check_root()
        broken = self.broken | vocabulary.broken
        names = Names(vocabulary.entities, vocabulary.facts, self.settings, self.tables, broken)
        names = replace(names, facts=self._with_formulas(names))
        return self._checked(names)

    def _check_root(self) -> None:
        """Without exactly one root nothing else can be understood."""
        roots = [entity for entity in self.vocabulary.entities.values() if entity.root]
        hint = "mark the one whose facts are written without a prefix with root: yes"
        for entity in roots[1:]:
            message = f"{entity.name} and {roots[0].name} are both marked with root: yes"
            self.problems.add(entity.span, message, "only one may be")
        if not roots and "entities" not in self.broken:
            span = next((e.span for e in self.vocabulary.entities.values()), NOWHERE)
            self.problems.add(span, "no entity is marked with root: yes", hint)
        if len(roots) != 1:
            raise BadInput(self.problems.sorted())

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
            tuple(items.messages.values()),
            tuple(self._constraints(names)),
            evaluation_order(names.facts, items.decisions, items.rules.values(), self.problems),
            self.layout,
            f"{self.version}+{self.collected.digest[:8]}",
            tuple(items.waivers.values()),
            tuple(read_actions(self._merged("actions"), names, self.problems)),
            arguments=tuple(items.arguments.values()),
        )
        check_base(base, names, items.attempted, self.problems)
        self._check_sources()
        for tree in self._trees("report") if "report" not in self.broken else ():
            LayoutChecks(base, self.problems).check(tree)
        return base

    def _check_sources(self) -> None:
        for scalar in self.vocabulary.cited if "source" not in self.broken else ():
            if scalar.text not in self.citations:
                hint = suggest(scalar.text, self.citations)
                self.problems.add(scalar.span, f"there is no source {scalar.text}", hint)

    def _check_keys(self) -> None:
        for item in self.collected.items:
            if item.tree.entries.keys() & {*_ITEMS}:
                continue
            for word, span in item.tree.keys.items():
                if word not in _FILES:
                    message = f"{quoted(word)} does not start a known kind of item"
                    self.problems.add(span, message, suggest(word, [*_ITEMS, *_FILES]))
                    self.broken.add(closest(word, _FILES))

    def _trees(self, key: str) -> Iterator[Tree]:
        for item in self.collected.items:
            if key in item.tree.entries and not item.tree.entries.keys() & {*_ITEMS}:
                yield item.tree.entries[key]

    def _merged(self, key: str) -> Mapping:
        """What all files say under a key; in a higher layer a name replaces that of a lower."""
        entries: dict[str, Tree] = {}
        keys: dict[str, Span] = {}
        layers: dict[str, int] = {}
        for item in self.collected.items:
            if key in item.tree.entries and not item.tree.entries.keys() & {*_ITEMS}:
                fields = Fields(item.tree.entries[key], self.problems, key)
                for name, tree in fields.all().items():
                    span = fields.key_span(name)
                    if layers.get(name) == item.layer:
                        self.problems.add(span, *_twice(name, keys[name]))
                    entries[name], keys[name], layers[name] = tree, span, item.layer
        return Mapping(entries, keys, NOWHERE)

    def _read_vocabulary(self) -> None:
        with self._noting("entities"):
            read_entities(self._merged("entities"), self.vocabulary, self.problems)
        for key in ("facts", "derived"):
            derived = key == "derived"
            read_facts(self._merged(key), self.vocabulary, self.problems, derived=derived)

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Keep in mind that a declaration has mistakes, to be silent on what follows from them."""
        before = len(self.problems)
        yield
        if len(self.problems) > before:
            self.broken.add(name)

    def _read_figures(self) -> None:
        settings, tables = self._merged("parameters"), self._merged("tables")
        for name, tree in settings.entries.items():
            with self._noting(f"param.{name}"):
                place = settings.keys[name]
                self.settings[name] = read_setting(name, tree, self.problems, place)
        for name, tree in tables.entries.items():
            with self._noting(f"table {name}"):
                self.tables[name] = read_table(name, tree, self.problems, tables.keys[name])
        with self._noting("source"):
            for item in self.collected.items:
                self._read_source(item)
        with self._noting("report"):
            self._read_report()
        self._collect_cited()

    def _read_report(self) -> None:
        read: dict[int, Span] = {}
        for item in self.collected.items:
            tree = item.tree.entries.get("report")
            if tree is not None and not item.tree.entries.keys() & {*_ITEMS}:
                place = item.tree.keys["report"]
                if item.layer in read:
                    self.problems.add(place, *_twice("report", read[item.layer]))
                self.layout, self.version = read_layout(tree, self.problems)
                read[item.layer] = place
        if not read and "report" not in self.broken:
            hint = "write in report.yaml: report: {title: …, sections: {…}}"
            self.problems.add(NOWHERE, "the knowledge base does not say what a report shows", hint)

    def _read_source(self, item: Item) -> None:
        if "source" not in item.tree.entries or item.tree.entries.keys() & {*_ITEMS}:
            return
        document, title, citations = read_citations(item.tree.entries["source"], self.problems)
        self.documents[document] = title
        for citation in citations:
            if self._cited_in.get(citation.id) == item.layer:
                first = self.citations[citation.id].span
                self.problems.add(citation.span, *_twice(citation.id, first))
            self.citations[citation.id] = citation
            self._cited_in[citation.id] = item.layer

    def _collect_cited(self) -> None:
        """Every source that facts, parameters and tables name, with its place."""
        for key in ("facts", "derived", "actions", *_FIGURES):
            for tree in self._merged(key).entries.values():
                entry = tree.entries.get("sources") if isinstance(tree, Mapping) else None
                items = entry.items if isinstance(entry, Items) else ()
                self.vocabulary.cited += [item for item in items if isinstance(item, Scalar)]

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
        constraints = self._merged("constraints")
        for name, tree in constraints.entries.items():
            fields = Fields(tree, self.problems, f"constraint {name}", constraints.keys[name])
            scope = fields.text("for", names.root.name)
            text, say = fields.scalar("never", required=True), fields.text("say", required=True)
            fields.finish()
            if scope not in names.entities and scope not in names.broken:
                hint = suggest(scope, names.entities)
                self.problems.add(fields.value_span("for"), f"there is no entity {scope}", hint)
            if text is None or scope not in names.entities:
                continue
            never = Expressions(names, self.problems).condition(text, scope)
            if never is not None:
                yield Constraint(name, scope, never, say, tree.span)

    def _read_items(self, names: Names) -> "_Items":
        sections = frozenset(section.id for section in self.layout.sections)
        reader = RuleReader(names, self.citations, sections, self.problems)
        items = _Items(self.problems, reader.attempted)
        for item in self.collected.items:
            entries = item.tree.entries
            if "decision" in entries and (decision := reader.decision(item.tree)):
                items.put(items.decisions, decision.fact, decision, item)
            elif (
                "rule" in entries and "decision" not in entries and (rule := reader.rule(item.tree))
            ):
                items.put(items.rules, rule.id, rule, item)
            elif "message" in entries and (message := reader.message(item.tree)):
                items.put(items.messages, message.id, message, item)
            elif "argument" in entries and (argument := reader.argument(item.tree)):
                items.put(items.arguments, argument.id, argument, item)
            elif "waive" in entries:
                waiver = reader.waiver(item.tree)
                items.put(items.waivers, f"{waiver.check} of {waiver.item}", waiver, item)
            elif "advice" in entries and (advice := reader.advice(item.tree)):
                items.put(items.advice, advice.id, advice, item)
        return items


@dataclass
class _Items:
    """Decisions by fact, rules and advice by id; a higher layer replaces a lower one."""

    problems: Problems
    attempted: set[str]
    decisions: dict[str, Decision] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    advice: dict[str, Advice] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    _layers: dict[str, int] = field(default_factory=dict)

    def put(self, where: dict[str, _Item], name: str, found: _Item, item: Item) -> None:
        key = f"{type(found).__name__} {name}"
        if self._layers.get(key) == item.layer:
            self.problems.add(item.tree.span, *_twice(name, where[name].span))
        self._layers[key] = item.layer
        where[name] = found


def _twice(name: str, first: Span) -> tuple[str, str]:
    where = f"first in {first.file}, line {first.line}"
    return f"{name} is declared twice; {where}", "keep one of the two, or rename one"
