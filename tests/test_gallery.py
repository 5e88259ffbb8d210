"""The gallery: files fit their DOT, what feeds what is whole, roadmaps are whole."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

import knowledge
from engine.drawing.feeding import ASKED, SECTION, Feeding
from engine.drawing.folding import MOST, Folder
from engine.drawing.graph import Part
from engine.drawing.roadmap import dated, due_text, possible, roadmap, splitting
from engine.ir.base import RuleBase
from engine.ir.conditions import Ref
from engine.ir.rules import Due
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.random_bases import read_text
from tests.small_base import SMALL

GALLERY = Path(__file__).parent.parent / "diagrams"
FOLDER = Path(knowledge.__file__).parent
EXAMPLES = sorted((FOLDER / "examples").glob("*.case.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@cache
def base() -> RuleBase:
    return read_base([FOLDER])


@cache
def feeding() -> Feeding:
    return Feeding(base())


def test_each_picture_parses_and_holds_every_part_of_its_dot() -> None:
    pictures = sorted(GALLERY.glob("*.svg"))
    assert {path.stem for path in pictures} == {path.stem for path in GALLERY.glob("*.dot")}
    for path in pictures:
        svg = ElementTree.fromstring(path.read_bytes())
        dot = path.with_suffix(".dot").read_text()
        wanted = set(re.findall(r"^\t+(n\d+) \[", dot, re.MULTILINE))
        titles = {element.text for element in svg.iter(f"{SVG}title")}
        assert wanted and wanted <= titles, path
        assert len(wanted) <= MOST + 2, path  # about 40
        assert svg[0].text and svg[1].text and svg[1].tag == f"{SVG}desc", path


def test_every_link_leads_somewhere() -> None:
    for path in [*GALLERY.glob("*.md"), *GALLERY.glob("*.svg")]:
        text = path.read_text()
        for link in [*re.findall(r"\]\(([^)]+)\)", text), *re.findall(r'href="([^"]+)"', text)]:
            assert (GALLERY / link).exists(), (path, link)
    page = (GALLERY / "index.html").read_text()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert links and all(link[0] == "#" and link[1:] in ids for link in links)


def test_every_picture_of_a_page_has_an_alternative_in_words() -> None:
    for path in GALLERY.glob("*.md"):
        alternatives = re.findall(r"!\[([^]]*)\]\(", path.read_text())
        assert all(len(text) > 20 for text in alternatives), path
        assert path.stem == "index" or alternatives, path
    page = (GALLERY / "index.html").read_text()
    assert page.count("<svg ") == page.count("<desc ") == len(list(GALLERY.glob("*.svg")))


def test_what_feeds_what_in_a_small_base() -> None:
    small = Feeding(read_text(SMALL))
    assert small.arrows == {
        ("pick", "rest"),
        ("size", "rest"),
        ("pick", "fine"),
        ("other", "fine"),
        ("rest", "fine"),
        ("fine", "path"),
        ("sure", "path"),
        ("other", "path"),
        ("rest", "path"),
    }
    assert small.questions("path") == {"pick", "other", "sure", "size"}
    assert small.unfolds("path") and not small.unfolds("rest")


@pytest.mark.parametrize("name", sorted(base().decisions))
def test_all_questions_behind_a_decision_are_drawn_where_there_is_room(name: str) -> None:
    graph = Folder(feeding(), most=10_000).fact(name)
    labels = {base().facts[one].label.lower() for one in feeding().questions(name)}
    drawn = {v.text.lower() for v in graph.vertices if v.part is Part.QUESTION}
    assert drawn == labels
    small = Folder(feeding()).fact(name)
    assert len(small.vertices) <= MOST
    assert len([v for v in small.vertices if v.part is Part.SECTION]) == len(
        [to for to in feeding().after.get(name, ()) if to.startswith(SECTION)]
    )


def test_every_derived_fact_has_a_topic_and_folding_keeps_what_leads_across() -> None:
    topics = feeding().topics
    assert topics.keys() == {name for name, fact in base().facts.items() if fact.derived}
    assert all(topics.values())
    for topic in set(topics.values()):
        own = {name for name, where in topics.items() if where == topic}
        whole = Folder(feeding(), most=10_000).topic(topic)
        assert {base().facts[name].label.lower() for name in own} <= {
            vertex.text.lower() for vertex in whole.vertices
        }
        assert not any(vertex.text.startswith(ASKED) for vertex in whole.vertices)


def test_no_dated_advice_that_somebody_gets_is_missing_from_the_roadmap() -> None:
    fact = splitting(base())
    assert fact == "stage"
    offered = {value: set(possible(base(), fact, value)) for value in base().facts[fact].choices}
    assert len({frozenset(found) for found in offered.values()}) > 1
    checked = 0
    for path in EXAMPLES[::2]:
        known, trace = interpret(base(), read_case(base(), path))
        given = {id for id, _ in trace.fired}
        stages = known.value((fact, known.members(base().root.name)[0]))
        assert isinstance(stages, frozenset)
        for value in stages if len(stages) == 1 else ():
            wanted = {advice for advice in dated(base()) if advice.id in given}
            checked += len(wanted)
            assert wanted <= offered[value], path
    assert checked > 20


def test_a_roadmap_runs_forward_and_shows_all_its_advice() -> None:
    graph = roadmap(base(), dated(base()), "All")
    assert sum(vertex.part is Part.RULE for vertex in graph.vertices) == len(dated(base()))
    moments = [v.text for v in graph.vertices if v.part is Part.MOMENT and "ERAS" in v.text]
    months = [int(text.split()[0]) if "before" in text else 0 for text in moments]
    assert months == sorted(months, reverse=True) and len(months) > 5


@pytest.mark.parametrize(
    ("months", "days", "said"),
    [
        (-8, 0, "8 months before ERAS submission"),
        (1, 0, "1 month after ERAS submission"),
        (0, -14, "2 weeks before ERAS submission"),
        (0, 3, "3 days after ERAS submission"),
        (0, 0, "ERAS submission"),
    ],
)
def test_dates_are_told_in_words(months: int, days: int, said: str) -> None:
    ref = Ref("eras_submission", "student", bound=True)
    assert due_text(base(), Due(ref, months, days, "")) == said
