"""What a person types: dates, numbers and choices as people write them."""

import pytest

from engine.asking.dates_typed import date_typed
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.numbers_typed import number_typed
from engine.asking.typed import is_unknown, typed
from engine.ir.base import Fact, Kind
from engine.rendering.interview import fitted

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
]


@pytest.mark.parametrize(("kind", "text", "wanted"), AMOUNTS)
def test_numbers_as_people_write_them(kind: Kind, text: str, wanted: str) -> None:
    unit = "USD" if kind is Kind.MONEY else ""
    assert number_typed(Fact("e", "f", kind, "f", unit=unit), text) == wanted


def test_a_range_is_not_a_number() -> None:
    with pytest.raises(NotUnderstood):
        number_typed(Fact("e", "f", Kind.COUNT, "f"), "2-3")


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
