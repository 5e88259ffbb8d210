"""Which open questions are said to matter, and in which order, against every case there is."""

import json
from itertools import product

from click.testing import CliRunner
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from cli.main import main
from cli.shared import shipped
from engine.alternatives.hinges_ranked import Ranking
from engine.checking.bench import Bench
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reason.interpret import interpret
from tests.listless import everyone, listless
from tests.proofs import FUZZ, TIMES
from tests.random_bases import read_text

EXAMPLES = shipped() / "examples"
GOALS = (("path", 0), ("late", 0))


def whole(base: RuleBase, name: str) -> str:
    return base.facts[name].part_of or name


def kept(case: Case, names: set[str], base: RuleBase) -> Case:
    answers = {p: a for p, a in case.answers.items() if whole(base, p[0]) in names}
    return Case(case.members, answers, as_of=case.as_of)


def listless_people(base: RuleBase):
    """Everybody without contradictions, with what the interpreter concludes."""
    found = []
    for case in everyone(Bench(base)):
        known, _ = interpret(base, case)
        if not known.disputes:
            found.append((case, {goal: known.value(goal) for goal in GOALS}))
    return found


@settings(FUZZ, max_examples=10 * TIMES)
@given(listless(), st.randoms(use_true_random=False))
def test_what_is_not_listed_changes_nothing(text: str, random) -> None:
    note(text)
    base = read_text(text)
    people = listless_people(base)
    assume(people)
    questions = sorted({whole(base, name) for case, _ in people for name, _ in case.answers})
    ranking = Ranking(base)
    said = {name for name in questions if random.random() < 0.5}
    case, _ = random.choice(people)
    now = kept(case, said, base)
    left = [
        (one, values)
        for one, values in people
        if all(one.answers[place].value == a.value for place, a in now.answers.items())
    ]
    for goal in GOALS:
        found = ranking.of(now, [goal])
        gains = [round(one.gain, 6) for one in found.hinges]
        assert gains == sorted(gains, reverse=True) and min(gains, default=0.0) >= 0
        listed = {place[0] for place in (one.place for one in found.hinges)}
        assert listed.isdisjoint(said)
        for name in {*questions} - said - listed:
            grouped: dict[object, set[object]] = {}
            for one, values in left:
                rest = frozenset(
                    (p, a.value) for p, a in one.answers.items() if whole(base, p[0]) != name
                )
                grouped.setdefault(rest, set()).add(values[goal])
            assert all(len(values) == 1 for values in grouped.values()), name


@settings(FUZZ, max_examples=10 * TIMES)
@given(listless(), st.randoms(use_true_random=False))
def test_what_an_answer_leads_to_is_what_the_interpreter_says(text: str, random) -> None:
    note(text)
    base = read_text(text)
    people = listless_people(base)
    assume(people)
    questions = sorted({whole(base, name) for case, _ in people for name, _ in case.answers})
    case, _ = random.choice(people)
    said = {name for name in questions if random.random() < 0.5}
    now = kept(case, said, base)
    found = Ranking(base).of(now, GOALS)
    for hinge in found.hinges:
        assert hinge.effects
        for effect in hinge.effects:
            for part, value in product(effect.parts, ["a", "b", "c", "yes", "no"]):
                if value not in part.values:
                    continue
                given_ = {**now.answers, effect.asked: case.answers[effect.asked]}
                if case.answers[effect.asked].value != frozenset({value}):
                    continue
                known, _ = interpret(base, Case(now.members, given_, as_of=now.as_of))
                assert part.fits is not True or known.value(effect.goal) == part.outcomes


def explained(*arguments: str):
    return CliRunner().invoke(main, ["explain", *arguments])


def test_what_to_find_out_in_words() -> None:
    text = explained(str(EXAMPLES / "half-unknown.case.yaml"), "hinges", "tier").output
    assert text.startswith("School tier: open between “tier A”, “tier B” and “tier C”.\n")
    first = text.split("  - ")[1]
    assert "US hospitals for electives" in first and "How to find out: Ask for each site" in first
    assert "If “only a few, or places for which students compete”: “tier B”." in first


def test_nothing_is_left_to_find_out_of_what_is_settled() -> None:
    text = explained(str(EXAMPLES / "demo.case.yaml"), "hinges", "tier").output
    assert text == "School tier: “tier C”.\nNo open question can change this.\n"


def test_what_cannot_reach_the_goal_any_more_is_not_asked() -> None:
    """Other entries count for this one only through a row that cannot hold any more."""
    case = str(EXAMPLES / "placement-several.case.yaml")
    about = ("--about", "Pay and see")
    text = explained(case, "hinges", "verdict", *about).output
    assert "Whom does the host admit, by training stage? (Pay and see)" in text
    assert "Hospital externship" not in text and "Do you have a placement" not in text
    # and what is said above of all goals is not said again of an answer
    assert "“ask before you pay”" not in text.split("\n", 1)[1]


def test_only_what_pairs_of_answers_prove_is_claimed() -> None:
    case = str(EXAMPLES / "placement-unknown-one-each.case.yaml")
    found = json.loads(explained(case, "hinges", "verdict", "--format", "json").output)
    assert not any(one["together"] for group in found for one in group["hinges"])
    text = explained(case, "hinges", "verdict").output
    assert "only together" not in text and "several together may: who" in text.replace("\n", " ")


def test_outcomes_that_an_answer_leaves_are_said_the_short_way() -> None:
    case = str(EXAMPLES / "contradiction-stage-cores.case.yaml")
    assert "rules out “" in explained(case, "hinges", "strategy").output


def test_answers_that_contradict_each_other_come_first() -> None:
    case = str(EXAMPLES / "contradiction-affiliation-access.case.yaml")
    text = explained(case, "hinges", "tier").output
    first = text.split("  - ")[1]
    assert first.startswith("You said that the school has no agreement with US hospitals")
    assert "Set aside: agreements with US hospitals, US core rotations and US electives." in first
    assert "    If US electives “none”: “tier C”." in first
    (data,) = json.loads(explained(case, "hinges", "tier", "--format", "json").output)
    (clash,) = data["contradictions"]
    aside = {answer["fact"] for answer in clash["answers"]}
    assert "school.affiliation" in aside
    assert aside.isdisjoint(one.get("fact") for one in data["hinges"])


def test_a_contradiction_that_changes_nothing_is_not_listed() -> None:
    case = str(EXAMPLES / "contradiction-graduation.case.yaml")
    assert "contradict" not in explained(case, "hinges", "tier").output


def test_the_main_decisions_come_before_the_rest() -> None:
    text = explained(str(EXAMPLES / "half-unknown.case.yaml"), "hinges").output
    assert text.index("The main decisions") < text.index("Everything else in the report")


def test_json_has_gains_in_order() -> None:
    case = str(EXAMPLES / "half-unknown.case.yaml")
    (data,) = json.loads(explained(case, "hinges", "tier", "--format", "json").output)
    gains = [one["gain"] for one in data["hinges"]]
    assert gains == sorted(gains, reverse=True) and gains[0] > 0


def test_a_wrong_name_is_a_mistake_of_the_user() -> None:
    result = explained(str(EXAMPLES / "demo.case.yaml"), "hinges", "tire")
    assert result.exit_code == 2 and "there is no decision or advice tire" in result.stderr
