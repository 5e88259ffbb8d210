"""`crossmatch vet`: from a text to an entry of the case."""

import json
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest
import yaml
from click.testing import CliRunner, Result

from cli.main import main

SMALL = Path(__file__).parent / "bad_input" / "base"
OFFER = """\
Externship in Internal Medicine

Corrow Bay Clinic, 212 Palmetto Row. You take histories and examine patients.
The fee is $1,980 for four weeks. There are no refunds.
"""


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    path = tmp_path / "offer.txt"
    path.write_text(OFFER)
    return path


def vet(*arguments: str, typed: str = "") -> Result:
    lines = iter(typed.splitlines())

    def answer(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    with patch("builtins.input", answer):
        return CliRunner().invoke(main, ["vet", *arguments])


def proposals(offer: Path) -> list[dict]:
    result = vet(str(offer), "--yes-to-quoted", "--format", "json")
    found: list[dict] = json.loads(result.output)["proposals"]
    return found


def proposed(offer: Path) -> int:
    return len(proposals(offer))


def entry(case: Path) -> dict:
    found: dict = yaml.load(case.read_text(), yaml.BaseLoader)["placements"][-1]
    return found


def test_what_is_quoted_is_taken_judged_and_saved(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    result = vet(str(offer), "--yes-to-quoted", "--case", str(case))
    assert result.exit_code == 0, result.output
    assert "line 4: “" in result.output and "Verdict:" in result.output
    assert "A ready e-mail to the provider" in result.output
    assert entry(case)["fee"] == "1980" and entry(case)["refundable"] == "no"
    assert case.stat().st_mode & 0o777 == 0o600


def test_only_what_the_person_takes_gets_in(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    result = vet(str(offer), "--case", str(case), typed="-\n" * proposed(offer) + "\n")
    assert result.exit_code == 0, result.output
    assert entry(case) == {"name": "offer"}


def test_a_line_is_changed_on_the_way_back_and_at_the_end(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    names = [one["fact"].partition(".")[2] for one in proposals(offer)]
    fee, weeks = names.index("fee"), names.index("weeks")
    lines = [""] * (fee + 1) + [":back", "1,500"] + [""] * (len(names) - fee - 1)
    typed = "\n".join([*lines, str(weeks + 1), "six", ""]) + "\n"
    result = vet(str(offer), "--case", str(case), typed=typed)
    assert result.exit_code == 0, result.output
    assert (entry(case)["fee"], entry(case)["weeks"]) == ("1500", "6")


def test_nobody_goes_back_further_than_the_first_line(offer: Path) -> None:
    typed = "\n" * proposed(offer) + ":back\n" * 1500 + "\n" * proposed(offer) + "\n"
    assert vet(str(offer), typed=typed).exit_code == 0


def test_no_is_never_taken_for_nothing_and_yes_never_for_no(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    names = [one["fact"].partition(".")[2] for one in proposals(offer)]
    lines = ["y" if name == "weeks" else "" for name in names]
    lines[names.index("fee")] = "no\n1,500"
    result = vet(str(offer), "--case", str(case), typed="\n".join([*lines, "", ""]))
    assert "It is something else: type what is right" in result.output
    assert (entry(case)["fee"], entry(case)["weeks"]) == ("1500", "4")


def test_yes_and_no_about_a_no_are_asked_again(tmp_path: Path) -> None:
    offer = tmp_path / "offer.txt"
    offer.write_text("Malpractice insurance is not included.")
    case = tmp_path / "my.case.yaml"
    result = vet(str(offer), "--case", str(case), typed="no\nyes\n1\n\n")
    assert result.output.count("That could mean two things") == 2
    assert entry(case)["insurance_included"] == "yes"


def test_a_text_about_something_else_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "hello.txt"
    path.write_text("Hello, how are you? Nice weather.")
    result = vet(str(path), "--yes-to-quoted")
    assert result.exit_code == 1 and "Nothing about a placement was found" in result.output


def test_where_nothing_can_be_saved_nobody_is_asked(offer: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.case.yaml"
    locked.write_text("")
    locked.chmod(0o400)
    for path in (locked, tmp_path / "nowhere" / "my.case.yaml"):
        result = vet(str(offer), "--case", str(path))
        assert result.exit_code == 2 and "1 of" not in result.output


def test_a_second_entry_of_the_same_name_is_told(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    first = vet(str(offer), "--yes-to-quoted", "--case", str(case))
    again = vet(str(offer), "--yes-to-quoted", "--case", str(case))
    assert "called Externship" not in first.output and "called Externship" in again.output


def test_a_second_offer_is_added(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    case.write_text("placements: [{name: first, fee: 900}]\n")
    assert vet(str(offer), "--yes-to-quoted", "--case", str(case)).exit_code == 0
    assert len(yaml.safe_load(case.read_text())["placements"]) == 2


def test_who_stops_has_saved_nothing(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    result = vet(str(offer), "--case", str(case), typed="\n:quit\n")
    assert result.exit_code == 1 and not case.exists()


def test_json_has_every_quote_and_what_was_taken(offer: Path) -> None:
    found = {one["fact"]: one for one in proposals(offer)}
    assert found["placement.fee"]["readings"][0]["line"] == 4
    assert found["placement.fee"]["confirmed"] == "1980"


def test_a_wrong_case_is_reported_and_left_alone(offer: Path, tmp_path: Path) -> None:
    case = tmp_path / "my.case.yaml"
    case.write_text("student: {stages: none}\n")
    result = vet(str(offer), "--yes-to-quoted", "--case", str(case))
    assert result.exit_code == 2 and case.read_text() == "student: {stages: none}\n"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "offer.docx"
    path.write_bytes(b"PK\x03\x04rest")
    result = vet(str(path), "--yes-to-quoted")
    assert result.exit_code == 2 and "packed" in result.output


def test_a_mistake_in_a_pattern_is_shown_with_its_place(offer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "extraction"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "- pattern: mine/one\n  says: {placement.setting: hospitol}\n  phrases: [(a|b]\n"
        "  reads: [a]\n"
    )
    result = vet(str(offer), "--yes-to-quoted", "--knowledge", str(tmp_path / "own"))
    assert result.exit_code == 2
    assert "mine.yaml:2:" in result.output and "hospital" in result.output


def test_check_reads_the_patterns_and_their_examples(tmp_path: Path) -> None:
    own = copytree(SMALL, tmp_path / "own")
    (own / "extraction").mkdir()
    mine = own / "extraction" / "mine.yaml"
    head = "- {extract: stay}\n- pattern: mine/one\n  says: {stay.breakfast: yes}\n"
    mine.write_text(
        f"{head}  phrases: [rolls]\n  reads: [We have tea.]\n  ignores: [Fresh rolls.]\n"
    )
    result = CliRunner().invoke(main, ["check", "--knowledge", str(own)])
    assert result.exit_code == 1
    assert "mine.yaml:5:11: mine/one does not read stay.breakfast" in result.output
    assert "mine.yaml:6:13: mine/one reads stay.breakfast" in result.output
    mine.write_text(f"{head}  phrases: [two (rolls]\n")
    result = CliRunner().invoke(main, ["check", "--knowledge", str(own)])
    assert result.exit_code == 2
    assert "mine.yaml:4:" in result.output and "close every bracket" in result.output
