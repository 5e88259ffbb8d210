"""The fewest answers that would have to be others for a conclusion to be another one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.alternatives.stability_judge import Judge
from engine.alternatives.stability_scan import Part, Scanner, choices, pieces
from engine.alternatives.stability_trial import Changes
from engine.ir.case import Place
from engine.ir.values import NO, YES, Choices, Value

MOST = 150  # trials for pairs of answers


@dataclass(frozen=True, slots=True)
class Flip:
    """Other answers to one or two questions, and the outcomes that are possible with them."""

    changes: tuple[tuple[Place, Part], ...]
    outcomes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flips:
    """The nearest flips; `searched` is the largest number of answers changed together, all tried.

    `whole` is False where not all of these could be tried in time.
    """

    found: tuple[Flip, ...]
    searched: int
    whole: bool = True


def nearest(scanner: Scanner, outcome: str, lines: dict[Place, tuple[Part, ...]]) -> Flips:
    """The flips with one other answer; if there is none, those with two."""
    single = [
        Flip(((place, part),), part.outcomes)
        for place, parts in lines.items()
        for part in parts
        if _flips(part, outcome)
    ]
    if any(len(flip.outcomes) == 1 for flip in single):
        return Flips(_ordered(scanner.judge, single), 1)
    pairs = Pairs(scanner, outcome)
    found = [*pairs.all()]
    return Flips(_ordered(scanner.judge, [*single, *found]), 2, pairs.whole)


def _flips(part: Part, outcome: str) -> bool:
    """Whether each answer of a part leads to something else, which is said."""
    return part.fits is True and part.outcomes != {outcome}


class Pairs:
    """Pairs of answers: one that the conclusion looks at, and one that it looks at then.

    With other answers than these two the conclusion would be worked out just as it is.
    """

    def __init__(self, scanner: Scanner, outcome: str) -> None:
        self._scanner = scanner
        self._judge = scanner.judge
        self._outcome = outcome
        self._limit = self._judge.tried + MOST
        self.whole = True

    def all(self) -> Iterator[Flip]:
        """Every pair that flips the conclusion to something settled."""
        places = self._judge.places
        if self._stays({}, places):
            return
        done: set[Place] = set()
        for place in self._looked_at({}):
            done.add(place)
            for part, value in self._some(place):
                yield from self._with({place: value}, (place, part), done)

    def _looked_at(self, changes: Changes) -> list[Place]:
        """The questions that can matter with the changes; all where some are set aside."""
        if self._judge.fitting.broken:
            return self._judge.places
        read = self._judge.looked_at(changes)
        return [place for place in self._judge.places if place in read]

    def _with(self, one: Changes, first: tuple[Place, Part], done: set[Place]) -> Iterator[Flip]:
        partners = [place for place in self._looked_at(one) if place not in done]
        for other in self._partners(one, partners):
            if self._judge.tried > self._limit:
                self.whole = False
                return
            for beside in self._scanner.parts(other, one):
                if _flips(beside, self._outcome) and len(beside.outcomes) == 1:
                    yield Flip((first, (other, beside)), beside.outcomes)

    def _stays(self, fixed: Changes, places: Iterable[Place]) -> bool:
        wide = {place: self._scanner.widest(place) for place in places}
        return self._judge.verdict({**wide, **fixed}).stays(self._outcome)

    def _partners(self, fixed: Changes, others: Sequence[Place]) -> Iterator[Place]:
        if self._judge.tried > self._limit:
            self.whole = False
            return
        if not others or self._stays(fixed, others):
            return
        if len(others) == 1:
            yield others[0]
            return
        middle = len(others) // 2
        yield from self._partners(fixed, others[:middle])
        yield from self._partners(fixed, others[middle:])

    def _some(self, place: Place) -> Iterator[tuple[Part, Value]]:
        """Answers one by one; of numbers the pieces between likely borders."""
        fact = self._scanner.fact(place)
        scale = self._scanner.scale(place)
        now = self._judge.known.value(place)
        if scale is None:
            for value in choices(fact):
                if now != Choices({value}):
                    yield Part((value,), None, frozenset(), True), Choices({value})
            return
        for steps in pieces(scale.ends, self._scanner.cuts(place)):
            found = scale.interval(steps)
            yield Part((), scale.range(steps), frozenset(), True, steps), found


def _ordered(judge: Judge, flips: Iterable[Flip]) -> tuple[Flip, ...]:
    """Few answers first, then what is settled, then the better outcome, then the vocabulary."""
    order = ranks(judge)

    def rank(flip: Flip) -> tuple[int, bool, int]:
        best = min(order.get(one, len(order)) for one in flip.outcomes)
        return len(flip.changes), len(flip.outcomes) > 1, best

    return tuple(sorted(flips, key=rank))


def ranks(judge: Judge) -> dict[str, int]:
    """The place of each outcome, the best first."""
    fact = judge.slice.base.facts.get(judge.goal[0])
    if fact is None:
        return {YES: 0, NO: 1}
    order = [*reversed(fact.better)] if fact.better else [*choices(fact)]
    return {value: index for index, value in enumerate(order)}
