"""The states of a decision: what is left of its rows after some tests, and how tests lead on.

Only what can occur is kept: a branch that no possible person takes is left out, and so is a test
all of whose remaining branches lead to the same state.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.proving.diagram import ALWAYS, NEVER, Diagram, TooBig
from engine.proving.formula import Formula, literal, variables
from engine.proving.prover import Prover

Branches = dict[int, dict[int, frozenset[int]]]
Row = tuple[int, str]  # a node of the diagram, and the outcome where it holds
SMALL = 16  # tests up to which other orders are tried
MAX_STATES = 4_000
ROOM = 200_000  # nodes that following a decision through may take


class TooLarge(Exception):
    """The picture would have more parts than anybody could read."""


@dataclass(frozen=True, slots=True)
class State:
    """Rows that can still be taken; a single outcome once they agree."""

    rows: tuple[Row, ...]

    @property
    def outcome(self) -> str | None:
        """What is decided, if it is."""
        found = {outcome for _, outcome in self.rows}
        return next(iter(found)) if len(found) == 1 else None


@dataclass(slots=True)
class Chart:
    """States by number, the variable each tests, and its branches: classes by next state.

    `pruned` is False where it could not be told which branches nobody takes.
    """

    start: int
    outcomes: dict[int, str]
    tests: dict[int, int]
    branches: Branches
    pruned: bool


def chart(
    prover: Prover, rows: Sequence[tuple[Formula, str]], present: Formula, *, inputs: bool
) -> Chart:
    """The states that can occur; over the questions with `inputs`, else over what rows name.

    `present` holds where there is somebody that the decision is about.

    Tests come in the order of the rows; one is asked later where that makes the chart smaller.
    Raises TooLarge.
    """
    order = list(dict.fromkeys(number for formula, _ in rows for number in variables(formula)))
    try:
        best = _Charting(prover, present, inputs).run(rows, order)
        for number in order if len(best.tests) <= SMALL else ():
            later = [*(one for one in order if one != number), number]
            tried = _Charting(prover, present, inputs).run(rows, later)
            if len(tried.tests) < len(best.tests):
                best, order = tried, later
    except TooBig as error:
        raise TooLarge("the decision has too many combinations") from error
    return best


@dataclass
class _Charting:
    prover: Prover
    present: Formula
    inputs: bool
    numbers: dict[State, int] = field(default_factory=dict)
    tests: dict[int, int] = field(default_factory=dict)
    next: dict[int, list[int]] = field(default_factory=dict)

    def run(self, rows: Sequence[tuple[Formula, str]], order: Sequence[int]) -> Chart:
        self.diagram = Diagram(self.prover.space, expand=self.inputs, budget=ROOM)
        for number in order:  # a diagram tests variables in the order of their first use
            self.diagram.node(self._literal(number, 0))
        start = self._number(_left([(self.diagram.node(f), outcome) for f, outcome in rows]))
        self._explore()
        outcomes = {n: s.outcome for s, n in self.numbers.items() if s.outcome is not None}
        try:
            return _contracted(Chart(start, outcomes, self.tests, self._followed(start), True))
        except TooBig:
            return _contracted(Chart(start, outcomes, self.tests, self._all(), False))

    def _number(self, state: State) -> int:
        if state not in self.numbers:
            self.numbers[state] = len(self.numbers)
        return self.numbers[state]

    def _explore(self) -> None:
        """Every state that tests alone lead to, whether it can occur or not."""
        waiting = list(self.numbers)
        while waiting:
            state = waiting.pop()
            number = self.numbers[state]
            if state.outcome is not None or number in self.tests:
                continue
            if len(self.numbers) > MAX_STATES:
                raise TooLarge(f"more than {MAX_STATES} states")
            test = self.diagram.variable(next(node for node, _ in state.rows if node > ALWAYS))
            after = [self._after(state, test, one) for one in range(self._size(test))]
            self.tests[number], self.next[number] = test, [self._number(one) for one in after]
            waiting += after

    def _size(self, variable: int) -> int:
        return len(self.prover.space.variables[variable].classes)

    def _after(self, state: State, test: int, chosen: int) -> State:
        return _left([(self.diagram.given(node, test, chosen), out) for node, out in state.rows])

    def _all(self) -> Branches:
        """Every branch, whether somebody takes it or not."""
        found: Branches = {}
        for number, following in self.next.items():
            taken: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
            for chosen, after in enumerate(following):
                taken[after] |= {chosen}
            found[number] = dict(taken)
        return found

    def _followed(self, start: int) -> Branches:
        """The branches that somebody takes: all who can exist are followed through the states."""
        worlds = self.prover.roomy()
        diagram = worlds.diagram
        cares = defaultdict(lambda: NEVER)
        tests = [self._literal(test, 0) for test in sorted({*self.tests.values()})]
        around = worlds.around([self.present, *tests])
        cares[start] = diagram.conjoin(around, diagram.node(self.present))
        branches: Branches = {}
        for number in _in_order(start, self.next):
            taken: defaultdict[int, set[int]] = defaultdict(set)
            for chosen, after in enumerate(self.next.get(number, ())):
                followed = diagram.node(self._literal(self.tests[number], chosen))
                care = diagram.conjoin(cares[number], followed)
                if care != NEVER:
                    taken[after].add(chosen)
                    cares[after] = diagram.disjoin(cares[after], care)
            if number in self.next:
                branches[number] = {after: frozenset(found) for after, found in taken.items()}
        return branches

    def _literal(self, variable: int, chosen: int) -> Formula:
        return literal(variable, [chosen], self._size(variable))


def _left(rows: Sequence[Row]) -> State:
    """Rows that can still be taken."""
    found: list[Row] = []
    for node, outcome in rows:
        if node != NEVER:
            found.append((node, outcome))
        if node == ALWAYS:
            break
    outcomes = {outcome for _, outcome in found}
    return State(((ALWAYS, outcomes.pop()),)) if len(outcomes) == 1 else State(tuple(found))


def _in_order(start: int, after: dict[int, list[int]]) -> list[int]:
    """States so that each comes after all that lead to it."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(number: int) -> Iterator[int]:
        seen.add(number)
        for one in dict.fromkeys(after.get(number, ())):
            if one not in seen:
                yield from visit(one)
        yield number

    order.extend(visit(start))
    return order[::-1]


def _contracted(whole: Chart) -> Chart:
    """Without tests that lead to one state only, and with equal states made one."""
    kept: dict[object, int] = {}
    same: dict[int, int] = {}
    chart = Chart(whole.start, {}, {}, {}, whole.pruned)

    def settle(number: int) -> int:
        if number not in same:
            same[number] = outcome(number) if number in whole.outcomes else test(number)
        return same[number]

    def outcome(number: int) -> int:
        found = kept.setdefault(whole.outcomes[number], number)
        chart.outcomes[found] = whole.outcomes[number]
        return found

    def test(number: int) -> int:
        merged: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
        for after, chosen in whole.branches[number].items():
            merged[settle(after)] |= chosen
        if len(merged) == 1:
            return next(iter(merged))
        found = kept.setdefault((whole.tests[number], frozenset(merged.items())), number)
        chart.tests[found], chart.branches[found] = whole.tests[number], dict(merged)
        return found

    chart.start = settle(whole.start)
    return chart
