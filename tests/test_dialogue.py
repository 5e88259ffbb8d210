"""The way back, results, help and reasons in the conversation of an interview."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.casefile import CaseFile
from cli.commands import picked
from cli.dialogue import Dialogue
from cli.patience import Patience
from cli.shared import load_base
from engine.asking.choose import Chooser
from engine.asking.document import empty
from engine.asking.goals import Goals
from engine.asking.interview import Interview
from engine.asking.not_understood import NotUnderstood
from engine.asking.outlook import goes_beyond, walked
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import RuleBase
from engine.rendering.helping import first_sentence
from engine.rendering.standing import end_lines
from tests.consulting import Person, advised, held

OFFER = "Go on with questions for the full plan? Type y, or n to stop here."
MAIN = {"student": {"stage": "early_clinical"}, "school": {"us_core_access": "competitive"}}
OFFERS = {
    "student": {"stage": "early_clinical"},
    "placements": [{"name": "Maine Med", "type": "observership"}, {"name": "Clinic X"}],
    "complete": ["placements"],
}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_base(None)


@pytest.fixture(scope="module")
def chooser(base: RuleBase) -> Chooser:
    return Chooser(Goals(base))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


@pytest.fixture
def talk(base: RuleBase, chooser: Chooser, case: Path):
    def run(*lines: str, given: dict[str, Any] | None = None, end: str = "never") -> str:
        document = empty("x", "2026-11-22", base.version) | (given or {})
        interview = Interview(base, chooser, document)
        person = Person(*lines, end=end)
        interview = replace(interview, steps=walked(interview))
        Dialogue(interview, CaseFile(case, print), person).run()
        return person.text

    return run


def questions(text: str) -> list[str]:
    """The answers that stand there when questions are asked again."""
    return [line for line in text.splitlines() if line.startswith("Your answer was: ")]


def test_the_end_of_a_list_is_shown_again_and_kept(talk, case: Path) -> None:
    text = talk(":back", ":back", ":q", given=OFFERS)
    assert questions(text)[0].startswith("Your answer was: no. Press Enter to keep it")
    assert not case.exists()  # there was nothing new to save
    talk(":back", "", "none", given=OFFERS)
    assert held(case)["complete"] == ["placements"]
    assert len(held(case)["placements"]) == 2


def test_the_end_of_a_list_can_be_taken_back(talk, case: Path) -> None:
    talk(":back", "y", "Third", ":q", given=OFFERS)
    assert [one["name"] for one in held(case)["placements"]][2] == "Third"
    assert held(case)["complete"] == []
    talk(":back", "idk", ":q", given=OFFERS)
    assert held(case)["complete"] == []


def test_not_knowing_of_a_list_is_shown_again_too(base: RuleBase, chooser: Chooser) -> None:
    place = ("placement", WHOLE_LIST)
    first = Interview(base, chooser, empty("x", "2026-11-22", base.version))
    after = first.asking_again(place).not_known()
    again = after.back()
    assert again is not None and again.question is not None
    assert (again.question.place, again.question.previous) == (place, "unknown")
    assert again.answered("yes").skipped == frozenset()


def test_back_goes_through_an_earlier_sitting_in_its_order(talk) -> None:
    text = talk(*[":back"] * 7, given=OFFERS)
    said = [line.split(". Press")[0].split(": ")[1] for line in questions(text)]
    assert said == [
        "no",
        "Clinic X",
        "observership",
        "Maine Med",
        "early clinical years, starting cores",
    ]
    assert "This is the first question." in text


def test_back_after_a_kept_answer_does_not_bounce(talk) -> None:
    said = questions(talk("3", "none", "none", ":back", "", ":back", "", ":back", ""))
    assert [line[17:22] for line in said] == ["none.", "none.", "early"]


def test_back_after_a_changed_answer_leads_to_it(talk, case: Path) -> None:
    text = talk("3", "none", "none", ":back", ":back", "organised", ":back")
    assert questions(text)[-1].startswith("Your answer was: organised")
    assert sorted(held(case)["school"].values()) == ["none", "structured"]


def test_commands_while_a_new_answer_waits(talk, case: Path) -> None:
    text = talk(*advised(), ":review", "1", "graduated", "?", ":status", ":back", ":q")
    assert "Type y to use the new answer, or n to leave the old one." in text
    assert text.count("What is known so far:") == 1
    assert text.endswith("The change was not kept.")
    assert "Noted: training stage: graduated." not in text
    assert held(case)["student"]["stage"] == "early_clinical"


def test_the_same_answer_again_needs_no_confirmation(talk) -> None:
    text = talk(*advised(), ":review", "training", "early clinical", "n")
    assert "Nothing was changed." in text
    assert "Keep the new answer?" not in text


def test_a_suggestion_is_taken_by_yes(talk, case: Path) -> None:
    text = talk("graduatd", "y", ":q")
    assert "“graduatd” is none of the choices. Do you mean 6 (graduated)?" in text
    assert held(case)["student"] == {"stage": "graduated"}
    text = talk("not sure", "y", "graduatd", "banana", "yes", ":q")
    assert "Do you mean 1 (not enrolled in a medical school yet), or :unknown?" in text
    assert "Noted" not in text


@pytest.mark.parametrize("words", ["idk", "?", "perhaps", ""])
def test_going_on_is_explained(talk, words: str) -> None:
    text = talk(*advised(), words, "n")
    assert "To go on means: at most " in text
    assert "You can stop at any time" in text


def test_results_are_shown_again_only_when_they_changed(talk) -> None:
    alike = [":back", ":keep", ":review", "us electives", "organised", "y"]
    text = talk(*advised(), *alike, ":q")
    assert "Noted: US electives: organised" in text
    assert text.count("Your main results:") == 1
    assert text.count(OFFER) == 3
    text = talk(*advised(), ":review", "training", "graduated", "y", ":q")
    assert text.count("Your main results:") == text.count(OFFER) == 2


def test_a_case_with_more_answers_goes_on_without_an_offer(talk, base, chooser) -> None:
    text = talk(given=MAIN | {"placements": [{"name": "A"}]}, end="Your file already")
    assert "Your file already has answers beyond the main results" in text
    assert OFFER not in text
    document = empty("x", "2026-11-22", base.version) | MAIN
    interview = Interview(base, chooser, document)
    assert not goes_beyond(replace(interview, steps=walked(interview)))


def test_the_end_tells_each_entry_and_what_to_find_out(base: RuleBase, chooser: Chooser) -> None:
    told = dict.fromkeys(("status", "type", "fee", "audience", "setting", "hands_on"), "unknown")
    document = empty("x", "2026-11-22", base.version) | MAIN
    document |= {"placements": [{"name": "Maine Med"} | told, {"name": "Clinic X"} | told]}
    asked = ("step1_status", "ecfmg_status", "citizenship")
    document["student"] = MAIN["student"] | dict.fromkeys(asked, "unknown")
    end = "\n".join(end_lines(Interview(base, chooser, document)))
    assert "Placements:\n  - Verdict (Maine Med): still open (" in end
    assert "Settled: School tier; Strategy. What follows can only change: Verdict" in end
    assert "Helps to settle" in end and "  Clinic X:\n" in end
    assert "more: see crossmatch advise" in end
    assert end.count("\n  - ") <= 2 + 8 + 1
    assert "changes nothing" not in end


def test_the_state_tells_entries_and_what_was_not_known(talk) -> None:
    text = talk("idk", ":status", given={"placements": [{"name": "A"}]})
    state = text[text.index("What is known so far:") :]
    assert "Verdict (A): still open" in state
    assert "You did not know these yet." in state
    assert "Where are you in your medical training?" in state
    assert "core rotations?" not in state.split("> ")[0]  # not asked yet


def test_what_is_left_of_a_decision_is_told(talk) -> None:
    text = talk(*["idk"] * 12, "n")
    assert "School tier: leaves “tier B” or “tier C”" in text
    assert ": not “" not in text


def test_reasons_are_whole_sentences() -> None:
    assert first_sentence("Send {letter.writer} a note. Then wait.") == ""
    assert first_sentence(f"Send {'a long ' * 20} note. Then wait.") == ""
    assert first_sentence("Send a note. Then wait.") == "Send a note"


def test_progress_says_what_may_still_be_added(talk) -> None:
    text = talk("3", "none", "none", "idk", ":q")
    assert "At most " in text and ", without what you still add" in text
    assert "About " not in text


def test_the_number_of_questions_left_is_never_too_small(base, chooser) -> None:
    for know in (False, True):
        interview = Interview(base, chooser, empty("x", "2026-11-22", base.version))
        most = []
        while interview.question is not None:
            most.append(interview.most_left)
            fact = interview.question.fact
            told = know and fact is not None and fact.choices and not interview.question.several
            answer = interview.question.choices[-1][0] if told else None
            interview = interview.answered(answer) if answer else interview.not_known()
        assert all(count >= len(most) - index for index, count in enumerate(most))


def test_list_questions_tell_what_counts(talk, base: RuleBase) -> None:
    entity = base.entities["placement"]
    text = talk(":back", ":help", ":q", given=OFFERS)
    assert "Another placement?" in text
    assert f"What counts: {entity.asked(more=False)}" in text
    assert replace(entity, ask="", ask_more="").asked(more=True) == "Do you have another placement?"
    assert all(one.ask and one.ask_more for one in base.entities.values() if one.list_key)


def test_review_stands_under_topics(talk) -> None:
    text = talk(":review", "fee", "kind", "", ":q", given=OFFERS)
    assert "  Maine Med:\n  2. placement: Maine Med\n  3. kind of placement: obs" in text
    assert "“fee” is none of them" in text
    assert questions(text)[0].startswith("Your answer was: observership")


def test_names_are_picked_by_a_start_that_no_other_has() -> None:
    names = ["fee", "fee for four weeks", "name", "name"]
    assert [picked(words, names) for words in ("FEE", "fee for", "3")] == [1, 2, 3]
    for words, hint in {"name": "3 or 4", "n": "3 or 4", "5": "from 1 to 4", "x": "from 1"}.items():
        with pytest.raises(NotUnderstood, match=hint):
            picked(words, names)


def test_help_without_anybody_to_ask(talk) -> None:
    assert "If you do not know, type :unknown" in talk(":help")


def test_patience_is_asked_for_once() -> None:
    person = Person()
    patience = Patience(person, 0.0)
    for _ in range(2):
        with patience.watching():
            patience._timer.join()
    assert person.shown == ["One moment, please."]
    with Patience(person).watching():
        pass
    assert len(person.shown) == 1
