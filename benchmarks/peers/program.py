"""A rule base as the steps that each peer is written from, and what goes in and comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import copysign

from benchmarks.peers.logic import (
    ALWAYS,
    HIGH,
    LOW,
    UNKNOWN,
    Logic,
    Sum,
    Test,
    choices,
    end_of,
)
from benchmarks.peers.part import asked, is_number
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import IfKnown, Ref
from engine.ir.rules import Row, Rule
from engine.ir.trace import Trace
from engine.ir.values import YES, Interval

PRINCIPALS = 2  # members who are there for everybody have the first numbers
FAR = 1e12  # a number without a bound lies within so much of nothing
Inputs = Mapping[str, str | tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What makes a row or rule true, what makes it false, and the value that it gives."""

    id: str
    holds: Test
    fails: Test
    then: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A derived choice by the first row, or (not `first`) a yes by any rule."""

    fact: str
    values: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A derived number: between the two sums while the test holds, else between the bounds."""

    fact: str
    when: Test
    sums: tuple[Sum, Sum]
    bounds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Program:
    """Every derived fact in order, then every advice with what makes it be given.

    Where everything is `settled` only what makes a row or rule true is of use.
    """

    asked: tuple[Fact, ...]
    steps: tuple[Chosen | Figure, ...]
    advice: tuple[tuple[str, Test], ...]
    settled: bool = False

    @property
    def numbers(self) -> frozenset[str]:
        """The facts that are numbers."""
        found = {fact.id for fact in self.asked if is_number(fact)}
        return frozenset(found | {one.fact for one in self.steps if isinstance(one, Figure)})


@dataclass(frozen=True, slots=True)
class Found:
    """What every engine concludes: the values left to each choice, numbers, and advice given."""

    values: Mapping[str, frozenset[str] | tuple[float, float]]
    given: frozenset[str]


def program_of(part: RuleBase, *, settled: bool = False) -> Program:
    """The steps of a base of which every rule can be said."""
    logic = Logic(part, settled=settled)
    steps = tuple(_step(part, name, logic) for name in part.order)
    advice = tuple((one.id, logic.holds(one.when)) for one in part.advice)
    return Program(tuple(asked(part)), steps, advice, settled)


def _step(part: RuleBase, name: str, logic: Logic) -> Chosen | Figure:
    fact = part.facts[name]
    if fact.formula is not None:
        return _figure(part, fact, logic)
    decision = part.decisions.get(name)
    items: tuple[Row | Rule, ...] = decision.rows if decision else part.concluding[name]
    verdicts = tuple(
        Verdict(one.id, logic.holds(one.when), logic.fails(one.when),
                one.then if isinstance(one, Row) else YES)
        for one in items
    )  # fmt: skip
    return Chosen(name, choices(fact), verdicts, decision is not None)


def _figure(part: RuleBase, fact: Fact, logic: Logic) -> Figure:
    number = fact.formula
    when: Test = ALWAYS
    bounds = -FAR, FAR
    if isinstance(number, IfKnown):
        when, number = logic.holds(number.condition), number.number
        assert isinstance(number, Ref)
        bounds = within(part.facts[number.fact].low), within(part.facts[number.fact].high)
    assert number is not None
    return Figure(fact.id, when, (end_of(number, LOW), end_of(number, HIGH)), bounds)


def within(number: float) -> float:
    """The number, or FAR where it has no bound, also after something was added to FAR."""
    return number if abs(number) < FAR / 2 else copysign(FAR, number)


def inputs(part: RuleBase, case: Case) -> Inputs:
    """The answers as peers get them: a value or "unknown", a number's least and most."""
    found: dict[str, str | tuple[float, float]] = {}
    for fact in asked(part):
        answer = case.answers.get((fact.id, case.members[fact.entity][0]))
        value = answer.value if answer else None
        if is_number(fact):
            number = value if isinstance(value, Interval) else Interval(fact.low, fact.high)
            found[fact.id] = within(number.low), within(number.high)
        else:
            found[fact.id] = next(iter(value)) if isinstance(value, frozenset) else UNKNOWN
    return found


def found_in(part: RuleBase, trace: Trace) -> Found:
    """What one of our executors concludes, as peers say it."""
    given = {one.id for one in part.advice}
    values = {_named(place): plain(value) for place, value in trace.values.items()}
    return Found(values, frozenset(_named(place) for place in trace.fired if place[0] in given))


def _named(place: Place) -> str:
    """A place by name alone, unless it is about an entry of a list."""
    return place[0] if place[1] < PRINCIPALS else f"{place[0]} {place[1]}"


def plain(value: object) -> frozenset[str] | tuple[float, float]:
    """A value as peers say it: the choices left, or a number's least and most."""
    if isinstance(value, Interval):
        return within(value.low), within(value.high)
    assert isinstance(value, frozenset)
    return value
