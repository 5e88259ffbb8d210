"""The command line from outside: what is printed, what is written, and with which exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main

FOLDER = Path(knowledge.__file__).parent
DEMO = str(FOLDER / "examples" / "demo.case.yaml")


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


def test_advice_is_printed_with_rule_and_source_for_each_sentence() -> None:
    result = run("advise", DEMO)
    assert result.exit_code == 0
    items = [" ".join(part.split()) for part in result.output.split("\n- ")[1:]]
    items = [item for item in items if "Why: " in item]
    assert len(items) > 10
    assert all("; rule " in item for item in items)
    assert all("source: " in item or "our reading" in item for item in items)


def test_the_case_can_come_from_standard_input() -> None:
    text = Path(DEMO).read_text()
    assert run("advise", "-", text=text).output == run("advise", DEMO).output


def test_json_has_the_documented_parts() -> None:
    report = json.loads(run("advise", DEMO, "--format", "json").output)
    assert report["schema"] == "crossmatch.report/1"
    parts = {"decisions", "advice", "placements", "assumptions", "open", "problems"}
    assert parts | {"knowledge_version"} <= report.keys()
    decision = {"value", "status", "candidates", "hinges_on", "rule", "because", "sources"}
    assert all(decision <= data.keys() for data in report["decisions"].values())
    advice = {"id", "section", "strength", "say", "sources", "rule", "supports"}
    assert all(advice <= item.keys() for item in report["advice"])
    placement = {"name", "status", "verdict", "verdict_status", "candidates", "hinges_on"}
    placement |= {"value_class", "value", "value_range", "red_flags", "checks", "questions"}
    assert all(placement <= item.keys() for item in report["placements"])


def test_every_citation_of_a_report_resolves_to_a_statement() -> None:
    report = json.loads(run("advise", DEMO, "--format", "json").output)
    cited = {source for item in report["advice"] for source in item["sources"]}
    assert cited and all(report["sources"][source]["statement"] for source in cited)


def test_a_report_is_written_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    result = run("advise", DEMO, "--format", "markdown", "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_text().startswith("# ")
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


def test_a_folder_that_does_not_exist_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    result = run("advise", DEMO, "-o", str(tmp_path / "nowhere" / "report.md"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_why_goes_down_to_the_answers_and_the_article() -> None:
    result = run("explain", DEMO, "why", "strategy", "-v")
    assert result.exit_code == 0
    assert "(you said)" in result.output
    assert "source D0-" in result.output


@pytest.mark.parametrize("name", ["tier", "school.tier", "placement.verdict"])
def test_why_takes_report_names_and_full_names(name: str) -> None:
    assert run("explain", DEMO, "why", name).exit_code == 0


def test_why_of_an_unknown_name_suggests_the_right_one() -> None:
    result = run("explain", DEMO, "why", "strategi")
    assert result.exit_code == 2
    assert "did you mean strategy?" in result.stderr


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("dot", b"digraph")]
)
def test_a_diagram_is_drawn_without_a_system_graphviz(
    ending: str, start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    target = tmp_path / f"strategy.{ending}"
    result = run("diagram", "strategy", "--case", DEMO, "-o", str(target))
    assert result.exit_code == 0, result.stderr
    assert target.read_bytes().startswith(start)


def test_a_diagram_in_an_unknown_form_is_refused(tmp_path: Path) -> None:
    result = run("diagram", "strategy", "-o", str(tmp_path / "strategy.pdf"))
    assert result.exit_code == 2
    assert ".svg, .png or .dot" in result.stderr


def test_rules_are_listed_with_their_place() -> None:
    result = run("rules", "list")
    assert result.exit_code == 0
    assert all(".yaml:" in line for line in result.output.splitlines())


def test_a_rule_is_shown_in_words_with_the_statement_of_its_source() -> None:
    result = run("rules", "show", "tier")
    assert result.exit_code == 0
    assert "when: " in result.output
    assert "source D0-S1-16" in result.output


def test_an_overlay_of_one_file_changes_the_advice(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "advice: own/note\nsection: background\nsay: Call our office.\nassumed: yes\n"
    )
    assert "Call our office." not in run("advise", DEMO).output
    assert "Call our office." in run("advise", DEMO, "--knowledge", str(tmp_path)).output


def test_an_overlay_replaces_an_item_of_the_same_id(tmp_path: Path) -> None:
    shown = json.loads(run("advise", DEMO, "--format", "json").output)["advice"][0]
    (tmp_path / "mine.yaml").write_text(
        f"advice: {shown['id']}\nsection: {shown['section']}\nsay: Ours instead.\nassumed: yes\n"
    )
    result = run("advise", DEMO, "--format", "json", "--knowledge", str(tmp_path))
    said = {item["id"]: item["say"] for item in json.loads(result.output)["advice"]}
    assert said[shown["id"]] == "Ours instead."


def test_the_demo_writes_the_report_and_the_pictures(tmp_path: Path) -> None:
    result = run("demo", "--out", str(tmp_path / "out dir"))
    assert result.exit_code == 0, result.output
    written = {path.name for path in (tmp_path / "out dir").iterdir()}
    assert {"report.md", "report.html", "tier.svg", "strategy.svg"} <= written
    assert str(tmp_path / "out dir" / "report.md") in result.output


def test_help_loads_neither_the_rule_engine_nor_the_drawing_library() -> None:
    command = [sys.executable, "-X", "importtime", "-c", "from cli.main import main; main()"]
    ran = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"durable_rules_engine", "graphviz", "yaml", "engine"}


def test_advice_is_withheld_when_the_executors_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.advise.differences", lambda one, other: ["tier/a"])
    result = run("advise", DEMO)
    assert result.exit_code == 1
    assert "tier/a" in result.stderr
    assert result.stdout == ""


def test_without_durable_rules_the_interpreter_serves_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.advise.available", lambda: False)
    result = run("advise", DEMO)
    assert result.exit_code == 0
    assert "interpreter served alone" in " ".join(result.output.split())
