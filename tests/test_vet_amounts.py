"""Amounts and dates of offers: which amount is the whole, and how dates are written."""

import re

import pytest

from engine.extracting.dates import DATE, date_said
from engine.extracting.proposals import proposals
from tests.offer_texts import patterns


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.Dec.2026", "2026-12-01"),
        ("20 Nov. 2026", "2026-11-20"),
        ("31.03.2027", "2027-03-31"),
        ("3/1/27", "2027-03-01"),
        ("Fri Jan 22 2027", "2027-01-22"),
        ("25-Mar-2027", "2027-03-25"),
        ("the first of August 2027", "2027-08-01"),
        ("last day of February 2027", "2027-02-28"),
        ("end of June 2027", "2027-06"),
        ("mid-May 2027", "2027-05"),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, day: str) -> None:
    found = re.search(DATE, text, re.IGNORECASE)
    assert found is not None
    assert date_said(found[0]) == day


def test_a_day_that_no_month_has_is_no_date() -> None:
    assert date_said("13/32/27") is None


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Your total comes to $2,600: a fee of $600, then a fee of $2,000.", "fee", "2600"),
        ("The cost is seven hundred fifty dollars.", "fee", "750"),
        ("Price: 6 x $475", "fee", "2850"),
        ("You pay in three instalments of $800.", "fee", "2400"),
        ("u pay 1200 for the 4 wks", "fee", "1200"),
        ("Mask fit test on arrival - $30, cash", "extra_charges", "30"),
        ("Applications close on the last day of January 2027.", "deadline", "2027-01-31"),
        ("The portal is open from 1 June 2027 to 31 July 2027.", "deadline", "2027-07-31"),
        ("Closes 20 Nov. 2026 for all applications", "deadline", "2026-11-20"),
        ("Instead of shadowing you see your own patients.", "hands_on", "yes"),
    ],
)
def test_the_whole_is_told_from_its_parts(text: str, fact: str, value: str) -> None:
    found = {one.fact: one.value for one in proposals(text, patterns())}
    assert found.get(f"placement.{fact}") == value


def test_what_stands_further_in_below_an_entry_is_read_with_it() -> None:
    text = "8. Certificate\n   Yes.\n9. Closing date\n   31.03.2027\n"
    found = {one.fact: one.value for one in proposals(text, patterns())}
    assert found["placement.deadline"] == "2027-03-31"
