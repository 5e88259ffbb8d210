"""Closures mean what the reference interpreter means, and what is carried over stays right."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

import knowledge
from engine.compiled.compiler import truth as compiled_truth
from engine.compiled.lazy import Lazy, settled
from engine.compiled.run import run
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Condition
from engine.ir.trace import differences
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret
from engine.reason.known import Known
from tests.random_bases import base_texts, read_text
from tests.random_cases import Questions, cases
from tests.test_executors_agree import FUZZ, TIMES

FOLDER = Path(knowledge.__file__).parent


def values(known: Known) -> dict[Place, object]:
    """Every value there is to know."""
    return {
        (fact.id, member): known.value((fact.id, member))
        for fact in known.base.facts.values()
        for member in known.members(fact.entity)
    }


def conditions(base: RuleBase) -> Iterator[tuple[str, Condition]]:
    for decision in base.decisions.values():
        yield from ((decision.scope, row.when) for row in decision.rows if row.when is not None)
    yield from ((rule.scope, rule.when) for rule in base.rules)
    yield from ((one.scope, one.when) for one in base.advice if one.when is not None)


def check(base: RuleBase, case: Case) -> Lazy:
    """The closures' conclusions, held against the interpreter's."""
    (known, trace), lazy = interpret(base, case), settled(base, case)
    assert differences(run(base, case)[1], trace) == []
    assert lazy.disputes == known.disputes
    assert values(lazy) == values(known)
    assert lazy.derived == known.derived
    for scope, when in conditions(base):
        for member in known.members(scope):
            assert compiled_truth(when, lazy, member) == truth(when, known, member)
    return lazy


@settings(FUZZ, max_examples=200 * TIMES)
@given(base_texts(), st.data())
def test_closures_agree_with_the_interpreter(text: str, data: st.DataObject) -> None:
    note(text)
    base = read_text(text)
    questions = Questions(base)
    before, other = (data.draw(cases(questions)) for _ in range(2))
    lazy, _ = check(base, before), check(base, other)
    common = [place for place in other.answers if place[1] in before.members[_of(base, place)]]
    if not lazy.disputes and common:
        chosen = data.draw(st.lists(st.sampled_from(common), min_size=1, unique=True))
        changed = {**before.answers, **{place: other.answers[place] for place in chosen}}
        after = replace(before, answers=changed)
        if not settled(base, after).disputes:
            revised = lazy.revised(after, {name for name, _ in chosen})
            assert values(revised) == values(interpret(base, after)[0])


def _of(base: RuleBase, place: Place) -> str:
    return base.facts[place[0]].entity


def test_on_shipped_cases() -> None:
    base = read_base([FOLDER])
    found = sorted((FOLDER / "examples").glob("*.case.yaml"))
    assert len(found) > 100
    for path in found:
        check(base, read_case(base, path))
