"""The words for what a rule lacks and for the numbers and days that would do."""

import re
from math import inf

from engine.alternatives.whynot_lacks import Lack
from engine.explain.why import Explainer
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.dates import date_text
from engine.ir.values import Interval, Value
from engine.proving.ranges import ranges_text
from engine.proving.regions import Range

VERDICT = {True: "holds", False: "fails", None: "not known yet"}
MOST_FACTS = 4


class Wording:
    """Words for one rule base."""

    def __init__(self, base: RuleBase, explainer: Explainer) -> None:
        self._words = explainer.words
        units = {fact.unit for fact in base.facts.values() if _singular(fact.unit) != fact.unit}
        some = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
        self._of_one = re.compile(rf"(?<![\d.,])1 ({some})\b") if units else None

    def lack(self, one: Lack, *, wanted: bool = False) -> str:
        """A condition with its verdict and why; what is the same fact is not said twice.

        `wanted`: it should hold.
        """
        return self.of_one(f"[{VERDICT[one.verdict]}] {_said(one, wanted=wanted)}")

    def value(self, fact: Fact, value: Value) -> str:
        """A value with its unit."""
        return self.of_one(self._words.value(fact, value))

    def range(self, fact: Fact, span: Range) -> str:
        """A range with its unit; nothing and something of what is counted in words."""
        if fact.kind is Kind.DATE:
            return days_text(span)
        if fact.kind is Kind.COUNT and span.high == 0:
            return "none"
        if fact.kind is Kind.COUNT and span.low == 1 and span.high >= fact.high:
            return "at least one"
        return self.of_one(f"{ranges_text([span])} {fact.unit}".strip())

    def of_one(self, text: str) -> str:
        """The text with the unit after a 1 in the singular."""
        if self._of_one is None:
            return text
        return self._of_one.sub(lambda found: f"1 {_singular(found[1])}", text)


def _singular(unit: str) -> str:
    """The unit of one; its first word is what is counted."""
    first, space, rest = unit.partition(" ")
    return f"{first[:-1]}{space}{rest}" if re.search("[^is]s$", first) else unit


def days_text(span: Range) -> str:
    """The days of a range."""
    first, last = (date_text(Interval(day, day)) for day in (span.low, span.high))
    match span.low == -inf, span.high == inf:
        case True, True:
            return "any day"
        case True, False:
            return f"{last} or earlier"
        case False, True:
            return f"{first} or later"
    return first if first == last else f"{first} to {last}"


def _said(one: Lack, *, wanted: bool) -> str:
    """The condition and what stands against it or for it."""
    label, colon, meant = one.text.partition(": ")
    same = len(one.because) == 1 and one.because[0].startswith(label + colon)
    if colon and same and ": " not in meant:
        now = one.because[0].removeprefix(label + colon)
        if one.verdict and (now == meant or now.startswith(f"{meant} (")):
            return one.because[0]
        if wanted:
            return f"{label} would have to be {meant}; it is {now}"
    more = f"; and {len(one.because) - MOST_FACTS} more" if len(one.because) > MOST_FACTS else ""
    because = f" – {'; '.join(one.because[:MOST_FACTS])}{more}" if one.because else ""
    return f"{one.text}{because}"
