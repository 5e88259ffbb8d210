"""Random small rule bases, as the YAML text of their one file.

Every feature of the language occurs, so the reader is exercised with them. Alternatives stand in
the order of simplicity, so that Hypothesis shrinks towards short bases.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import yaml
from hypothesis import strategies as st

from engine.ir.base import RuleBase
from engine.reading.base import read_base

T = TypeVar("T")
Form = Callable[[int], str]
ROOT, PRINCIPAL, LISTS = "me", "home", ("stay", "paper")
VALUES = ("a", "b", "c", "J-1")
NUMBERS = ("number", "count", "money", "percent", "months")
CONSTANTS = ("0", "1", "2", "3", "5", "-1", "0.5")
YES_NO = ("yes", "no")
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Features:
    """What a base may contain; without `loose` every number follows from complete answers."""

    numbers: bool = True
    loose: bool = True
    assumptions: bool = True
    constraints: bool = True
    unknown: bool = True


@dataclass(frozen=True)
class Word:
    """A fact that expressions can name; `rated` is whether it may be compared (see tables)."""

    id: str
    entity: str
    kind: str
    values: tuple[str, ...] = ()
    derived: bool = False
    rated: bool = True

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass
class Book:
    """What was written so far."""

    draw: st.DrawFn
    features: Features
    entities: tuple[str, ...]
    words: list[Word] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)

    def below(self, count: int) -> int:
        return self.draw(st.integers(0, count - 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def chance(self, of: int) -> bool:
        """True in one of `of` cases."""
        return self.below(of) == of - 1

    def some(self, options: Sequence[T]) -> list[T]:
        """One or more of the options, in their order."""
        chosen = self.draw(st.sets(st.sampled_from(options), min_size=1))
        return [option for option in options if option in chosen]


@dataclass(frozen=True)
class Pen:
    """Writes expressions in one scope over the words given."""

    book: Book
    words: tuple[Word, ...]
    scope: str
    outer: str = ""
    unknown: bool = False
    unrated: bool = False

    def usable(self) -> list[Word]:
        """Words that the scope can name: its own, and those of entities with one member."""
        reach = {self.scope, ROOT} | ({PRINCIPAL} - {self.outer})
        found = [word for word in self.words if word.entity in reach]
        found = [word for word in found if word.kind != "date"]
        return [word for word in found if word.rated or self.unrated]

    def inside(self, entity: str) -> "Pen":
        return replace(self, scope=entity, outer=self.scope)

    def condition(self, depth: int) -> str:
        forms: list[Form] = [self.atom]
        if depth:
            forms += [self.joined, self.negated, self.quantified, self.counted, self.quantified]
        form = self.book.pick(forms)
        return form(depth - 1)

    def joined(self, depth: int) -> str:
        parts = [f"({self.condition(depth)})" for _ in range(2 + self.book.below(2))]
        return self.book.pick([" and ", " or "]).join(parts)

    def negated(self, depth: int) -> str:
        return f"not ({self.condition(depth)})"

    def quantified(self, depth: int) -> str:
        entity = self.book.pick([*self.book.entities[2:], *self.book.entities[:2]])
        part = self.inside(entity).condition(depth)
        return f"{self.book.pick(['exists', 'every'])}({entity}, {part})"

    def counted(self, depth: int) -> str:
        return f"{self.count(depth)} {self.relation()} {self.book.pick(CONSTANTS[:4])}"

    def relation(self) -> str:
        return self.book.pick(["<", "<=", ">", ">=", "==", "!="])

    def atom(self, depth: int) -> str:
        word = self.book.pick(self.usable())
        if self.unknown and word.kind != "choices" and self.book.chance(5):
            return f"{word.id} {self.book.pick(['is', 'is not'])} open"
        if self.unknown and not word.derived and word.kind != "choices" and self.book.chance(3):
            return f"{word.id} {self.book.pick(['is', 'is not'])} unknown"
        if word.is_number:
            return self.compared(word)
        if word.kind == "choices":
            return f"{_quoted(self.book.pick(word.values))} {self._in()} {word.id}"
        return self.chosen(word)

    def _in(self) -> str:
        return self.book.pick(["in", "not in"])

    def chosen(self, word: Word) -> str:
        others = [w for w in self.usable() if w.kind == word.kind == "choice" and w != word]
        form = self.book.below(3 if others else 2)
        if form == 0:
            value = _quoted(self.book.pick(word.values))
            return f"{word.id} {self.book.pick(['is', 'is not', '=='])} {value}"
        if form == 1:
            values = ", ".join(map(_quoted, self.book.some(word.values)))
            return f"{word.id} {self._in()} [{values}]"
        return f"{word.id} {self.book.pick(['is', 'is not'])} {self.book.pick(others).id}"

    def compared(self, word: Word) -> str:
        other = self.number(0)
        form = self.book.below(3)
        if form == 0:
            return f"{word.id} {self.relation()} {other}"
        if form == 1:
            return f"{self.number(0)} <= {word.id} < {other}"
        return f"{self.number(1)} {self.relation()} {other}"

    def number(self, depth: int) -> str:
        forms: list[Form] = [self.figure, self.named]
        if depth:
            forms += [self.arithmetic, self.count, self.total, self.looked_up, self.months]
            loose = [self.conditional, self.arithmetic, self.told_twice]
            forms += loose if self.book.features.loose else []
        form = self.book.pick(forms)
        return form(depth - 1)

    def figure(self, depth: int) -> str:
        return self.book.pick([*CONSTANTS, "param.p0", "param.p1"])

    def named(self, depth: int) -> str:
        numbers = [word for word in self.usable() if word.is_number]
        return self.book.pick(numbers).id if numbers else self.figure(depth)

    def arithmetic(self, depth: int) -> str:
        operations = "+-*/" if self.book.features.loose else "+-*"
        sides = self.number(depth), self.number(depth)
        return f"({sides[0]} {self.book.pick(operations)} {sides[1]})"

    def count(self, depth: int) -> str:
        entity = self.book.pick(self.book.entities[::-1])
        return f"count({entity}, {self._plain(entity).condition(max(0, depth))})"

    def total(self, depth: int) -> str:
        numbers = [word for word in self.words if word.is_number and (word.rated or self.unrated)]
        if not numbers:
            return self.figure(depth)
        word = self.book.pick(numbers[::-1])
        return f"total({word.id}, {self._plain(word.entity).condition(max(0, depth))})"

    def looked_up(self, depth: int) -> str:
        words = [word for word in self.usable() if word.kind == "choice"]
        if not words:
            return self.figure(depth)
        table = self.book.pick(["full", "full", "gaps"]) if self.unrated else "full"
        return f"lookup({table}, {self.book.pick(words).id})"

    def months(self, depth: int) -> str:
        reach = {self.scope, ROOT} | ({PRINCIPAL} - {self.outer})
        days = [w.id for w in self.words if w.kind == "date" and w.entity in reach]
        if not days:
            return self.figure(depth)
        form = self.book.pick(["months_until({})", "months_since({})", "months_between({}, {})"])
        return form.format(self.book.pick(days), self.book.pick(days))

    def told_twice(self, depth: int) -> str:
        """The same number twice: two that contradict each other would be a dispute."""
        number = self.number(depth)
        return f"known_from({number}, {number})"

    def conditional(self, depth: int) -> str:
        condition = replace(self, unrated=False).condition(max(0, depth))
        return f"({self.number(depth)} if {condition} else unknown)"

    def _plain(self, entity: str) -> "Pen":
        """For a condition within a number: there nothing unrated may be compared."""
        return replace(self.inside(entity), unrated=False)


def _quoted(value: str) -> str:
    return value if value.isidentifier() else f"'{value}'"


@st.composite
def base_texts(draw: st.DrawFn, features: Features = Features()) -> str:  # noqa: B008
    """The YAML text of a valid base."""
    lists = LISTS[: 1 + draw(st.integers(0, 1))]
    book = Book(draw, features, (ROOT, PRINCIPAL, *lists))
    book.items += _frame(book.entities, others=book.chance(2))
    asked = dict(_asked(book))
    book.items.append({"facts": asked})
    if features.constraints:
        book.items += _constraints(book)
    for number in range(2 + book.below(7)):
        _derive(book, number)
    book.items += [_advice(book, number) for number in range(book.below(4))]
    if book.chance(2):
        book.items.reverse()
    return yaml.dump(book.items, Dumper=DUMPER, sort_keys=False)


def read_text(text: str) -> RuleBase:
    """The base that is written in one file."""
    with TemporaryDirectory() as folder:
        Path(folder, "base.yaml").write_text(text, encoding="utf-8")
        return read_base([Path(folder)])


def _frame(entities: tuple[str, ...], *, others: bool) -> Iterator[dict[str, Any]]:
    kinds: dict[str, dict[str, str]] = {name: {"key": f"{name}s"} for name in entities}
    kinds[ROOT], kinds[PRINCIPAL] = {"root": "yes"}, {"principal": "yes"}
    if others:
        kinds[PRINCIPAL]["others"] = "other_homes"
    yield {"entities": kinds}
    because = {"because": "for tests", "assumed": "yes"}
    yield {"parameters": {"p0": {"value": 2, **because}, "p1": {"value": 0.5, **because}}}
    figures: dict[str, Any] = {"a": 1, "b": 3, "c": 0, "J-1": -2}
    tables = {"full": dict(figures), "gaps": {**figures, "b": "no_figure"}}
    yield {"tables": {name: _table(tables[name]) for name in tables}}
    section = {"title": "One", "statements": {"s-1": "So it is."}}
    source = {"id": "s", "title": "Book", "publisher": "House", "sections": {"one": section}}
    yield {"source": source}
    yield {"report": {"title": "Report", "sections": {"main": "Main"}}}


def _table(figures: dict[str, Any]) -> dict[str, Any]:
    return {"title": "Figures", "sources": ["s-1"], "figures": figures}


def _full(entity: str, name: str) -> str:
    return name if entity == ROOT else f"{entity}.{name}"


def _asked(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    """Facts that are asked; each entity has a yes/no fact, so that every scope has an atom."""
    kinds = ["yes_no", "choice", "choices"]
    kinds += [*NUMBERS, "date"] if book.features.numbers else []
    for entity in book.entities:
        chosen = ["yes_no", *(book.pick(kinds) for _ in range(book.below(4)))]
        for number, kind in enumerate(chosen):
            values = VALUES[: 2 + book.below(3)] if kind in ("choice", "choices") else ()
            word = Word(
                _full(entity, f"q{number}"), entity, kind, YES_NO if kind == "yes_no" else values
            )
            book.words.append(word)
            yield word.id, _question(book, word)


def _question(book: Book, word: Word) -> dict[str, Any]:
    entry: dict[str, Any] = {"ask": "How is it?", "label": "it", "type": word.kind}
    if word.kind in ("choice", "choices"):
        entry["values"] = {value: f"value {value}" for value in word.values}
    if word.is_number and book.chance(3):
        entry["min"], entry["max"] = book.pick([(0, 4), (1, 9)])
    assumable = word.kind not in ("choices", "date")
    if book.features.assumptions and assumable and book.chance(4):
        entry["assume"] = book.pick(word.values or ("2", "3"))
        entry["assume_because"] = "mostly so"
    return entry


def _constraints(book: Book) -> Iterator[dict[str, Any]]:
    for number in range(book.below(3)):
        scope = book.pick(book.entities)
        never = Pen(book, tuple(book.words), scope).condition(2)
        said = {"never": never, "say": "Which is right?", "for": scope}
        yield {"constraints": {f"k{number}": said}}


def _derive(book: Book, number: int) -> None:
    """One derived fact over those before it, with what derives it."""
    entity = book.pick(book.entities)
    derive = book.pick([_concluded, _concluded, _decided, _decided, _calculated])
    word, entry = derive(book, _full(entity, f"d{number}"), entity)
    book.words.append(word)
    book.items.append({"derived": {word.id: {"label": "derived", "type": word.kind, **entry}}})


def _concluded(book: Book, name: str, entity: str) -> tuple[Word, dict[str, Any]]:
    pen = Pen(book, tuple(book.words), entity)
    also = [name]
    if book.chance(6):  # one rule may conclude several facts
        twin = f"{name}_too"
        also.append(twin)
        book.words.append(Word(twin, entity, "yes_no", YES_NO, derived=True))
        book.items.append({"derived": {twin: {"label": "twin", "type": "yes_no"}}})
    for index in range(1 + book.below(3)):
        rule = {"rule": f"{_path(name)}/rule-{index}", "for": entity, "when": pen.condition(2)}
        facts = dict.fromkeys(also if index == 0 else [name], "yes")
        book.items.append({**rule, "conclude": facts, "because": "so", "assumed": "yes"})
    return Word(name, entity, "yes_no", YES_NO, derived=True), {}


def _decided(book: Book, name: str, entity: str) -> tuple[Word, dict[str, Any]]:
    pen = Pen(book, tuple(book.words), entity)
    values = VALUES[: 2 + book.below(3)]
    rows: list[dict[str, Any]] = []
    for index in range(1 + book.below(5)):
        row = {"rule": f"{_path(name)}/row-{index}", "when": pen.condition(2)}
        rows.append({**row, "then": book.pick(values), "because": "so", "assumed": "yes"})
    rows.append({"otherwise": book.pick(values), "because": "so", "assumed": "yes"})
    book.items.append({"decision": name, "for": entity, "rows": rows})
    labels = {value: f"outcome {value}" for value in values}
    return Word(name, entity, "choice", values, derived=True), {"values": labels}


def _calculated(book: Book, name: str, entity: str) -> tuple[Word, dict[str, Any]]:
    unrated = book.features.loose and book.chance(3)
    pen = Pen(book, tuple(book.words), entity, unrated=unrated)
    kind = book.pick(NUMBERS[:3])
    return Word(name, entity, kind, derived=True, rated=not unrated), {"formula": pen.number(3)}


def _advice(book: Book, number: int) -> dict[str, Any]:
    scope = book.pick(book.entities)
    item = {"advice": f"advice/item-{number}", "for": scope, "section": "main", "say": "Do it."}
    if book.chance(5):
        return {**item, "assumed": "yes"}
    pen = Pen(book, tuple(book.words), scope, unknown=book.features.unknown)
    return {**item, "when": pen.condition(2), "assumed": "yes"}


def _path(name: str) -> str:
    return name.replace(".", "/")
