"""The HTML report: every sentence traceable, nothing from a case becomes markup, no network."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.advise import Run
from engine.drawing.decision import Painter
from engine.drawing.dot import CannotDraw
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.base import read_base
from engine.reading.case import case_from_bytes, read_case
from engine.reason.interpret import interpret
from engine.rendering.html import pictures
from engine.rendering.html.page import html_report
from engine.rendering.html.pictures import MOST_DRAWN
from engine.rendering.html.tags import anchor, shown, tag
from engine.report.build import build_report
from engine.report.parts import Data
from engine.visible import visible
from tests.hostile import HOSTILE, PLAIN, case_with

FOLDER = Path(knowledge.__file__).parent
CASES = sorted((FOLDER / "examples").glob("*.case.yaml"))
DEMO = FOLDER / "examples" / "demo.case.yaml"
STYLE = (Path(pictures.__file__).parent / "style.css").read_text()
VOID = {"meta", "link"}
OWN = {"h1", "h2", "h3", "h4", "th", "caption", "figcaption", "svg"}  # headings, labels
KINDS = {
    "rule", "answers", "question", "assumption", "constraint", "source", "limit", "note",
    "advisor",
}  # fmt: skip


@dataclass(eq=False)
class Element:
    name: str
    marks: dict[str, str | None]
    text: list[str] = field(default_factory=list)
    below: list["Element"] = field(default_factory=list, repr=False)

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())

    def listed(self, mark: str) -> list[str]:
        return (self.marks.get(mark) or "").split()


class Page(HTMLParser):
    """Every element with all text below it; fails where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, name: str, marks: list[tuple[str, str | None]]) -> None:
        assert len(dict(marks)) == len(marks), name
        element = Element(name, dict(marks))
        self.found.append(element)
        if self._open:
            self._open[-1].below.append(element)
        if name not in VOID:
            self._open.append(element)

    def handle_endtag(self, name: str) -> None:
        assert self._open.pop().name == name

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)
        if self._open and data.strip():
            said_under(self._open)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def named(self, name: str) -> list[Element]:
        return [element for element in self.found if element.name == name]

    def sentences(self) -> list[Element]:
        return [e for e in self.named("details") if "say" in e.listed("class")]

    def kinds(self) -> list[Element]:
        return [element for element in self.found if "data-kind" in element.marks]


def said_under(opened: list[Element]) -> None:
    """Text of the main part is a heading, a label, or stands under something marked."""
    names = [element.name for element in opened]
    marked = any("data-kind" in element.marks for element in opened)
    assert "main" not in names or marked or OWN & set(names), names


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def painter(base: RuleBase) -> Painter:
    return Painter(base)


def made(base: RuleBase, case: Case, painter: Painter) -> tuple[Data, str]:
    known, trace = interpret(base, case)
    report = build_report(Run(known, trace, "interpreter", ""))
    return report, html_report(report, known, painter)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def check_references(page: Page, base: RuleBase) -> None:
    """Rules, sources, facts, nodes and links of every sentence lead somewhere."""
    ids = Counter(e.marks["id"] for e in page.found if "id" in e.marks)
    assert all(count == 1 for count in ids.values()), ids.most_common(3)
    drawn = {e.marks["id"] for e in page.found if "node" in e.listed("class")}
    names = base.facts.keys() | base.settings.keys() | {e.list_key for e in base.entities.values()}
    for element in page.found:
        assert set(element.listed("data-rules")) <= base.governed.keys()
        assert set(element.listed("data-sources")) <= base.citations.keys()
        assert set(element.listed("data-facts")) <= names
        assert set(element.listed("data-nodes")) <= drawn
        for mark in ("aria-labelledby", "aria-describedby"):
            assert all(name in ids for name in element.listed(mark))
        target = element.marks.get("href")
        assert target is None or target[0] == "#" and target[1:] in ids
    for element in page.kinds():
        kind = element.marks["data-kind"]
        assert kind in KINDS
        assert kind != "rule" or element.listed("data-rules"), element
        assert kind not in {"question", "assumption", "constraint"} or element.listed("data-facts")
        assert kind != "source" or element.listed("data-sources")
        assert kind not in {"rule", "limit", "source", "advisor"} or element.words


def check_alone(page: Page) -> None:
    """Nothing is loaded, nothing runs but the one script of ours."""
    loading = {"src", "srcset", "data", "action", "background", "poster", "xlink:href", "style"}
    for element in page.found:
        assert not loading & element.marks.keys()
        assert not any(mark.startswith("on") for mark in element.marks)
    allowed = {"link", "iframe", "img", "object", "embed", "form", "base", "image", "use"}
    assert not allowed & {element.name for element in page.found}
    assert len(page.named("script")) == len(page.named("style")) == 1
    assert not re.search(r"@import|url\(|https?:", STYLE) and not page.comments
    assert not re.search(r"(?:https?:)?//[a-z]", page.named("script")[0].words)
    (policy,) = [str(e.marks["content"]) for e in page.named("meta") if "http-equiv" in e.marks]
    digest = b64encode(sha256("".join(page.named("script")[0].text).encode()).digest()).decode()
    assert policy.startswith("default-src 'none';") and f"script-src 'sha256-{digest}';" in policy


