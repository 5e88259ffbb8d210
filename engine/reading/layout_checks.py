"""Names in the report file, checked once everything else is known."""

from collections.abc import Collection, Iterator

from engine.ir.base import Kind, RuleBase
from engine.problem import Problems, quoted, suggest
from engine.reading.document import Mapping, Scalar, Sequence, Tree
from engine.reading.sheets import check_sheets
from engine.reading.triage import TriageChecks


class LayoutChecks:
    """Records every name in the report file that means nothing, or something unfit."""

    def __init__(self, base: RuleBase, problems: Problems) -> None:
        self._base = base
        self._problems = problems
        self._concluded = [*base.decisions, *base.concluding]
        self._derived = [name for name, fact in base.facts.items() if fact.derived]

    def check(self, tree: Tree) -> None:
        """Check the report item."""
        decisions = [name for name, _ in _pairs(tree, "decisions")]
        for _, fact in _pairs(tree, "decisions"):
            self._one_of(fact, self._concluded, "conclusion")
        for key in ("headlines", "main"):
            for item in _items(_entry(tree, key)):
                self._one_of(item, decisions, "name under decisions:")
        for _, facts in _pairs(tree, "checks"):
            for fact in _items(facts):
                self._one_of(fact, self._derived, "derived fact")
        check_sheets(self._base, self._problems)
        TriageChecks(self._base, self._problems).check(_entry(tree, "triage"))
        entities = _entry(tree, "entities")
        for name, part in _pairs(tree, "entities"):
            if name in self._base.entities:
                self._check_entity(name, part)
            elif isinstance(entities, Mapping):
                hint = suggest(name, self._base.entities)
                self._problems.add(entities.keys[name], f"there is no entity {name}", hint)

    def _check_entity(self, name: str, part: Tree) -> None:
        own = [fact.id for fact in self._base.facts.values() if fact.entity == name]
        decided = [fact for fact in own if fact in self._base.decisions]
        choices = [fact for fact in own if self._base.facts[fact].kind is Kind.CHOICE]
        self._one_of(_entry(part, "status"), choices, f"choice of {name}")
        self._one_of(_entry(part, "headline"), decided, f"decision for {name}")
        for _, fact in _pairs(part, "fields"):
            self._one_of(fact, own, f"fact of {name}")
        for _, fact in _pairs(part, "range_of"):
            self._one_of(fact, decided, f"decision for {name}")
        sections = [section.id for section in self._base.layout.sections]
        for _, section in _pairs(part, "lists"):
            self._one_of(section, sections, "section")

    def _one_of(self, tree: Tree | None, known: Collection[str], what: str) -> None:
        if isinstance(tree, Scalar) and tree.text not in known:
            hint = suggest(tree.text, known) or f"name a {what}"
            self._problems.add(tree.span, f"{quoted(tree.text)} is not a {what}", hint)


def _entry(tree: Tree | None, name: str) -> Tree | None:
    return tree.entries.get(name) if isinstance(tree, Mapping) else None


def _pairs(tree: Tree, name: str) -> Iterator[tuple[str, Tree]]:
    found = _entry(tree, name)
    yield from found.entries.items() if isinstance(found, Mapping) else ()


def _items(tree: Tree | None) -> Iterator[Tree]:
    yield from tree.items if isinstance(tree, Sequence) else ()
