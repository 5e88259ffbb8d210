"""Why a conclusion was not reached, and which answers would lead to it, as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.alternatives.whynot_lacks import Lack, lacks, support
from engine.alternatives.whynot_ranges import alike, ranged
from engine.alternatives.whynot_search import MOST_CHANGES, MOST_WORK, Search
from engine.alternatives.whynot_targets import Holds, Settled, Taken, Target
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_values import Given
from engine.alternatives.whynot_ways import Alternative, joined
from engine.compiled.compiler import truth
from engine.compiled.lazy import settled
from engine.explain.why import Explainer
from engine.ir.case import Place
from engine.ir.conditions import And, Condition
from engine.ir.rules import Advice, Decision, Row, Rule
from engine.ir.values import YES, Choices, Truth, Value, is_settled
from engine.reason.known import Known

MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Earlier:
    """A row that comes before another and holds, or is not known to fail; and what about it."""

    id: str
    text: str
    verdict: Truth
    support: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A rule that does not take effect: what it lacks and which answers would do.

    `more`: there are further alternatives, or may be; `cut`: some sets of few answers were not
    looked at. With `rest` it has no condition and takes what no rule before it takes.
    """

    id: str
    text: str
    lacks: tuple[Lack, ...]
    earlier: tuple[Earlier, ...]
    alternatives: tuple[Alternative, ...]
    more: bool
    cut: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a member has not what was asked about.

    `value` is the outcome of a decision, empty for a rule or an advice; `now` what is known of the
    fact instead. `reached`: it has it already.
    """

    name: str
    member: int
    value: str
    now: Value | None
    reached: bool
    rules: tuple[Lacking, ...]


class Asked:
    """Answers the question for one case."""

    def __init__(self, known: Known, most: int = MOST_ALTERNATIVES) -> None:
        self._known = known
        self._base = known.base
        self._most = most
        self.explainer = Explainer(known)
        self._world = World(known.base, known.case)
        self._work = MOST_WORK  # what is left of it for one question
        self._searches = 1  # that are still to come and share it

    def outcome(self, fact: str, value: str, member: int) -> WhyNot:
        """Why a decision or a yes/no fact has not a value."""
        place = fact, member
        now = self._known.value(place)
        if now == Choices({value}):
            return WhyNot(fact, member, value, now, True, ())
        self._work, self._searches = MOST_WORK, self._count(fact, value)
        if fact in self._base.decisions:
            rules = [*self._rows(self._base.decisions[fact], value, member)]
        elif value == YES:
            rules = [self._rule(rule, member) for rule in self._base.concluding[fact]]
        else:
            rules = []
        if not rules or fact in self._base.decisions:
            rules += self._together(place, value, rules)
        ordered = sorted(rules, key=lambda one: (one.rest, len(one.lacks) + len(one.earlier)))
        return WhyNot(fact, member, value, now, False, tuple(ordered))

    def _count(self, fact: str, value: str) -> int:
        """How many searches a question takes at most."""
        if fact in self._base.decisions:
            return 1 + sum(row.then == value for row in self._base.decisions[fact].rows)
        return len(self._base.concluding[fact]) if value == YES else 1

    def item(self, item: Row | Rule | Advice, member: int) -> WhyNot:
        """Why a row is not taken, or why a rule or an advice does not hold."""
        self._work, self._searches = MOST_WORK, 1
        if isinstance(item, Row):
            decision = next(d for d in self._base.decisions.values() if item in d.rows)
            index = decision.rows.index(item)
            reached = Taken(decision, index, member).reached(self._known)
            rules = [] if reached else [self._row(decision, index, member)]
        else:
            reached = Holds(_when(item), member).reached(self._known)
            rules = [] if reached else [self._rule(item, member)]
        return WhyNot(item.id, member, "", None, reached, tuple(rules))

    def _rows(self, decision: Decision, value: str, member: int) -> Iterator[Lacking]:
        for index, row in enumerate(decision.rows):
            if row.then == value:
                yield self._row(decision, index, member)

    def _row(self, decision: Decision, index: int, member: int) -> Lacking:
        row = decision.rows[index]
        found, more, cut = self._alternatives(Taken(decision, index, member))
        earlier = tuple(self._earlier(decision, index, member))
        own = lacks(self._known, self.explainer, row.when, member)
        rest = row.when is None
        return Lacking(row.id, row.because, own, earlier, found, more, cut, rest)

    def _earlier(self, decision: Decision, index: int, member: int) -> Iterator[Earlier]:
        labels = self._base.facts[decision.fact].choices
        for row in decision.rows[:index]:
            verdict = row.when is None or truth(row.when, self._known, member)
            if verdict is not False:
                held = support(self._known, self.explainer, row.when, member)
                yield Earlier(row.id, labels[row.then], verdict, held)

    def _rule(self, rule: Rule | Advice, member: int) -> Lacking:
        when = _when(rule)
        found, more, cut = self._alternatives(Holds(when, member))
        text = rule.because if isinstance(rule, Rule) else ""
        own = lacks(self._known, self.explainer, when, member)
        return Lacking(rule.id, text, own, (), found, more, cut)

    def _together(self, place: Place, value: str, rules: list[Lacking]) -> list[Lacking]:
        """What settles a value without telling which rule gives it, where that takes less."""
        known = [one for rule in rules for one in rule.alternatives if not one.breaks]
        most = min((len(one.ways) for one in known), default=MOST_CHANGES + 1) - 1
        if rules and (not most or is_settled(self._known.value(place))):
            return []
        target = Settled(place, Choices({value}))
        found, more, cut = self._alternatives(target, most if rules else MOST_CHANGES)
        less = tuple(one for one in found if not rules or not one.breaks)
        return [Lacking("", "", (), (), less, more, cut)] if less or not rules else []

    def _alternatives(
        self, target: Target, most: int = MOST_CHANGES
    ) -> tuple[tuple[Alternative, ...], bool, bool]:
        """The first few, whether there may be more, and whether the search was cut short."""
        world = self._world.about(target.rests_on())
        share = 2 * self._work // (1 + self._searches)
        looking = Search(world, target, self._most, most, share)
        search = looking.run()
        self._work -= share - looking.left
        self._searches -= 1

        def reached(given: Mapping[Place, Given]) -> bool:
            return target.reached(settled(self._base, world.changed(given)))

        both = [*search.solutions, *search.forbidden]
        some = joined(world, both, reached)
        shown, left = self._ranged(world, target, some)
        more = left or not (search.exhausted and search.whole)
        return shown, more, not search.whole

    def _ranged(
        self, world: World, target: Target, some: list[Alternative]
    ) -> tuple[tuple[Alternative, ...], bool]:
        """The first few with ranges for numbers, and whether any was left out."""
        shown: list[Alternative] = []
        left = False
        for group in alike(some):
            if len(shown) >= self._most:
                return tuple(shown), True
            found, less = ranged(world, target, group)
            shown += found
            left = left or less
        return tuple(shown[: self._most]), left or len(shown) > self._most


def _when(item: Rule | Advice) -> Condition:
    """The condition; of an advice that is given to everybody one that always holds."""
    return And(()) if item.when is None else item.when
