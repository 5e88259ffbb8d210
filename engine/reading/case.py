"""Case files: one person's answers, read against the vocabulary."""

from pathlib import Path
from typing import Any

from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import ONLY_NO, ONLY_YES
from engine.problem import BadInput, Problems, quoted, suggest
from engine.reading.answers import UNKNOWN_HINT, hint_for, read_value
from engine.reading.document import Mapping as Named
from engine.reading.document import Scalar, Sequence, Tree, read_bytes, read_file
from engine.reading.fields import Fields
from engine.reading.notes import read_notes
from engine.reading.rows import ENDINGS, read_rows
from engine.span import Span

SCHEMA = "crossmatch.case/1"
MAX_MEMBERS = 200


def read_case(base: RuleBase, path: Path) -> Case:
    """The case in a file. Raises BadInput with every mistake found."""
    problems = Problems()
    return _case(base, read_file(path, str(path), problems), str(path), problems)


def case_from_bytes(base: RuleBase, data: bytes, name: str) -> Case:
    """The case in a text, such as standard input. Raises BadInput with every mistake found."""
    problems = Problems()
    return _case(base, read_bytes(data, name, problems), name, problems)


def case_from_tree(base: RuleBase, tree: Tree, name: str, problems: Problems) -> Case:
    """The case in what was read of a file; its mistakes go to `problems`."""
    return _CaseReader(base, Path(name).parent, problems).read(tree, name)


def _case(base: RuleBase, tree: Tree | None, name: str, problems: Problems) -> Case:
    if tree is None:
        raise BadInput(problems.sorted())
    case = case_from_tree(base, tree, name, problems)
    if problems:
        raise BadInput(problems.sorted())
    return case


