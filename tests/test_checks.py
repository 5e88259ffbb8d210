"""Every check of a rule base: what it reports, what it lets pass, and how that is shown.

`UPDATE_GOLDEN=1 pytest tests/test_checks.py` writes tests/checks/*.txt anew; read the difference
before you keep it.
"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from engine.checking.bench import Bench
from engine.checking.checks import advice_without_source, cyclic_derivation
from engine.checking.run import CHECKS, check_base, manual
from engine.ir.base import RuleBase
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.rendering.findings import findings_text
from engine.rendering.problems import problems_text
from tests.check_examples import END, GOLDEN, checked, found, read, write

UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
REFUSED = [name for name, check in CHECKS.items() if hasattr(check, "REFUSED_WHEN_READ")]
READ = [name for name in CHECKS if name not in REFUSED]
KEYS = {"check", "item", "file", "line", "column", "message", "situation", "example", "hint"}
BASE = Path("base")  # where golden texts say that they are read from


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    BASE.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def read_here(example: str) -> RuleBase:
    write(example, BASE)
    return read_base([BASE])


def golden(name: str, text: str) -> None:
    """Compare with the text that is kept, or keep this one."""
    path = GOLDEN / f"{name}.txt"
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
    base = read_here(CHECKS[name].INVALID)
    result = check_base(Bench(base))
    assert {one.check for one in result.findings} == {name}
    golden(name, findings_text(base, result))


@pytest.mark.parametrize("name", REFUSED)
def test_some_invalid_examples_are_refused_when_read(name: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_here(CHECKS[name].INVALID)
    golden(name, problems_text(bad.value.problems))


def test_each_golden_text_belongs_to_a_check() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CHECKS)


def test_advice_without_source_is_found_in_a_base_made_otherwise() -> None:
    base = read(advice_without_source.VALID)
    bare = tuple(replace(one, assumed=one.id != "run") for one in base.advice)
    (one,) = check_base(Bench(replace(base, advice=bare))).findings
    assert (one.check, one.item) == ("advice-without-source", "run")


def test_a_circle_is_found_in_a_base_made_otherwise() -> None:
    base = read(cyclic_derivation.VALID)
    tired, idle = sorted(base.rules, key=lambda rule: rule.id, reverse=True)
    circle = replace(base, rules=(replace(tired, when=idle.when), idle))
    (one,) = cyclic_derivation.find(Bench(circle))
    assert (one.item, one.message) == ("tired", "tired depends on itself: tired ← tired")


# What is refused when read.


@pytest.mark.parametrize("name", ["nobody", "tired/very-old"])
def test_excluded_advice_must_exist(name: str) -> None:
    with pytest.raises(BadInput, match=f"there is no advice {name}"):
        read(f"- {{advice: run, when: fit is yes, excludes: [{name}], {END}")


def test_a_number_promises_nothing() -> None:
    with pytest.raises(BadInput, match="only choices can promise to be never worse"):
        read(
            "- derived:\n    rest: {label: rest, type: number, formula: 120 - age,\n"
            f"      better: higher, never_worse_with: [age]}}\n- {{advice: a, when: rest > 8, {END}"
        )


# Waivers.

DEAD = f"- {{advice: a, when: age > 60 and age < 50, {END}- {{advice: b, when: age < 0, {END}"


def waived(check: str, item: str) -> str:
    return f"- {{waive: {check}, of: {item}, because: we know}}\n"


def test_a_waiver_silences_exactly_its_finding() -> None:
    assert found(DEAD) == [("dead-rule", "a"), ("dead-rule", "b")]
    result = checked(DEAD + waived("dead-rule", "a"))
    assert [one.item for one in result.findings] == ["b"]
    ((one, waiver),) = result.waived
    assert (one.item, waiver.item, waiver.because) == ("a", "a", "we know")


@pytest.mark.parametrize(
    ("waiver", "says", "hint"),
    [
        (("dead-rule", "hello"), "the waiver of dead-rule for hello is not needed", "take it out"),
        (("masked-row", "a"), "the waiver of masked-row for a is not needed", "take it out"),
        (("dead-rules", "a"), "there is no check dead-rules", "did you mean dead-rule?"),
    ],
)
def test_a_waiver_that_silences_nothing_is_a_finding(
    waiver: tuple[str, str], says: str, hint: str
) -> None:
    result = checked(DEAD + waived(*waiver))
    assert [one.check for one in result.findings] == ["dead-rule", "dead-rule", "waiver-unused"]
    last = result.findings[-1]
    assert (last.message, last.hint) == (says, hint)
    assert result.waived == ()


# What the checks say of themselves, and the command.


@pytest.mark.parametrize("name", CHECKS)
def test_the_manual_page_is_the_docstring_with_both_examples(name: str) -> None:
    check = CHECKS[name]
    page = "\n".join(manual(name))
    assert check.__doc__ and "What to do: " in check.__doc__
    assert check.__doc__.strip() in page and page.startswith(f"{name}: ")
    for example in (check.VALID, check.INVALID):
        assert all(f"  {line}" in page.splitlines() for line in example.strip().splitlines())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def run_on(example: str, *arguments: str) -> Result:
    write(example, BASE)
    return run("--knowledge", str(BASE), *arguments)


def test_the_exit_code_tells_whether_something_was_found() -> None:
    good, bad, waiver = run_on("[]"), run_on(DEAD), waived("dead-rule", "a")
    assert (good.exit_code, good.stderr) == (0, "")
    assert good.output.startswith("0 findings: ")
    assert (bad.exit_code, bad.output.count("[dead-rule]")) == (1, 2)
    let_stand = run_on(DEAD + waiver + waived("dead-rule", "b"))
    assert let_stand.exit_code == 0
    assert "0 findings, 2 waived with a reason" in let_stand.output


def test_a_base_that_cannot_be_read_is_refused() -> None:
    result = run_on(advice_without_source.INVALID)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "run has no source" in result.stderr


def test_json_has_the_same_findings_and_what_was_waived() -> None:
    result = run_on(DEAD + waived("dead-rule", "b"), "--format", "json")
    assert result.exit_code == 1
    data = json.loads(result.output)
    assert data.keys() == {"findings", "waived"}
    (one,), (other,) = data["findings"], data["waived"]
    assert one.keys() == KEYS and other.keys() == {*KEYS, "waived_because"}
    place = Path(one["file"]).name, one["line"]
    assert (one["check"], one["item"], *place) == ("dead-rule", "a", "example.yaml", 1)
    assert (other["item"], other["waived_because"]) == ("b", "we know")


def test_a_check_explains_itself() -> None:
    result = run("--explain", "dead-rule")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output == "\n".join([*manual("dead-rule"), ""])


def test_all_checks_explain_themselves() -> None:
    result = run("--explain", "all")
    assert result.exit_code == 0
    assert all("\n".join(manual(name)) in result.output for name in CHECKS)
    assert "\n\npattern-example: " in result.output


def test_an_unknown_check_is_refused_with_those_that_there_are() -> None:
    result = run("--explain", "dead-rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean dead-rule?" in result.stderr
    assert all(name in result.stderr for name in CHECKS)
