"""`crossmatch vet` at a real terminal, from the text to the saved entry."""

import os
import sys
from pathlib import Path

import pexpect
import yaml

OFFER = "Corrow Bay Clinic, 212 Palmetto Row.\n\nThe fee is $1,980 for four weeks.\n"


def vet(*arguments: str) -> "pexpect.spawn[str]":
    return pexpect.spawn(
        sys.executable,
        ["-c", "from cli.main import main; main()", "vet", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        encoding="utf-8",
        timeout=30,
    )


def test_a_pasted_text_is_asked_about_at_the_same_terminal(tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    child = vet("-", "--case", str(case))
    child.expect("press Enter and Ctrl-D")
    child.send(OFFER)
    child.sendeof()
    while child.expect([r"\d+ of \d+\. ", "will be judged:"]) == 0:
        child.expect("\n> ")
        child.sendline("")
    child.expect("\n> ")
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert yaml.load(case.read_text(), yaml.BaseLoader)["placements"][0]["fee"] == "1980"


def test_a_person_confirms_corrects_and_leaves_open(tmp_path: Path) -> None:
    offer, case = tmp_path / "offer.txt", tmp_path / "my.case.yaml"
    offer.write_text(OFFER)
    child = vet(str(offer), "--case", str(case))
    answers = {"Fee:": "2,100", "Weeks:": "", "Naming of the place:": "-"}
    while (found := child.expect([r"\d+ of \d+\. [^\r\n]*", "will be judged:"])) == 0:
        cue = str(child.after)
        child.expect("\n> ")
        child.sendline(next((text for key, text in answers.items() if key in cue), ""))
    child.expect("\n> ")
    child.sendline("")
    child.expect("Verdict:")
    child.expect(pexpect.EOF)
    child.close()
    assert found == 1 and child.exitstatus == 0
    entry = yaml.load(case.read_text(), yaml.BaseLoader)["placements"][0]
    assert entry["fee"] == "2100" and entry["weeks"] == "4" and "site_disclosure" not in entry
