"""Edited knowledge on a roster: the same changes and causes as on cases, and what is left out."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from cli.main import main
from engine.effects import items
from engine.effects.cases import Both
from engine.effects.causes import ALONE, TOGETHER
from engine.effects.impact import Impact
from engine.effects.roster import RosterImpact
from engine.rendering.blocks import to_markdown, to_text
from engine.rendering.impact import ImpactTeller, Told
from engine.rosters.people import people
from tests.hostile import HOSTILE
from tests.random_bases import read_text
from tests.random_cases import TODAY

SMALL = """
- entities: {me: {root: yes, key: me}, gig: {key: gigs, label: a gig}}
- report:
    {title: Report, sections: {main: Main}, decisions: {path: path}, main: [path],
     headlines: [path], entities: {gig: {key: gigs, title: Gigs, headline: gig.kind}}}
- parameters:
    least: {value: 3, because: so, assumed: yes}
    weeks: {value: 2, because: so, assumed: yes}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}}
    sure: {ask: How, label: sure, type: yes_no}
    size: {ask: How, label: size, type: count, min: 0, max: 9}
    day: {ask: How, label: day, type: date}
    gig.paid: {ask: How, label: paid, type: yes_no}
    gig.weeks: {ask: How, label: weeks, type: count, min: 0, max: 50}
- derived:
    path: {label: path, type: choice, values: {x: X, y: Y, z: Z}}
    big: {label: big, type: yes_no}
    gig.kind: {label: kind, type: choice, values: {good: G, bad: B}}
- {rule: big/size, when: size >= param.least, conclude: {big: yes}, assumed: yes}
- decision: path
  rows:
    - {rule: path/x, when: pick is a and sure is yes, then: x, assumed: yes}
    - {rule: path/y, when: big is yes and pick is b, then: y, assumed: yes}
    - {otherwise: z, rule: path/z, assumed: yes}
- decision: gig.kind
  for: gig
  rows:
    - {rule: kind/good, when: gig.paid is yes and gig.weeks >= 4, then: good, assumed: yes}
    - {otherwise: bad, rule: kind/bad, assumed: yes}
- {advice: talk, when: path is z, section: main, strength: note, say: Talk., assumed: yes,
   by: day - param.weeks weeks}
- {advice: ask/pay, for: gig, when: gig.kind is bad, section: main, strength: note,
   say: Ask., assumed: yes}
