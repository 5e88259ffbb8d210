"""What a person types: dates, numbers and choices as people write them."""

from datetime import date

import pytest

from engine.asking.dates_typed import date_typed
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.numbers_typed import number_typed
from engine.asking.typed import is_unknown, typed
from engine.ir.base import Fact, Kind
from engine.problem import Problems
from engine.reading.answers import read_value
from engine.rendering.interview import fitted, how_to_answer
from engine.span import Span

DATES = {
    "March 2027": "2027-03",
    "mar. 2027": "2027-03",
    "2027 March": "2027-03",
    "15 Sep 2026": "2026-09-15",
    "15-Sept-2026": "2026-09-15",
    "September 15th, 2026": "2026-09-15",
    "1st of May 2026": "2026-05-01",
    "2026-09": "2026-09",
    "2026-9-5": "2026-09-05",
    "9/2026": "2026-09",
    "15/9/2026": "2026-09-15",
    "9/15/2026": "2026-09-15",
    "5/5/2026": "2026-05-05",
    "2027": "2027",
}


@pytest.mark.parametrize("text", DATES)
def test_dates_as_people_write_them(text: str) -> None:
    assert date_typed(text) == DATES[text]


@pytest.mark.parametrize(
    "text", ["3/4/2026", "31 Feb 2026", "Ma 2026", "next March", "March", "3/27", "x", "-", "99999"]
)
def test_what_is_no_clear_date_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        date_typed(text)


AMOUNTS = [
    (Kind.MONEY, "$1,500", "1500"),
    (Kind.MONEY, "1500 USD", "1500"),
    (Kind.MONEY, "US$ 1,500.50", "1500.50"),
    (Kind.MONEY, "800 dollars", "800"),
    (Kind.COUNT, "1,000", "1000"),
    (Kind.COUNT, "three", "3"),
    (Kind.COUNT, "none", "0"),
    (Kind.COUNT, "007", "7"),
    (Kind.PERCENT, "40 %", "40"),
    (Kind.MONTHS, "2 years", "24"),
    (Kind.MONTHS, "1 year and 3 months", "15"),
    (Kind.MONTHS, "6 months", "6"),
    (Kind.MONEY, "€500", "€500"),
    (Kind.MONEY, "1.8k", "1800"),
    (Kind.MONEY, "$3.6k", "3600"),
    (Kind.MONEY, "USD 3600", "3600"),
    (Kind.MONEY, "3600 USD", "3600"),
    (Kind.MONEY, "about 3,600.00", "3600.00"),
    (Kind.MONEY, "three thousand", "3000"),
    (Kind.COUNT, "about 3", "3"),
    (Kind.COUNT, "ca. three", "3"),
    (Kind.COUNT, "~ 10", "10"),
    (Kind.NUMBER, "around 2.5", "2.5"),
    (Kind.MONTHS, "6 mo.", "6"),
    (Kind.MONTHS, "in three months", "3"),
    (Kind.COUNT, "about you", "about you"),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), AMOUNTS)
def test_numbers_as_people_write_them(kind: Kind, text: str, wanted: str) -> None:
    unit = "USD" if kind is Kind.MONEY else ""
    assert number_typed(Fact("e", "f", kind, "f", unit=unit), text) == wanted


def test_a_range_is_not_a_number() -> None:
    with pytest.raises(NotUnderstood):
        number_typed(Fact("e", "f", Kind.COUNT, "f"), "2-3")


def refused(kind: Kind, text: str, unit: str = "", ask: str = "") -> str:
    fact = Fact("e", "f", kind, "f", unit=unit, ask=ask)
    with pytest.raises(NotUnderstood) as caught:
        number_typed(fact, text, date(2026, 11, 22))
    return f"{caught.value.message}: {caught.value.hint}"


LENGTHS = [
    ("weeks", "2 months", "2 months are about 8.7 weeks: type 8.7 "),
    ("weeks", "a month", "1 month is about 4.3 weeks"),
    ("weeks", "about ten days", "10 days are about 1.4 weeks"),
    ("years", "6 months", "6 months are about 0.5 years"),
]


@pytest.mark.parametrize(("unit", "text", "said"), LENGTHS)
def test_another_unit_of_time_is_converted_but_not_taken(unit: str, text: str, said: str) -> None:
    assert f"This asks for {unit}; {said}" in refused(Kind.NUMBER, text, unit)


