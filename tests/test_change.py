"""Plans for a better outcome: against every set of actions, on small random bases."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from cli.main import main
from engine.alternatives.change import Change, Status, change
from engine.alternatives.change_report import Told
from engine.alternatives.change_schedule import day
from engine.compiled.lazy import settled
from engine.finding.changes import changes_for
from engine.ir.actions import Action
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.dates import shifted
from engine.ir.values import ONLY_NO, ONLY_YES, Choices, Interval, Value
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret
from engine.reason.known import Origin
from engine.rendering.change import change_text
from tests.listless import ASKED
from tests.random_bases import read_text
from tests.random_cases import TODAY

ME = 0
MOST = 300  # sets of actions that are tried for one example
Steps = tuple[tuple[Action, int], ...]  # what is done about one fact, each so many times
ATOMS = ("sure is yes", "sure is no", "a in some", "b not in some", "pick is a", "pick is not c",
         "pick in [b, c]", "many >= 2", "many < 1", "size > 1", "size <= 0",
         "size >= many")  # fmt: skip
WORKED_OUT = ("twice > 2", "less >= 1", "figure > 2")
WAYS = ("changes: pick, to: a", "changes: pick, to: b", "changes: pick, from: [b, c], to: a",
        "changes: pick, from: [a], to: c", "changes: sure, to: yes", "changes: sure, to: no",
        "changes: sure, from: [no], to: yes", "changes: some, to: a", "changes: some, to: b",
        "changes: many, raise: 1, limit: 3", "changes: size, raise: 2, limit: 4",
        "changes: size, lower: 1, limit: -1", "changes: end, raise: 9")  # fmt: skip
MANY = settings(max_examples=60, deadline=None)

# --- random bases with actions, and cases of them


def condition(at: Random, atoms: tuple[str, ...], least: int = 1) -> str:
    parts = at.sample(atoms, at.randint(least, 3))
    text = parts[0]
    for part in parts[1:]:
        text = f"({text} {at.choice(['and', 'and', 'or'])} {part})"
    return text


def one_action(at: Random, number: int) -> str:
    way = at.choice(WAYS)
    text = f"{way}, effort: {at.choice([1, 1.5, 2, 4])}, say: Do., assumed: yes"
    text += f", months: {at.choice([0, 1, 2.5, 6])}"
    if at.random() < 0.4:
        text += f", requires: '{condition(at, ATOMS)}'"
    if at.random() < 0.25:
        text += ", by: end - 1 months"
    if "many" not in way and at.random() < 0.25:
        text += ", also: {many: +1}"
    return f"    act{number}: {{{text}}}\n"


def acting(at: Random) -> RuleBase:
    """A base without lists, whose conclusions depend on what its actions can change."""
    text = ASKED + "- facts: {end: {ask: How, label: end, type: date}}\n"
    if at.random() < 0.4:
        text += f"- constraints: {{k: {{never: '{condition(at, ATOMS)}', say: Which?}}}}\n"
    for name, more in (("fine", ()), ("late", ("fine is yes", "path is a", "path is not b"))):
        for number in range(at.randint(1, 2)):
            when = condition(at, (*ATOMS, *WORKED_OUT, *more), 2)
            text += f"- {{rule: {name}/{number}, when: '{when}', conclude: {{{name}: yes}}, "
            text += "because: so, assumed: yes}\n"
    text += "- decision: path\n  rows:\n"
    for number in range(at.randint(1, 3)):
        when = condition(at, (*ATOMS, *WORKED_OUT, "fine is yes", "fine is no"), 2)
        row = f"when: '{when}', then: {at.choice('abc')}, assumed: yes"
        text += f"    - {{rule: path/{number}, {row}}}\n"
    text += f"    - {{otherwise: {at.choice('abc')}, assumed: yes}}\n- actions:\n"
    base = read_text(text + "".join(one_action(at, number) for number in range(at.randint(3, 6))))
    facts = dict(base.facts)
    facts["path"] = replace(facts["path"], better=tuple(at.sample("abc", at.choice([0, 3]))))
    facts["twice"] = replace(facts["twice"], better=("higher",))
    return replace(base, facts=facts)


def answered(at: Random, *, most: float) -> Case:
    """A case in which a share `most` of the questions is answered, and the rest open or unknown."""
    values: dict[str, Value] = {
        "pick": Choices({at.choice("abc")}),
        "sure": at.choice([ONLY_YES, ONLY_NO]),
        "some:a": at.choice([ONLY_YES, ONLY_NO]),
        "some:b": at.choice([ONLY_YES, ONLY_NO]),
        "many": exactly(at.randint(0, 3)),
        "size": exactly(at.choice([-2, -1, 0, 0.5, 1, 2])),
        "end": exactly((TODAY + timedelta(at.choice([-9, 20, 90, 200, 500]))).toordinal()),
    }
    answers = {(name, ME): Answer(value) for name, value in values.items() if at.random() < most}
    missing = [(name, ME) for name in values if (name, ME) not in answers]
    answers |= {place: Answer(None) for place in missing if at.random() < 0.5}
    return Case({"me": (ME,)}, answers, as_of=TODAY)


def exactly(one: float) -> Interval:
    return Interval(one, one)


def interval(value: Value) -> Interval:
    assert isinstance(value, Interval)
    return value


# --- every set of actions, one by one


def ways(base: RuleBase, case: Case, keep: frozenset[str]) -> dict[Place, list[Steps]]:
    """All that can be done about each fact."""
    known, _ = interpret(base, case)
    found: dict[Place, list[Steps]] = {}
    for fact in {action.fact for action in base.actions} - keep:
        own = [action for action in base.actions if action.fact == fact]
        found[fact, ME] = [(), *_choices(own, known.value((fact, ME)))]
        if own[0].by_each:
            answered = known.origin((fact, ME)) is Origin.ANSWER
            found[fact, ME] = [
                (),
                *(_numbers(base, own, known.value((fact, ME))) if answered else ()),
            ]
    return found


def _choices(own: list[Action], value) -> Iterator[Steps]:
    for size in (1, 2, 3):
        for row in permutations([one for one in own if not one.by_each], size):
            been = [value]
            for action in row:
                if Choices({action.to}) in been or (
                    action.origins and not been[-1] <= action.origins
                ):
                    break
                been.append(Choices({action.to}))
            else:
                yield tuple((action, 1) for action in row)


def _numbers(base: RuleBase, own: list[Action], value) -> Iterator[Steps]:
    for action in own:
        for times in range(1, 21):
            by = action.by_each * times
            if action.fact != "end":
                fact = base.facts[action.fact]
                low, high = max(fact.low, -1), min(fact.high, action.limit or 99)
                if by > 0 and value.high + by > high or by < 0 and value.low + by < low:
                    break
                if not fact.low <= value.low + by or not value.high + by <= fact.high:
                    break
            elif times > 3:
                break
            yield ((action, times),)


def effort(chosen: tuple[Steps, ...]) -> float:
    return round(sum(action.effort * times for row in chosen for action, times in row), 6)


def applied(base: RuleBase, case: Case, steps: Steps) -> Case:
    answers = dict(case.answers)
    for action, times in steps:
        moves = [(name, amount * times) for name, amount in action.also]
        if action.by_each:
            moves.append((action.fact, action.by_each * times))
        else:
            answers[action.fact, ME] = Answer(Choices({action.to}))
        for name, amount in moves:
            now = answers.get((name, ME), Answer(None)).value
            if isinstance(now, Interval):
                value = Interval(now.low + amount, now.high + amount)
                answers[name, ME] = Answer(shifted(now, int(amount), 0) if name == "end" else value)
    return replace(case, answers=answers)


def finished(base: RuleBase, case: Case, chosen: tuple[Steps, ...]) -> Case | None:
    """The case after all steps, each begun as soon as it can; None if one never can or is late."""
    end = applied(base, case, tuple(step for row in chosen for step in row))
    due = interpret(base, end)[0].value(("end", ME))
    queues, now, order = [[*row] for row in chosen if row], 0.0, 0
    running: list[tuple[float, int, int]] = []
    while True:
        known, _ = interpret(base, case)
        for index, queue in enumerate(queues):
            begun = any(one == index for _, _, one in running)
            if queue and not begun:
                action, times = queue[0]
                if action.requires is None or truth(action.requires, known, ME) is True:
                    running.append((now + action.months * times, order, index))
                    order += 1
        if not running:
            return end if not any(queues) else None
        running.sort()
        now, _, index = running.pop(0)
        action, times = queues[index].pop(0)
        case = applied(base, case, ((action, times),))
        assert isinstance(due, Interval)
        limit = shifted(due, -1, 0) if action.by is not None else Interval()
        if (day(TODAY, now) or TODAY).toordinal() > limit.high:
            return None


def good(base: RuleBase, before: Case, case: Case, found: Change) -> bool:
    known = interpret(base, case)[0]
    old = {(one.constraint.id, one.places) for one in interpret(base, before)[0].disputes}
    new = {(one.constraint.id, one.places) for one in known.disputes}
    return found.target.reached(known.value(found.goal)) and new <= old


def working(base: RuleBase, case: Case, every, found: Change) -> Iterator[float]:
    """The effort of each set of actions that works, least first; `every` is sorted."""
    for chosen in every:
        works = good(base, case, applied(base, case, sum(chosen, ())), found)
        if works and finished(base, case, chosen) is not None:
            yield effort(chosen)


# --- what must hold of every answer


AIMS = (("path", "a"), ("path", "b"), ("path", "c"), ("fine", "yes"), ("fine", "no"),
        ("late", "yes"), ("late", "no"), ("twice", "3"), ("pick", "a"), ("path", None))  # fmt: skip


@MANY
@given(st.integers(0, 2**32))
def test_a_plan_is_the_cheapest_that_works_and_none_is_none(seed: int) -> None:
    at = Random(seed)
    base, case = acting(at), answered(at, most=at.choice([0.8, 1, 1]))
    keep = at.choice([frozenset(), frozenset(), frozenset({"sure"})])
    every = [*product(*ways(base, case, keep).values())]
    assume(len(every) <= MOST)
    every.sort(key=effort)
    for goal, to in at.sample(AIMS, 4):
        try:
            found = change(base, case, (goal, ME), to, keep, looks=100_000)
        except BadInput:
            assert to is None
            continue
        check(base, case, found, next(working(base, case, every, found), None))


def check(base: RuleBase, case: Case, found: Change, least: float | None) -> None:
    event(f"{found.status}, untimely: {bool(found.untimely)}, hopeful: {bool(found.hopeful)}")
    if found.status in (Status.REACHED, Status.BEST):
        assert least == 0 or found.status is Status.BEST
    elif found.status is Status.NONE:
        assert least is None
    else:
        assert found.plan is not None and found.plan.effort == least
        event(f"{len(found.plan.schedule.steps)} steps")
        check_plan(base, case, found)
    check_hopes(base, case, found)


def check_plan(base, case: Case, found) -> None:
    """Its steps, done one after the other, lead where it says; each one is needed."""
    plan = found.plan
    steps = [(one.move.action, one.move.times) for one in plan.schedule.steps]
    assert round(sum(action.effort * times for action, times in steps), 6) == plan.effort
    assert good(base, case, applied(base, case, tuple(steps)), found)
    assert plan.value == interpret(base, plan.case)[0].value(found.goal)
    for step in plan.schedule.steps:
        assert step.ends == step.begins + step.move.months
        assert step.after < 0 or plan.schedule.steps[step.after].ends == step.begins
    for left in steps:
        fewer = tuple(one for one in steps if one != left)
        row = {
            action.fact: tuple(one for one in fewer if one[0].fact == action.fact)
            for action, _ in fewer
        }
        works = good(base, case, applied(base, case, fewer), found)
        chained = any(one[0].fact == left[0].fact for one in fewer)
        assert chained or not works or finished(base, case, tuple(row.values())) is None


def check_hopes(base: RuleBase, case: Case, found: Change) -> None:
    """A plan that rests on hopes works if they come true, and is cheaper than one without."""
    if found.hopeful is not None:
        hopes = {one.place: one.values for one in found.hopeful.hopes}
        steps = [(one.move.action, one.move.times) for one in found.hopeful.schedule.steps]
        for values in product(*hopes.values()):  # of today; a step may move a number beside
            given = dict(zip(hopes, map(Answer, values), strict=True))
            hoped = replace(case, answers={**case.answers, **given})
            assert good(base, case, applied(base, hoped, tuple(steps)), found)
        assert hopes and not any(case.answers.get(place, Answer(None)).value for place in hopes)
        assert good(base, case, found.hopeful.case, found)
        assert found.plan is None or found.hopeful.effort < found.plan.effort


@MANY
@given(st.integers(0, 2**32))
def test_what_blocks_really_blocks(seed: int) -> None:
    at = Random(seed)
    base, case = acting(at), answered(at, most=1)
    for goal, to in AIMS[:5]:
        found = change(base, case, (goal, ME), to)
        if found.blocking is not None:
            event(f"{len(found.blocking)} facts block")
            for other in everyone(base, case, found):
                assert not found.target.reached(settled(base, other).value(found.goal))
            return


def everyone(base, case: Case, found) -> Iterator[Case]:
    """Whoever has the facts that block in common with the case, and can have got where they are."""
    domains: dict[Place, list[Value]] = {
        ("pick", ME): [Choices({one}) for one in "abc"],
        ("sure", ME): [ONLY_YES, ONLY_NO],
        ("some:a", ME): [ONLY_YES, ONLY_NO],
        ("some:b", ME): [ONLY_YES, ONLY_NO],
        ("many", ME): [*map(exactly, range(5))],
        ("size", ME): [exactly(one / 2) for one in range(-4, 9, 2)],
    }
    known, done = interpret(base, case)[0], ways(base, case, frozenset())
    for place in domains:
        if place in found.blocking:
            domains[place] = [known.value(place)]
        elif place == ("many", ME) and any(
            action.also and (action.fact, ME) not in found.blocking for action in base.actions
        ):
            low = interval(known.value(place)).low
            domains[place] = [exactly(low + more) for more in range(9)]
        elif place in done:
            ends = [interpret(base, applied(base, case, one))[0] for one in done[place]]
            domains[place] = list(dict.fromkeys(one.value(place) for one in ends))
    for chosen in product(*domains.values()):
        answers = dict(zip(domains, map(Answer, chosen), strict=True))
        yield replace(case, answers={**case.answers, **answers})


# --- by example

TRIP = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- facts:
    paper: {ask: How, label: paper, type: yes_no}
    level: {ask: How, label: level, type: choice, values: {low: low, mid: middling, top: high}}
    age: {ask: How, label: age, type: number, frozen: yes}
    money: {ask: How, label: money, type: money, unit: USD}
    start: {ask: How, label: start, type: date}
- derived:
    going: {label: going, type: choice, values: {no: no, maybe: perhaps, yes: surely},
            better: [no, maybe, yes]}
- decision: going
  rows:
    - {rule: going/young, when: age < 18, then: no, assumed: yes}
    - {rule: going/yes, when: paper is yes and level is top and money >= 500, then: yes,
       assumed: yes}
    - {rule: going/maybe, when: level is not low, then: maybe, assumed: yes}
    - {otherwise: no, assumed: yes}
- actions:
    learn: {changes: level, from: [low], to: mid, effort: 5, months: 2, say: Learn., assumed: yes}
    learn_more: {changes: level, from: [mid], to: top, effort: 9, months: 3, say: Learn on.,
                 sources: [s-1], requires: paper is yes, by: start - 1 months}
    ask: {changes: paper, to: yes, effort: 1, months: 0.5, say: Ask for it., assumed: yes,
          hinges_on: they agree}
    save: {changes: money, raise: 100, limit: 600, effort: 2, months: 1, say: Save., assumed: yes}
"""
GROWN = {"paper": ONLY_NO, "level": Choices({"low"}), "age": exactly(30), "money": exactly(250)}


