"""The answers of an interview as a case file holds them: plain text under names."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from engine.ir.base import Entity, Kind, RuleBase
from engine.ir.case import Case, Place
from engine.problem import BadInput, Problems
from engine.reading.case import SCHEMA, case_from_bytes, case_from_tree, plain
from engine.reading.document import read_file

Document = dict[str, Any]
UNKNOWN = "unknown"


def empty(title: str, day: str, version: str) -> Document:
    """A case without answers; `day` is its date, `version` that of the knowledge used."""
    return {"schema": SCHEMA, "title": title, "date": day, "knowledge": version}


def load(base: RuleBase, path: Path) -> Document:
    """What a case file holds. Raises BadInput with every mistake in it, as reading a case does."""
    problems = Problems()
    tree = read_file(path, str(path), problems)
    if tree is not None:
        case_from_tree(base, tree, str(path), problems)
    found = None if tree is None else plain(tree)
    if problems or not isinstance(found, dict):
        raise BadInput(problems.sorted())
    return found


def text_of(document: Document) -> str:
    """The case file; the same answers give the same text."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def case_of(base: RuleBase, document: Document, name: str) -> Case:
    """The case. Raises BadInput with every mistake in the answers."""
    return case_from_bytes(base, text_of(document).encode(), name)


def entry_of(base: RuleBase, case: Case, place: Place) -> tuple[str, int | None]:
    """The key under which a member stands in the file, and its position if that is a list."""
    entity = base.entities[base.facts[place[0]].entity]
    members = case.members[entity.name]
    index = members.index(place[1])
    if entity.principal:
        return (entity.key, None) if index == 0 else (entity.others, index - 1)
    return entity.key, index


def answer(base: RuleBase, case: Case, document: Document, place: Place) -> Any:
    """The answer as it stands in the file; None when there is none."""
    fact = base.facts[place[0]]
    name = (base.facts[fact.part_of] if fact.part_of else fact).name
    key, index = entry_of(base, case, place)
    entry = document.get(key, {}) if index is None else document.get(key, [])[index]
    return entry.get(name)


def with_answer(
    base: RuleBase, case: Case, document: Document, place: Place, value: Any
) -> Document:
    """The document with an answer put in; None takes the answer back."""
    changed = deepcopy(document)
    fact = base.facts[place[0]]
    name = (base.facts[fact.part_of] if fact.part_of else fact).name
    key, index = entry_of(base, case, place)
    entry = changed.setdefault(key, {}) if index is None else changed[key][index]
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = value
    return changed


def with_entry(document: Document, entity: Entity) -> Document:
    """The document with one more, empty entry in a list."""
    changed = deepcopy(document)
    changed.setdefault(entity.list_key, []).append({})
    return changed


def with_complete(document: Document, entity: Entity) -> Document:
    """The document with a list that names all there are."""
    changed = deepcopy(document)
    changed.setdefault(entity.list_key, [])
    changed["complete"] = [*changed.get("complete", []), entity.list_key]
    return changed


def without_entry(document: Document, key: str, index: int) -> Document:
    """The document without one entry of a list."""
    changed = deepcopy(document)
    changed[key].pop(index)
    return changed


def in_tables(base: RuleBase, document: Document) -> list[str]:
    """The lists that stand in files of their own, which an interview cannot add to."""
    keys = [entity.list_key for entity in base.entities.values() if entity.list_key]
    return [key for key in keys if isinstance(document.get(key), str)]


def without_last(document: Document, entity: Entity) -> Document | None:
    """The document before a list got its last, still empty entry, or was said to be complete.

    None when the last entry has answers.
    """
    key, changed = entity.list_key, deepcopy(document)
    if key in changed.get("complete", []):
        changed["complete"].remove(key)
        return changed
    if not changed.get(key) or changed[key][-1]:
        return None
    changed[key].pop()
    return changed


def is_several(base: RuleBase, name: str) -> bool:
    """Whether several values may be answered at once."""
    fact = base.facts[name]
    return fact.kind is Kind.CHOICES or bool(fact.part_of)