def test_the_unit_that_is_asked_for_is_taken() -> None:
    fact = Fact("e", "f", Kind.NUMBER, "f", unit="weeks")
    assert [number_typed(fact, text) for text in ("2 weeks", "1 wk", "two weeks")] == [
        "2",
        "1",
        "2",
    ]


def test_a_count_is_converted_to_a_whole_number() -> None:
    assert "are about 9 weeks: type 9 " in refused(Kind.COUNT, "2 months", "weeks")


@pytest.mark.parametrize(
    "text", ["1800 a month", "$1,800/month", "1800 USD per month", "1.8k monthly"]
)
def test_a_price_for_each_month_is_not_the_whole(text: str) -> None:
    said = refused(Kind.MONEY, text, "USD", "What does it cost in all?")
    assert f"“{text}” is an amount for each month" in said
    assert "multiply it by the number of months" in said and "What does it cost in all?" in said


def test_a_price_for_each_month_is_taken_where_it_is_asked() -> None:
    fact = Fact("e", "f", Kind.MONEY, "f", unit="USD", ask="What is the rent a month?")
    assert number_typed(fact, "1800 per month") == "1800"


MONTHS = [
    ("15/01/2027", "from today to 15 January 2027 it is 1 whole month: type 1 "),
    ("Jan 2027", "from today to January 2027 it is 2 whole months: type 2 "),
    ("in 2027-01", "from today to January 2027 it is 2 whole months"),
    ("22 Oct 2026", "22 October 2026 was 1 whole month ago: type 1 "),
    ("23 Oct 2026", "it is 0 whole months"),
    ("January", "count the months from today"),
    ("next March", "count the months from today"),
    ("2027", "count the months from today"),
    ("3/4/2027", "can be read as two dates"),
]


@pytest.mark.parametrize(("text", "said"), MONTHS)
def test_a_date_is_counted_in_months_but_not_taken(text: str, said: str) -> None:
    assert said in refused(Kind.MONTHS, text)


HINTS = [
    (Kind.NUMBER, "weeks", "2 months", "this asks for weeks; 2 months are about 8.7 weeks"),
    (Kind.NUMBER, "weeks", "2 weeks", "write the number alone: 2"),
    (Kind.NUMBER, "hours", "2 days", "this asks for hours"),
    (Kind.COUNT, "", "2.5 letters", "write a whole number, such as 2"),
    (Kind.COUNT, "", "2,5", "write a whole number, such as 2"),
    (Kind.COUNT, "", "1,000", "write 1000"),
    (Kind.COUNT, "", "1e-1", "write digits, such as 12, or unknown"),
    (Kind.NUMBER, "", "as many as they like", "write digits, such as 12 or 2.5, or unknown"),
    (Kind.COUNT, "", "perhaps between 3 and 4", "write digits, such as 12, or unknown"),
    (Kind.COUNT, "", "1234567890123", "write a number with at most 12 digits"),
    (Kind.NUMBER, "", "2,5", "write a point for decimals: 2.5"),
]


@pytest.mark.parametrize(("kind", "unit", "text", "hint"), HINTS)
def test_hints_of_the_reader(kind: Kind, unit: str, text: str, hint: str) -> None:
    problems = Problems()
    fact = Fact("e", "f", kind, "f", unit=unit)
    assert read_value(fact, text, Span("x"), problems) is None
    assert [problem.hint for problem in problems.sorted()] == [hint]


def question(kind: Kind, **choices: str) -> Question:
    fact = Fact("e", "f", kind, "f", choices=choices)
    several = kind is Kind.CHOICES
    return Question(("f", 0), fact, "What?", tuple(choices.items()), several, "", ())


def test_a_choice_is_named_by_number_or_beginning_and_never_by_both() -> None:
    asked = question(Kind.CHOICE, one="2 weeks", two_days="several days", no="no, never")
    assert typed(asked, "2") == "two_days"
    assert typed(asked, "2 w") == "one"
    assert typed(asked, "Two Days") == typed(asked, "sev") == "two_days"
    assert typed(asked, "no") == "no"
    with pytest.raises(NotUnderstood):
        typed(question(Kind.CHOICE, ab="ab", ac="ac"), "a")


def unclear(asked: Question, text: str) -> str:
    with pytest.raises(NotUnderstood) as caught:
        typed(asked, text)
    return caught.value.hint


