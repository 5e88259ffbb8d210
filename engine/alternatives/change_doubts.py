"""Answers to open questions that spoil a choice: with them it surely fails, so without it might."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.alternatives.change_cases import NOTHING, Given
from engine.alternatives.change_ways import Ways
from engine.compiled.lazy import Lazy
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import NUMERIC, Kind
from engine.ir.case import Case, Place
from engine.ir.values import Choices, Interval, Value
from engine.reason.known import Origin


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that is to hold of a case: when it does, when it surely never will, and the open
    answers that it hangs on."""

    case: Callable[[Given], Case]
    reached: Callable[[Lazy], bool]
    missed: Callable[[Lazy], bool]
    hinges: Callable[[Lazy], list[Place]]


def separating(ways: Ways, aim: Aim) -> Given | None:
    """Answers to open questions with which an aim is surely missed; None where none are found.

    If there are such answers, the aim is not sure to be reached without them.
    """
    given, missed = _Doubts(ways, aim).spoilt()
    return given if missed else None


def spoiling(ways: Ways, aim: Aim) -> tuple[Given, bool]:
    """Answers to open questions with which an aim stays unreached, and whether it is missed then.

    What spoilt something before is tried first, then what left the last choice open.
    """
    given, missed = _Doubts(ways, aim).spoilt(ways.doubted)
    if not missed:
        ways.doubted = given
    return given, missed


class _Doubts:
    """Looks for answers that spoil one aim."""

    def __init__(self, ways: Ways, aim: Aim) -> None:
        self._ways = ways
        self._aim = aim
        self._harmless: set[tuple[Place, Value]] = set()  # and so they are with more answers

    def spoilt(self, open_with: Mapping[Place, Value] = NOTHING) -> tuple[Given, bool]:
        """Answers with which the aim is not reached, and whether it is missed.

        Those `open_with` which it stays open do where what spoilt something before does not.
        """
        feared = self._ways.feared
        for start in filter(None, (feared, open_with)):
            given, known = self._after(start)
            if self._aim.missed(known) or (start is open_with and not self._aim.reached(known)):
                break
        else:
            given, known = self._after({})
        missed = self._aim.missed(known)
        feared |= given if missed else {}
        return given, missed

    def _after(self, start: Mapping[Place, Value]) -> tuple[Given, Lazy]:
        """These answers and more with which the aim is not reached, and what is known then."""
        given = {**start}
        known = self._ways.taking(self._aim.case(given))
        more = None if self._aim.reached(known) else self._more(given, known)
        while more is not None:
            place, value, known = more
            given[place] = value
            more = self._more(given, known)
        return given, known

    def _more(self, given: Given, known: Lazy) -> tuple[Place, Value, Lazy] | None:
        """One answer more, with which the aim is missed, or at least still not reached."""
        if self._aim.missed(known):
            return None
        for place in self._aim.hinges(known):
            if place[1] != WHOLE_LIST and place not in given and _is_open(self._ways, place):
                found = self._worst(given, known, place)
                if found is not None:
                    return found
        return None

    def _worst(self, given: Given, known: Lazy, place: Place) -> tuple[Place, Value, Lazy] | None:
        """The first answer to one question with which it is missed, or at least not reached."""
        first = None
        for value in self._answers(place):
            found = self._with(given, known, place, value)
            if self._aim.missed(found):
                return place, value, found
            if self._aim.reached(found):
                self._harmless.add((place, value))
            else:
                first = first or (place, value, found)
        return first

    def _with(self, given: Given, known: Lazy, place: Place, value: Value) -> Lazy:
        return known.revised(self._aim.case({**given, place: value}), [place[0]])

    def _answers(self, place: Place) -> Iterator[Value]:
        """What can be answered, that which spoilt something last first."""
        feared = self._ways.feared.get(place)
        some = [] if feared is None else [feared]
        for value in [*some, *_answers(self._ways, place)]:
            if (place, value) not in self._harmless:
                yield value


def _is_open(ways: Ways, place: Place) -> bool:
    return ways.known.origin(place) in (Origin.OPEN, Origin.UNKNOWN)


def _answers(ways: Ways, place: Place) -> Iterator[Value]:
    fact = ways.base.facts[place[0]]
    if fact.kind in NUMERIC:
        near = {one + by for one in ways.figures(place[0]) for by in (-1, 0, 1)}
        inside = [one for one in sorted(near) if fact.low <= one <= fact.high]
        yield from (Interval(one, one) for one in inside)
    elif fact.kind is not Kind.DATE:
        yield from (Choices({value}) for value in fact.choices)
