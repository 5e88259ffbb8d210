"""Rosters: what cannot be read is reported, everybody else gets what the interpreter says."""

import csv
import random
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

import knowledge
from cli.main import main
from engine.ir.base import NUMERIC, Kind, RuleBase
from engine.ir.case import Case
from engine.ir.values import is_settled
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.rosters.headings import principals, questions
from tests.roster_rows import Row, rows_of

SHIPPED = Path(knowledge.__file__).parent
DAY = "2026-11-22"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return read_base([SHIPPED])


def write(path: Path, rows: Iterable[Row]) -> Path:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["id"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["cohort", *map(str, arguments)])


def read(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(path.open(encoding="utf-8")))


def shipped(base: RuleBase) -> list[Case]:
    """Cases of one day, so that they can stand on one roster."""
    found = [read_case(base, path) for path in sorted(SHIPPED.rglob("*.case.yaml"))]
    day = Counter(case.as_of for case in found).most_common(1)[0][0]
    return [case for case in found if case.as_of == day]


def said(base: RuleBase, case: Case) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The settled decisions of the principals, and all advice, by the interpreter."""
    known, trace = interpret(base, case)
    outcomes = {}
    for name, decision in base.decisions.items():
        if base.entities[decision.scope].principal:
            fact = base.facts[name]
            value = known.value((name, known.members(decision.scope)[0]))
            assert isinstance(value, frozenset)
            outcomes[f"{fact.entity}.{fact.name}"] = min(value) if is_settled(value) else ""
    advice = {one.id for one in base.advice}
    return outcomes, {(name, str(member)) for name, member in trace.fired if name in advice}


@pytest.mark.parametrize("chunk", [50, 100_000])
def test_shipped_cases_as_a_roster(base: RuleBase, tmp_path: Path, chunk: int) -> None:
    """Written as rows, read again: the decisions and the advice are the interpreter's."""
    cases = shipped(base)
    assert len(cases) > 100
    roster, lists = rows_of(base, cases, [str(number) for number in range(len(cases))])
    files: list[str | Path] = []
    for name, rows in lists.items():
        if rows:
            key = base.entities[name].list_key
            files += ["--list", key, write(tmp_path / f"{key}.csv", rows)]
    out = tmp_path / "out.csv"
    day = cases[0].as_of
    found = run(
        write(tmp_path / "r.csv", roster),
        *files,
        "-o",
        out,
        "--date",
        str(day),
        "--chunk",
        str(chunk),
    )
    assert found.exit_code == 0, found.output
    advice = Counter((row["id"], row["item"]) for row in read(tmp_path / "out.advice.csv"))
    for row, case in zip(read(out), cases, strict=True):
        outcomes, given = said(base, case)
        assert {name: row[name] for name in outcomes} == outcomes
        assert all(advice[row["id"], name] for name, _ in given)
        for name, count in Counter(name for name, _ in given).items():
            assert advice[row["id"], name] == count


def heading(base: RuleBase, kind: Kind, *, low: float = -inf) -> str:
    """A question of a type to the principals, with a least value where one is asked for."""
    found = questions(base, principals(base))
    return next(name for name, fact in found if fact.kind is kind and fact.low >= low)


# Ways to spoil a row: the type of the question, and what somebody wrote there.
CELLS: list[tuple[Kind | str, str]] = [
    (Kind.CHOICE, "no such value"),
    (Kind.YES_NO, "Yes"),
    (Kind.YES_NO, "true"),
    (Kind.YES_NO, "?"),
    (Kind.CHOICE, "n/a"),
    (Kind.CHOICE, "UNKNOWN"),
    (Kind.COUNT, "twelve"),
    (Kind.COUNT, "-1"),
    (Kind.COUNT, "1.5"),
    (Kind.COUNT, "1,500"),
    (Kind.COUNT, "1e1"),
    (Kind.COUNT, "0x10"),
    (Kind.NUMBER, "2,5"),
    (Kind.NUMBER, "99999999999999"),
    (Kind.NUMBER, "nan"),
    (Kind.NUMBER, "inf"),
    (Kind.NUMBER, "12 or so"),
    (Kind.MONEY, "about 500"),
    (Kind.MONEY, "1.500.000"),
    (Kind.DATE, "31/12/2026"),
    (Kind.DATE, "2026-13"),
    (Kind.DATE, "2026-02-30"),
    (Kind.DATE, "1800-01-01"),
    (Kind.DATE, "next May"),
    (Kind.CHOICES, "no such value"),
    (Kind.CHOICES, "one, two"),
    (Kind.TEXT, "x" * 20_001),
    ("complete", "everything"),
    ("id", ""),
    ("id", "a\tb"),
    ("id", "i" * 201),
    ("id", "good-0"),
]
# What befell the line of a row in the file.
LINES: dict[str, Callable[[bytes], bytes]] = {
    "more cells": lambda line: line.rstrip(b"\r\n") + b",more\r\n",
    "fewer cells": lambda line: line.rsplit(b",", 1)[0] + b"\r\n",
    "quote is not closed": lambda line: b'"' + line,
    "UTF-8": lambda line: b"\xff" + line,
    "character of no text": lambda line: b"\0" + line,
    "not a row of CSV": lambda line: b'"a"b' + line,
}


