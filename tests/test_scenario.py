"""Answers put into a roster: every count is that of each person reasoned over alone."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from engine.effects.scenario import Scenario
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case
from engine.ir.values import Choices, is_settled
from engine.problem import BadInput
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from tests.random_bases import read_text
from tests.random_cases import TODAY
from tests.roster_rows import rows_of
from tests.test_impact_rosters import GIGS, ME, SMALL, tables
from tests.test_rosters import DAY, SHIPPED, write
from tools.judging import loaded

NEVER = """
- constraints:
    size_of_a: {never: pick is a and size > 5, say: Both cannot be.}
"""


def taken(chunks: Iterable[object]) -> None:
    for _ in chunks:
        pass


def made(
    folder: Path, put: Iterable[str], where: Iterable[str] = (), text: str = SMALL
) -> Scenario:
    roster, lists = tables(folder)
    (folder / "copies").mkdir(exist_ok=True)
    base, copies = read_text(text), folder / "copies"
    found = Scenario(base, roster, lists, TODAY, copies, list(put), list(where), 100)
    taken(found.changes(lambda _: None))
    return found


def counts(found: Scenario) -> dict[str, tuple[int, int, int]]:
    return {name: (one.put, one.had, one.other) for name, one in found.counts.items()}


def outcome(base: RuleBase, case: Case, name: str) -> str:
    known, _ = interpret(base, case)
    value = known.value((name, known.members(base.facts[name].entity)[0]))
    assert isinstance(value, frozenset)
    return next(iter(value)) if is_settled(value) else "open"


def test_counts_are_those_of_each_person_by_the_interpreter(tmp_path: Path) -> None:
    base = loaded()
    paths = sorted((SHIPPED / "examples").glob("*.case.yaml"))[::7]
    cases = [case for path in paths if str((case := read_case(base, path)).as_of) == DAY]
    rows, _ = rows_of(base, cases, [str(number) for number in range(len(cases))])
    own = [replace(case, members={**case.members, **_alone(base, case)}) for case in cases]
    (tmp_path / "copies").mkdir()
    roster = write(tmp_path / "r.csv", rows)
    put, where = ["school.affiliation=signed"], ["stage=early_clinical", "stage=late_clinical"]
    today = cases[0].as_of
    assert today is not None
    found_for = Scenario(base, roster, {}, today, tmp_path / "copies", put, where, 1000)
    taken(found_for.changes(lambda _: None))
    signed = Answer(Choices({"signed"}))
    expected: Counter[tuple[str, str]] = Counter()
    for case in own:
        stage, place = case.answers.get(("stage", 0)), ("school.affiliation", 1)
        assert case.members["school"][0] == 1
        meant = stage and stage.value in (Choices({"early_clinical"}), Choices({"late_clinical"}))
        after = replace(case, answers={**case.answers, place: signed}) if meant else case
        expected[outcome(base, case, "school.tier"), outcome(base, after, "school.tier")] += 1
    assert found_for.crossed.counts["school.tier", ""] == expected
    assert any(old != new for old, new in expected)
    reasons = found_for.reasons()
    assert reasons and all(one.conclusions for one in reasons.values())


def _alone(base: RuleBase, case: Case) -> dict[str, tuple[int, ...]]:
    """The members of a case without those of its lists."""
    return {
        name: members[:1] if base.entities[name].principal else ()
        for name, members in case.members.items()
    }


def test_who_had_it_is_not_counted_as_set(tmp_path: Path) -> None:
    found = made(tmp_path, ["pick=b", "size=3"], ["sure=yes"])
    assert counts(found) == {"pick=b": (1, 2, 2), "size=3": (2, 1, 2)}
    assert found.crossed.counts["path", ""] == {
        ("y", "y"): 2,
        ("z", "y"): 1,
        ("z", "z"): 1,
        ("open", "open"): 1,
    }
    assert found.tally.changed == 1


@pytest.mark.parametrize(
    ("put", "cells"),
    [
        ("size=?", ["unknown"] * 5),
        ("size=unknown", ["unknown"] * 5),
        ("size=", [""] * 5),
        ("size=7", ["7"] * 5),
    ],
)
def test_answers_can_be_taken_away(tmp_path: Path, put: str, cells: list[str]) -> None:
    found = made(tmp_path, [put])
    copy = next(found.folder.rglob("*.csv"))
    assert [row["size"] for row in csv.DictReader(copy.open())] == cells
    assert (tmp_path / "me.csv").read_text() == ME.lstrip()


def test_every_entry_of_a_list_or_those_of_some_people(tmp_path: Path) -> None:
    found = made(tmp_path, ["gig.weeks=4"], ["gig.paid=yes", "sure=yes"])
    assert counts(found) == {"gig.weeks=4": (1, 0, 2)}  # of three only: one is not sure
    assert found.crossed.counts["gig.kind", "gig"] == {
        ("good", "good"): 1,
        ("bad", "bad"): 1,
        ("bad", "good"): 1,
    }
    assert {row.entry for row in found.tally.sample["three"]} == {"row 4"}


def test_contradictions_that_answers_cause_are_shown(tmp_path: Path) -> None:
    from engine.rendering.blocks import to_text
    from engine.rendering.scenario import ScenarioTeller

    found = made(tmp_path, ["size=6"], text=SMALL + NEVER)
    shown = to_text(ScenarioTeller(found, found.reasons()).blocks())
    assert "size_of_a, 1 person. Both cannot be." in " ".join(shown.split())


def test_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    put = ["pikc=a", "pick=q", "size=lots", "path=x", "sure", "sure=yes", "sure=no"]
    with pytest.raises(BadInput) as caught:
        made(tmp_path, put, ["size=-1", "nothing=1"])
    told = {one.message: one.hint for one in caught.value.problems}
    assert len(told) == 8
    assert told["--set there is no question “pikc”"] == "did you mean pick?"
    assert told["--set pick=q: “q” is not a value of pick"] == "write a, b, c or unknown"
    assert told["--set path is no answer: it is worked out from your answers"]
    with pytest.raises(BadInput, match="--where gig.paid: nothing is set in entries of that list"):
        made(tmp_path, ["size=1"], ["gig.paid=yes"])


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["scenario", *map(str, arguments)])


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json"])
def test_the_command(tmp_path: Path, ending: str) -> None:
    """A table of every form; a bad row is told with its row, and the exit code says so."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "report.yaml").write_text(SMALL)
    roster, lists = tables(tmp_path, ME + "six,wrong,,,\n|<b>`,b,yes,2,\n", GIGS)
    if ending == ".parquet":
        pl.read_csv(roster, infer_schema=True).write_parquet(tmp_path / "me.parquet")
        roster = tmp_path / "me.parquet"
    out = tmp_path / f"out{ending}"
    arguments = ["--knowledge", knowledge, "--set", "size=3", "--format", "markdown", "-o", out]
    found = run(roster, "--list", "gigs", lists["gig"], *arguments, "--date", DAY)
    assert found.exit_code == 3, found.output
    assert "- size=3: put into 5 rows; 2 had it already" in found.stdout
    assert "\\|\\<b\\>\\`" in found.stdout and "<b>" not in found.stdout.replace("\\<b", "")
    rejects = (tmp_path / "out.rejects.csv").read_text()
    assert ",7,six,pick," in rejects and len(rejects.splitlines()) == 2
    for path in (out, tmp_path / "out.rejects.csv"):
        assert path.stat().st_mode & 0o777 == 0o600
    if ending == ".json":
        assert {row["id"] for row in json.loads(out.read_text())} == {"five", "|<b>`"}
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert not left
