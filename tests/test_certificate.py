"""Certificates of interviews: right ones verify, those tampered with do not."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

import knowledge
from cli.main import main
from engine.asking.certificate import CHANGES, certificate, certificate_text
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.asking.interview import DECISIONS, EVERYTHING
from engine.asking.verify import Verifier
from engine.ir.base import RuleBase
from engine.reading.base import read_base
from tests.interviews import fresh, gone_on, honest, resolved, simulated, tampered

FOLDER = Path(knowledge.__file__).parent
EXAMPLES = FOLDER / "examples"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([FOLDER])


@pytest.fixture(scope="module")
def chooser(base: RuleBase) -> Chooser:
    return Chooser(Goals(base))


@pytest.fixture(scope="module")
def verifier(base: RuleBase) -> Iterator[Verifier]:
    yield Verifier(base)


RUNS = [*((seed, DECISIONS) for seed in range(57)), *((seed, EVERYTHING) for seed in (1, 2, 11))]


@pytest.mark.parametrize(("seed", "until"), RUNS)
def test_certificates_verify(base, chooser, verifier, seed, until):
    *_, last = simulated(base, chooser, seed, until)
    data = json.loads(certificate_text(last))
    assert verifier.problems(data) == []
    assert not [one for one in data["conclusions"] if one["claim"] == CHANGES]


@pytest.mark.parametrize("seed", range(12))
def test_unfinished_ones_say_what_can_change(base, chooser, verifier, seed):
    for state in list(simulated(base, chooser, seed, DECISIONS))[:-1]:
        data = certificate(state)
        assert verifier.problems(data) == []
        assert state.wanted == [] or CHANGES in [one["claim"] for one in data["conclusions"]]


@pytest.mark.parametrize("seed", range(20))
def test_tampered_ones_are_rejected_exactly_where_they_became_false(base, chooser, verifier, seed):
    states = list(simulated(base, chooser, seed, DECISIONS))
    for what, data in tampered(states, seed):
        skipped = states[-1].skipped
        is_right = data == honest(base, chooser, data, skipped)
        assert is_right == (verifier.problems(data) == []), what


@pytest.mark.parametrize("seed", range(30))
def test_further_answers_change_no_outcome(base, chooser, seed):
    """By the reference interpreter, which knows nothing of regions and clauses."""
    *_, last = simulated(base, chooser, seed, DECISIONS)
    said = certificate(last)["conclusions"]
    for more in range(5):
        truth = resolved(last, Random(more))
        ways = [gone_on(truth, Random(f"{more}-{way}")).known for way in range(3)]
        consistent = [known for known in (truth.known, *ways) if not known.disputes]
        for one in said:
            member = last.known.members(base.facts[one["goal"]].entity)[one.get("entry", 1) - 1]
            stated = {one["value"]} if "value" in one else {*one["candidates"]}
            values = [known.value((one["goal"], member)) for known in consistent]
            assert stated.intersection(
                *(v for v in values if isinstance(v, frozenset))
            )  # narrower or wider, but never another


def test_nothing_answered(base, chooser, verifier):
    assert verifier.problems(certificate(fresh(base, chooser, EVERYTHING))) == []


def test_faults_are_told(base, chooser, verifier):
    *_, last = simulated(base, chooser, 0, DECISIONS)
    data = certificate(last)
    assert verifier.problems([]) == ["it is no certificate"]
    assert "knowledge" in verifier.problems({**data, "knowledge": "0"})[0]
    assert verifier.problems({**data, "date": "2020-01-01"})
    assert verifier.problems({**data, "answers": {"students": 1}})[0].startswith("answers: ")
    assert verifier.problems({**data, "conclusions": data["conclusions"][1:]})
    assert verifier.problems({**data, "conclusions": [*data["conclusions"], "x"]})
    assert verifier.problems({**data, "until": EVERYTHING})


def test_commands(tmp_path):
    path = tmp_path / "certificate.json"
    run = CliRunner().invoke
    case = str(EXAMPLES / "programs-from-a-file.case.yaml")
    assert run(main, ["certificate", case, "-o", str(path)]).exit_code == 0
    right = run(main, ["verify-certificate", str(path)])
    assert (right.exit_code, right.output[:26]) == (0, "The certificate is right: ")
    path.write_text(path.read_text().replace('"goal": "strategy"', '"goal": "luck"'))
    wrong = run(main, ["verify-certificate", str(path)])
    assert wrong.exit_code == 1 and "strategy: nothing is said of it" in wrong.output
    path.write_text("no")
    assert run(main, ["verify-certificate", str(path)]).exit_code == 2
    assert run(main, ["certificate", str(tmp_path / "none.yaml")]).exit_code == 2