def trip(*given: Any) -> Any:
    return change(*given)


def traveller(**answers) -> Case:
    given = {**GROWN, **answers}
    return Case({"me": (ME,)}, {(k, ME): Answer(v) for k, v in given.items()}, as_of=TODAY)


def told(found) -> list[tuple]:
    return [
        (s.move.action.id, s.move.times, s.begins, s.ends, s.after)
        for s in found.plan.schedule.steps
    ]


def test_the_next_better_outcome_is_wanted_unless_another_is_named() -> None:
    base = read_text(TRIP)
    assert told(trip(base, traveller(), ("going", ME))) == [("learn", 1, 0, 2, -1)]


def test_steps_wait_for_what_they_require_and_numbers_rise_as_often_as_needed() -> None:
    found = trip(read_text(TRIP), traveller(), ("going", ME), "yes")
    assert told(found) == [
        ("ask", 1, 0, 0.5, -1), ("learn", 1, 0, 2, -1), ("save", 3, 0, 3, -1),
        ("learn_more", 1, 2, 5, 1),
    ]  # fmt: skip
    assert found.plan.effort == 5 + 9 + 1 + 3 * 2
    assert found.plan.ends == found.plan.ends.replace(2027, 4, 22)
    assert found.plan.value == Choices({"yes"})


