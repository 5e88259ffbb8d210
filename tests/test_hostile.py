"""Twenty hostile texts in names and notes: shown as text by every form of every output."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from markdown_it.token import Token

import knowledge
from cli.main import main
from engine.advise import Run
from engine.asking.document import load, text_of
from engine.drawing.dot import dot_text, drawn
from engine.exporting.trace import trace_data
from engine.finding.graphs import graph_of, trace_of
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reason.interpret import interpret
from engine.rendering.blocks import escape
from engine.rendering.trace import trace_text
from engine.rendering.write import render
from engine.report.build import build_report
from engine.report.parts import Data
from engine.visible import json_text, visible
from tests.hostile import HOSTILE, NAMED, PLAIN, case_with

FOLDER = Path(knowledge.__file__).parent
EACH = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def base() -> RuleBase:
    return read_base([FOLDER])


@cache
def run(text: str) -> tuple[Run, Data]:
    known, trace = interpret(base(), case_with(base(), text))
    found = Run(known, trace, "interpreter", "")
    return found, build_report(found)


def flat(text: str) -> str:
    """Without white space, so that it does not matter where lines end."""
    return re.sub(r"\s+", "", text)


def count(text: str, output: str) -> int:
    return flat(output).count(flat(visible(text)))


@EACH
def test_the_text_form_shows_it_as_often_as_a_harmless_one(text: str) -> None:
    output, usual = (render(run(one)[1], base(), "text") for one in (text, PLAIN))
    assert not OBEYED.search(output)
    assert count(text, output) >= count(PLAIN, usual) > 20
    assert all(len(line) <= 80 for line in output.splitlines())


def tokens(output: str) -> list[tuple[str, str]]:
    """The structure of a Markdown file: every element, without the words in it."""
    parsed = MarkdownIt("gfm-like", {"linkify": False}).parse(output)
    inside = [child for token in parsed for child in (token, *(token.children or ()))]
    return [(token.type, token.tag) for token in inside if token.type not in WORDS]


WORDS = {"text", "text_special", "softbreak"}


def words(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


@EACH
def test_markdown_has_the_same_structure_and_the_text(text: str) -> None:
    output, usual = (render(run(one)[1], base(), "markdown") for one in (text, PLAIN))
    assert not OBEYED.search(output)
    assert tokens(output) == tokens(usual)
    shown = [words(t) for t in MarkdownIt("gfm-like", {"linkify": False}).parse(output)]
    assert count(text, "\n".join(shown)) >= count(PLAIN, usual) > 20


@pytest.mark.parametrize("text", [*HOSTILE, "- a", "+ a", "1. a", "12) a", "---", "~~a~~", "$a$"])
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    (start, inline, end) = MarkdownIt("gfm-like", {"linkify": False}).parse(escape(text))
    assert (start.type, end.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children or ()} <= WORDS
    assert words(inline) == " ".join(visible(text).split())


@EACH
def test_json_is_the_same_data_without_characters_that_are_obeyed(text: str) -> None:
    found, report = run(text)
    for data in (report, trace_data(found, "command", "file")):
        output = json_text(data)
        assert not OBEYED.search(output)
        assert json.loads(output) == json.loads(json.dumps(data))
    assert [note["text"] for note in report["notes"]] == [text] * 6
    told = trace_text(trace_data(found, "command", "file"))
    assert not OBEYED.search(told) and count(text, told) > 15


@cache
def graphs(text: str) -> list:
    known = run(text)[0].known
    second = f"second {text}"
    decided = [graph_of(base(), name, known, None) for name in ("tier", "strategy")]
    return [*decided, graph_of(base(), "verdict", known, second), trace_of(known, "tier", None)]


def quoted_away(dot: str) -> str:
    """DOT without what stands in quotes."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', "", dot, flags=re.DOTALL)


@EACH
def test_dot_and_svg_have_the_same_parts_and_no_markup_of_it(text: str) -> None:
    for graph, usual in zip(graphs(text), graphs(PLAIN), strict=True):
        dot = dot_text(graph)
        assert not OBEYED.search(dot)
        assert quoted_away(dot) == quoted_away(dot_text(usual))
        labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', dot)
        assert not any(re.search(r"(?<!\\)(?:\\\\)*\\[NGElrTHL]", label) for label in labels)


@pytest.mark.parametrize("number", [3, 10, 14, 16, 19])
def test_a_picture_of_it_has_only_our_elements(number: int) -> None:
    text = HOSTILE[number]
    graph, usual = graphs(text)[0], graphs(PLAIN)[0]
    found, plain = (ElementTree.fromstring(drawn(one, "svg")) for one in (graph, usual))
    kinds = {part.tag for part in plain.iter()}
    assert {part.tag for part in found.iter()} == kinds
    assert {key for part in found.iter() for key in part.attrib} <= {
        key for part in plain.iter() for key in part.attrib
    }
    said = flat("".join(found.itertext()))
    assert flat(visible(text))[:60].translate({0x00: None}) in said


def accepted(text: str) -> bool:
    """Whether a case file can hold it at all."""
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


TOLD = (
    ["advise", "CASE"],
    ["explain", "CASE", "why", "verdict"],
    ["explain", "CASE", "what-if", "stage=final_year"],
    ["explain", "CASE", "trace", "--format", "text"],
)
OTHER = (["advise", "CASE", "--format", "json"], ["diagram", "verdict", "--case", "CASE"])


@pytest.mark.parametrize("number", [i for i, text in enumerate(HOSTILE) if accepted(text)][::7])
def test_the_command_line_says_it_as_text(number: int, tmp_path: Path) -> None:
    text, path = HOSTILE[number], tmp_path / "a.case.yaml"
    path.write_text(NAMED, "utf-8")
    path.write_text(text_of(filled(load(base(), path), text)), "utf-8")
    for command in (*TOLD, *OTHER):
        words = [str(path) if word == "CASE" else word for word in command]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        assert not OBEYED.search(result.output)
        assert command in OTHER or flat(visible(text))[:50] in flat(result.output)


def filled(data: Any, text: str) -> Any:
    if isinstance(data, dict):
        return {key: filled(value, text) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value, text) for value in data]
    return data.replace(PLAIN, text)
