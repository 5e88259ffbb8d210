"""What a search for a plan knows of a case on another day: what is worked out anew for that day."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cli.shared import load_base
from engine.alternatives.change_target import Target
from engine.alternatives.change_ways import Ways, Wish
from engine.compiled.derive import TODAY, moving
from engine.compiled.lazy import settled
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.case import read_case

CASES = sorted(Path("knowledge/examples").glob("*.case.yaml"))[::6]


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_base(None)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".case.yaml"))
def test_only_what_rests_on_the_date_is_worked_out_anew(base: RuleBase, path: Path) -> None:
    case = read_case(base, path)
    ways = Ways(Wish(base, case, ("strategy", 0), Target()))
    for place in places(base, case):
        ways.known.value(place)
    for days in (1, 200, 900):
        later = replace(case, as_of=case.as_of and case.as_of + timedelta(days))
        known, anew = ways.knowing(later), settled(base, later)
        for place in places(base, case):
            assert known.value(place) == anew.value(place), (place, days)


def places(base: RuleBase, case: Case) -> list[tuple[str, int]]:
    return [
        (fact.id, member)
        for fact in base.facts.values()
        for member in case.members.get(fact.entity, ())
    ]


def test_some_of_what_is_shipped_rests_on_the_date(base: RuleBase) -> None:
    assert moving(base, [TODAY]) > {TODAY}
