"""The shipped knowledge as a whole: complete, cited, exercised by cases, and in our own words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

import pytest

import knowledge
from engine.finding.coverage import coverage
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.ir.trace import Trace
from engine.ir.values import ONLY_YES
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret, reachable_rows
from tools.triage import sample

FOLDER = Path(knowledge.__file__).parent
SEEDS = FOLDER.parent.parent / "shared" / "seeds"
RUN = 8


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def runs(base: RuleBase) -> dict[str, tuple[Case, Trace]]:
    """Every shipped case with what was concluded of it."""
    found = {}
    for path in sorted((FOLDER / "examples").glob("*.case.yaml")):
        case = read_case(base, path)
        found[path.name] = (case, interpret(base, case)[1])
    for name, case in sample(base).items():
        found[name] = (case, interpret(base, case)[1])
    return found


def test_every_statement_of_the_articles_is_cited(base: RuleBase) -> None:
    found = coverage(base)
    assert len(found) == 528
    assert [one.citation.id for one in found if not one.cited_by] == []


def test_there_are_enough_cases(runs: Mapping[str, object]) -> None:
    assert len(runs) >= 60


def _left_over(base: RuleBase, trace: Trace) -> Iterator[str]:
    for name, member in trace.values:
        if name in base.decisions:
            rows = base.decisions[name].rows
            verdicts = [trace.truths[row.id, member] for row in rows]
            if len(rows) - 1 in reachable_rows(verdicts):
                yield rows[-1].id


def _fired(base: RuleBase, runs: Mapping[str, tuple[Case, Trace]]) -> Counter[str]:
    """In how many cases each row, rule, advice, message and argument takes effect.

    A row that takes what is left counts as soon as it is among the candidates: it may be there
    for what is unknown only.
    """
    count: Counter[str] = Counter()
    for case, trace in runs.values():
        count.update({name for name, _ in trace.fired} | set(_left_over(base, trace)))
        known = interpret(base, case)[0]
        for message in base.messages:
            members = known.members(message.scope)
            if any(message.when is None or truth(message.when, known, m) for m in members):
                count[message.id] += 1
        for item in base.arguments:
            if any(truth(item.when, known, m) for m in known.members(item.scope)):
                count[item.id] += 1
    return count


def test_everything_is_exercised_and_nothing_is_always_there(
    base: RuleBase, runs: Mapping[str, tuple[Case, Trace]]
) -> None:
    """Each takes effect in some shipped case and not in another; what is unconditional aside."""
    fired = _fired(base, runs)
    never = sorted(set(base.governed) - set(fired))
    assert never == []
    always = [name for name, count in fired.items() if count == len(runs)]
    assert [name for name in always if base.governed[name].when is not None] == []


def test_advice_that_excludes_other_advice_is_never_given_with_it(
    base: RuleBase, runs: Mapping[str, tuple[Case, Trace]]
) -> None:
    pairs = [(item.id, other) for item in base.advice for other in item.excludes]
    assert len(pairs) >= 12
    for name, (_, trace) in runs.items():
        given = {item for item, _ in trace.fired}
        both = [pair for pair in pairs if set(pair) <= given]
        assert both == [], name


def test_what_advice_excludes_exists(base: RuleBase) -> None:
    known = {item.id for item in base.advice}
    assert {other for item in base.advice for other in item.excludes} <= known


def test_rule_files_are_small() -> None:
    files = [*FOLDER.glob("rules/**/*.yaml"), *FOLDER.glob("advice/**/*.yaml")]
    assert median(len(path.read_text().splitlines()) for path in files) <= 25


def test_red_flags_of_the_slice_each_fire_and_stay_silent(
    base: RuleBase, runs: Mapping[str, tuple[Case, Trace]]
) -> None:
    for fact in (f for rule in base.rules if rule.severity for f in rule.conclude):
        values = [v for _, t in runs.values() for place, v in t.values.items() if place[0] == fact]
        assert ONLY_YES in values, fact
        assert any(value != ONLY_YES for value in values), fact


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _stretches(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    yield from (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not beside the project")
def test_no_sentence_of_the_articles_is_copied() -> None:
    theirs = {part for path in SEEDS.glob("*.txt") for part in _stretches(path.read_text())}
    assert len(theirs) > 1000
    for path in FOLDER.glob("**/*.yaml"):
        copied = [" ".join(part) for part in _stretches(path.read_text()) if part in theirs]
        assert copied == [], path.name
