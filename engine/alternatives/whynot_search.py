"""The smallest sets of other answers that make something hold, found breadth first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from engine.alternatives.whynot_blame import Blame
from engine.alternatives.whynot_needs import Blames, Via, Wants, least_needed
from engine.alternatives.whynot_targets import Target
from engine.alternatives.whynot_trial import Trial, World
from engine.alternatives.whynot_values import Given
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Constraint
from engine.ir.case import Place
from engine.ir.values import Interval

MOST_CHANGES = 4
MOST_TRIALS = 200  # sets that are tried while none is found
SOME_TRIALS = 60  # and once some are
MOST_WORK = 650  # cases that are worked out to answer one question
Ways = Mapping[Place, Via]


@dataclass(frozen=True, slots=True)
class Solution:
    """Answers that bring it about, also as a set, the way to each, and what they contradict."""

    given: Mapping[Place, Given]
    items: frozenset[tuple[Place, Given]]
    ways: Ways
    breaks: tuple[Constraint, ...] = ()


@dataclass
class Found:
    """What a search found; `whole` while it looked at every set of up to `size` answers."""

    solutions: list[Solution] = field(default_factory=list)
    forbidden: list[Solution] = field(default_factory=list)
    size: int = 0
    whole: bool = True
    exhausted: bool = False


class Search:
    """Looks at the smallest sets first; stops after the size at which there are `enough`.

    Sets wait by how many answers they take at least (A*), so that what needs too many is left out.
    """

    def __init__(
        self,
        world: World,
        target: Target,
        enough: int = 5,
        most: int = MOST_CHANGES,
        work: int = MOST_WORK,
    ) -> None:
        """At most so many cases are worked out, `work`, which is found out after each set."""
        self._world = world
        self._target = target
        self._enough = enough
        self._most = most
        self._trials = 0
        self._work = work
        self._found = Found()
        self._seen: set[frozenset[tuple[Place, Given]]] = set()
        self._cut = False  # whether something was left out for taking too many answers
        self._waiting: list[tuple[int, int, int, Solution, _After | None]] = []

    def run(self) -> Found:
        """Everything up to that size, each set without a superfluous answer."""
        self._wait(Solution({}, frozenset(), {}), 0)
        while self._waiting:
            least, _, _, node, after = heappop(self._waiting)
            if self._kinds() > self._enough and least > self._found.size:
                return self._done()
            if self.left <= 0 or self._trials >= self._enough_trials():
                self._found.whole = False
                return self._done()
            self._found.size = max(self._found.size, least)
            if not self._is_covered(node):
                self._look(node, least, after)
        self._found.exhausted = not self._cut
        return self._done()

    @property
    def left(self) -> int:
        """How many more cases may be worked out."""
        return self._work

    def _enough_trials(self) -> int:
        return SOME_TRIALS if self._found.solutions else MOST_TRIALS

    def _trial(
        self,
        given: Mapping[Place, Given],
        *,
        free: bool = False,
        after: tuple[Place, Trial] | None = None,
    ) -> Trial:
        self._work -= 1
        return self._world.trial(given, free=free, after=after)

    def _wait(self, node: Solution, least: int, after: "_After | None" = None) -> None:
        """Keep a set for later; larger ones first among those that take as many."""
        if least > self._most:
            self._cut = True
            return
        heappush(self._waiting, (least, -len(node.given), len(self._seen), node, after))

    def _kinds(self) -> int:
        """How many sets of questions the solutions are about."""
        return len({frozenset(one.given) for one in self._found.solutions})

    def _done(self) -> Found:
        """Without sets that hold a smaller one; a forbidden one only where no larger will do."""
        some = self._found.solutions
        some = [one for one in some if not any(_is_part(o, one) for o in some if o is not one)]
        self._found.solutions = some
        allowed = [one.items for one in some]
        left: list[Solution] = []
        for one in self._found.forbidden:
            others = [*allowed, *(other.items for other in left)]
            if not any(one.items <= other or other <= one.items for other in others):
                left.append(one)
        self._found.forbidden = left
        return self._found

    def _is_covered(self, node: Solution) -> bool:
        parts = [one for one in self._found.solutions if _is_part(one, node)]
        # with other numbers it may be a way of its own, only not a shorter one
        self._cut = self._cut or (bool(parts) and not any(p.items <= node.items for p in parts))
        return bool(parts)

    def _look(self, node: Solution, least: int, after: "_After | None") -> None:
        self._trials += 1
        trial = self._trial(node.given, after=(after.place, after.trial) if after else None)
        if self._target.reached(trial):
            broken = tuple(self._world.new_constraints(trial))
            self._found.solutions.append(replace(node, breaks=broken))
            return
        self._forbid(node, trial)
        free = not trial.disputes
        blame = Blame(
            self._world,
            trial,
            lambda p, g: self._trial({**node.given, p: g}, free=free, after=(p, trial)),
            after.blame if after else None,
        )
        blames = [self._new(one, node) for one in self._target.blame(blame)]
        if all(blames) and blames:
            # one that another number in a place already changed may meet takes no further answer
            fresh = [one for one in blames if not any(place in node.given for place, _ in one)]
            least = max(least, len(node.given) + least_needed(fresh))
            self._extend(node, blames, least, lambda place: _After(place, trial, blame))

    def _new(self, wants: Wants, node: Solution) -> Wants:
        """What is not in the set yet, and is not so anyway.

        A number of the set may become another one: what it was chosen for is not all it is for.
        """
        return {
            (place, given): via
            for (place, given), via in wants.items()
            if _is_free(node.given.get(place), given) and not self._is_now(place, given)
        }

    def _extend(
        self, node: Solution, blames: Blames, least: int, after: Callable[[Place], "_After"]
    ) -> None:
        for (place, given), via in min(blames, key=len).items():
            items = node.items | {(place, given)}
            if place in node.given:
                items -= {(place, node.given[place])}
            if items not in self._seen:
                self._seen.add(items)
                child = Solution({**node.given, place: given}, items, {**node.ways, place: via})
                self._wait(child, max(least, len(items)), after(place))

    def _is_now(self, place: Place, given: Given) -> bool:
        """Whether that is the answer already."""
        answer = self._world.case.answers.get(place)
        if place[1] == WHOLE_LIST or answer is None:
            return False
        now = answer.value
        if isinstance(now, frozenset) and isinstance(given, frozenset):
            return now <= given
        return now == given

    def _forbid(self, node: Solution, trial: Trial) -> None:
        """Remember answers that would do if they did not contradict others."""
        broken = tuple(self._world.new_constraints(trial))
        if broken and self._target.reached(self._trial(node.given, free=True)):
            self._found.forbidden.append(replace(node, breaks=broken))


@dataclass(frozen=True, slots=True)
class _After:
    """What was found out of a set of answers, to which one for `place` is put in."""

    place: Place
    trial: Trial
    blame: Blame


def _is_free(now: Given | None, given: Given) -> bool:
    """Whether a place that has been given something may be given this."""
    return now is None or (now != given and _is_number(now) and _is_number(given))


def _is_part(one: Solution, node: Solution) -> bool:
    """Whether what does is in a larger set, perhaps with another number, which then is no news."""
    if len(one.given) >= len(node.given):
        return one.items == node.items
    return all(
        node.given.get(place) == given
        or (_is_number(given) and place in node.given and _is_number(node.given[place]))
        for place, given in one.given.items()
    )


def _is_number(given: Given) -> bool:
    return isinstance(given, Interval)