def spoiled(base: RuleBase, good: Row) -> Iterator[Row]:
    """A row for each way to spoil a cell."""
    for number, (kind, text) in enumerate(CELLS):
        name = heading(base, kind, low=0) if isinstance(kind, Kind) and kind in NUMERIC else kind
        name = heading(base, name) if isinstance(name, Kind) else name
        yield {**good, "id": f"bad-{number}", name: text}


def test_one_row_in_a_hundred_is_broken(base: RuleBase, tmp_path: Path) -> None:
    """Every good row is answered as without the others; every bad one is reported."""
    pick = random.Random(1)
    rows, _ = rows_of(base, shipped(base), [""] * len(shipped(base)))
    good = [{**pick.choice(rows), "id": f"good-{number}"} for number in range(3_700)]
    path, bad = write(tmp_path / "r.csv", good), list(spoiled(base, good[0]))
    lines = path.read_bytes().splitlines(keepends=True)
    broken = write(tmp_path / "b.csv", [*bad, *({**good[0], "id": f"x-{n}"} for n in range(6))])
    extra = broken.read_bytes().splitlines(keepends=True)[1:]
    for (why, spoil), number in zip(LINES.items(), range(-6, 0), strict=True):
        extra[number] = spoil(extra[number])
        assert why
    for line in extra:  # never before the row whose id is taken again
        lines.insert(pick.randrange(2, len(lines)), line)
    clean = path.read_bytes()
    (tmp_path / "all.csv").write_bytes(b"".join(lines))
    found = run(tmp_path / "all.csv", "-o", tmp_path / "out.csv", "--date", DAY, "--chunk", "500")
    assert found.exit_code == 3, found.output
    rejects = read(tmp_path / "out.rejects.csv")
    expected = [n for n, line in enumerate(lines, 1) if line in extra and n > 2]
    assert sorted({int(row["row"]) for row in rejects}) == expected
    assert len(expected) == len(CELLS) + len(LINES) >= 30
    assert all(row["reason"] and row["hint"] for row in rejects)
    assert all(any(why in row["reason"] for row in rejects) for why in LINES)
    (tmp_path / "clean.csv").write_bytes(clean)
    alone = run(tmp_path / "clean.csv", "-o", tmp_path / "alone.csv", "--date", DAY)
    assert alone.exit_code == 0, alone.output
    for table in ("csv", "advice.csv"):
        assert (tmp_path / f"out.{table}").read_bytes() == (
            tmp_path / f"alone.{table}"
        ).read_bytes()


@pytest.fixture
def roster(base: RuleBase, tmp_path: Path) -> Path:
    """Two cases, of whom one is not yet known at all."""
    rows, _ = rows_of(base, shipped(base)[:2], ["a", "b"])
    return write(tmp_path / "roster.csv", rows)


def test_rows_of_a_list_that_nobody_can_have(roster: Path, tmp_path: Path) -> None:
    """Entries of nobody and broken ones are reported; the list with a broken one may grow."""
    offers = write(
        tmp_path / "offers.csv",
        [
            {"id": "a", "status": "considering"},
            {"id": "a", "status": "no such status"},
            {"id": "nobody", "status": "considering"},
            {"id": "", "status": "considering"},
        ],
    )
    found = run(roster, "--offers", offers, "-o", tmp_path / "out.csv")
    assert found.exit_code == 3, found.output
    rejects = read(tmp_path / "out.rejects.csv")
    assert [(row["row"], row["id"]) for row in rejects] == [("3", "a"), ("4", "nobody"), ("5", "")]
    assert [row["row"] for row in read(tmp_path / "out.placement.csv")] == ["2"]


