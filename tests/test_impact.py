"""Whose conclusions edited knowledge changes: counts, causes, and what is compared with what."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from engine.effects.cases import Both, Said, between, said
from engine.effects.causes import ALONE, TOGETHER
from engine.effects.impact import Impact
from engine.ir.base import RuleBase
from engine.ir.rules import Decision
from engine.problem import BadInput
from engine.reading.case import read_case
from engine.reading.revision import write_revision
from engine.rosters.tally import Moved
from tests.test_rosters import DAY, SHIPPED
from tools.judging import NEVER, Mutant, loaded, mutants

GOLDEN = Path(__file__).parent / "impact" / "review.md"
EXAMPLES = SHIPPED / "examples"
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
CASES = ("exams-p*", "search-*", "school*", "plan-*")
# What somebody edits in one pull request: file, text, what is written in its place.
EDITS = [
    ("parameters/school.yaml", "weak_letters:\n    value: 1\n", "weak_letters:\n    value: 3\n"),
    ("rules/exams/gate.yaml", "step1_status is not passed", "step1_status is not_taken"),
    ("vocabulary/network.yaml", "  family_links:", "  relatives:"),
    ("rules/clocks/helpers.yaml", "family_links is", "relatives is"),
    ("advice/search/clocks.yaml", "param.plan_months_latest months", "3 months"),
    ("vocabulary/network.yaml", "    ask: ", "    # Nobody but an author reads this.\n    ask: "),
    ("rules/exams/gate.yaml", "You have passed both exams", "Both exams are passed"),
]
REMOVED = "advice/search/linkedin.yaml"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return loaded()


def edited(folder: Path, edits: Iterable[tuple[str, str, str]]) -> None:
    for name, old, new in edits:
        text = (folder / name).read_text()
        assert old in text, (name, old)
        (folder / name).write_text(text.replace(old, new, 1))


def shipped(*names: str) -> list[Path]:
    return sorted(path for name in names for path in EXAMPLES.glob(f"{name}.case.yaml"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["impact", *map(str, arguments)])


def git(folder: Path, *command: str) -> str:
    done = subprocess.run([*GIT, *command], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the knowledge in a folder: committed as shipped, edited since."""
    root = tmp_path_factory.mktemp("repository")
    copy = root / "data" / "knowledge"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("examples", "__pycache__"))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "as shipped")
    git(root, "tag", "shipped")
    edited(copy, EDITS)
    (copy / REMOVED).unlink()
    (copy / "examples").mkdir()
    for path in shipped(*CASES):
        shutil.copy(path, copy / "examples")
    return root


def test_a_pull_request_is_reviewed_against_a_revision(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the commit; the cases beside the knowledge, and nothing of the work in progress."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = git(repository, "status", "--porcelain")
    knowledge, out = repository / "data" / "knowledge", tmp_path / "out.json"
    options = ["--against", "shipped", "--knowledge", knowledge, "--format", "markdown"]
    found = run(*options, "--fail-on-change", "-o", out, "--date", DAY)
    assert found.exit_code == 1, found.output
    commit = git(repository, "rev-parse", "shipped")[:10]
    shown = found.stdout.replace(commit, "COMMIT").replace(f"{repository}/", "")
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown)
    assert shown == GOLDEN.read_text()
    assert git(repository, "status", "--porcelain") == before
    rows = json.loads(out.read_text())
    assert out.stat().st_mode & 0o777 == 0o600
    changed = {row["id"] for row in rows}
    assert f"{len(changed)} of {len(list(knowledge.rglob('*.case.yaml')))} cases change" in shown
    assert all(row["cause"] and row["how"] in (ALONE, TOGETHER) for row in rows)


@pytest.mark.parametrize(
    ("folder", "revision", "words"),
    [
        ("data/knowledge", "nowhere", "neither a folder nor a revision"),
        ("data/knowledge", "--output=x", "neither a folder nor a revision"),
        ("data/knowledge", "a\nb", "neither a folder nor a revision"),
        ("other", "shipped", "has no knowledge in other"),
        ("..", "shipped", "no revision can be read of"),
    ],
)
def test_what_git_cannot_give_is_a_mistake_of_the_user(
    repository: Path, tmp_path: Path, folder: str, revision: str, words: str
) -> None:
    (repository / "other").mkdir(exist_ok=True)
    with pytest.raises(BadInput, match=words):
        write_revision(repository / folder, revision, tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_git_a_folder_is_asked_for(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="git is not installed here"):
        write_revision(repository / "data" / "knowledge", "shipped", tmp_path / "x")


def test_a_revision_is_what_was_committed(repository: Path, tmp_path: Path) -> None:
    """No link is followed and no filter runs; only knowledge files are there."""
    write_revision(repository / "data" / "knowledge", "HEAD", tmp_path)
    names = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    there = [path for kind in ("yaml", "csv") for path in SHIPPED.rglob(f"*.{kind}")]
    kept = {path.relative_to(SHIPPED) for path in there if "examples" not in path.parts}
    assert names == kept
    assert all((tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes() for name in names)


def with_mutant(base: RuleBase, one: Mutant) -> RuleBase:
    """The base with an edit of a hurried author."""
    if isinstance(one.changed, Decision):
        return replace(base, decisions={**base.decisions, one.target: one.changed})
    when = one.changed or NEVER

    def put(some: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(replace(x, when=when) if x.id == one.target else x for x in some)

    return replace(base, rules=put(base.rules), advice=put(base.advice))


def taken(chunks: Iterable[object]) -> None:
    for _ in chunks:
        pass


def people(base: RuleBase, count: int) -> list[Both]:
    """Shipped cases for both sides alike."""
    cases = [read_case(base, path) for path in shipped("*")[::count]]
    return [Both(Path(case.file).name, case, case, {}) for case in cases]


def values(base: RuleBase, case: Both, moved: Moved) -> Iterator[str]:
    """What a base says of an item, of each member that it could be about."""
    found = said(base, between(base, case))
    members = {one.number for one in found if one.about == moved.about} | {0}
    for number in members:
        yield found.get(Said(moved.about, number, moved.kind, moved.item), "no")


def test_undoing_the_named_edits_undoes_the_change(base: RuleBase) -> None:
    """30 draws of one or two random edits: with all but the named ones the new result is gone."""
    random, pool, cases = Random(8), [*mutants(base)], people(base, 48)
    tried = 0
    for draw in range(30):
        new = base
        for one in random.sample(pool, 1 + draw % 2):
            new = with_mutant(new, one)
        impact = Impact(base, new, sample=100)
        taken(impact.of_cases(cases))
        for name, changes in impact.tally.sample.items():
            case = next(case for case in cases if case.name == name)
            for moved in random.sample(changes, 1):
                tried += check(impact, case, moved)
    assert tried > 5


def check(impact: Impact, case: Both, moved: Moved) -> bool:
    """Only the named edits come to the new result, and all but these do not."""
    cause, merged = impact.causes.found[moved.cause], impact.causes.merged
    rest = merged.base(frozenset(range(len(impact.causes.edits))) - set(cause.edits))
    alone = merged.base(frozenset(cause.sets[0]))
    assert rest is not None and alone is not None
    assert moved.after in values(alone, case, moved), (moved, cause)
    before = [*values(impact.old, case, moved)]
    if len(before) == 1:  # of several members it is not said which one moved
        assert [*values(rest, case, moved)] != [moved.after], (moved, cause)
    return len(before) == 1
