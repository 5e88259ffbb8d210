"""A kept rule base is the same as a fresh one, and never outlives a change."""

import pickle
from pathlib import Path

import pytest

from engine.problem import BadInput
from engine.reading import cache
from engine.reading.base import read_base
from engine.reading.cache import cached_base

BASE = Path(__file__).parent / "bad_input" / "base"


def copy_of_base(folder: Path) -> Path:
    for path in BASE.glob("**/*.yaml"):
        target = folder / path.relative_to(BASE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return folder


def test_a_kept_base_equals_a_fresh_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = cached_base([BASE], tmp_path)
    monkeypatch.setattr(cache, "read_base", lambda folders: pytest.fail("was read again"))
    assert cached_base([BASE], tmp_path) == fresh


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    folder, store = copy_of_base(tmp_path / "base"), tmp_path / "store"
    before = cached_base([folder], store)
    report = folder / "report.yaml"
    report.write_text(report.read_text() + "  intro: Another sentence.\n")
    assert cached_base([folder], store) == read_base([folder]) != before


def test_mistakes_are_never_kept(tmp_path: Path) -> None:
    folder, store = copy_of_base(tmp_path / "base"), tmp_path / "store"
    (folder / "wrong.yaml").write_text("rule: nothing\n")
    for _ in range(2):
        with pytest.raises(BadInput):
            cached_base([folder], store)


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps({"a": 1})])
def test_a_spoilt_copy_costs_time_only(tmp_path: Path, content: bytes) -> None:
    fresh = cached_base([BASE], tmp_path)
    next(tmp_path.glob("*.base")).write_bytes(content)
    assert cached_base([BASE], tmp_path) == fresh


def test_a_copy_that_others_can_write_is_not_loaded(tmp_path: Path) -> None:
    fresh = cached_base([BASE], tmp_path)
    copy = next(tmp_path.glob("*.base"))
    copy.write_bytes(pickle.dumps(fresh.__class__))
    copy.chmod(0o666)
    assert cached_base([BASE], tmp_path) == fresh


def test_a_store_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert cached_base([BASE], blocked / "store") == read_base([BASE])
