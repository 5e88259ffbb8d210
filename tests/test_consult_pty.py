"""The interview at a real terminal, as a person sees it."""

from pathlib import Path

import pytest

from cli.lock import Locked, locked
from engine.asking.document import Document
from tests.consulting import advised_case, first, given, held, script
from tests.terminal import OFFER, Terminal


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


def test_a_person_answers_goes_back_and_reads_where_it_is_saved(case: Path) -> None:
    terminal = Terminal(case)
    start, *others = script()
    terminal.answer(*start)
    terminal.answer(others[0][0], ":back")
    terminal.answer("Press Enter to keep", "")
    for cue, line in others:
        terminal.answer(cue, line)
    terminal.answer(OFFER, "n")
    assert f"crossmatch advise {case}" in terminal.ended()
    assert given(held(case)) == given(advised_case())


def test_the_text_fits_a_terminal_that_is_resized(case: Path) -> None:
    terminal = Terminal(case, columns=120)
    start, second, third = script()
    terminal.answer(*start)
    assert 40 < widest(terminal, second[0]) < 80  # longer lines are harder to read
    terminal.type_while_resized(second[1], columns=40)
    assert 20 < widest(terminal, third[0]) < 40
    terminal.type_while_resized("some places, for which students compete", columns=120)
    assert 40 < widest(terminal, OFFER) < 80
    terminal.child.sendline("n")
    terminal.ended()
    assert given(held(case)) == given(advised_case())


def widest(terminal: Terminal, cue: str) -> int:
    """The length of the longest line until the next prompt; they have this text in them."""
    lines = terminal.shown()
    assert cue in " ".join(line.strip() for line in lines)
    return max(map(len, lines))


def test_somebody_who_knows_nothing_is_told_what_to_find_out(case: Path) -> None:
    terminal = Terminal(case)
    cues, document = not_known()
    for cue in cues:
        terminal.answer(cue, "don't know")
    terminal.answer(OFFER, "n")
    text = terminal.ended()
    assert "As far as your answers go:" in text and "To settle the rest, find out:" in text
    assert given(held(case)) == given(document)
    assert {value for one in given(document).values() for value in one.values()} == {"unknown"}


def not_known() -> tuple[list[str], Document]:
    """The start of each question for somebody who knows nothing, and what is kept then."""
    interview = first()
    cues = []
    while (question := interview.question) is not None:
        cues.append(question.text[:30])  # so that it is not wrapped
        interview = interview.not_known()
    return cues, interview.document


def test_an_answer_of_another_topic_is_changed_by_review_once_confirmed(case: Path) -> None:
    terminal, third = at_third_question(case)
    for words, stage in (("n", "early_clinical"), ("y", "graduated")):
        terminal.child.sendline(":review")
        terminal.answer("for none.", "1")
        terminal.answer("Asked again", "graduated")
        terminal.answer("Keep the new answer?", words)
        terminal.prompted(third[0])
        assert held(case)["student"] == {"stage": stage}
    terminal.child.sendline(third[1])
    terminal.answer(OFFER, "n")
    terminal.ended()
    assert given(held(case)) == {**given(advised_case()), "student": {"stage": "graduated"}}


def test_back_goes_on_to_another_topic_and_keeps_what_was_answered_since(case: Path) -> None:
    terminal, third = at_third_question(case)
    terminal.child.sendline(":back")
    terminal.answer("[School] Asked again", ":back")
    terminal.answer("Asked again", "preclinical")
    terminal.answer(*third)
    terminal.answer("Noted:", ":quit")
    terminal.ended()
    assert given(held(case)) == {**given(advised_case()), "student": {"stage": "preclinical"}}


def at_third_question(case: Path) -> tuple[Terminal, tuple[str, str]]:
    """A sitting in which two topics have one answer each, and the question there and its answer."""
    terminal = Terminal(case)
    start, second, third = script()
    terminal.answer(*start)
    terminal.answer(*second)
    terminal.prompted(third[0])
    return terminal, third


@pytest.mark.parametrize("kill", [False, True])
def test_a_second_sitting_goes_on_where_the_first_ended(case: Path, kill: bool) -> None:
    first_sitting, third = at_third_question(case)
    if kill:
        first_sitting.kill()
    else:
        first_sitting.child.sendline(":quit")
        first_sitting.ended()
    terminal = Terminal(case)
    terminal.answer(*third)
    terminal.answer(OFFER, "n")
    text = terminal.ended()
    assert f"Going on with {case}" in text
    assert not any(cue in text for cue, _ in script() if cue != third[0])
    assert given(held(case)) == given(advised_case())


def test_end_of_input_stops_a_sitting_and_a_second_one_is_locked_out(case: Path) -> None:
    terminal = Terminal(case)
    start, second, *_ = script()
    terminal.answer(*start)
    terminal.prompted(second[0])
    with pytest.raises(Locked), locked(case):
        pass
    terminal.child.sendeof()
    terminal.ended()


def test_plain_writes_no_control_characters(case: Path) -> None:
    terminal = Terminal(case, "--plain")
    terminal.child.expect_exact("Type a number from 1 to 6.")
    assert "\x1b[1m" not in str(terminal.child.before)
    terminal.prompted("")
    terminal.child.sendline(":q")
    assert "Nothing was answered, so nothing was saved." in terminal.ended()