def test_a_step_that_cannot_be_done_in_time_makes_a_plan_impossible() -> None:
    base, soon = read_text(TRIP), TODAY + timedelta(150)
    found = trip(base, traveller(start=exactly(soon.toordinal())), ("going", ME), "yes")
    assert found.status is Status.NONE and found.plan is None
    assert [step.move.action.id for step in found.untimely.late] == ["learn_more"]
    later = TODAY + timedelta(190)
    found = trip(base, traveller(start=exactly(later.toordinal())), ("going", ME), "yes")
    assert found.status is Status.PLAN and found.plan.schedule.steps[-1].due is not None


def test_what_stands_in_the_way_is_named_and_nothing_else() -> None:
    found = trip(read_text(TRIP), traveller(age=exactly(12)), ("going", ME), "yes")
    assert (found.status, found.blocking) == (Status.NONE, (("age", ME),))


def test_what_is_to_stay_stays() -> None:
    base = read_text(TRIP)
    found = trip(base, traveller(), ("going", ME), "maybe", frozenset({"level"}))
    assert (found.status, found.blocking) == (Status.NONE, (("level", ME),))


def test_what_is_not_known_is_kept_apart_from_what_is_done() -> None:
    found = trip(read_text(TRIP), traveller(level=None), ("going", ME))
    assert found.plan is None and found.blocking is None and found.missing == (("level", ME),)
    assert [{*hope.values} for hope in found.hopeful.hopes] == [
        {Choices({"mid"}), Choices({"top"})}
    ]
    assert not found.hopeful.schedule.steps


