"""`crossmatch vet` at a real terminal, from the text to the saved entry."""

import os
import sys
from pathlib import Path

import pexpect
import yaml

OFFER = "Corrow Bay Clinic, 212 Palmetto Row.\n\nThe fee is $1,980 for four weeks.\n"


def test_a_person_confirms_corrects_and_leaves_open(tmp_path: Path) -> None:
    offer, case = tmp_path / "offer.txt", tmp_path / "my.case.yaml"
    offer.write_text(OFFER)
    command = ["-c", "from cli.main import main; main()", "vet", str(offer), "--case", str(case)]
    root = str(Path(__file__).parents[1])
    child = pexpect.spawn(
        sys.executable,
        command,
        env={**os.environ, "PYTHONPATH": root},
        encoding="utf-8",
        timeout=30,
    )
    answers = {"Fee:": "2,100", "Weeks:": "", "Naming of the place:": "-"}
    while (found := child.expect([r"\d+ of \d+\. [^\r\n]*", "Verdict:"])) == 0:
        cue = str(child.after)
        child.expect("\n> ")
        child.sendline(next((text for key, text in answers.items() if key in cue), ""))
    child.expect(pexpect.EOF)
    child.close()
    assert found == 1 and child.exitstatus == 0
    entry = yaml.load(case.read_text(), yaml.BaseLoader)["placements"][0]
    assert entry["fee"] == "2100" and entry["weeks"] == "4" and "site_disclosure" not in entry