KINDS = {"a": "sub-rotation, long", "b": "rotation by a company", "c": "remote rotation"}


def test_the_beginning_of_one_choice_is_not_taken_when_others_name_it_too() -> None:
    asked = question(Kind.CHOICE, **KINDS)
    each = "1 (sub-rotation, long), 2 (rotation by a company) or 3 (remote rotation)"
    assert unclear(asked, "Rotation") == f"Do you mean {each}?"
    assert [typed(asked, text) for text in ("rotation by", "remote", "b", "rotat")] == list("bcbb")
    assert unclear(asked, "company") == "Do you mean 2 (rotation by a company)?"


def test_a_bare_no_is_not_the_beginning_of_another_word() -> None:
    asked = question(Kind.CHOICE, none="none", undecided="not decided", done="all done")
    for text in ("no", "N"):
        assert unclear(asked, text) == "Do you mean 1 (none) or 2 (not decided)?"
    assert unclear(asked, "yes") == unclear(asked, "y") == "type a number from 1 to 3"
    assert typed(asked, "non") == "none"
    asked = question(Kind.CHOICE, a="yes, of all", b="yes, of some", c="nobody", d="no, never")
    assert typed(asked, "no") == typed(asked, "n") == "d"
    assert unclear(asked, "y") == "Do you mean 1 (yes, of all) or 2 (yes, of some)?"
    assert unclear(question(Kind.CHOICE, nh="New Hampshire", nm="New Mexico"), "n")


def test_not_sure_may_be_the_beginning_of_a_choice() -> None:
    asked = question(Kind.CHOICE, undecided="not decided", stay="decided to stay")
    with pytest.raises(NotUnderstood, match=r"Do you mean 1 \(not decided\), or :unknown\?"):
        is_unknown(asked, "Not sure.")
    assert is_unknown(asked, "unknown") and not is_unknown(asked, "not")
    assert is_unknown(question(Kind.CHOICE, nothing="nothing", stay="stay"), "not sure")
    assert not is_unknown(question(Kind.CHOICE, unsure="not sure", no="not now"), "not sure")


def test_yes_takes_what_was_suggested() -> None:
    asked = question(Kind.CHOICE, a="apple", b="banana")
    with pytest.raises(NotUnderstood, match=r"Do you mean 2 \(banana\)\?") as caught:
        typed(asked, "bananna")
    assert typed(asked, "Yes", caught.value.meant) == typed(asked, "y", "b") == "b"
    assert typed(asked, "1", "b") == "a"
    asked = question(Kind.CHOICE, yes="yes, always", no="no, watching")
    with pytest.raises(NotUnderstood, match="type 2 if you mean no, watching") as caught:
        typed(asked, "watching")
    assert typed(asked, "yes", caught.value.meant) == "yes"


def test_a_long_list_is_answered_by_name() -> None:
    many = {f"v{i}": f"place {i}" for i in range(16)}
    said = how_to_answer(question(Kind.CHOICE, **many))
    assert said == "Type a name, such as place 0, or a number from 1 to 16."
    assert "type more of the name" in unclear(question(Kind.CHOICE, **many), "place")
    del many["v0"]
    assert how_to_answer(question(Kind.CHOICE, **many)) == "Type a number from 1 to 15."


def test_several_choices_are_a_list() -> None:
    asked = question(Kind.CHOICES, a="apple, green", b="berry", c="cherry")
    assert typed(asked, "1, cherry") == ["a", "c"]
    assert typed(asked, "3 1") == ["c", "a"]
    assert typed(asked, "apple, green") == ["a"]
    assert typed(asked, "none") == []
    with pytest.raises(NotUnderstood):
        typed(asked, "1, 9")


def test_yes_and_no() -> None:
    asked = question(Kind.YES_NO, yes="yes", no="no")
    assert [typed(asked, text) for text in ("y", "NO")] == ["yes", "no"]
    with pytest.raises(NotUnderstood):
        typed(asked, "1")
    assert is_unknown(asked, "I don't know.")


def test_a_long_line_is_wrapped_below_its_text() -> None:
    lines = fitted("  1. " + "word " * 40)
    assert len(lines) > 1 and all(len(line) < 80 for line in lines)
    assert all(line.startswith("     word") for line in lines[1:])