VISIT = TRIP.replace("- derived:", "    visit: {ask: How, label: visit, type: yes_no}\n- derived:")
VISIT += "    drop_in: {changes: visit, to: yes, effort: 1, say: Drop in., assumed: yes}\n"


def test_what_a_step_requires_is_done_too_though_the_goal_does_not_depend_on_it() -> None:
    base = read_text(VISIT.replace("effort: 5,", "effort: 5, requires: visit is yes,"))
    found = trip(base, traveller(visit=ONLY_NO), ("going", ME))
    assert told(found) == [("drop_in", 1, 0, 0, -1), ("learn", 1, 0, 2, 0)]
    assert trip(base, traveller(visit=ONLY_YES), ("going", ME)).plan.effort == 5


def test_what_an_answer_would_contradict_is_changed_too() -> None:
    never = "- constraints: {k: {never: level is mid and visit is no, say: Which?}}\n"
    found = trip(read_text(VISIT + never), traveller(visit=ONLY_NO), ("going", ME))
    assert {step[0] for step in told(found)} == {"drop_in", "learn"}


def test_at_the_best_there_is_nothing_to_do() -> None:
    best = traveller(paper=ONLY_YES, level=Choices({"top"}), money=exactly(900))
    base = read_text(TRIP)
    assert trip(base, best, ("going", ME)).status is Status.BEST
    assert trip(base, best, ("going", ME), "maybe").status is Status.REACHED


