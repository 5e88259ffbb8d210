"""Goals kept with their diagrams say the same as fresh ones, and never outlive their base."""

from pathlib import Path

import pytest

from engine.asking import kept
from engine.asking.goals import Goals
from engine.asking.kept import kept_goals
from engine.asking.residual import Residuals
from engine.ir.base import RuleBase
from engine.reading.cache import cached_base

BASE = Path(__file__).parent / "bad_input" / "base"


def told(goals: Goals) -> dict[str, list[tuple[str, float]]]:
    """Every outcome of every goal, and how much each variable behind it tells."""
    found: dict[str, list[tuple[str, float]]] = {}
    residuals = Residuals(goals)
    for name in sorted(goals.decided):
        left = goals.goal(name).left
        found[name] = [(outcome, 0.0) for outcome, _ in left.outcomes]
        for number in sorted(residuals.support(left)):
            subject = repr(goals.space.variables[number].subject)
            found[name].append((subject, round(residuals.gain(left, number), 9)))
    return found


def opened(folder: Path, store: Path) -> tuple[RuleBase, Goals]:
    base = cached_base([folder], store)
    return base, kept_goals(base, sorted(base.decisions))


def test_kept_goals_are_as_fresh_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, fresh = opened(BASE, tmp_path)
    monkeypatch.setattr(kept, "save_copy", lambda *_: pytest.fail("were made again"))
    again = kept_goals(base, sorted(base.decisions))
    assert again is not fresh
    assert again.base is base
    assert told(again) == told(fresh) == told(Goals(base))


def test_nodes_that_only_made_the_goals_are_not_kept(tmp_path: Path) -> None:
    base, fresh = opened(BASE, tmp_path)
    whole = Goals(base)
    for name in sorted(base.decisions):
        whole.goal(name)
    kept_nodes, every = (one.worlds.diagram.nodes for one in (fresh, whole))
    alive = [node for node in kept_nodes if node[1]]
    assert 0 < len(alive) < len(every) - 2
    assert all(kept_nodes[child][1] or child < 2 for _, below in alive for child in below)


def test_a_spoilt_copy_costs_time_only(tmp_path: Path) -> None:
    _, fresh = opened(BASE, tmp_path)
    next(tmp_path.glob("*.goals")).write_bytes(b"no copy")
    assert told(opened(BASE, tmp_path)[1]) == told(fresh)


def test_another_base_has_goals_of_its_own(tmp_path: Path) -> None:
    opened(BASE, tmp_path)
    folder = tmp_path / "base"
    for path in BASE.glob("**/*.yaml"):
        target = folder / path.relative_to(BASE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    report = folder / "report.yaml"
    report.write_text(report.read_text() + "  intro: Another sentence.\n")
    base, goals = opened(folder, tmp_path)
    assert goals.base is base
    assert len([*tmp_path.glob("*.goals")]) == 2


def test_a_base_without_a_copy_has_fresh_goals(tmp_path: Path) -> None:
    base = cached_base([BASE], None)
    assert told(kept_goals(base, base.decisions)) == told(Goals(base))
    assert not [*tmp_path.glob("*.goals")]
