"""What can be done about one fact: stay, or one of the ways that actions lead to other values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.ir.actions import MOST_TIMES, Action
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.dates import shifted
from engine.ir.values import Choices, Interval, Value
from engine.reason.known import Known, Origin

MOST_IN_A_ROW = 3  # actions on one fact, one after the other


@dataclass(frozen=True, slots=True)
class Move:
    """An action done so many times; for a member, from a value to another one."""

    action: Action
    member: int
    times: int
    before: Value
    after: Value

    @property
    def effort(self) -> float:
        """In points."""
        return self.action.effort * self.times

    @property
    def months(self) -> float:
        """How long it takes."""
        return self.action.months * self.times


@dataclass(frozen=True, slots=True)
class Option:
    """One way to treat a fact; without moves and hope it stays as it is.

    `hoped`: the value is not brought about but found out, and the plan rests on it.
    """

    value: Value
    moves: tuple[Move, ...] = ()
    effort: float = 0.0
    hoped: bool = False

    @property
    def moved(self) -> bool:
        """Whether the fact gets another answer."""
        return self.hoped or bool(self.moves)

    @property
    def width(self) -> float:
        """How much a number leaves open."""
        return self.value.high - self.value.low if isinstance(self.value, Interval) else 0.0

    def is_within(self, value: Value) -> bool:
        """Whether nothing follows from it that a number with this value leaves out."""
        mine = self.value
        if not self.hoped or not (isinstance(mine, Interval) and isinstance(value, Interval)):
            return False
        return value.low <= mine.low and mine.high <= value.high


def vaguer(options: Sequence[Option]) -> list[frozenset[int]]:
    """For each option, those hopes for a number out of which no more follows than out of it.

    Empty where no number is hoped for.
    """
    hopes = [(n, one.value) for n, one in enumerate(options) if one.hoped]
    told = {n: value for n, value in hopes if isinstance(value, Interval)}

    def beside(number: int) -> Iterator[int]:
        mine = told.get(number)
        if mine is not None:
            low, high = mine.low, mine.high
            yield from (n for n, one in told.items() if one.low <= low and high <= one.high)

    return [frozenset(beside(number)) for number in range(len(options))] if told else []


Options = Mapping[Place, tuple[Option, ...]]  # the first of each is to stay


def actions_on(base: RuleBase) -> dict[str, list[Action]]:
    """The actions by the fact that they change."""
    found: dict[str, list[Action]] = {}
    for action in base.actions:
        found.setdefault(action.fact, []).append(action)
    return found


def options(place: Place, known: Known, actions: list[Action]) -> tuple[Option, ...]:
    """Staying, and every way to another value, at most MOST_IN_A_ROW actions long."""
    value, fact = known.value(place), known.base.facts[place[0]]
    stay = Option(value)
    if fact.kind in (*NUMERIC, Kind.DATE):
        if known.origin(place) is not Origin.ANSWER or not isinstance(value, Interval):
            return (stay,)
        ways = [way for one in actions for way in _repeated(one, place[1], value, fact)]
    else:
        ways = [*_ways(actions, place[1], value, (value,))]
    return stay, *(_option(way) for way in ways)


def _option(moves: tuple[Move, ...]) -> Option:
    return Option(moves[-1].after, moves, round(sum(move.effort for move in moves), 6))


def _ways(
    actions: list[Action], member: int, value: Value, been: tuple[Value, ...]
) -> Iterator[tuple[Move, ...]]:
    """Each row of different actions to values where one was not before."""
    if len(been) > MOST_IN_A_ROW:
        return
    for action in actions:
        after = Choices({action.to})
        assert isinstance(value, frozenset)
        if after not in been and (not action.origins or value <= action.origins):
            move = Move(action, member, 1, value, after)
            yield (move,)
            for rest in _ways(actions, member, after, (*been, after)):
                yield (move, *rest)


def _repeated(
    action: Action, member: int, value: Interval, fact: Fact
) -> Iterator[tuple[Move, ...]]:
    """The action once, twice and so on, as long as the number stays within its limits."""
    for times in range(1, MOST_TIMES + 1):
        after = moved(fact, value, action.by_each * times)
        low, high = fact.low, fact.high
        if action.limit is not None and action.by_each > 0:
            high = min(high, action.limit)
        elif action.limit is not None:
            low = max(low, action.limit)
        if fact.kind is not Kind.DATE and not (low <= after.low and after.high <= high):
            return
        yield (Move(action, member, times, value, after),)


def moved(fact: Fact, value: Interval, by: float) -> Interval:
    """The number so much higher; the date so many months later."""
    if fact.kind is Kind.DATE:
        return shifted(value, int(by), round((by - int(by)) * 30))
    return Interval(round(value.low + by, 6), round(value.high + by, 6))


def hopes(place: Place, known: Known, effort: float, figures: list[float]) -> Iterator[Option]:
    """Every answer to a question that is not answered, or only assumed."""
    fact, now = known.base.facts[place[0]], known.value(place)
    if known.origin(place) not in (Origin.OPEN, Origin.UNKNOWN, Origin.ASSUMED):
        return
    if fact.kind in NUMERIC:
        found: list[Value] = [*_spans(fact, figures)]
    else:
        found = [Choices({value}) for value in fact.choices]
    for value in found:
        if value != now:
            yield Option(value, (), effort, hoped=True)


def _spans(fact: Fact, figures: list[float]) -> Iterator[Interval]:
    """Up to a figure and from it on, and short of it on either side."""
    step = 1 if fact.kind is Kind.COUNT else 0.01
    inside = sorted({edge for one in figures for edge in (one - step, one, one + step)})
    for edge in (round(one, 2) for one in inside if fact.low <= one <= fact.high):
        yield Interval(fact.low, edge)
        yield Interval(edge, fact.high)


def together(values: list[Value]) -> Value:
    """Everything that one of the values can be."""
    first = values[0]
    if isinstance(first, Interval):
        numbers = [one for one in values if isinstance(one, Interval)]
        return Interval(min(one.low for one in numbers), max(one.high for one in numbers))
    return Choices().union(*(one for one in values if isinstance(one, frozenset)))
