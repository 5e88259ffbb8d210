"""What passing time changes, what is stale, what is covered, and what comes first."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.advise import consult
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.report.build import build_report
from engine.report.plan import MOST_NOW

FOLDER = Path(knowledge.__file__).parent
CASES = sorted((FOLDER / "examples").glob("*.case.yaml"))


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text)


CASE = """
date: 2026-11-22
student:
  stage: early_clinical
  residency_goal: serious
  eras_submission: 2028-09
  graduation_date: {graduated}
school: {{affiliation: none, us_core_access: none, us_elective_access: none}}
"""


def test_time_makes_steps_late(tmp_path: Path) -> None:
    path = tmp_path / "a.case.yaml"
    path.write_text(CASE.format(graduated="2029-06"))
    result = run("review", str(path), "--as-of", "2028-08-01")
    assert result.exit_code == 0
    assert "later → late" in result.output or "now → late" in result.output


def test_time_makes_a_recent_graduate_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "a.case.yaml"
    text = CASE.format(graduated="2023-06").replace("early_clinical", "graduated")
    path.write_text(text)
    result = run("review", str(path), "--as-of", "2029-01-01")
    assert "recent graduate" in result.output
    assert "graduate_group" in result.output or "→" in result.output


def test_nothing_changes_on_the_same_day(tmp_path: Path) -> None:
    path = tmp_path / "a.case.yaml"
    path.write_text(CASE.format(graduated="2029-06"))
    assert ": 0 changes." in run("review", str(path), "--as-of", "2026-11-22").output


def test_rules_grow_stale_after_a_year() -> None:
    assert run("rules", "stale", "--as-of", "2027-01-01").output == ""
    assert "tier/a  2026-11-22" in run("rules", "stale", "--as-of", "2027-12-01").output


def test_a_rule_can_have_its_own_review_date(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "advice: own/old\nsection: background\nsay: Old.\nassumed: yes\nreviewed: 2020-01-01\n"
    )
    result = run("rules", "stale", "--as-of", "2026-12-01", "--knowledge", str(tmp_path))
    assert result.output == "own/old  2020-01-01\n"


def test_coverage_counts_and_succeeds() -> None:
    result = run("rules", "coverage")
    assert result.exit_code == 0
    assert result.output.endswith("528/528 statements are cited\n")


def test_coverage_fails_when_a_statement_is_not_cited(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "source:\n  id: X\n  title: More\n  publisher: Us\n  sections:\n"
        "    one: {title: One, statements: {X-1: Nobody says so.}}\n"
    )
    result = run("rules", "coverage", "--knowledge", str(tmp_path))
    assert result.exit_code == 1
    assert "X-1: NOT CITED" in result.output


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_at_most_ten_things_come_first_and_all_are_given(path: Path, base: RuleBase) -> None:
    report = build_report(consult(base, read_case(base, path)))
    given = {(item["id"], item["about"]) for item in report["advice"]}
    first = [(item["id"], item["about"]) for item in report["now"]]
    assert len(first) == len(set(first)) <= MOST_NOW
    assert set(first) <= given


PROGRAMS = """first line is replaced
Community Ohio,OH,community,55,10
Far Away,WY,academic,,
"""


def test_a_list_can_come_from_a_csv_file(tmp_path: Path, base: RuleBase) -> None:
    heading = f"name,state,type,img_pct,{base.facts['program.us_img_pct'].label}\n"
    rows = PROGRAMS.split("\n", 1)[1]
    (tmp_path / "my programs.csv").write_text(heading + rows)
    path = tmp_path / "a.case.yaml"
    path.write_text("programs: my programs.csv\n")
    case = read_case(base, path)
    assert len(case.members["program"]) == 2
    report = build_report(consult(base, case))
    assert {entry["name"] for entry in report["programs"]} == {"Community Ohio", "Far Away"}


def test_mistakes_in_a_csv_file_are_placed(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name,stat\nOne,OH\n")
    path = tmp_path / "a.case.yaml"
    path.write_text("programs: p.csv\n")
    result = run("advise", str(path))
    assert result.exit_code == 2
    assert "p.csv:1:2: " in result.stderr
    (tmp_path / "p.csv").write_text("name,state,img_pct\nOne,Ohio,55\nTwo,OH,lots\n")
    result = run("advise", str(path))
    assert "p.csv:2:2: " in result.stderr and "p.csv:3:3: " in result.stderr
    path.write_text("programs: nowhere.csv\n")
    assert "nowhere.csv" in run("advise", str(path)).stderr
