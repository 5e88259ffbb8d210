"""The page about everybody: its numbers are those of single reports, whoever is on the roster."""

import csv
import random
import stat
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import knowledge
from cli.main import main
from engine.advise import Run
from engine.columns.asked import ASKED, LOW
from engine.columns.conditions import COMPLETE
from engine.ir.base import Kind, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.dates import parse_date
from engine.ir.trace import Trace
from engine.ir.values import ONLY_YES, Choices, Interval, is_settled
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.reason.known import Known
from engine.rendering.html.triage import triage_page
from engine.report.near import near_dates
from engine.report.parts import Parts
from engine.report.triage import build_triage
from engine.rosters.people import people
from engine.rosters.triage import OPEN, Person, Watched
from engine.rosters.triage_asking import Settling
from engine.rosters.triage_columns import CONTRADICTION
from engine.rosters.triage_questions import Question
from tests.hostile import HOSTILE
from tests.roster_rows import Row, rows_of
from tools import triage as sample

SHIPPED = Path(knowledge.__file__).parent
TODAY = date(2026, 11, 22)
LISTED = 6
GOALS = ("school.tier", "strategy", "leave_test")


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([SHIPPED])


def varied(base: RuleBase, case: Case, pick: random.Random) -> Case:
    """The case with some answers gone or not known, and dates from which something is near."""
    answers: dict[Any, Answer] = {}
    for place, answer in case.answers.items():
        luck = 1 if base.facts[place[0]].part_of else pick.random()  # parts stay together
        if luck > 0.05:
            answers[place] = Answer(None) if luck < 0.08 else answer
    for fact in base.facts.values():
        if fact.kind is Kind.DATE:
            for member in case.members[fact.entity]:
                if pick.random() < 0.8:
                    answers[fact.id, member] = Answer(some_date(pick))
    for place in list(answers):
        if place[0].endswith(".status") and pick.random() < 0.4:
            answers[place] = Answer(None)
    closed = {name for name in case.members if base.entities[name].list_key}
    complete = closed if pick.random() < 0.5 else case.complete
    return replace(case, answers=answers, complete=frozenset(complete), as_of=TODAY)


def some_date(pick: random.Random) -> Interval:
    """A day or a month, now or some months ahead."""
    months = pick.choice([0, 0, 1, 3, 6, 12])
    day = TODAY + timedelta(months * 30 + pick.randrange(-5, 35))
    found = parse_date(f"{day:%Y-%m}" if pick.random() < 0.3 else day.isoformat())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cases(base: RuleBase) -> dict[str, Case]:
    pick = random.Random(5)
    paths = sorted((SHIPPED / "examples").glob("*.case.yaml"))
    found = [varied(base, read_case(base, path), pick) for path in pick.sample(paths, 45)]
    return {f"p{number}": case for number, case in enumerate(found)}


@pytest.fixture(scope="module")
def runs(base: RuleBase, cases: Mapping[str, Case]) -> dict[str, tuple[Known, Trace]]:
    return {name: interpret(base, case) for name, case in cases.items()}


