"""Ctrl-C at a terminal: what was answered is saved, and the program says where."""

from pathlib import Path

import pytest

from tests.consulting import advised, advised_case, consult, flat, given, held, script
from tests.terminal import OFFER, Terminal

PLACEMENT = """
schema: crossmatch.case/1
placements:
  - {name: Brooklyn, status: offered, weeks: 4}
"""
PROMPTS = {  # how many answers are given before, what else is typed, and what is asked then
    "question": (1, [], "Type a number"),
    "question after :back": (1, [("Noted:", ":back")], "Press Enter to keep"),
    "new answer": (
        1,
        [("Noted:", ":review"), ("for none.", "1"), ("Asked again", "graduated")],
        "Keep the new answer?",
    ),
    "offer to go on": (3, [], OFFER),
    "chooser of :review": (1, [("Noted:", ":review")], "to change it, or n for none."),
    "chooser of :remove": (1, [("Noted:", ":remove")], "to take out, or n for none."),
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "my.case.yaml"


@pytest.mark.parametrize("prompt", PROMPTS)
def test_ctrl_c_saves_and_stops(case: Path, prompt: str) -> None:
    count, others, cue = PROMPTS[prompt]
    if ":remove" in prompt:
        case.write_text(PLACEMENT)
    terminal = Terminal(case)
    for step in [*script()[:count], *others]:
        terminal.answer(*step)
    terminal.prompted(cue)
    terminal.interrupt()
    assert f"Your answers are saved in {case}." in terminal.ended()
    assert given(held(case)) == given(advised_case(count))


def test_what_is_half_typed_at_ctrl_c_is_no_answer(case: Path) -> None:
    certificate = case.with_name("certificate.json")
    terminal = Terminal(case, "--certificate", str(certificate))
    start, second, _ = script()
    terminal.answer(*start)
    terminal.prompted(second[0])
    terminal.child.send("none")
    terminal.interrupt()
    terminal.ended()
    assert given(held(case)) == given(advised_case(1))
    assert "crossmatch.certificate" in certificate.read_text()


@pytest.mark.parametrize("replaced", [False, True])
def test_ctrl_c_while_an_answer_is_saved_does_not_lose_it(
    case: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    from cli.shared import write_whole

    times = []

    def interrupted(path: Path, data: bytes, mode: int) -> None:
        times.append(path)
        if replaced or len(times) != 2:
            write_whole(path, data, mode)
        if len(times) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("cli.casefile.write_whole", interrupted)
    result = consult(case, *advised())
    assert result.exit_code == 0, result.output
    assert f"Your answers are saved in {case}" in flat(result)
    assert given(held(case)) == given(advised_case(2))
