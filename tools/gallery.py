"""The gallery as data: pages, and the pictures on each."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.drawing.decision import Painter
from engine.drawing.feeding import SECTION, Feeding
from engine.drawing.folding import MOST, Folder, page_name, section_page, topic_page
from engine.drawing.graph import Graph
from engine.drawing.roadmap import dated, own, possible, roadmap, splitting
from engine.drawing.states import TooLarge
from engine.drawing.text import capital
from engine.finding.names import drawable
from engine.ir.base import RuleBase

MOST_BRANCHES = 30  # with text on each, of an unfolded picture
OVERVIEW, ROADMAP = "overview", "roadmap"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture under its file name without ending; `text` says what it is good for."""

    name: str
    title: str
    text: str
    graph: Graph


@dataclass(frozen=True, slots=True)
class Page:
    """Pictures of one thing; `left_out` says which are missing and why."""

    name: str
    title: str
    group: str
    pictures: tuple[Picture, ...]
    left_out: tuple[str, ...] = ()


class Gallery:
    """Makes all pages of a base."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._painter = Painter(base)
        self._feeding = Feeding(base)
        self._folder = Folder(self._feeding)

    def pages(self) -> list[Page]:
        """In the order of the index."""
        return [
            self._overview(),
            *self._roadmaps(),
            *(self._decision(fact) for fact in self._decided()),
            *(self._topic(topic) for topic in sorted({*self._feeding.topics.values()})),
            *self._sections(),
        ]

    def _overview(self) -> Page:
        text = "A topic is a folder of the rules; each has a page of its own."
        picture = Picture(OVERVIEW, "From questions to topics", text, self._folder.questions())
        return Page(OVERVIEW, "What feeds what", "Overview", (picture,))

    def _roadmaps(self) -> Iterator[Page]:
        fact = splitting(self._base)
        if fact is None:
            whole = roadmap(self._base, dated(self._base), "Roadmap")
            yield Page(ROADMAP, "Roadmap", "Overview", (Picture(ROADMAP, "Roadmap", "", whole),))
            return
        text = "Advice that somebody may get of whom only this is known; rules decide the rest."
        for value, label in self._base.facts[fact].choices.items():
            title, name = f"Roadmap: {label}", f"{ROADMAP}-{value.replace('_', '-')}"
            advice = own(self._base, possible(self._base, fact, value))
            graph = roadmap(self._base, advice, title)
            yield Page(name, title, "Roadmaps", (Picture(name, title, text, graph),))
        yield from self._entries()

    def _entries(self) -> Iterator[Page]:
        """Dates of list entries, which are the same for everybody."""
        every = dated(self._base)
        if others := [one for one in every if one not in own(self._base, every)]:
            title, name = "Roadmap: dates of list entries", f"{ROADMAP}-entries"
            graph = roadmap(self._base, others, title)
            picture = Picture(name, title, "Counted from the dates of each entry.", graph)
            yield Page(name, title, "Roadmaps", (picture,))

    def _decided(self) -> list[str]:
        """Decisions, and the other facts that a report shows as such."""
        shown = {*self._base.decisions, *self._base.layout.decisions.values()}
        return [name for name in drawable(self._base) if name in shown]

    def _decision(self, fact: str) -> Page:
        name, label = page_name(fact), capital(self._base.facts[fact].label)
        found, missing = [], []
        text = "Tests from top to bottom, outcomes at the end; derived facts have pages or topics."
        found.append(Picture(name, "How it is decided", text, self._painter.draw(fact)))
        if self._feeding.unfolds(fact):
            unfolded = self._unfolded(fact)
            text = "The same, with derived facts unfolded to the questions behind them."
            if unfolded is None:
                missing.append("Unfolded to questions it has too many parts for one picture.")
            else:
                found.append(Picture(f"{name}-questions", "By questions alone", text, unfolded))
        text = "All that it follows from, and which advice it changes."
        feeds = self._folder.fact(fact)
        found.append(Picture(f"{name}-feeds", "What feeds it", text, feeds))
        title = self._base.decisions[fact].title if fact in self._base.decisions else label
        return Page(name, title or label, "Decisions", tuple(found), tuple(missing))

    def _unfolded(self, fact: str) -> Graph | None:
        """None where it has more parts than a picture may have; at least one for each question."""
        if len(self._feeding.questions(fact)) > MOST:
            return None
        try:
            graph = self._painter.draw(fact, inputs=True)
        except TooLarge:
            return None
        fits = len(graph.vertices) <= MOST and len(graph.edges) <= MOST_BRANCHES
        return graph if fits else None

    def _topic(self, topic: str) -> Page:
        name, title = topic_page(topic), f"Topic: {topic.replace('_', ' ')}"
        text = "What the facts of this topic read, and what reads them."
        picture = Picture(name, "What feeds what", text, self._folder.topic(topic))
        return Page(name, title, "Topics", (picture,))

    def _sections(self) -> Iterator[Page]:
        for section in self._base.layout.sections:
            if SECTION + section.id in self._feeding.before:
                name = section_page(section.id)
                text = "The facts that decide which advice of this section somebody gets."
                picture = Picture(name, "What feeds it", text, self._folder.section(section.id))
                yield Page(name, f"Advice: {section.title}", "Advice", (picture,))
