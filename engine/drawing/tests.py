"""What a test of a picture is called, what its branches say, and where a case goes."""

from collections.abc import Iterable, Sequence

from engine.explain.words import Words
from engine.ir.base import Kind
from engine.ir.case import Place
from engine.ir.conditions import Condition, Constant, Exists, IsOpen, Node, Ref, refs
from engine.ir.values import NO, YES, Interval, Truth, is_settled
from engine.proving.measures import PRINCIPAL, Measure, expression
from engine.proving.ranges import contains, ranges, ranges_text, values
from engine.proving.regions import Range
from engine.proving.space import Space
from engine.proving.subjects import Member, Moved, Present, Status, Valued, Variable
from engine.reason.evaluate import among, amount, truth
from engine.reason.known import Known

MANY, FEW = 4, 2  # values from which, and up to which, what is missing is named instead


class Tests:
    """The variables of a space as tests."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._base = space.base
        self._words = Words(space.base)

    def text(self, number: int) -> str:
        """What is asked."""
        subject = self._space.variables[number].subject
        match subject:
            case Valued(fact) | Status(fact):
                return self._base.facts[fact].label
            case Member(entity, part):
                return self._words.condition(Exists(entity, part))
            case Present(entity):
                return self._base.entities[entity].label
            case Measure():
                return self._words.number(expression(subject))
            case Moved(measure):
                return self._words.number(expression(measure))

    def reads(self, number: int) -> frozenset[str]:
        """The facts that are tested."""
        subject = self._space.variables[number].subject
        match subject:
            case Valued(fact) | Status(fact):
                return frozenset({fact})
            case Member(_, part):
                return frozenset(ref.fact for ref in refs(part))
            case Measure():
                return frozenset(ref.fact for ref in refs(expression(subject)))
            case Moved(measure):
                return frozenset(ref.fact for ref in refs(expression(measure)))
            case Present():
                return frozenset()

    def branch(self, number: int, classes: Iterable[int]) -> str:
        """Which results lead along a branch."""
        variable, places = self._space.variables[number], sorted(classes)
        match variable.subject:
            case Valued(fact) if self._base.facts[fact].kind is not Kind.YES_NO:
                return self._chosen(fact, values(variable, places))
            case Measure() | Moved():
                return ranges_text(ranges(variable, places))
        return " / ".join(sorted(values(variable, places), reverse=True))

    def _chosen(self, fact: str, chosen: frozenset[str]) -> str:
        """The labels of the values, or of those that are missing where these are far fewer."""
        labels = self._base.facts[fact].choices.items()
        there = [label for value, label in labels if value in chosen]
        others = [label for value, label in labels if value not in chosen]
        if len(there) >= MANY and 0 < len(others) <= FEW:
            return f"any but {' / '.join(others)}"
        return " / ".join(there)

    def follows(self, number: int, classes: Iterable[int], known: Known, member: int) -> Truth:
        """Whether a case takes the branch; None while it may."""
        variable, places = self._space.variables[number], sorted(classes)
        match variable.subject:
            case Valued(fact, slot):
                place = known.place(self._ref(fact, slot), member)
                return among(known.value(place), values(variable, places))
            case Measure():
                found = amount(expression(variable.subject), known, member)
                return _within(found, ranges(variable, places))
            case Member(entity, part):
                return _yes_no(truth(Exists(entity, part), known, member), variable, places)
            case Status(fact, slot):
                asked: Condition = IsOpen(self._ref(fact, slot))
                return _yes_no(truth(asked, known, member), variable, places)
        return None

    def answer(self, number: int, known: Known, member: int) -> str:
        """What the case says to the test; empty while it does not settle it."""
        variable = self._space.variables[number]
        match variable.subject:
            case Valued(fact, slot):
                value = known.value(known.place(self._ref(fact, slot), member))
                said = self._words.value(self._base.facts[fact], value)
                return f"here: {said}" if is_settled(value) else ""
            case Measure():
                found = amount(expression(variable.subject), known, member)
                return f"here: {self._figure(found)}" if found.settled else ""
            case Member() | Status():
                verdict = self.follows(number, self._yes(variable), known, member)
                return "" if verdict is None else f"here: {YES if verdict else NO}"
        return ""

    def open(self, number: int, known: Known, member: int) -> Place | Node | None:
        """What has to be known to settle the test."""
        subject = self._space.variables[number].subject
        match subject:
            case Valued(fact, slot):
                return known.place(self._ref(fact, slot), member)
            case Measure():
                return expression(subject)
            case Member(entity, part):
                return Exists(entity, part)
        return None

    def _yes(self, variable: Variable) -> list[int]:
        return [at for at in range(len(variable.classes)) if YES in values(variable, [at])]

    def _figure(self, found: Interval) -> str:
        return self._words.number(Constant(found.low)) if found.figure else "no figure"

    def _ref(self, fact: str, slot: str) -> Ref:
        return Ref(fact, self._base.facts[fact].entity, slot != PRINCIPAL)


def _yes_no(verdict: Truth, variable: Variable, places: Sequence[int]) -> Truth:
    if verdict is None:
        return None
    return (YES if verdict else NO) in values(variable, places)


def _within(found: Interval, parts: Sequence[Range]) -> Truth:
    verdicts = [contains(part, found) for part in parts]
    if True in verdicts:
        return True
    return None if None in verdicts else False