@pytest.mark.parametrize(
    ("name", "to", "says"),
    [
        ("going", "never", "never is not an outcome of going"),
        ("money", None, "nothing says whether more of money is better"),
        ("level", None, "nothing says which is better"),
    ],
)
def test_what_cannot_be_wanted_is_refused(name: str, to: str | None, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        trip(read_text(TRIP), traveller(), (name, ME), to)


# --- the shipped base, through the command

EXAMPLES = Path("knowledge/examples")


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    return read_base([Path("knowledge")])


@pytest.fixture
def said(shipped: RuleBase, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """What the command says; the base is read once."""
    monkeypatch.setattr("cli.explaining.load_base", lambda own: shipped)

    def run(case: str, *arguments: str) -> Result:
        path = str(EXAMPLES / f"{case}.case.yaml")
        return CliRunner().invoke(main, ["explain", path, "change", *arguments])

    return run


HERE = Path(__file__).parent / "changes"
GOLDEN = {
    "supervisor": ("placement-flag-supervisor", "placement.verdict", "Nobody named"),
    "exams": ("demo", "exam_gate"),
    "fee": ("demo", "placement.verdict", "Premier USCE Gold, four weeks"),
}


def texts(base: RuleBase, case: str, name: str, about: str | None = None) -> str:
    answers = read_case(base, EXAMPLES / f"{case}.case.yaml")
    known = interpret(base, replace(answers, as_of=answers.as_of or TODAY))[0]
    found = changes_for(known, name, None, (), about)
    return "\n".join(change_text(Told(known).of(one)) for one in found)


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_texts(name: str, shipped: RuleBase) -> None:
    text, path = texts(shipped, *GOLDEN[name]), HERE / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_the_command_prints_text_or_json(said) -> None:
    assert said("demo", "exam_gate").output == (HERE / "exams.txt").read_text("utf-8")
    (found,) = json.loads(said("demo", "exam_gate", "--format", "json").output)
    (step,) = found["plan"]["steps"]
    assert (found["status"], found["plan"]["ends"]) == ("plan", "2027-05-22")
    assert (step["action"], step["effort"]) == ("pass_step2", found["plan"]["effort"])


@pytest.mark.parametrize(
    ("name", "to", "keep", "about", "says"),
    [
        ("stratgy", None, (), None, "there is no decision or conclusion stratgy"),
        ("cv_redy", None, (), None, "there is no decision or conclusion cv_redy"),
        ("strategy", None, (), None, "nothing says which is better"),
        ("exam_gate", None, ("step3",), None, "there is no question step3"),
        ("placement.verdict", None, (), "Nobody", "there is no entry Nobody"),
    ],
)
def test_wrong_names_are_refused(name, to, keep, about, says: str, shipped: RuleBase) -> None:
    known = interpret(shipped, read_case(shipped, EXAMPLES / "demo.case.yaml"))[0]
    with pytest.raises(BadInput, match=says):
        list(changes_for(known, name, to, keep, about))


def test_wrong_input_ends_with_a_hint(said) -> None:
    result = said("demo", "strategy", "--to", "tranfer")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean transfer?" in result.stderr and "Traceback" not in result.stderr


def test_what_is_kept_is_not_changed(said) -> None:
    result = said("demo", "exam_gate", "--keep", "step2_status")
    assert (
        "nothing else helps" in result.output
        and "USMLE Step 2 CK: not taken (you want to keep it)" in result.output
    )


def test_a_list_that_would_have_to_grow_is_named(said) -> None:
    text = said("letters-follow-up", "us_letters_enough").output
    assert "one more letter of recommendation could help: your list of letters" in text


def test_an_outcome_without_a_rank_is_refused_and_a_worse_one_is_reached(said) -> None:
    result = said("borderline-matches", "specialty_realism", "--to", "not_rated")
    assert result.exit_code == 2 and "neither better nor worse" in result.stderr
    assert "at least that good already" in said("demo", "tier", "--to", "C").output


def test_a_search_that_is_cut_short_is_said_to_be(said, monkeypatch) -> None:
    monkeypatch.setattr("engine.alternatives.change.MOST_LOOKS", 30)
    text = " ".join(said("half-unknown", "strategy", "--to", "transfer").output.split())
    assert "was not searched to the end" in text
