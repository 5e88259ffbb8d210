"""Every check of a rule base: what it reports, what it lets pass, and how that is shown.

`UPDATE_GOLDEN=1 pytest tests/test_checks.py` writes tests/checks/*.txt anew; read the difference
before you keep it.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from cli.main import main
from engine.checking.bench import Bench
from engine.checking.checks import advice_without_source, cyclic_derivation
from engine.checking.run import CHECKS, Checked, check_base, manual
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
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


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


NOT_CUT = pytest.mark.xfail(reason="covers: tells no numbers apart")
FOUND = [pytest.param(name, marks=NOT_CUT) if name == "decision-gap" else name for name in READ]


@pytest.mark.parametrize("name", FOUND)
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
    tired, idle = sorted(base.rules, key=lambda rule: rule.id, reverse=True)
    circle = replace(base, rules=(replace(tired, when=idle.when), idle))
    (one,) = cyclic_derivation.find(Bench(circle))
    assert (one.item, one.message) == ("tired", "tired depends on itself: tired ← tired")


# One situation each: what is found, by check and item.

END = "section: main, say: Do so., assumed: yes}\n"
GAIT = f"""
- derived:
    gait: {{label: gait, type: choice, values: {{slow: slow, fast: fast, still: still}}}}
- decision: gait
  rows:
    - {{rule: gait/slow, when: age >= 60, then: slow, because: so, assumed: yes}}
    - {{otherwise: fast, because: so, assumed: yes}}
