"""Pictures of what feeds what, with the parts that would be too many folded into one."""

from collections import Counter
from collections.abc import Callable, Iterable

from engine.drawing.feeding import ASKED, SECTION, TOPIC, Arrow, Feeding
from engine.drawing.graph import Edge, Graph, Part, Vertex
from engine.drawing.text import capital

MOST = 40  # parts of a picture
FEW = 20  # parts of a picture in which all lead to one
WIDE = 6  # parts from which a picture reads better from left to right
KEY = (
    "Folded corner: question. Box: derived fact. Octagon: decision. Folder: several. "
    "Rounded: advice."
)
Naming = Callable[[str], str]


class Folder:
    """Draws what feeds decisions, topics and sections."""

    def __init__(self, feeding: Feeding, most: int = MOST) -> None:
        self._feeding = feeding
        self._base = feeding.base
        self._most = most

    def fact(self, name: str) -> Graph:
        """All that a derived fact follows from, and the sections of advice that it feeds."""
        feeding = self._feeding
        topic = feeding.topics[name]
        sections = {(name, to) for to in feeding.after.get(name, ()) if to.startswith(SECTION)}

        def near(one: str) -> bool:
            return one == name or feeding.topics[one] == topic

        arrows = self._smallest(
            lambda folded: self._upstream(name, folded) | sections,
            [_itself, lambda one: self._far(one, near)],
        )
        label = self._base.facts[name].label
        return self._graph(arrows, f"What feeds: {label}", f"What {label} follows from", name)

    def topic(self, topic: str) -> Graph:
        """The derived facts of a topic, what they read, and what reads them."""
        feeding = self._feeding
        own = {name for name, where in feeding.topics.items() if where == topic}
        touching = {arrow for arrow in feeding.arrows if own & {*arrow}}
        arrows = self._smallest(
            lambda folded: _folded(touching, folded),
            [lambda one: self._far(one, own.__contains__)],
        )
        title = f"Topic: {_words(topic)}"
        return self._graph(arrows, title, f"What feeds what in the topic {_words(topic)}")

    def questions(self) -> Graph:
        """Kinds of questions and the topics that they and other topics feed."""
        kept = {a for a in self._feeding.arrows if not a[1].startswith(SECTION)}
        arrows = _folded(kept, self._coarse)
        return self._graph(arrows, "From questions to topics", "Which questions feed which topics")

    def section(self, section: str) -> Graph:
        """The facts that decide about the advice of a section."""
        name = SECTION + section
        arrows = self._smallest(
            lambda folded: {(folded(one), name) for one in self._feeding.before.get(name, ())},
            [_itself, lambda one: self._far(one, self._base.decisions.__contains__)],
            most=min(FEW, self._most),
        )
        title = self._section(section)
        said = f"Which facts decide what the advice “{title}” says"
        return self._graph(arrows, f"What feeds the advice: {title}", said, name)

    def _section(self, section: str) -> str:
        titles = {one.id: one.title for one in self._base.layout.sections}
        return titles.get(section, section)

    def _smallest(
        self, made: Callable[[Naming], set[Arrow]], namings: Iterable[Naming], most: int = 0
    ) -> set[Arrow]:
        """With as little folded as leaves no more parts than there may be."""
        found: set[Arrow] = set()
        for naming in namings:
            for questions in (_itself, self._by_file, self._by_entity):
                found = made(_then(naming, questions))
                if len({end for arrow in found for end in arrow}) <= (most or self._most):
                    return found
        return found

    def _upstream(self, name: str, folded: Naming) -> set[Arrow]:
        """The arrows on the way to a fact; what lies behind a folded topic is drawn there."""
        found: set[Arrow] = set()
        waiting, seen = [name], {name}
        while waiting:
            target = waiting.pop()
            for source in self._feeding.before.get(target, ()):
                found.add((folded(source), folded(target)))
                if source not in seen and not folded(source).startswith(TOPIC):
                    waiting.append(source)
                seen.add(source)
        return {arrow for arrow in found if arrow[0] != arrow[1]}

    def _far(self, name: str, near: Callable[[str], bool]) -> str:
        topics = self._feeding.topics
        return TOPIC + topics[name] if name in topics and not near(name) else name

    def _coarse(self, name: str) -> str:
        return self._by_entity(self._far(name, lambda _: False))

    def _by_file(self, name: str) -> str:
        return ASKED + self._feeding.files(name) if self._is_question(name) else name

    def _by_entity(self, name: str) -> str:
        if not self._is_question(name):
            return name
        return f"{ASKED}{self._base.facts[name].entity}"

    def _is_question(self, name: str) -> bool:
        return name in self._base.facts and not self._base.facts[name].derived

    def _graph(self, arrows: set[Arrow], title: str, said: str, focus: str = "") -> Graph:
        names = sorted({end for arrow in arrows for end in arrow} | {focus} - {""}, key=self._place)
        ids = {name: f"n{number}" for number, name in enumerate(names)}
        vertices = tuple(self._vertex(name, ids[name], focus) for name in names)
        edges = sorted(arrows, key=lambda arrow: (names.index(arrow[0]), names.index(arrow[1])))
        lines = tuple(Edge(ids[one], ids[other], "") for one, other in edges)
        wide = len(vertices) > WIDE
        return Graph(capital(title), said, vertices, lines, KEY, sideways=wide)

    def _place(self, name: str) -> tuple[int, int, str]:
        """The order of the vocabulary; folded ones before, sections after."""
        order = self._base.positions
        kind = 0 if name.startswith(ASKED) else 1 if name.startswith(TOPIC) else 2
        return (3 if name.startswith(SECTION) else kind), order.get(name, 0), name

    def _vertex(self, name: str, number: str, focus: str) -> Vertex:
        if name.startswith(SECTION):
            section = name.removeprefix(SECTION)
            link = "" if name == focus else section_page(section)
            return Vertex(number, f"Advice: {self._section(section)}", Part.SECTION, link=link)
        if name.startswith(TOPIC):
            return self._topic(name.removeprefix(TOPIC), number)
        if name.startswith(ASKED):
            return self._asked(name.removeprefix(ASKED), number)
        fact = self._base.facts[name]
        part = Part.DERIVED if fact.derived else Part.QUESTION
        decided = name in self._base.decisions
        link = page_name(name) if decided and name != focus else ""
        return Vertex(number, capital(fact.label), Part.DECISION if decided else part, link=link)

    def _topic(self, topic: str, number: str) -> Vertex:
        count = Counter(self._feeding.topics.values())[topic]
        text = f"Topic: {_words(topic)} ({count} fact{'s' * (count > 1)})"
        return Vertex(number, text, Part.FOLDED, link=topic_page(topic))

    def _asked(self, group: str, number: str) -> Vertex:
        entity = self._base.entities.get(group)
        said = f"about {entity.label}" if entity else group
        return Vertex(number, f"Questions {'' if entity else '– '}{said}", Part.FOLDED)


def page_name(fact: str) -> str:
    """The name of the page about a derived fact."""
    return fact.replace(".", "-")


def topic_page(topic: str) -> str:
    """The name of the page about a topic."""
    return f"topic-{topic.replace(' ', '-').replace('_', '-')}"


def section_page(section: str) -> str:
    """The name of the page about a section of advice."""
    return f"advice-{section.replace('_', '-')}"


def _words(topic: str) -> str:
    return topic.replace("_", " ")


def _then(first: Naming, second: Naming) -> Naming:
    return lambda name: second(first(name))


def _itself(name: str) -> str:
    return name


def _folded(arrows: Iterable[Arrow], naming: Naming) -> set[Arrow]:
    found = {(naming(source), naming(target)) for source, target in arrows}
    return {arrow for arrow in found if arrow[0] != arrow[1]}
