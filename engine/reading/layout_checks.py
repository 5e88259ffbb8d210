"""Names in the report file, checked once everything else is known."""

from engine.ir.base import Kind, RuleBase
from engine.problem import Problems, suggest
from engine.reading.comparison import check_comparison
from engine.reading.document import Mapping, Tree
from engine.reading.parts import entry, items, one_of, pairs
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
        decisions = [name for name, _ in pairs(tree, "decisions")]
        for _, fact in pairs(tree, "decisions"):
            one_of(fact, self._concluded, "conclusion", self._problems)
        for key in ("headlines", "main"):
            for item in items(entry(tree, key)):
                one_of(item, decisions, "name under decisions:", self._problems)
        for _, facts in pairs(tree, "checks"):
            for fact in items(facts):
                one_of(fact, self._derived, "derived fact", self._problems)
        check_sheets(self._base, self._problems)
        TriageChecks(self._base, self._problems).check(entry(tree, "triage"))
        entities = entry(tree, "entities")
        for name, part in pairs(tree, "entities"):
            if name in self._base.entities:
                self._check_entity(name, part)
            elif isinstance(entities, Mapping):
                hint = suggest(name, self._base.entities)
                self._problems.add(entities.keys[name], f"there is no entity {name}", hint)

    def _check_entity(self, name: str, part: Tree) -> None:
        own = [fact.id for fact in self._base.facts.values() if fact.entity == name]
        decided = [fact for fact in own if fact in self._base.decisions]
        choices = [fact for fact in own if self._base.facts[fact].kind is Kind.CHOICE]
        one_of(entry(part, "status"), choices, f"choice of {name}", self._problems)
        one_of(entry(part, "headline"), decided, f"decision for {name}", self._problems)
        for _, fact in pairs(part, "fields"):
            one_of(fact, own, f"fact of {name}", self._problems)
        for _, fact in pairs(part, "range_of"):
            one_of(fact, decided, f"decision for {name}", self._problems)
        sections = [section.id for section in self._base.layout.sections]
        for _, section in pairs(part, "lists"):
            one_of(section, sections, "section", self._problems)
        if (compared := entry(part, "compare")) is not None:
            check_comparison(name, compared, self._base, self._problems)
