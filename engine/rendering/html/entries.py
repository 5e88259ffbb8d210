"""The entries of a list: compared side by side, then each with its reasons."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.ir.layout import EntityLayout
from engine.problem import listing
from engine.rendering.html.advice import advised, warned
from engine.rendering.html.decisions import branches, folded, undrawn
from engine.rendering.html.notes import noted, notes_within
from engine.rendering.html.sentence import Why, Writer, listed, section, why_of
from engine.rendering.html.tags import Safe, anchor, tag
from engine.rendering.report import capital
from engine.report.parts import Data

BESIDE = 4  # columns of one table; more would be cut when printed
UNNEEDED = "not needed so far"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says of one entry, and the rules or facts it comes from."""

    text: str
    why: Why


def entry_sections(write: Writer) -> list[Safe]:
    """One region for each list that has entries."""
    layouts = [part for part in write.base.layout.entities if write.report[part.key]]
    return [_Entries(part, write).region() for part in layouts]


class _Entries:
    """Writes the entries of one list."""

    def __init__(self, layout: EntityLayout, write: Writer) -> None:
        self.layout, self.write, self.base = layout, write, write.base
        self.found: list[Data] = write.report[layout.key]
        self.name = layout.headline.rpartition(".")[2]

    def region(self) -> Safe:
        tables = [self._table(start) for start in range(0, len(self.found), BESIDE)]
        each = [self._entry(number, data) for number, data in enumerate(self.found)]
        key = anchor("list", self.layout.key)
        return section(self.layout.title, key, *tables, undrawn(len(self.found)), *each)

    def _key(self, number: int) -> str:
        return anchor("entry", self.layout.key, str(number))

    def _table(self, start: int) -> Safe:
        part = self.found[start : start + BESIDE]
        heads = [self._head(start + index, data) for index, data in enumerate(part)]
        corner = tag("th", "Compared", scope="col")
        rows = [_row(title, cells) for title, cells in self._rows(part)]
        words = f"{self.layout.title}, side by side"
        if len(self.found) > BESIDE:
            words += f": {start + 1} to {start + len(part)} of {len(self.found)}"
        head = tag("thead", tag("tr", corner, *heads))
        table = tag("table", tag("caption", words), head, tag("tbody", *rows), class_="compared")
        return tag("div", table, class_="wide", tabindex=0, role="region", aria_label=words)

    def _head(self, number: int, data: Data) -> Safe:
        link = tag("a", tag("bdi", data["name"]), href=f"#{self._key(number)}")
        return tag("th", link, scope="col")

    def _rows(self, part: list[Data]) -> Iterator[tuple[str, list[Cell]]]:
        if self.layout.headline:
            label = self.base.facts[self.layout.headline].label
            yield label, [self._headline_cell(data) for data in part]
        for name, fact in self.layout.fields.items():
            yield self.base.facts[fact].label, [_field(name, fact, data) for data in part]
        if self.layout.flags:
            yield "warnings", [self._flags(data) for data in part]
        labels = {support["fact"] for data in part for support in self._own(data)}
        for fact in (fact for fact in self.base.facts if fact in labels):
            yield self.base.facts[fact].label, [self._answer(fact, data) for data in part]

    def _headline_cell(self, data: Data) -> Cell:
        return Cell(_short(self._headline_text(data)), self._why(data))

    def _flags(self, data: Data) -> Cell:
        flags = data[self.layout.flags]
        rules = tuple(dict.fromkeys(flag["rule"] for flag in flags))
        text = ";\n".join(f"{flag['severity']}: {flag['title']}" for flag in flags)
        return Cell(text or "none", Why("rule" if rules else "answers", rules))

    def _own(self, data: Data) -> list[Data]:
        """The answers about the entry that something said of it rests on, beside the fields."""
        shown = set(self.layout.fields.values())
        names = [name for name in (self.layout.flags, *self.layout.lists) if name]
        items = [data, *(item for name in names for item in data[name])]
        supports = [support for item in items for support in item.get("supports", ())]
        found = {s["fact"]: s for s in supports if s["about"] in ("", data["name"])}
        entity, facts = self.layout.entity, self.base.facts
        return [s for f, s in found.items() if facts[f].entity == entity and f not in shown]

    def _answer(self, fact: str, data: Data) -> Cell:
        label = f"{self.base.facts[fact].label}: "
        said = [s for s in self._own(data) if s["fact"] == fact]
        texts = [s["text"].removeprefix(label) + _origin(s) for s in said]
        return Cell("; ".join(texts) or UNNEEDED, Why("answers", facts=(fact,)))

    def _entry(self, number: int, data: Data) -> Safe:
        about = data["name"]
        parts: list[Safe | None] = [*self._headline(data), *self._fields(data)]
        warnings = [warned(flag, about, self.write) for flag in data.get(self.layout.flags, ())]
        parts.append(listed(warnings) if warnings else None)
        titles = {part.id: part.title for part in self.base.layout.sections}
        for name, wanted in self.layout.lists.items():
            if data[name]:
                parts.append(tag("h4", titles[wanted]))
                parts.append(listed([advised(item, self.write) for item in data[name]]))
        own = [fact.id for fact in self.base.facts.values() if fact.entity == self.layout.entity]
        key = self.base.entities[self.layout.entity].list_key
        parts += notes_within([*own, key], self.write, about)
        picture = self.write.pictures.entries.get((self.layout.key, about))
        parts.append(folded(picture, about) if picture else None)
        return section(tag("bdi", about), self._key(number), *parts, level=3)

    def _headline(self, data: Data) -> Iterator[Safe | None]:
        if not self.layout.headline:
            return
        picture = self.write.pictures.entries.get((self.layout.key, data["name"]))
        why = self._why(data)
        if picture and data["candidates"]:
            why = replace(why, nodes=tuple(picture.nodes([], data["candidates"])))
        said = self.write.sentence(self._headline_text(data), why, about=data["name"])
        yield noted(said, [self.layout.headline], self.write, data["name"])
        if data["if"]:
            yield branches(data, self.layout.headline, picture, self.write)

    def _headline_text(self, data: Data) -> str:
        fact, status = self.base.facts[self.layout.headline], data[f"{self.name}_status"]
        if status == "past":
            known = self.base.facts[self.layout.status]
            shown = known.choices.get(str(data["status"]), "")
            return f"{capital(known.label)}: {shown}."
        if status == "settled":
            return f"{capital(fact.label)}: {data[f'{self.name}_text']}."
        now = f" For now: {fact.choices[data[self.name]]}." if data[self.name] else ""
        left = [label for choice, label in fact.choices.items() if choice in data["candidates"]]
        return f"{capital(fact.label)}: still open.{now} It can become: {listing(left)}."

    def _why(self, data: Data) -> Why:
        if data[f"{self.name}_status"] == "past":
            return Why("answers", facts=(self.layout.status,))
        why = why_of(data, repeat=True)
        open_rules = self.write.open_rules(self.layout.headline, data["candidates"])
        return replace(why, rules=why.rules or open_rules)

    def _fields(self, data: Data) -> Iterator[Safe]:
        for name, fact in self.layout.fields.items():
            if data[f"{name}_rule"]:
                text = f"{capital(self.base.facts[fact].label)}: {data[f'{name}_text']}."
                why = replace(_field(name, fact, data).why, because=data[f"{name}_because"])
                yield self.write.sentence(text, why, about=data["name"])
        for name, fact in self.layout.span_of.items():
            if data[name]:
                low, high = (self.base.facts[fact].choices[end] for end in data[name])
                why = Why(rules=self.write.open_rules(fact, data[name]))
                text = f"{capital(self.base.facts[fact].label)}: between {low} and {high}."
                yield self.write.sentence(text, why, about=data["name"])


def _field(name: str, fact: str, data: Data) -> Cell:
    """The value of a field, by its rule where it has one."""
    rule, sources = data[f"{name}_rule"], tuple(data[f"{name}_sources"])
    why = Why(rules=(rule,), sources=sources) if rule else Why("answers", facts=(fact,))
    return Cell(data[f"{name}_text"], why)


def _row(title: str, cells: list[Cell]) -> Safe:
    return tag("tr", tag("th", capital(title), scope="row"), *map(_cell, cells))


def _cell(cell: Cell) -> Safe:
    why = cell.why
    attributes = {
        "data_kind": why.kind,
        "data_rules": " ".join(why.rules) or None,
        "data_sources": " ".join(why.sources) or None,
        "data_facts": " ".join(why.facts) or None,
        "class_": "unneeded" if cell.text == UNNEEDED else None,
    }
    return tag("td", cell.text, **attributes)


def _short(text: str) -> str:
    """Without the label that the row has already."""
    return text.partition(": ")[2].rstrip(".")


def _origin(support: Data) -> str:
    return " (assumed)" if support["from"] == "assumed" else ""