def check_structure(page: Page) -> None:
    """Language, landmarks, headings in order, table headers, pictures with a name."""
    assert page.named("html")[0].marks["lang"] == "en"
    assert all(len(page.named(name)) == 1 for name in ("main", "nav", "header", "footer", "h1"))
    assert page.named("a")[0].marks["href"] == "#main"
    levels = [int(e.name[1]) for e in page.found if re.fullmatch(r"h[1-6]", e.name)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert all(e.marks.get("scope") in {"col", "row"} for e in page.named("th"))
    assert len(page.named("caption")) == len(page.named("table"))
    for picture in page.named("svg"):
        assert picture.marks["role"] == "img"
        assert [e.name for e in picture.below[:2]] == ["title", "desc"]
    for details in page.named("details"):
        assert [e.name for e in details.below] == ["summary", "div"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_every_sentence_leads_to_its_rule_sources_and_nodes(
    path: Path, base: RuleBase, painter: Painter
) -> None:
    report, text = made(base, read_case(base, path), painter)
    page = Page(text)
    check_references(page, base)
    check_alone(page)
    check_structure(page)
    check_complete(page, report, base)


@pytest.mark.parametrize("path", CASES[::12], ids=lambda path: path.name)
def test_every_picture_parses_and_holds_every_part_of_its_graph(
    path: Path, base: RuleBase, painter: Painter
) -> None:
    known, _ = interpret(base, read_case(base, path))
    drawn = pictures.draw_all(known, painter)
    found = [*drawn.main.values(), *drawn.others.values(), *drawn.entries.values()]
    assert len(found) > 10
    for one in found:
        assert one.graph and one.svg
        svg = ElementTree.fromstring(one.svg)
        ids = {e.attrib["id"] for e in svg.iter("g") if "node" in e.get("class", "").split()}
        assert ids == {f"{one.key}-{vertex.id}" for vertex in one.graph.vertices}
        edges = [e for e in svg.iter("g") if "edge" in e.get("class", "").split()]
        assert len(edges) == len(one.graph.edges)


def check_complete(page: Page, report: Data, base: RuleBase) -> None:
    """What the report says stands in the page, each with its own rule and sources."""
    found = {
        (e.marks.get("data-rules"), e.marks.get("data-sources") or "", line)
        for e in page.sentences()
        for line in [words_of(e)]
    }
    items = list(report["advice"])
    for part in base.layout.entities:
        items += [i for entry in report[part.key] for name in part.lists for i in entry[name]]
    for item in items:
        wanted = item["rule"], " ".join(item["sources"]), " ".join(visible(item["say"]).split())
        assert wanted in found
    told = {words_of(e) for e in page.sentences()}
    for name in base.layout.headlines:
        data = report["decisions"][name]
        ending = f": {data['text']}." if data["status"] == "settled" else ": still open."
        assert any(line.endswith(ending) for line in told)
    sources = {e.marks["data-sources"] for e in page.kinds() if e.marks["data-kind"] == "source"}
    assert sources == report["sources"].keys()
    limits = [e.words for e in page.kinds() if e.marks["data-kind"] == "limit"]
    assert limits == [" ".join(limit.split()) for limit in report["limits"]]
    asked = sum(e.marks["data-kind"] == "question" for e in page.kinds())
    assert asked == len(report["open"])


def words_of(details: Element) -> str:
    (said,) = [e for e in details.below[0].below if e.listed("class") == ["said"]]
    return said.words


@pytest.fixture(scope="module")
def harmless(base: RuleBase, painter: Painter) -> Page:
    return Page(made(base, case_with(base, PLAIN), painter)[1])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_case_becomes_markup(
    text: str, base: RuleBase, painter: Painter, harmless: Page
) -> None:
    """The same elements with the same attributes as for a harmless name, and the text as text."""
    written = made(base, case_with(base, text), painter)[1]
    page = Page(written)
    assert [skeleton(e) for e in page.found] == [skeleton(e) for e in harmless.found]
    plain = " ".join(visible(text).split())
    usual = [" ".join(e.words.split()).count(PLAIN) for e in harmless.found]
    shown_as = [" ".join(e.words.split()).count(plain) for e in page.found]
    titles = {i for i, e in enumerate(page.found) if e.name in {"title", "html", "head"}}
    missing = [
        page.found[i]
        for i, count in enumerate(usual)
        if i not in titles and count and shown_as[i] < count
    ]
    assert sum(usual) > 20 and not missing
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


def skeleton(element: Element) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    """Name and attributes; a label for screen readers may hold a name of the case."""
    marks = {k: v for k, v in element.marks.items() if k != "aria-label"}
    return element.name, tuple(marks.items())


def test_attributes_are_escaped_and_kept() -> None:
    for text in HOSTILE:
        page = Page(tag("p", text, title=text))
        (element,) = page.found
        assert element.marks == {"title": visible(text)}
        assert "".join(element.text) == visible(text)


def test_half_pairs_and_no_characters_are_named() -> None:
    assert shown("a\ud800b\uffff") == "a⟨U+D800⟩b⟨U+FFFF⟩"


def test_different_names_have_different_anchors() -> None:
    names = ["a.b", "a_b", "a-b", "a b", "a", "A", "a_2e_b"]
    assert len({anchor(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[\w-]+", anchor(name)) for name in names)


def test_a_node_and_what_is_said_of_it_light_each_other(base: RuleBase, painter: Painter) -> None:
    """The settled tier points to its outcome, which is on the path; so does the open strategy."""
    page = Page(made(base, read_case(base, DEMO), painter)[1])
    nodes = {e.marks["id"]: e for e in page.found if "node" in e.listed("class")}
    said = {words_of(e): e for e in page.sentences()}
    (tier,) = said["School tier: tier C."].listed("data-nodes")
    assert nodes[tier].listed("class") == ["node", "outcome", "taken"]
    assert "Tier C" in nodes[tier].words
    strategy = said["Strategy: still open."].listed("data-nodes")
    assert len(strategy) == 2
    assert all(nodes[name].listed("class") == ["node", "outcome", "possible"] for name in strategy)
    check = said["Hardly any US matches."].listed("data-nodes")
    assert any("Hardly any US matches?" in nodes[name].words for name in check)


def test_a_list_is_compared_in_tables_that_fit_on_paper(base: RuleBase, painter: Painter) -> None:
    entries = [{"name": f"N{i}", "status": "considering"} for i in range(MOST_DRAWN + 1)]
    case = yaml.safe_dump({"date": "2026-11-22", "placements": entries})
    text = made(base, case_from_bytes(base, case.encode(), "a.case.yaml"), painter)[1]
    page = Page(text)
    heads = [e.words for e in page.named("th") if e.marks["scope"] == "col"]
    assert sorted(h for h in heads if h.startswith("N")) == sorted(e["name"] for e in entries)
    assert heads.count("Compared") == 4
    assert "no pictures are shown here" in text
    assert page.named("svg") and 'id="picture-placements' not in text


def test_without_graphviz_the_path_is_still_told(
    base: RuleBase, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise CannotDraw("no Graphviz <was> found")

    monkeypatch.setattr(pictures, "picture", fails)
    page = Page(made(base, read_case(base, DEMO), painter)[1])
    check_references(page, base)
    assert not page.named("svg")
    assert any("no Graphviz <was> found" in e.words for e in page.kinds())
    assert any("path" in e.listed("class") for e in page.named("ol"))


def test_a_broken_drawing_is_no_traceback(
    base: RuleBase, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "picture", lambda *_: b"<svg>\x01")
    page = Page(made(base, read_case(base, DEMO), painter)[1])
    assert not page.named("svg") and page.named("main")


def test_all_answers_that_contradict_each_other_are_shown(base: RuleBase, painter: Painter) -> None:
    path = FOLDER / "examples" / "contradiction-graduation.case.yaml"
    report, text = made(base, read_case(base, path), painter)
    page = Page(text)
    check_references(page, base)
    said = [e for e in page.kinds() if e.marks["data-kind"] == "constraint"]
    assert len(said) == len(report["problems"]) > 0


def test_the_footer_says_which_engine_served(base: RuleBase, painter: Painter) -> None:
    known, trace = interpret(base, read_case(base, DEMO))
    for note in ("", "durable-rules cannot be used here"):
        report = build_report(replace(Run(known, trace, "interpreter", ""), note=note))
        assert note in Page(html_report(report, known, painter)).named("footer")[0].words


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_can_be_told_from_what_they_stand_on() -> None:
    """Text at least 4.5 to 1, lines at least 3 to 1."""
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE))
    text = {"ink", "quiet", "link", "taken", "possible", "late"}
    papers = {"paper", "soft", "lit", "taken-paper"}
    pairs = [(one, paper, 4.5) for one in text for paper in papers] + [("line", "paper", 3.0)]
    for one, paper, least in pairs:
        first, second = sorted((luminance(colours[one]), luminance(colours[paper])))
        assert (second + 0.05) / (first + 0.05) >= least, (one, paper)
    assert "focus-visible" in STYLE and ".brief" in STYLE


def elsewhere(target: Path) -> bytes:
    """The same in a process of its own, where sets have another order."""
    arguments = ["advise", str(DEMO), "--format", "html", "-o", str(target)]
    command = [sys.executable, "-c", "from cli.main import main; main()", *arguments]
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(FOLDER.parent)}
    subprocess.run(command, check=True, env=environment, timeout=60)
    return target.read_bytes()


def test_the_command_writes_one_file_always_the_same(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    result = run("advise", str(DEMO), "--format", "html", "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text().startswith("<!DOCTYPE html>\n<html lang=")
    assert target.read_bytes() == elsewhere(tmp_path / "again.html")
    assert run("advise", str(tmp_path / "no"), "--format", "html").exit_code == 2
    assert run("advise", str(DEMO), "--format", "htm").exit_code == 2
