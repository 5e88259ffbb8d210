"""Regenerate the page about everybody on the invented roster in knowledge/examples/rosters.

`--check` writes nothing: it fails when the page is not what the generator makes.
"""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

import knowledge
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.base import read_base
from engine.rendering.html.triage import triage_page
from engine.report.triage import build_triage
from engine.rosters.headings import ID
from engine.rosters.people import people
from engine.rosters.triage import Watched

BASE = Path(knowledge.__file__).parent
FOLDER = BASE / "examples" / "rosters"
ROSTER, PAGE = FOLDER / "students.csv", FOLDER / "triage.html"
LISTS = {"placement": FOLDER / "offers.csv", "board": FOLDER / "boards.csv"}
TODAY = date(2026, 11, 22)


def sample(base: RuleBase) -> Mapping[str, Case]:
    """Those on the roster as cases; one with a mistake in its row is left out."""
    return people(base, ROSTER, LISTS, pl.read_csv(ROSTER)[ID].to_list(), TODAY)


def page(base: RuleBase) -> str:
    """The page that `crossmatch cohort --triage` makes of the roster."""
    watched = Watched(base, ROSTER, LISTS, TODAY)
    for _ in watched.outcomes():
        pass
    return triage_page(build_triage(watched))


def main() -> None:
    """Write the page, or check it."""
    made = page(read_base([BASE]))
    if "--check" not in sys.argv:
        PAGE.write_text(made)
    elif made != PAGE.read_text():
        sys.exit(f"{PAGE.name} is not up to date: run make diagrams")


if __name__ == "__main__":
    main()