def write(path: Path, rows: Iterable[Row]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["id"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def watching(base: RuleBase, cases: Mapping[str, Case], folder: Path, **more: Any) -> Watched:
    """The page in the making, everybody taken."""
    roster, lists = rows_of(base, list(cases.values()), list(cases))
    files = {n: write(folder / f"{n}.csv", rows) for n, rows in lists.items() if rows}
    found = Watched(base, write(folder / "roster.csv", roster), files, TODAY, **more)
    found.listed = LISTED
    assert [len(chunk.cases) for chunk in found.outcomes()]
    assert found.rejects() == []
    return found


@pytest.fixture(scope="module")
def watched(
    base: RuleBase, cases: Mapping[str, Case], tmp_path_factory: pytest.TempPathFactory
) -> Watched:
    return watching(base, cases, tmp_path_factory.mktemp("roster"), chunk=30)


def reason_of(watched: Watched, known: Known, trace: Trace) -> int:
    """The first reason that surely holds, by the interpreter."""
    for number, reason in enumerate(watched.tally.reasons):
        if reason.row == CONTRADICTION:
            if known.disputes:
                return number
        elif trace.truths.get((reason.row, 0), True):
            return number
    raise AssertionError


def near(watched: Watched, run: tuple[Known, Trace]) -> list[Any]:
    parts = Parts(Run(*run, "interpreter", ""))
    return near_dates(parts, watched.triage, TODAY, watched.days)


def test_counts_are_those_of_single_reports(watched: Watched, runs: Any) -> None:
    tally = watched.tally
    expected = Counter(reason_of(watched, *run) for run in runs.values())
    assert tally.answered == len(runs) and tally.by_reason == expected
    assert len(expected) > 6
    urgency = [known.value((watched.triage.urgency, 0)) for known, _ in runs.values()]
    assert tally.unsettled == sum(not is_settled(value) for value in urgency) > 0
    for name, counts in tally.counts.items():
        entity = watched.base.facts[name].entity
        values = [k.value((name, k.members(entity)[0])) for k, _ in runs.values()]
        texts = [min(v) if isinstance(v, frozenset) and len(v) == 1 else OPEN for v in values]
        assert +counts == Counter(texts), name


def test_near_dates_are_those_of_single_reports(watched: Watched, runs: Any) -> None:
    found = {name: near(watched, run) for name, run in runs.items()}
    tally = watched.tally
    assert tally.dates == Counter(one.item for dates in found.values() for one in dates)
    assert tally.dates.total() > 20 and len(tally.dates) > 8
    assert tally.dated_people == sum(bool(dates) for dates in found.values())
    days = [int(one.first) - TODAY.toordinal() for dates in found.values() for one in dates]
    assert tally.weeks == Counter(day // 7 for day in days)
    nearest = sorted((one.first, one.when.high) for dates in found.values() for one in dates)
    assert [(d.day, d.last) for d in tally.deadlines] == nearest[: watched.listed]


def test_the_most_urgent_come_first(watched: Watched, runs: Any) -> None:
    order: dict[str, list[Person]] = {}
    for place, (name, run) in enumerate(runs.items()):
        dates = near(watched, run)
        day = dates[0].first if dates else float("inf")
        reason = reason_of(watched, *run)
        person = Person(reason, day, place, name)
        order.setdefault(watched.tally.reasons[reason].outcome, []).append(person)
    for outcome, listed in watched.tally.people.items():
        assert listed == sorted(order.get(outcome, []))[: watched.listed]
    outcomes = list(watched.base.facts[watched.triage.urgency].choices)
    ranks = [outcomes.index(reason.outcome) for reason in watched.tally.reasons]
    assert ranks == sorted(ranks)


def answered(base: RuleBase, case: Case, question: Question, changes: Any) -> Case:
    """The case with an answer wherever the question was not asked."""
    names = {name for name, what in changes if what == ASKED}
    answers, complete = dict(case.answers), set(case.complete)
    for name, what in changes:
        complete |= {name} if what == COMPLETE else set()
    for name in names:
        for member in case.members[question.entity]:
            if (name, member) not in case.answers:
                answers[name, member] = Answer(_value(name, changes))
    return replace(case, answers=answers, complete=frozenset(complete))


def _value(name: str, changes: Any) -> Choices | Interval:
    if (name, LOW) in changes:
        return Interval(changes[name, LOW], changes[name, LOW])
    picked = [what for (fact, what), yes in changes.items() if fact == name and yes is True]
    return Choices(what.removeprefix("is ") for what in picked if what.startswith("is "))


def settled(known: Known) -> list[bool]:
    goals = [(name, known.members(known.base.facts[name].entity)[0]) for name in GOALS]
    return [is_settled(known.value(goal)) for goal in goals]


def asking(base: RuleBase, question: Question, case: Case) -> Settling | None:
    """What a question would settle for one person, by asking the interpreter."""
    name, what = question.asked
    members = case.members[question.entity]
    members = members[:1] if base.entities[question.entity].principal else members
    asked = (
        [name in case.complete]
        if what == COMPLETE
        else [(name, m) in case.answers for m in members]
    )
    known = interpret(base, case)[0]
    before = settled(known)
    if all(asked) or all(before):
        return None
    wins = []
    for changes, share in question.answers:
        after = interpret(base, answered(base, case, question, changes))[0]
        if len(after.disputes) <= len(known.disputes):
            more = any(new and not old for old, new in zip(before, settled(after), strict=True))
            wins.append((more, share))
    total = sum(share for _, share in wins)
    expected = sum(share for more, share in wins if more) / total if total else 0.0
    won = [more for more, _ in wins]
    return Settling(1, int(all(won) and any(won)), int(any(won)), expected)


def test_questions_settle_what_single_cases_say(
    base: RuleBase, cases: Mapping[str, Case], runs: Any, tmp_path: Path
) -> None:
    unsettled = [name for name in cases if not all(settled(runs[name][0]))]
    few = {name: cases[name] for name in islice(unsettled, 3)}
    bare = cases[unsettled[0]]  # with this answer some training stages are not possible
    few["bare"] = replace(bare, answers={("cores_completed", 0): Answer(ONLY_YES)})
    found = watching(base, few, tmp_path).asking
    assert found.untried == [] and len(found.questions) > 8
    for question in found.questions:
        each = [one for case in few.values() if (one := asking(base, question, case))]
        here = found.found[question.name]
        assert here.open == sum(one.open for one in each), question.name
        assert here.surely == sum(one.surely for one in each), question.name
        assert here.possibly == sum(one.possibly for one in each), question.name
        assert here.expected == pytest.approx(sum(one.expected for one in each)), question.name
    assert sum(one.possibly for one in found.found.values()) > 3


def test_rows_become_the_cases_that_they_were(watched: Watched, cases: Mapping[str, Case]) -> None:
    found = people(watched.base, watched.roster, watched.lists, list(cases), TODAY)
    assert found.keys() == cases.keys()
    for name, case in cases.items():
        one = found[name]
        assert one.complete == case.complete
        assert {e: len(m) for e, m in one.members.items()} == {
            e: len(m) for e, m in case.members.items()
        }
        numbers = {
            old: new
            for e, m in case.members.items()
            for old, new in zip(m, one.members[e], strict=True)
        }
        moved = {(fact, numbers[m]): a.value for (fact, m), a in case.answers.items()}
        assert {place: answer.value for place, answer in one.answers.items()} == moved


def test_a_list_of_which_a_row_is_broken_is_not_whole(base: RuleBase, tmp_path: Path) -> None:
    roster = write(tmp_path / "r.csv", [{"id": n, "complete": "placements"} for n in "ab"])
    rows: list[Row] = [{"id": "a", "status": "offered"}, {"id": "b", "status": "no such status"}]
    offers = {"placement": write(tmp_path / "o.csv", rows)}
    found = people(base, roster, offers, ["a", "b"], TODAY)
    assert {name: sorted(case.complete) for name, case in found.items()} == {
        "a": ["placement"],
        "b": [],
    }
    assert [len(found[name].members["placement"]) for name in "ab"] == [1, 0]


class Tags(HTMLParser):
    """Which elements and attributes a page has, and what it says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def cohort(base: RuleBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The command, with the base read once."""
    monkeypatch.setattr("cli.cohort.load_base", lambda _: base)

    def run(*arguments: str | Path) -> Result:
        command = ["cohort", *map(str, arguments), "--date", TODAY.isoformat()]
        return CliRunner().invoke(main, command)

    return run


def test_the_sample_is_what_its_generator_and_the_command_make(
    base: RuleBase, cohort: Any, tmp_path: Path
) -> None:
    shipped = sample.PAGE.read_text()
    page, out = tmp_path / "page.html", tmp_path / "out.csv"
    lists = ("--offers", sample.LISTS["placement"], "--list", "boards", sample.LISTS["board"])
    found = cohort(sample.ROSTER, *lists, "--triage", page, "-o", out)
    assert found.exit_code == 3 and str(page) in found.output
    assert page.read_text() == shipped, "run make diagrams"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    said = Tags(shipped).text
    assert "2 rows could not be used" in said and "“third year” is not a value" in said
    urgency = Counter(row["student.urgency"] for row in csv.DictReader(out.open()))
    assert urgency["today"] == 2


def test_hostile_names_stay_names(base: RuleBase, cohort: Any, tmp_path: Path) -> None:
    """Nothing of a roster becomes markup, and no page grows with a name."""
    ids = [text[:200] for text in HOSTILE]
    roster = write(tmp_path / "r.csv", [{"id": one, "complete": ""} for one in ids])
    due = (TODAY + timedelta(3)).isoformat()
    offers: list[Row] = [
        {"id": i, "name": text[:500], "deadline": due} for i, text in zip(ids, HOSTILE, strict=True)
    ]
    page = tmp_path / "p.html"
    found = cohort(roster, "--offers", write(tmp_path / "o.csv", offers), "--triage", page)
    assert found.exit_code == 3  # some of them are no usable ids
    plain, wanted = Tags(page.read_text()), Tags(sample.PAGE.read_text())
    assert plain.names.keys() <= wanted.names.keys() and "script" not in plain.names
    assert plain.attributes <= wanted.attributes
    assert "<script>alert(1)</script>" in plain.text
    assert len(page.read_text()) < 400_000
    assert {one.name for one in tmp_path.iterdir()} == {"r.csv", "o.csv", "p.html", "p.rejects.csv"}


@pytest.mark.parametrize("ids", [[], ["xyzzy"]])
def test_few_people(base: RuleBase, cohort: Any, tmp_path: Path, ids: list[str]) -> None:
    roster = write(tmp_path / "r.csv", [{"id": one} for one in ids])
    page = tmp_path / "p.html"
    found = cohort(roster, "--triage", page, "--pseudonymise", tmp_path / "c.csv")
    assert found.exit_code == 0, found.output
    assert ids == [row["id"] for row in csv.DictReader((tmp_path / "c.csv").open())]
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in (page, tmp_path / "c.csv"))
    said = Tags(page.read_text()).text
    assert ("1 person answered." if ids else "Nobody on the roster could be answered.") in said
    assert not any(one in said for one in ids)


def test_more_than_are_listed_are_counted(watched: Watched) -> None:
    data = build_triage(watched)
    for group in data["groups"]:
        assert len(group["people"]) == min(LISTED, group["count"])
        assert group["more"] == group["count"] - len(group["people"])
        assert sum(reason["count"] for reason in group["reasons"]) == group["count"]
    assert max(group["more"] for group in data["groups"]) > 0
    assert data["deadlines"]["more"] == data["deadlines"]["count"] - LISTED > 0
    page = Tags(triage_page(data)).text
    assert all(f"And {g['more']} more p" in page for g in data["groups"] if g["more"])


def test_files_that_cannot_be_pages(base: RuleBase, cohort: Any, tmp_path: Path) -> None:
    roster = write(tmp_path / "r.csv", [{"id": "a"}])
    for page in ("page.csv", "r.csv"):
        found = cohort(roster, "--triage", tmp_path / page)
        assert found.exit_code == 2 and ".html" in found.output
    assert cohort(roster).exit_code == 2
    assert list(tmp_path.iterdir()) == [roster]


BASE = """
- report:
    title: t
    version: "1"
    headlines: []
    sections: {main: Main}
    triage: {TRIAGE}
- entities: {someone: {label: you, root: yes, key: someone}}
- facts:
    age: {ask: How old?, label: age, type: count}
    born: {ask: When?, label: born, type: date}
- derived:
    hurry: {label: hurry, type: choice, values: {now: now, later: later}}
- parameters:
    days: {value: 30, because: so, assumed: yes}
    half: {value: 0.5, because: so, assumed: yes}
- decision: hurry
  rows:
    - {rule: a, when: age > 5, then: LESS, because: so, assumed: yes}
    - {otherwise: MORE, rule: b, because: so, assumed: yes}
"""
GOOD = "{title: t, urgency: hurry, days: param.days, listed: param.days}"


def read(folder: Path, triage: str = GOOD, order: tuple[str, str] = ("now", "later")) -> RuleBase:
    text = BASE.replace("{TRIAGE}", triage).replace("LESS", order[0]).replace("MORE", order[1])
    (folder / "report.yaml").write_text(text)
    return read_base([folder])


@pytest.mark.parametrize(
    ("triage", "line", "message", "hint"),
    [
        ("{title: t, urgency: hurri, days: param.days, listed: param.days}", 7, "hurri", "hurry?"),
        (
            GOOD[:-1] + ", contradictions: soon}",
            7,
            "“soon” is not a value of hurry",
            "later or now",
        ),
        (GOOD[:-1] + ", counts: [age]}", 7, "“age” is not a choice", "hurry"),
        (GOOD[:-1] + ", deadlines: [age]}", 7, "“age” is not a date", "born"),
        (GOOD.replace("days: param.days", "days: 30"), 7, "“30” is not a parameter", "param.days"),
        (GOOD.replace("listed: param.days", "listed: param.half"), 16, "half", "from 1 to 1000"),
        ("{urgency: hurry, days: param.days, listed: param.days}", 7, "title is missing", "title:"),
        (GOOD[:-1] + ", color: red}", 7, "“color” is not known here", "count"),
    ],
)
def test_mistakes_in_the_report_file(
    tmp_path: Path, triage: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(BadInput) as bad:
        read(tmp_path, triage)
    (problem,) = bad.value.problems
    assert problem.span.line == line and problem.span.column > 1
    assert message in problem.message and hint in problem.hint


def test_rows_in_another_order_than_the_outcomes(tmp_path: Path) -> None:
    assert read(tmp_path).layout.triage is not None
    with pytest.raises(BadInput) as bad:
        read(tmp_path, order=("later", "now"))
    (problem,) = bad.value.problems
    assert problem.message == "b comes after a row that is less urgent"
    assert "now, later" in problem.hint and problem.span.line == 20
