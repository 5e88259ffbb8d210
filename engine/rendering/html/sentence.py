"""Sentences that open to why they are said, and what a page needs to write them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from engine.ir.base import RuleBase
from engine.ir.conditions import refs
from engine.rendering.html.pictures import Picture, Pictures
from engine.rendering.html.tags import Content, Safe, anchor, joined, tag
from engine.rendering.notes import Notes
from engine.rendering.short import OURS
from engine.report.parts import Data

_FROM = {
    "answer": "you said",
    "assumed": "assumed, you have not said",
    "unknown": "you do not know",
    "disputed": "set aside, it contradicts another answer",
}


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind a sentence; `kind` is `rule` or what it is instead of a rule's."""

    kind: str = "rule"
    rules: tuple[str, ...] = ()
    because: str = ""
    looked_at: tuple[str, ...] = ()
    said: tuple[Data, ...] = ()
    sources: tuple[str, ...] = ()
    assumed: bool = False
    facts: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


def why_of(data: Data, *, repeat: bool = False) -> Why:
    """From a decision, an advice or a warning; its reason is left out unless to `repeat`."""
    rule = data["rule"]
    return Why(
        rules=tuple(rule.split(" or ")) if rule else (),
        because=data["because"] if repeat else "",
        looked_at=tuple(data.get("because_of", ())),
        said=tuple(data.get("supports", ())),
        sources=tuple(data["sources"]),
        assumed=data["assumed"],
    )


@dataclass(slots=True)
class Writer:
    """Writes sentences with ids in the order of the page."""

    base: RuleBase
    report: Data
    pictures: Pictures
    notes: Notes = field(init=False)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.notes = Notes(self.report)

    def sentence(self, text: Content, why: Why, *, lead: Content = None, about: str = "") -> Safe:
        """A sentence that opens to its reasons; `lead` stands before it, such as its dates."""
        pictures = self.pictures.of(about)
        nodes = why.nodes or self._nodes(why, pictures)
        name = f"s{next(self._numbers)}"
        marks = _marks(replace(why, nodes=nodes))
        said = tag("span", text, class_="said")
        summary = tag("summary", lead, " " if lead else None, said, _brief(why))
        reasons = tag("div", *self._reasons(why, pictures, about), class_="why")
        return tag("details", summary, reasons, id=name, class_="say", **marks)

    def plain(self, name: str, text: Content, why: Why) -> Safe:
        """An element that says something without opening, such as a cell of a table."""
        return tag(name, text, **_marks(why))

    def open_rules(self, fact: str, candidates: Iterable[str]) -> tuple[str, ...]:
        """The rules that can still decide an open fact."""
        wanted = frozenset(candidates)
        if fact in self.base.decisions:
            return tuple(r.id for r in self.base.decisions[fact].rows if r.then in wanted)
        return tuple(rule.id for rule in self.base.concluding.get(fact, ()))

    def _nodes(self, why: Why, pictures: list[Picture]) -> tuple[str, ...]:
        facts = {support["fact"] for support in why.said} | set(why.facts)
        for name in why.rules:
            when = self.base.governed[name].when
            facts |= {ref.fact for ref in refs(when)} if when is not None else set()
        return tuple(node for found in pictures for node in found.nodes(facts))

    def _reasons(self, why: Why, pictures: list[Picture], about: str) -> Iterator[Safe]:
        if why.because:
            yield _part("Because", why.because)
        answered = [support for support in why.said if support["from"] != "open"]
        lines = [self._support(support, pictures, about) for support in answered]
        lines += self._unanswered(why.said, pictures)
        told = tuple(support["text"] for support in why.said)
        lines += [tag("li", line) for line in why.looked_at if not line.startswith(told)]
        if lines:
            yield _part("What it looked at", tag("ul", *lines))
        if why.rules:
            ours = f" ({OURS})" if why.assumed else ""
            names = [joined(" ", tag("code", rule)) for rule in why.rules]
            yield _part("Rules" if len(names) > 1 else "Rule", joined(*names, ours))
        if why.sources:
            yield _part("Sources", tag("ul", *map(self._source, why.sources)))

    def _support(self, data: Data, pictures: list[Picture], about: str) -> Safe:
        nodes = [node for found in pictures for node in found.nodes([data["fact"]])]
        other = f" ({data['about']})" if data["about"] not in ("", about) else ""
        text = f"{data['text']}{other} – {_FROM[data['from']]}"
        return tag("li", text, data_facts=data["fact"], data_nodes=" ".join(nodes) or None)

    def _unanswered(self, said: Iterable[Data], pictures: list[Picture]) -> list[Safe]:
        """One line for all missing answers, of whichever entries: these can be hundreds."""
        facts = tuple(dict.fromkeys(s["fact"] for s in said if s["from"] == "open"))
        if not facts:
            return []
        nodes = [node for found in pictures for node in found.nodes(facts)]
        text = f"Not answered yet: {'; '.join(self.base.facts[fact].label for fact in facts)}"
        return [tag("li", text, data_facts=" ".join(facts), data_nodes=" ".join(nodes) or None)]

    def _source(self, name: str) -> Safe:
        citation = self.base.citations[name]
        link = tag("a", name, href=f"#{anchor('source', name)}")
        return tag("li", link, f" {self.base.documents[citation.document]}, {citation.section}")


def _marks(why: Why) -> dict[str, str | None]:
    return {
        "data_kind": why.kind,
        "data_rules": " ".join(why.rules) or None,
        "data_sources": " ".join(why.sources) or None,
        "data_facts": " ".join(why.facts) or None,
        "data_nodes": " ".join(why.nodes) or None,
    }


def _brief(why: Why) -> Safe:
    """The reasons in one line, which is printed while the sentence is not opened."""
    because = why.because or ("; ".join(why.looked_at) if why.kind != "rule" else "")
    ids = [f"Rule {', '.join(why.rules)}"] if why.rules else []
    ids += [f"Source {', '.join(why.sources)}"] if why.sources else []
    told = [f"{part.rstrip('.')}." for part in (because, "; ".join(ids)) if part]
    return tag("span", " ", " ".join(told), class_="brief")


def _part(title: str, content: Content) -> Safe:
    return tag("div", tag("b", f"{title}: "), content)


def note(text: str, name: str = "p") -> Safe:
    """Words of the page itself, which no rule stands behind."""
    return tag(name, text, data_kind="note")


def section(title: Content, name: str, *content: Content, level: int = 2) -> Safe:
    """A region of the page under a heading."""
    heading = tag(f"h{level}", title, id=f"{name}-title")
    return tag("section", heading, *content, id=name, aria_labelledby=f"{name}-title")


def listed(items: Iterable[Content], name: str = "ul", **attributes: str) -> Safe:
    """A list of elements."""
    return tag(name, *(tag("li", item) for item in items), **attributes)
