"""The rules in a plain Python loop: forward chaining over all of them until nothing changes.

Nothing is compiled. Rules stand in no particular order; each says that a value is ruled out when a
test holds, or how far a number reaches. Advice is looked at once nothing more can be ruled out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.peers.logic import HIGH, All, Can, In, Less, Some, Sum, Test, joined
from benchmarks.peers.program import Chosen, Figure, Found, Inputs, Program, within
from engine.ir.values import NO, YES


@dataclass
class State:
    """What is known so far: answers, numbers, and values ruled out with the rule that did it."""

    answers: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, tuple[float, float]] = field(default_factory=dict)
    out: dict[tuple[str, str], str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ruling:
    """A rule: the value is ruled out when the test holds."""

    id: str
    test: Test
    fact: str
    value: str


def rulings(step: Chosen) -> Iterator[Ruling]:
    """The rules that rule out values of one fact."""
    if not step.first:
        yield from (Ruling(one.id, one.holds, step.fact, NO) for one in step.verdicts)
        fails = joined(True, [one.fails for one in step.verdicts])
        yield Ruling(f"{step.fact} fails", fails, step.fact, YES)
        return
    for value in step.values:
        before, ways = list[Test](), list[Test]()
        for one in step.verdicts:
            if one.then == value:
                ways.append(joined(False, [one.fails, *before]))
            before.append(one.holds)
        yield Ruling(f"{step.fact} {value}", joined(True, ways), step.fact, value)


class Loop:
    """The rules of a program, and the loop over them."""

    def __init__(self, program: Program) -> None:
        chosen = [one for one in program.steps if isinstance(one, Chosen)]
        self._chosen = chosen
        self._figures = [one for one in program.steps if isinstance(one, Figure)]
        every = [ruling for step in chosen for ruling in rulings(step)]
        self._rulings = sorted(every, key=lambda one: one.id)
        self._advice = program.advice

    def consult(self, inputs: Inputs) -> State:
        """Everything that follows; `out` names the rules in the order in which they took effect."""
        state = State()
        for fact, value in inputs.items():
            if isinstance(value, str):
                state.answers[fact] = value
            else:
                state.numbers[fact] = value
        for figure in self._figures:
            state.numbers[figure.fact] = figure.bounds
        while self._pass(state):
            pass
        state.given = [one for one, test in self._advice if holds(test, state)]
        return state

    def _pass(self, state: State) -> bool:
        changed = False
        for figure in self._figures:
            if holds(figure.when, state):
                found = amount(figure.sums[0], state), amount(figure.sums[1], state)
                changed |= found != state.numbers[figure.fact]
                state.numbers[figure.fact] = found
        for one in self._rulings:
            if (one.fact, one.value) not in state.out and holds(one.test, state):
                state.out[one.fact, one.value] = one.id
                changed = True
        return changed

    def found(self, state: State) -> Found:
        """The conclusions, to be compared."""
        values: dict[str, frozenset[str] | tuple[float, float]] = {
            one.fact: frozenset(v for v in one.values if (one.fact, v) not in state.out)
            for one in self._chosen
        }
        for figure in self._figures:
            low, high = state.numbers[figure.fact]
            values[figure.fact] = within(low), within(high)
        return Found(values, frozenset(state.given))


def holds(test: Test, state: State) -> bool:
    """Whether the test holds of what is known."""
    match test:
        case All(parts):
            return all(holds(part, state) for part in parts)
        case Some(parts):
            return any(holds(part, state) for part in parts)
        case In(fact, values):
            return state.answers[fact] in values
        case Can(fact, value, can):
            return ((fact, value) not in state.out) is can
        case Less(left, right, True):
            return amount(left, state) < amount(right, state)
        case Less(left, right):
            return amount(left, state) <= amount(right, state)


def amount(number: Sum, state: State) -> float:
    """The number that the sum comes to."""
    found = number.constant
    for sign, fact, end in number.ends:
        found += sign * state.numbers[fact][end == HIGH]
    return found