- {{advice: stride, when: gait is fast, {END}"""
STILL = "    - {rule: gait/still, when: age >= 70, then: still, because: so, assumed: yes}\n"
NEVER_STILL = ("unreachable-outcome", "gait")
STAYS = """
- entities: {stay: {label: a stay, key: stays}}
- facts:
    stay.fine: {ask: Was it fine?, label: fine, type: yes_no, better: [no, yes]}
    stay.cost: {ask: What was it?, label: cost, type: money, min: 0}
- {advice: pay, for: stay, section: main, say: "{stay.cost}, {stay.fine}", assumed: yes}
"""
FINE, COSTLY = "for: stay, when: stay.fine is yes", "for: stay, when: stay.cost > 5"
PROMISE = f"""
- derived:
    stay.level: {{label: level, type: choice, values: {{low: low, high: high}},
      better: [low, high], never_worse_with: [stay.fine, age]}}
- {{advice: climb, for: stay, when: stay.level is high, {END}"""
LEVEL = """
- decision: stay.level
  for: stay
  rows:
    - {{rule: level/high, when: {}, then: high, because: so, assumed: yes}}
    - {{otherwise: low, because: so, assumed: yes}}
"""
WORSE = [("worse-for-better", "stay.level")]
SETTLED = [
    # An outcome that nothing gives is reported, and nothing that tests for it.
    (GAIT, [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is still, {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is still or age > 60, {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: 'gait in [still, slow]', {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is not still and age > 60, {END}", [NEVER_STILL]),
    (
        f"{GAIT}- {{rule: tired/x, when: gait is still, conclude: {{tired: yes}}, assumed: yes}}\n",
        [NEVER_STILL],
    ),
    # Where a row or rule should give it, that is reported instead.
    (
        GAIT.replace("    - {otherwise", f"{STILL}    - {{otherwise")
        + f"- {{advice: a, when: gait is still, {END}",
        [("masked-row", "gait/still")],
    ),
    (
        "- {rule: tired/x, when: age > 60 and age < 50, conclude: {tired: yes}, assumed: yes}\n",
        [("dead-rule", "tired/x")],
    ),
    # Of two equal rules the second is needless.
    (
        "- {rule: tired/x, when: age > 60, conclude: {tired: yes}, assumed: yes}\n"
        "- {rule: tired/y, when: age > 60, conclude: {tired: yes}, assumed: yes}\n",
        [("subsumed-rule", "tired/y")],
    ),
    # Entries of a list.
    (STAYS, []),
    (f"{STAYS}- {{advice: a, {FINE} and stay.fine is no, {END}", [("dead-rule", "a")]),
    (
        f"{STAYS}- {{advice: a, when: 'exists(stay, stay.fine is yes) and "
        f"every(stay, stay.fine is no)', {END}",
        [("dead-rule", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, when: 'exists(stay, stay.fine is yes and stay.cost > 5) and "
        f"exists(stay, stay.fine is yes)', {END}",
        [("redundant-condition", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, {FINE}, excludes: [b], {END}- {{advice: b, {COSTLY}, {END}",
        [("contradicting-advice", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, {FINE}, excludes: [b], {END}"
        f"- {{advice: b, for: stay, when: stay.fine is no, {END}",
        [],
    ),
    (
        f"{STAYS}- constraints: {{k: {{for: stay, never: stay.fine is yes and stay.cost > 5, "
        f"say: Which is right?}}}}\n- {{advice: a, {FINE} and stay.cost > 6, {END}",
        [("dead-rule", "a")],
    ),
    (STAYS + PROMISE + LEVEL.format("stay.fine is yes and age < 30"), []),
    (STAYS + PROMISE + LEVEL.format("stay.fine is no and age < 30"), WORSE),
    (STAYS + PROMISE + LEVEL.format("stay.fine is yes and age > 30"), WORSE),
    # Constraints that leave nobody are reported, and nothing else.
    (
        "- constraints: {k: {never: fit is yes, say: Which?}, l: {never: fit is no, say: Which?}}",
        [("constraint-conflict", "k")],
    ),
    # A part that the rows above have decided.
    (
        "- decision: pace\n  rows:\n"
        "    - {rule: pace/a, when: age > 60, then: slow, assumed: yes}\n"
        "    - {rule: pace/b, when: age <= 60 and fit is yes, then: fast, assumed: yes}\n"
        "    - {otherwise: slow, assumed: yes}\n",
        [("redundant-condition", "pace/b")],
    ),
]


@pytest.mark.parametrize(("example", "expected"), SETTLED)
def test_what_is_found(example: str, expected: list[tuple[str, str]]) -> None:
    assert found(example) == expected


UNSETTLED = [
    pytest.param(
        f"{GAIT}{STAYS}- {{advice: a, when: 'exists(stay, stay.cost > 5 and gait is still)', {END}",
        [NEVER_STILL],
        id="a test for an unreachable value inside exists",
    ),
    pytest.param(
        f"{STAYS}- {{advice: a, when: 'count(stay, stay.fine is yes and stay.cost > 5) >= 1 and "
        f"not exists(stay, stay.fine is yes)', {END}",
        [("dead-rule", "a")],
        id="a count that implies a wider exists",
    ),
    pytest.param(
        f"{STAYS}- {{advice: a, for: stay, when: 'stay.fine is yes and "
        f"count(stay, stay.fine is yes) < 1', {END}",
        [("dead-rule", "a")],
        id="a count and the entry itself",
    ),
    pytest.param(
        f"{STAYS}- {{advice: a, when: 'not exists(stay, stay.cost >= 0)', excludes: [b], {END}"
        f"- {{advice: b, when: fit is yes, {END}",
        [("contradicting-advice", "a")],
        id="a situation with an empty list",
    ),
    pytest.param(
        "- facts: {extra: {ask: How, label: extra, type: count, max: 3, better: higher}}\n"
        "- derived:\n    rest: {label: rest, type: number, formula: 10 - extra, better: higher,\n"
        f"      never_worse_with: [extra]}}\n- {{advice: a, when: rest > 8, {END}",
        [("worse-for-better", "rest")],
        id="a promise of a number",
    ),
    pytest.param(
        "- message: m\n  title: T\n  to: you\n  assumed: yes\n"
        "  parts: [{say: Hello.}, {when: age > 5 and age < 3, say: Never.}]\n",
        [("dead-rule", "m")],
        id="a part of a message",
    ),
]


@pytest.mark.parametrize(("example", "expected"), UNSETTLED)
@pytest.mark.xfail(reason="not found, or found otherwise", raises=(AssertionError, KeyError))
def test_what_should_be_found(example: str, expected: list[tuple[str, str]]) -> None:
    assert found(example) == expected


@pytest.mark.xfail(reason="nothing looks for the advice that excludes: names", raises=KeyError)
@pytest.mark.parametrize("name", ["nobody", "tired/very-old"])
def test_excluded_advice_must_exist(name: str) -> None:
    with pytest.raises(BadInput, match=f"there is no advice {name}"):
        found(f"- {{advice: run, when: fit is yes, excludes: [{name}], {END}")


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
    return run("--knowledge", str(write(example)), *arguments)


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


def test_an_unknown_check_is_refused_with_those_that_there_are() -> None:
    result = run("--explain", "dead-rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean dead-rule?" in result.stderr
    assert all(name in result.stderr for name in CHECKS)