"""
ME = """
id,pick,sure,size,day
one,a,no,3,2027-01-01
two,b,yes,3,2027-01-01
three,b,yes,4,2027-01-01
four,c,yes,unknown,
five,,,2,2027-02
"""
GIGS = """
id,paid,weeks
one,yes,4
one,no,9
three,yes,3
"""


def taken(chunks: Iterable[object]) -> None:
    for _ in chunks:
        pass


def tables(folder: Path, me: str = ME, gigs: str = GIGS) -> tuple[Path, dict[str, Path]]:
    (folder / "me.csv").write_text(me.lstrip())
    (folder / "gigs.csv").write_text(gigs.lstrip())
    return folder / "me.csv", {"gig": folder / "gigs.csv"}


def compared(old: str, new: str, folder: Path, me: str = ME) -> RosterImpact:
    """A roster under two small bases."""
    roster, lists = tables(folder, me)
    (folder / "copies").mkdir()
    impact = Impact(read_text(old), read_text(new), sample=100)
    found = RosterImpact(impact, roster, lists, TODAY, folder / "copies")
    taken(found.changes(lambda _: None))
    return found


def told(impact: Impact) -> dict[tuple[str, str, str], tuple[list[list[str]], str]]:
    """By person, item and new value: the sets of edits that are named, and how they work."""
    return {
        (name, one.item, one.after): (
            [[impact.causes.edits[n].key[1] for n in some] for some in cause.sets],
            cause.how,
        )
        for name, changes in impact.tally.sample.items()
        for one in changes
        for cause in [impact.causes.found[one.cause]]
    }


def changed(*pairs: tuple[str, str]) -> str:
    text = SMALL
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


EASIER = ("least: {value: 3,", "least: {value: 4,")
LESS = ("size >= param.least", "size > param.least")
OTHER_ROW = ("big is yes and pick is b, then: y", "pick is b, then: y")
DATES = ("weeks: {value: 2,", "weeks: {value: 5,")
GONE = ("- {rule: path/y, when: big is yes and pick is b, then: y, assumed: yes}\n    ", "")
SWAP = ("gig.paid is yes and gig.weeks", "gig.paid is no and gig.weeks")  # among two of one
PAID = ("gig.paid is yes and gig.weeks >= 4", "gig.weeks >= 4")


def test_each_of_two_edits_can_do_it_and_two_can_be_needed(tmp_path: Path) -> None:
    found = told(compared(SMALL, changed(EASIER, LESS, PAID), tmp_path).impact)
    either = ([["least"], ["big/size"]], ALONE)
    together = ([["least", "big/size"]], TOGETHER)
    assert found == {
        ("two", "path", "z"): either,
        ("two", "talk", "yes"): either,
        ("three", "path", "z"): together,
        ("three", "talk", "yes"): together,
        ("one", "gig.kind", "good"): ([["kind/good"]], ALONE),
        ("one", "ask/pay", "no"): ([["kind/good"]], ALONE),
    }


def test_an_edit_of_what_only_the_old_base_reads_can_do_it_too(tmp_path: Path) -> None:
    new = changed(("least: {value: 3,", "least: {value: 9,"), ("size >= param.least", "size > 8"))
    found = told(compared(SMALL, new, tmp_path).impact)
    assert found["two", "path", "z"] == ([["least"], ["big/size"]], ALONE)


def test_answers_that_a_constraint_sets_aside(tmp_path: Path) -> None:
    """What rests on them is open by the edit of the constraint, whatever else was edited."""
    never = "- constraints: {odd: {never: pick is b and size > LIMIT, say: Both cannot be.}}\n"
    old, new = SMALL + never.replace("LIMIT", "8"), changed(EASIER) + never.replace("LIMIT", "3")
    found = told(compared(old, new, tmp_path).impact)
    assert found["three", "path", "open: x | y | z"] == ([["odd"]], ALONE)
    assert found["three", "odd", "yes"] == ([["odd"]], ALONE)
    assert found["two", "path", "z"] == ([["least"]], ALONE)


@pytest.mark.parametrize(
    "edits", [(EASIER, LESS, PAID), (OTHER_ROW, EASIER), (DATES,), (GONE,), (SWAP,)]
)
def test_a_roster_tells_the_same_as_its_cases(
    tmp_path: Path, edits: tuple[tuple[str, str], ...]
) -> None:
    """The same changes with the same causes, by columns and by closures."""
    found = compared(SMALL, changed(*edits), tmp_path)
    impact = Impact(found.impact.old, found.impact.new, sample=100)
    ids = ["one", "two", "three", "four", "five"]
    cases = people(impact.old, found.roster, found.lists, ids, TODAY)
    taken(impact.of_cases([Both(name, case, case, {}) for name, case in cases.items()]))
    assert told(impact) == told(found.impact) != {}
    assert impact.tally.moves == found.impact.tally.moves
    assert impact.tally.by_edit == found.impact.tally.by_edit
    assert (impact.tally.people, impact.tally.changed) == (5, found.impact.tally.changed)


def test_a_question_and_a_value_that_one_side_lacks_are_left_out(tmp_path: Path) -> None:
    """A renamed question, a new value, a narrower range: nobody is rejected, all is said."""
    new = changed(
        ("sure: {ask", "certain: {ask"),
        ("and sure is", "and certain is"),
        ("max: 9", "max: 3"),
        ("{a: A, b: B, c: C}", "{a: A, b: B, d: D}"),
    )
    me = ME.replace("pick,sure", "pick,sure,certain").replace(",yes,", ",yes,yes,")
    me = me.replace(",no,", ",no,no,").replace("five,,,", "five,d,,,")
    found = compared(SMALL, new, tmp_path, me)
    assert found.dropped == (
        ["certain: 4 answers (no such question)", "pick: 1 answer (not among its values)"],
        [
            "sure: 4 answers (no such question)",
            "pick: 1 answer (not among its values)",
            "size: 1 answer (not among its values)",
        ],
    )
    assert found.runs.rejects() == [] and found.runs.apart == set()
    assert found.impact.tally.people == 5


def test_a_mistake_in_a_row_is_told_once_with_its_row(tmp_path: Path) -> None:
    """Also where both sides read a copy; a row is broken, and one has an answer of no side."""
    me = ME.replace("two,b,", "\ntwo,q,").replace("three,b,yes", 'three,"b,yes')
    new = changed(("sure: {ask", "certain: {ask"), ("and sure is", "and certain is"))
    found = compared(SMALL, new, tmp_path, me)
    rejects = found.runs.rejects()
    assert [(Path(one.file).name, one.row, one.id) for one in rejects] == [
        ("gigs.csv", 4, "three"),
        ("me.csv", 4, "two"),
        ("me.csv", 5, ""),
    ]
    assert found.impact.tally.people == 3


def test_only_words(tmp_path: Path) -> None:
    """Comments, places and the order of parts are nothing; texts are listed for themselves."""
    new = changed(
        ("say: Talk.", "say: Talk now."), ("pick is a and sure is yes", "sure is yes and pick is a")
    )
    found = compared(SMALL, f"# A comment.\n{new}", tmp_path)
    (edit,) = found.impact.edits
    assert edit.key == ("advice", "talk") and edit.only_words and not edit.has_effect
    assert found.impact.tally.changed == 0


def test_every_part_of_an_item_has_a_purpose() -> None:
    """What is read by name here is there; so a renamed field cannot fall among the silent ones."""
    for table in (items._LOGIC, items._DETAILS, items._WORDS):
        for kind, names in table.items():
            assert set(names) <= {field.name for field in fields(kind)}, kind


def test_names_do_nothing_to_a_terminal_or_to_markdown(tmp_path: Path) -> None:
    found = compared(SMALL, changed(EASIER), tmp_path)
    case = people(found.impact.old, found.roster, found.lists, ["two"], TODAY)["two"]
    impact = Impact(found.impact.old, found.impact.new, sample=100)
    names = {("me", 0): HOSTILE[4]}
    taken(impact.of_cases([Both(name, case, case, names) for name in HOSTILE]))
    assert impact.tally.changed == len(impact.tally.sample) == len(HOSTILE)
    teller = ImpactTeller(impact, Told("<b>|x", "case", "cases", (["\x1b[31m"], ())))
    page, text = to_markdown(teller.blocks()), to_text(teller.blocks())
    tokens = [one for line in MarkdownIt("commonmark").parse(page) for one in line.children or ()]
    assert tokens and all(one.type in ("text", "softbreak", "text_special") for one in tokens)
    assert not set("\x00\x07\x1b\x7f\u202e\u2066") & {*page, *text}


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".json"])
def test_the_command_on_a_roster(tmp_path: Path, ending: str) -> None:
    """The list of all changes is a private file of every form, with the rejects beside it."""
    roster, lists = tables(tmp_path, ME + "six,wrong,,,\n")
    for name, text in {"old": SMALL, "new": changed(EASIER, LESS)}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.yaml").write_text(text)
    out = tmp_path / f"out{ending}"
    arguments = [roster, "--list", "gigs", lists["gig"], "--against", tmp_path / "old"]
    arguments += ["--knowledge", tmp_path / "new", "-o", out, "--fail-on-change"]
    found = CliRunner().invoke(main, ["impact", *map(str, arguments)])
    assert found.exit_code == 3, found.output
    shown = " ".join(found.stdout.split())
    assert "2 of 5 people change" in shown
    assert "parameter least or, by itself, rule big/size" in shown
    assert out.stat().st_mode & 0o777 == 0o600
    if ending != ".xlsx":
        rows = getattr(pl, f"read_{ending[1:]}")(out)
        assert rows["id"].to_list() == ["two", "three", "two", "three"]
        assert set(rows["how"]) == {ALONE, TOGETHER}
    assert ",7,six,pick," in (tmp_path / "out.rejects.csv").read_text()


def test_a_base_that_says_nothing(tmp_path: Path) -> None:
    """Without advice or warnings there are only outcomes."""
    silent = SMALL[: SMALL.index("- {advice: talk")]
    found = compared(silent, silent.replace(*EASIER), tmp_path)
    assert found.impact.tally.moves == {("decision", "path", "y", "z"): 1}
