"""What a test of a picture is called, what its branches say, and where a case goes."""

from collections.abc import Iterable, Sequence

from engine.explain.words import Words
from engine.ir.base import Kind
from engine.ir.conditions import Condition, Exists, IsOpen, Ref
from engine.ir.values import NO, YES, Interval, Truth
from engine.proving.measures import PRINCIPAL, Measure, expression
from engine.proving.ranges import contains, ranges, ranges_text, values
from engine.proving.regions import Range
from engine.proving.space import Space
from engine.proving.subjects import Member, Moved, Present, Status, Valued, Variable
from engine.reason.evaluate import among, amount, truth
from engine.reason.known import Known


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

    def branch(self, number: int, classes: Iterable[int]) -> str:
        """Which results lead along a branch."""
        variable, places = self._space.variables[number], sorted(classes)
        match variable.subject:
            case Valued(fact) if self._base.facts[fact].kind is not Kind.YES_NO:
                chosen = values(variable, places)
                labels = self._base.facts[fact].choices.items()
                return " / ".join(label for value, label in labels if value in chosen)
            case Measure() | Moved():
                return ranges_text(ranges(variable, places))
        return " / ".join(sorted(values(variable, places), reverse=True))

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
