"""Case files: one person's answers, read against the vocabulary."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import ONLY_NO, ONLY_YES
from engine.problem import BadInput, Problems, suggest
from engine.reading.answers import read_value
from engine.reading.document import Mapping as Named
from engine.reading.document import Scalar, Sequence, Tree, read_bytes, read_file
from engine.reading.fields import Fields
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


def _case(base: RuleBase, tree: Tree | None, name: str, problems: Problems) -> Case:
    if tree is None:
        raise BadInput(problems.sorted())
    case = _CaseReader(base, problems).read(tree, name)
    if problems:
        raise BadInput(problems.sorted())
    return case


class _CaseReader:
    def __init__(self, base: RuleBase, problems: Problems) -> None:
        self._base = base
        self._problems = problems
        self._answers: dict[Place, Answer] = {}
        self._members: dict[str, tuple[int, ...]] = {}

    def read(self, tree: Tree, name: str) -> Case:
        fields = Fields(tree, self._problems, "case")
        schema = fields.scalar("schema")
        if schema is not None and schema.text != SCHEMA:
            hint = f"this version reads {SCHEMA}"
            self._problems.add(schema.span, f"{schema.text} is not a known case schema", hint)
        title, as_of = fields.text("title"), self._date(fields.scalar("date"))
        made_with = fields.text("knowledge")
        self._read_members(fields)
        complete = self._complete(fields)
        expect = _plain(found) if (found := fields.tree("expect")) else {}
        fields.finish()
        return Case(self._members, self._answers, complete, title, as_of, expect, name, made_with)

    def _read_members(self, fields: Fields) -> None:
        entities = sorted(self._base.entities.values(), key=lambda e: (not e.root, not e.principal))
        number = 0
        for entity in entities:
            found = list(self._entries(entity, fields))
            self._members[entity.name] = tuple(range(number, number + len(found)))
            for tree in found:
                if tree is not None:
                    self._read_facts(entity, tree, number)
                number += 1

    def _entries(self, entity: Entity, fields: Fields) -> Iterator[Tree | None]:
        if entity.principal:
            yield fields.tree(entity.key)
            return
        items = fields.items(entity.key)
        if len(items) > MAX_MEMBERS:
            message = f"{entity.key}: more than {MAX_MEMBERS} entries"
            self._problems.add(items[MAX_MEMBERS].span, message, "split the case")
        yield from items[:MAX_MEMBERS]

    def _read_facts(self, entity: Entity, tree: Tree, member: int) -> None:
        if not isinstance(tree, Named):
            hint = f"write facts of {entity.label} as name: value"
            self._problems.add(tree.span, f"{entity.key}: answers are expected here", hint)
            return
        known = {f.name: f for f in self._base.facts.values() if f.entity == entity.name}
        for name, value in tree.entries.items():
            fact = known.get(name)
            if fact is None or fact.part_of:
                hint = suggest(name, [f.name for f in known.values() if not f.derived])
                self._problems.add(tree.keys[name], f"there is no question {name}", hint)
            elif fact.derived:
                hint = "it is worked out from the other answers; remove the line"
                self._problems.add(tree.keys[name], f"{name} is not asked", hint)
            else:
                self._read_answer(fact, value, member)

    def _read_answer(self, fact: Fact, tree: Tree, member: int) -> None:
        if fact.kind is Kind.CHOICES and isinstance(tree, Sequence):
            self._read_several(fact, tree, member)
        elif not isinstance(tree, Scalar):
            self._problems.add(tree.span, f"{fact.id}: one value is expected here")
        elif not tree.text.strip() and not tree.quoted:
            hint = "write unknown if you asked and it is not known, or remove the line"
            self._problems.add(tree.span, f"{fact.id} has no value", hint)
        elif tree.text == "unknown":
            self._put(fact, None, tree.span, member)
        elif fact.kind is Kind.CHOICES:
            hint = f"write {fact.name}: [{tree.text}]"
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
                self._problems.add(item.span, f"{fact.id}: a word is expected here")
            elif item.text not in fact.choices and item.text != "unknown":
                hint = suggest(item.text, fact.choices)
                message = f"{item.text} is not a value of {fact.id}"
                self._problems.add(item.span, message, hint)
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
        lists = {e.key: e.name for e in self._base.entities.values() if not e.principal}
        chosen = set()
        for scalar in fields.scalars("complete"):
            if scalar.text not in lists:
                hint = suggest(scalar.text, lists)
                self._problems.add(scalar.span, f"{scalar.text} is not a list of cases", hint)
            else:
                chosen.add(lists[scalar.text])
        return frozenset(chosen)

    def _date(self, scalar: Scalar | None) -> date | None:
        if scalar is None:
            return None
        try:
            return date.fromisoformat(scalar.text)
        except ValueError:
            hint = "write year-month-day, such as 2026-09-15"
            self._problems.add(scalar.span, f"{scalar.text} is not a date", hint)
            return None


def _plain(tree: Tree) -> Any:
    match tree:
        case Scalar(text):
            return text
        case Sequence(items):
            return [_plain(item) for item in items]
    return {name: _plain(value) for name, value in tree.entries.items()}