class _CaseReader:
    def __init__(self, base: RuleBase, folder: Path, problems: Problems) -> None:
        self._base = base
        self._folder = folder
        self._problems = problems
        self._answers: dict[Place, Answer] = {}
        self._members: dict[str, tuple[int, ...]] = {}

    def read(self, tree: Tree, name: str) -> Case:
        fields = Fields(tree, self._problems, "case")
        schema = fields.scalar("schema")
        if schema is not None and schema.text != SCHEMA:
            hint = f"this version reads {SCHEMA}"
            message = f"{quoted(schema.text)} is not a schema of cases that is known here"
            self._problems.add(schema.span, message, hint)
        title, as_of = fields.text("title"), fields.day("date")
        made_with = fields.text("knowledge")
        self._read_members(fields)
        complete = self._complete(fields)
        expect = plain(found) if (found := fields.tree("expect")) else {}
        notes = read_notes(self._base, fields, self._problems)
        fields.finish(self._misplaced)
        head = (title, as_of, expect, name, made_with, notes)
        return Case(self._members, self._answers, complete, *head)

    def _read_members(self, fields: Fields) -> None:
        """Principals are numbered first, so that their numbers are the same in every case."""
        entities = sorted(self._base.entities.values(), key=lambda e: (not e.root, not e.principal))
        self._members = {entity.name: () for entity in entities}
        for entity in entities:
            if entity.principal:
                self._add(entity, fields.tree(entity.key))
        for entity in entities:
            for tree in self._entries(entity, fields):
                self._add(entity, tree)

    def _add(self, entity: Entity, tree: Tree | None) -> None:
        number = sum(map(len, self._members.values()))
        self._members[entity.name] += (number,)
        if tree is not None:
            self._read_facts(entity, tree, number)

    def _entries(self, entity: Entity, fields: Fields) -> tuple[Tree, ...]:
        key = entity.list_key
        items = self._items(entity, fields) if key else ()
        if len(items) > MAX_MEMBERS:
            message = f"{key}: these are more than {MAX_MEMBERS} entries"
            hint = "split them over several case files"
            self._problems.add(items[MAX_MEMBERS].span, message, hint)
        return items[:MAX_MEMBERS]

    def _items(self, entity: Entity, fields: Fields) -> tuple[Tree, ...]:
        tree = fields.tree(entity.list_key)
        if not isinstance(tree, Scalar) or not tree.text.endswith(ENDINGS):
            key = entity.list_key
            hint = f"start each {entity.label} in a new line with a dash; for none at all write "
            return fields.items(key, hint + f"{key}: [] and complete: [{key}]")
        facts = [f for f in self._base.facts.values() if f.entity == entity.name]
        asked = [fact for fact in facts if not fact.derived and not fact.part_of]
        return read_rows(self._folder / tree.text, asked, self._problems)

    def _read_facts(self, entity: Entity, tree: Tree, member: int) -> None:
        if not isinstance(tree, Named):
            example = next((fact.name for fact in self._questions(entity)), "name")
            hint = f"write lines such as {example}: unknown, with a blank behind the colon"
            message = f"{entity.key}: answers are expected here"
            if isinstance(tree, Scalar) and not tree.text:
                message, hint = f"{entity.key}: nothing is written here", "remove the line"
            self._problems.add(tree.span, message, hint)
            return
        known = {f.name: f for f in self._base.facts.values() if f.entity == entity.name}
        for name, value in tree.entries.items():
            fact = known.get(name)
            if fact is None or fact.part_of:
                message = f"{entity.name}: there is no question {quoted(name)}"
                self._problems.add(tree.keys[name], message, self._meant(name, entity))
            elif fact.derived:
                hint = "it is worked out from the other answers; remove the line"
                self._problems.add(tree.keys[name], f"{name} is not a question", hint)
            else:
                self._read_answer(fact, value, member)

    def _misplaced(self, name: str) -> str:
        """A hint for a question that stands outside of the thing that it is about."""
        for entity in self._base.entities.values():
            if name in [fact.name for fact in self._questions(entity)]:
                return f"it is a question of {entity.name}; write it under {entity.key}:"
        return ""

    def _questions(self, entity: Entity) -> list[Fact]:
        facts = [fact for fact in self._base.facts.values() if fact.entity == entity.name]
        return [fact for fact in facts if not fact.derived and not fact.part_of]

    def _meant(self, name: str, entity: Entity) -> str:
        """A hint for a name that is no question about the entity."""
        if name[:1].isdigit():
            return 'a comma in { } starts a new entry; put such numbers in quotes, like "1,500"'
        own = [fact.name for fact in self._questions(entity)]
        if name.rpartition(".")[2] in own:
            return f"write {name.rpartition('.')[2]}"
        if name == "<<":
            return "write the values out; entries cannot be merged"
        return self._misplaced(name) or suggest(name, own)

    def _read_answer(self, fact: Fact, tree: Tree, member: int) -> None:
        if fact.kind is Kind.CHOICES and isinstance(tree, Sequence):
            self._read_several(fact, tree, member)
        elif not isinstance(tree, Scalar):
            self._problems.add(tree.span, *_not_one(fact, tree))
        elif not tree.text.strip() and not (tree.quoted and fact.kind is Kind.TEXT):
            self._problems.add(tree.span, f"{fact.id} has no value", UNKNOWN_HINT)
        elif tree.text.strip() == "unknown":
            self._put(fact, None, tree.span, member)
        elif fact.kind is Kind.CHOICES:
            hint = f"write {fact.name}: [{' '.join(tree.text.split())}]"
            self._problems.add(tree.span, f"{fact.id}: a list is expected here", hint)
        else:
            value = read_value(fact, tree.text.strip(), tree.span, self._problems)
            if value is not None:
                self._answers[fact.id, member] = Answer(value, tree.span)

    def _read_several(self, fact: Fact, tree: Sequence, member: int) -> None:
        """A list names all members that apply; with `unknown` in it the others stay unknown."""
        named = [item for item in tree.items if isinstance(item, Scalar)]
        for item in tree.items:
            if not isinstance(item, Scalar):
                self._problems.add(item.span, *_not_one(fact, item))
            elif not item.text:
                self._problems.add(item.span, f"{fact.id}: this entry is empty", "remove it")
            elif item.text not in fact.choices and item.text != "unknown":
                message = f"{quoted(item.text)} is not a value of {fact.id}"
                self._problems.add(item.span, message, hint_for(fact, item.text))
        chosen = {item.text for item in named}
        rest = None if "unknown" in chosen else ONLY_NO
        for choice in fact.choices:
            value = ONLY_YES if choice in chosen else rest
            self._answers[f"{fact.id}:{choice}", member] = Answer(value, tree.span)

    def _put(self, fact: Fact, value: None, span: Span, member: int) -> None:
        parts = [f"{fact.id}:{choice}" for choice in fact.choices]
        for name in parts if fact.kind is Kind.CHOICES else [fact.id]:
            self._answers[name, member] = Answer(value, span)

    def _complete(self, fields: Fields) -> frozenset[str]:
        lists = {e.list_key: e.name for e in self._base.entities.values() if e.list_key}
        chosen = set()
        example = f"write complete: [{', '.join(lists)}] with those lists that name all there are"
        for scalar in fields.scalars("complete", example):
            if scalar.text not in lists:
                message = f"{quoted(scalar.text)} is not a list of a case"
                self._problems.add(scalar.span, message, suggest(scalar.text, lists))
            else:
                chosen.add(lists[scalar.text])
        return frozenset(chosen)


def _not_one(fact: Fact, tree: Tree) -> tuple[str, str]:
    """What to say of a list or a group where one value is expected."""
    values = list(fact.choices) or ["12"]
    if fact.kind is Kind.CHOICES:
        hint = f"write for example {fact.name}: [{', '.join(values[:2])}]"
        return f"{fact.id}: a list of words is expected here", hint
    what = "a list" if isinstance(tree, Sequence) else "a group"
    return f"{fact.id} takes one value, not {what}", f"write for example {fact.name}: {values[0]}"


def plain(tree: Tree) -> Any:
    """What was read, without places: texts, lists and names with values."""
    match tree:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
    return {name: plain(value) for name, value in tree.entries.items()}
