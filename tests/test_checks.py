"""Every check of a rule base: what it reports, what it lets pass, and how that is shown.

`UPDATE_GOLDEN=1 pytest tests/test_checks.py` writes tests/checks/*.txt anew; read the difference
before you keep it.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.checking.bench import Bench
from engine.checking.checks import advice_without_source, cyclic_derivation
from engine.checking.run import CHECKS, Checked, check_base
from engine.ir.base import RuleBase
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.rendering.findings import findings_text
from engine.rendering.problems import problems_text

HERE = Path(__file__).parent / "checks"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
PRELUDE: list[dict[str, Any]] = yaml.load((HERE / "prelude.yaml").read_text("utf-8"), LOADER)
REFUSED = [name for name, check in CHECKS.items() if hasattr(check, "REFUSED_WHEN_READ")]
READ = [name for name in CHECKS if name not in REFUSED]
KEYS = {"check", "item", "file", "line", "column", "message", "situation", "example", "hint"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base").mkdir()
    monkeypatch.chdir(tmp_path)


def derives(item: dict[str, Any]) -> set[str]:
    """The facts that a rule or decision gives a value."""
    return {item.get("decision", ""), *item.get("conclude", {})} - {""}


def write(example: str) -> Path:
    """A base: the prelude, without what derives a fact that the example derives, and the example.

    The example is a file of its own, so that places in it do not depend on the prelude.
    """
    own = set().union(*map(derives, yaml.load(example, LOADER)))
    kept = [item for item in PRELUDE if not derives(item) & own]
    Path("base/report.yaml").write_text(yaml.dump(kept, Dumper=DUMPER), "utf-8")
    Path("base/example.yaml").write_text(example, "utf-8")
    return Path("base")


def read(example: str) -> RuleBase:
    return read_base([write(example)])


def checked(example: str) -> Checked:
    return check_base(Bench(read(example)))


def found(example: str) -> list[tuple[str, str]]:
    """Check and item of every finding."""
    return [(one.check, one.item) for one in checked(example).findings]


def golden(name: str, text: str) -> None:
    """Compare with the text that is kept, or keep this one."""
    path = HERE / f"{name}.txt"
    if UPDATE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


# Examples.


def test_the_prelude_alone_causes_no_finding() -> None:
    assert found("[]") == []


@pytest.mark.parametrize("name", CHECKS)
def test_the_valid_example_causes_no_finding(name: str) -> None:
    assert found(CHECKS[name].VALID) == []


@pytest.mark.parametrize("name", READ)
def test_the_invalid_example_is_found_by_its_check_only(name: str) -> None:
    base = read(CHECKS[name].INVALID)
    result = check_base(Bench(base))
    assert {one.check for one in result.findings} == {name}
    golden(name, findings_text(base, result))


@pytest.mark.parametrize("name", REFUSED)
def test_some_invalid_examples_are_refused_when_read(name: str) -> None:
    with pytest.raises(BadInput) as bad:
        read(CHECKS[name].INVALID)
    golden(name, problems_text(bad.value.problems))


def test_each_golden_text_belongs_to_a_check() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == set(CHECKS)


def test_advice_without_source_is_found_in_a_base_made_otherwise() -> None:
    base = read(advice_without_source.VALID)
    bare = tuple(replace(one, assumed=one.id != "run") for one in base.advice)
    (one,) = check_base(Bench(replace(base, advice=bare))).findings
    assert (one.check, one.item) == ("advice-without-source", "run")


def test_a_circle_is_found_in_a_base_made_otherwise() -> None:
    base = read(cyclic_derivation.VALID)
    first, last = sorted(base.rules, key=lambda rule: rule.id, reverse=True)
    circle = replace(base, rules=(replace(first, when=replace(last.when)), last))
    assert [rule.conclude for rule in circle.rules] == [("tired",), ("idle",)]
    (one,) = cyclic_derivation.find(Bench(circle))
    assert "depends on itself" in one.message
