"""Questions, answers and outcomes in the words of the vocabulary."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.alternatives.stability import Line
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.dates import date_text
from engine.ir.values import YES, Interval
from engine.problem import listing
from engine.proving.ranges import ranges_text
from engine.proving.regions import Range
from engine.reason.known import Known, Origin

DIGITS = 4  # of a number behind the point; borders between two months have no end of them


class Saying:
    """Questions, answers and outcomes in the words of the vocabulary."""

    def __init__(self, known: Known) -> None:
        self.base: RuleBase = known.base
        self._explainer = Explainer(known)
        self._words = Words(known.base)

    def question(self, place: Place) -> str:
        """What a question is about, with the entry where there are several."""
        return f"{self.base.facts[place[0]].label}{self.entry(place[1])}"

    def entry(self, member: int) -> str:
        """The name of a list entry in brackets; empty for the person."""
        found = self._explainer.name(member)
        return f" ({found})" if found else ""

    def goal(self, goal: Place) -> str:
        """What a decision is called; an advice by its id."""
        if goal[0] in self.base.facts:
            return f"{self.base.facts[goal[0]].label}{self.entry(goal[1])}"
        return f"the advice {goal[0]}{self.entry(goal[1])}"

    def outcome(self, goal: Place, value: str) -> str:
        """An outcome as a reader knows it."""
        if goal[0] not in self.base.facts:
            return "given" if value == YES else "not given"
        return _quoted(self.base.facts[goal[0]].choices.get(value, value))

    def outcomes(self, goal: Place, values: Iterable[str]) -> str:
        """One outcome, or those among which it is open, in the order of the vocabulary."""
        found = frozenset(values)
        between = "" if len(found) == 1 else "open between "
        return between + self.several(goal, found)

    def several(self, goal: Place, values: Iterable[str]) -> str:
        """Outcomes in the order of the vocabulary."""
        fact = self.base.facts.get(goal[0])
        order = [*fact.choices] if fact else []
        found = sorted(values, key=lambda v: (order.index(v) if v in order else len(order), v))
        return all_of([self.outcome(goal, value) for value in found])

    def answers(self, place: Place, values: Sequence[str], numbers: Range | None) -> str:
        """Some answers to a question."""
        fact = self.base.facts[place[0]]
        if numbers is not None:
            return _range(fact, numbers)
        return listing([_quoted(fact.choices.get(value, value)) for value in values])

    def now(self, line: Line) -> str:
        """What is known of a question now."""
        if line.origin is Origin.OPEN:
            return "not answered"
        if line.origin is Origin.UNKNOWN:
            return "not known"
        if line.origin is Origin.DISPUTED:
            return "set aside, it contradicts another answer"
        told = self._words.value(self.base.facts[line.place[0]], line.now)
        return f"assumed {told}" if line.origin is Origin.ASSUMED else f"now {told}"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _range(fact: Fact, one: Range) -> str:
    if fact.kind is Kind.DATE:
        return f"from {_day(one.low)} to {_day(one.high)}"
    near = replace(one, low=round(one.low, DIGITS), high=round(one.high, DIGITS))
    rounded = "" if near == one else "(rounded)"
    text = ranges_text([near])
    if text.endswith(" 1") and fact.unit.split(" ")[0].endswith("s"):
        return " ".join(filter(None, [f"{text[:-1]}one", rounded]))  # the unit is of several
    return " ".join(filter(None, [text, fact.unit, rounded]))


def _day(ordinal: float) -> str:
    return date_text(Interval(ordinal, ordinal))


def all_of(texts: Sequence[str]) -> str:
    """Texts as a list for a sentence: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]