def test_a_list_without_end(base: RuleBase, roster: Path, tmp_path: Path) -> None:
    """No more entries than a case may have; those after are reported."""
    rows: list[Row] = [{"id": "a", "status": "considering"}] * 203
    found = run(roster, "--offers", write(tmp_path / "o.csv", rows), "-o", tmp_path / "out.csv")
    assert found.exit_code == 3, found.output
    assert [row["row"] for row in read(tmp_path / "out.rejects.csv")] == ["202", "203", "204"]
    assert len(read(tmp_path / "out.placement.csv")) == 200


def test_nothing_that_is_read_is_written_over(roster: Path, tmp_path: Path) -> None:
    """Neither the roster nor the codes may be the output."""
    before = roster.read_bytes()
    assert run(roster, "-o", roster).exit_code == 2
    out = tmp_path / "out.csv"
    assert run(roster, "-o", out, "--pseudonymise", out).exit_code == 2
    assert roster.read_bytes() == before
    assert list(tmp_path.iterdir()) == [roster]


def test_headings_that_are_no_questions(base: RuleBase, roster: Path, tmp_path: Path) -> None:
    """Each is reported once, in row 1, and the rest is answered."""
    derived = next(f for f in base.facts.values() if f.derived and f.root)
    name = f"{derived.entity}.{derived.name}"
    rows = [{**row, "studnt.stage": "x", name: "y"} for row in read(roster)]
    found = run(write(roster, rows), "-o", tmp_path / "out.csv")
    assert found.exit_code == 3
    rejects = read(tmp_path / "out.rejects.csv")
    assert {(row["row"], row["column"]) for row in rejects} == {("1", "studnt.stage"), ("1", name)}
    assert len(read(tmp_path / "out.csv")) == 2


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_the_same_in_every_format(roster: Path, tmp_path: Path, ending: str) -> None:
    """What goes in and comes out may be CSV, Parquet or Excel; only the owner may read it."""
    source = tmp_path / f"in.{ending}"
    frame = pl.read_csv(roster, infer_schema=False)
    if ending == "csv":
        frame.write_csv(source)
    elif ending == "parquet":
        frame.write_parquet(source)
    else:
        book = Workbook()
        for row in (frame.columns, *frame.iter_rows()):
            book.active.append(list(row))  # type: ignore[union-attr]
        book.save(source)
    out = tmp_path / f"out.{ending}"
    found = run(source, "-o", out, "--explain", "--date", DAY)
    assert found.exit_code == 0, found.output
    assert run(roster, "-o", tmp_path / "plain.csv", "--explain", "--date", DAY).exit_code == 0
    for path in tmp_path.glob(f"out*.{ending}"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    expected = read(tmp_path / "plain.advice.csv")
    assert [(row["id"], row["item"]) for row in expected] == sorted_items(out)
    assert {"rule", "row", "advice"} <= {row["kind"] for row in expected}


def sorted_items(out: Path) -> list[tuple[str, str]]:
    """Ids and items of the long table, whatever the format."""
    if out.suffix == ".xlsx":
        sheet = load_workbook(out)["advice"]
        return [(str(row[0]), str(row[2])) for row in list(sheet.iter_rows(values_only=True))[1:]]
    path = out.with_name(f"out.advice{out.suffix}")
    frame = pl.read_csv(path) if out.suffix == ".csv" else pl.read_parquet(path)
    return [(str(row[0]), str(row[2])) for row in frame.iter_rows()]


def test_codes_stay_the_same(roster: Path, tmp_path: Path) -> None:
    """No id is in what is written, and a second run gives the same codes."""
    codes, out = tmp_path / "codes.csv", tmp_path / "out.csv"
    first = run(roster, "-o", out, "--pseudonymise", codes)
    assert first.exit_code == 0, first.output
    before = out.read_bytes(), codes.read_bytes()
    assert run(roster, "-o", out, "--pseudonymise", codes).exit_code == 0
    assert (out.read_bytes(), codes.read_bytes()) == before
    assert [row["id"] for row in read(out)] == [row["code"] for row in read(codes)]
    assert [row["id"] for row in read(codes)] == ["a", "b"]
    assert stat.S_IMODE(codes.stat().st_mode) == 0o600


def test_the_same_by_duckdb(roster: Path, tmp_path: Path) -> None:
    """The engine changes nothing in what is written."""
    pytest.importorskip("duckdb")
    for engine in ("polars", "duckdb"):
        out = tmp_path / f"{engine}.csv"
        assert run(roster, "-o", out, "--explain", "--engine", engine).exit_code == 0
    for table in ("csv", "advice.csv"):
        one, other = (tmp_path / f"{engine}.{table}" for engine in ("polars", "duckdb"))
        assert one.read_bytes() == other.read_bytes()


def test_typed_columns(base: RuleBase, tmp_path: Path) -> None:
    """Numbers, dates and yes or no may be stored as such; a number out of range is reported."""
    count, day, yes = (heading(base, kind) for kind in (Kind.COUNT, Kind.DATE, Kind.YES_NO))
    typed = {"id": ["a", "b"], count: [1, -1], day: [date(2026, 9, 15)] * 2, yes: [True, None]}
    pl.DataFrame(typed).write_parquet(tmp_path / "typed.parquet")
    plain: list[Row] = [{"id": "a", count: "1", day: "2026-09-15", yes: "yes"}]
    found = run(tmp_path / "typed.parquet", "-o", tmp_path / "one.csv", "--date", DAY)
    assert found.exit_code == 3, found.output
    other = run(write(tmp_path / "r.csv", plain), "-o", tmp_path / "two.csv", "--date", DAY)
    assert other.exit_code == 0, other.output
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert [row["column"] for row in read(tmp_path / "one.rejects.csv")] == [count]


def test_template_can_be_filled_in(tmp_path: Path) -> None:
    """Its headings are all read."""
    path = tmp_path / "template.csv"
    assert run("--template", path).exit_code == 0
    (row, *_) = read(path)
    write(path, [{name: "a" if name == "id" else "" for name in row}])
    found = run(path, "-o", tmp_path / "out.csv")
    assert found.exit_code == 0, found.output


@pytest.mark.parametrize(
    "name, text",
    [
        ("r.txt", "id\na\n"),
        ("r.csv", ""),
        ("r.csv", "name\na\n"),
        ("r.csv", "id;student.stage\na;unknown\n"),
        ("r.xlsx", "no workbook"),
        ("r.parquet", "no table"),
    ],
)
def test_files_of_no_use(tmp_path: Path, name: str, text: str) -> None:
    """One message, exit code 2, and nothing is written."""
    path = tmp_path / name
    path.write_text(text)
    found = run(path, "-o", tmp_path / "out.csv")
    assert found.exit_code == 2, found.output
    assert "Traceback" not in found.output
    assert list(tmp_path.iterdir()) == [path]


def test_a_list_with_a_broken_row_may_grow(base: RuleBase, tmp_path: Path) -> None:
    """What is missing is not taken for what is not there, although the list is said to be whole."""
    case = next(one for one in shipped(base) if one.members["placement"])
    case = replace(case, complete=frozenset({"placement"}))
    rows, lists = rows_of(base, [case], ["a"])
    offers = write(tmp_path / "o.csv", [*lists["placement"], {"id": "a", "status": "broken"}])
    roster, day = write(tmp_path / "r.csv", rows), str(case.as_of)
    only = replace(
        case, members={**case.members, **dict.fromkeys(("letter", "program", "board"), ())}
    )
    for whole in (False, True):
        if whole:
            write(offers, lists["placement"])
        found = run(roster, "--offers", offers, "--date", day, "-o", tmp_path / "out.csv")
        assert found.exit_code == (0 if whole else 3), found.output
        (row,) = read(tmp_path / "out.csv")
        expected = only if whole else replace(only, complete=frozenset())
        outcomes, advice = said(base, expected)
        assert {name: row[name] for name in outcomes} == outcomes
        items = {row["item"] for row in read(tmp_path / "out.advice.csv")}
        assert {name for name, _ in advice} <= items


@pytest.mark.parametrize(
    ("there", "advice"), [(False, "pip install crossmatch[spark]"), (True, "needs Java")]
)
def test_spark_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool, advice: str
) -> None:
    """Without PySpark, or without a Java for it, one line says what to do."""
    monkeypatch.setattr("cli.cohort.find_spec", lambda name: there or None)
    monkeypatch.setattr("engine.rosters.cluster.java", lambda: False)
    roster = write(tmp_path / "r.csv", [{"id": "1"}])
    found = run(roster, "-o", tmp_path / "out.csv", "--engine", "spark")
    assert found.exit_code == 2
    assert advice in found.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.csv"]
