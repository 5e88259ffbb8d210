"""Answers without other files: what a list keeps in a file of its own is put in its place."""

from pathlib import Path

from engine.asking.document import Document
from engine.ir.base import Entity, RuleBase
from engine.problem import BadInput, Problems
from engine.reading.case import plain
from engine.reading.rows import ENDINGS, read_rows


def inlined(base: RuleBase, document: Document, path: Path) -> Document:
    """The document of a case file with every list in it. Raises BadInput for unreadable lists."""
    problems = Problems()
    found = dict(document)
    for entity in base.entities.values():
        named = document.get(entity.list_key) if entity.list_key else None
        if isinstance(named, str) and named.endswith(ENDINGS):
            found[entity.list_key] = _entries(base, entity, path.parent / named, problems)
    if problems:
        raise BadInput(problems.sorted())
    return found


def _entries(base: RuleBase, entity: Entity, path: Path, problems: Problems) -> list[object]:
    own = [fact for fact in base.facts.values() if fact.entity == entity.name]
    asked = [fact for fact in own if not fact.derived and not fact.part_of]
    return [plain(row) for row in read_rows(path, asked, problems)]
