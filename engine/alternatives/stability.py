"""How stable a conclusion is: which answers it stays for, and the nearest ones that flip it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.alternatives.stability_flips import Flips, nearest
from engine.alternatives.stability_judge import Judge
from engine.alternatives.stability_region import Growth, halves
from engine.alternatives.stability_scan import Part, Scanner, choices
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.values import Interval, Value
from engine.proving.regions import Range
from engine.reason.known import Origin


@dataclass(frozen=True, slots=True)
class Line:
    """One question, what is known of it now, and what each answer to it would lead to."""

    place: Place
    now: Value
    origin: Origin
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The answers to a question in the joint region; neither: every answer."""

    place: Place
    values: tuple[str, ...] = ()
    range: Range | None = None

    @property
    def is_any(self) -> bool:
        """Whether every answer is in the region."""
        return not self.values and self.range is None


@dataclass(frozen=True, slots=True)
class Stability:
    """Where a settled conclusion stays.

    `outcome` is None while several are `possible`; nothing else is filled in then. `free` are the
    questions any answer to which changes nothing, `lines` the others, each with everything else as
    answered. `region` are answers that may be changed all together; of `free` those not in it stay
    as they are. `unsettled` are the questions that are not answered or not known, `lists` what must
    stay as it is besides: the entries there are.
    """

    goal: Place
    outcome: str | None
    possible: frozenset[str]
    free: tuple[Place, ...] = ()
    lines: tuple[Line, ...] = ()
    region: tuple[Allowed, ...] = ()
    flips: Flips = Flips((), 0)
    unsettled: tuple[Place, ...] = ()
    disputed: tuple[Place, ...] = ()
    lists: tuple[str, ...] = ()
    tried: int = 0


def stability(base: RuleBase, case: Case, goal: Place) -> Stability:
    """Where a conclusion of a case stays: of a derived fact or an advice, for one member."""
    judge = Judge(base, case, goal)
    possible = judge.now.outcomes
    if len(possible) != 1:
        return Stability(goal, None, possible, tried=judge.tried)
    (outcome,) = possible
    scanner = Scanner(judge)
    free, held = _sorted_out(scanner, outcome)
    lines = {place: scanner.parts(place) for place in held}
    even = [p for p, parts in lines.items() if all(one.verdict.stays(outcome) for one in parts)]
    lines = {place: parts for place, parts in lines.items() if place not in even}
    growth = Growth(scanner, outcome, lines)
    for group in _groups(judge):
        growth.grow([place for place in group if place in free])
        growth.grow_each([place for place in group if place in even], at_once=False)
    growth.grow_each([*lines])
    free += even  # each answer does, although all at once are too many to see it
    flips = nearest(scanner, outcome, lines)
    origins = {place: judge.known.origin(place) for place in judge.places}
    gone = (Origin.OPEN, Origin.UNKNOWN)
    return Stability(
        goal,
        outcome,
        possible,
        tuple(free),
        tuple(Line(p, judge.known.value(p), origins[p], parts) for p, parts in lines.items()),
        tuple(_allowed(growth, place) for place in judge.places if place in growth.box),
        flips,
        tuple(place for place, origin in origins.items() if origin in gone),
        tuple(place for place, origin in origins.items() if origin is Origin.DISPUTED),
        tuple(name for name in base.entities if name in judge.slice.lists),
        judge.tried,
    )


def _sorted_out(scanner: Scanner, outcome: str) -> tuple[list[Place], list[Place]]:
    """The questions any answer to which changes nothing, and the others."""
    judge = scanner.judge
    free: set[Place] = set()

    def part(places: Sequence[Place]) -> None:
        if judge.verdict({place: scanner.widest(place) for place in places}).stays(outcome):
            free.update(places)
        elif len(places) > 1:
            for some in halves(places):
                part(some)

    for group in _groups(judge):
        part(group)
    return [p for p in judge.places if p in free], [p for p in judge.places if p not in free]


def _groups(judge: Judge) -> Iterator[list[Place]]:
    """First the questions that nothing looks at, which are free all at once, then the others."""
    for read in (False, True):
        for bound in (False, True):
            group = [p for p in judge.places if (p in judge.read) is read]
            group = [p for p in group if judge.fitting.touches(p) is bound]
            if group:
                yield group


def _allowed(growth: Growth, place: Place) -> Allowed:
    fact, value = growth.scanner.fact(place), growth.box[place]
    if place in growth.anything or value == growth.scanner.widest(place):
        return Allowed(place)
    if isinstance(value, Interval):
        scale = growth.scanner.scale(place)
        assert scale is not None
        return Allowed(place, range=scale.range(growth.steps(place, scale)))
    return Allowed(place, tuple(one for one in choices(fact) if one in value))
