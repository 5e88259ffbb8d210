"""Why a conclusion was not reached, and which answers would lead to it, as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.alternatives.whynot_lacks import Lack, lacks, support
from engine.alternatives.whynot_search import MOST_CHANGES, Holds, Search, Settled, Taken, Target
from engine.alternatives.whynot_trial import World
from engine.alternatives.whynot_values import Given
from engine.alternatives.whynot_ways import Alternative, joined, ranged
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

    `more`: there are further alternatives, or may be.
    """

    id: str
    text: str
    lacks: tuple[Lack, ...]
    earlier: tuple[Earlier, ...]
    alternatives: tuple[Alternative, ...]
    more: bool


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

    def outcome(self, fact: str, value: str, member: int) -> WhyNot:
        """Why a decision or a yes/no fact has not a value."""
        place = fact, member
        now = self._known.value(place)
        if now == Choices({value}):
            return WhyNot(fact, member, value, now, True, ())
        if fact in self._base.decisions:
            rules = [*self._rows(self._base.decisions[fact], value, member)]
        elif value == YES:
            rules = [self._rule(rule, member) for rule in self._base.concluding[fact]]
        else:
            rules = []
        if not rules or fact in self._base.decisions:
            rules += self._together(place, value, rules)
        ordered = sorted(rules, key=lambda one: len(one.lacks) + len(one.earlier))
        return WhyNot(fact, member, value, now, False, tuple(ordered))

    def item(self, item: Row | Rule | Advice, member: int) -> WhyNot:
        """Why a row is not taken, or why a rule or an advice does not hold."""
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
        found, more = self._alternatives(Taken(decision, index, member))
        earlier = tuple(self._earlier(decision, index, member))
        own = lacks(self._known, self.explainer, row.when, member)
        return Lacking(row.id, row.because, own, earlier, found, more)

    def _earlier(self, decision: Decision, index: int, member: int) -> Iterator[Earlier]:
        labels = self._base.facts[decision.fact].choices
        for row in decision.rows[:index]:
            verdict = row.when is None or truth(row.when, self._known, member)
            if verdict is not False:
                held = support(self._known, self.explainer, row.when, member)
                yield Earlier(row.id, labels[row.then], verdict, held)

    def _rule(self, rule: Rule | Advice, member: int) -> Lacking:
        when = _when(rule)
        found, more = self._alternatives(Holds(when, member))
        text = rule.because if isinstance(rule, Rule) else ""
        return Lacking(
            rule.id, text, lacks(self._known, self.explainer, when, member), (), found, more
        )

    def _together(self, place: Place, value: str, rules: list[Lacking]) -> list[Lacking]:
        """What settles a value without telling which rule gives it, where that takes less."""
        known = [one for rule in rules for one in rule.alternatives if not one.breaks]
        most = min((len(one.ways) for one in known), default=MOST_CHANGES + 1) - 1
        if rules and (not most or is_settled(self._known.value(place))):
            return []
        target = Settled(place, Choices({value}))
        found, more = self._alternatives(target, most if rules else MOST_CHANGES)
        less = tuple(one for one in found if not rules or not one.breaks)
        return [Lacking("", "", (), (), less, more)] if less or not rules else []

    def _alternatives(
        self, target: Target, most: int = MOST_CHANGES
    ) -> tuple[tuple[Alternative, ...], bool]:
        world = self._world.about(target.rests_on())
        search = Search(world, target, self._most, most).run()

        def reached(given: Mapping[Place, Given]) -> bool:
            return target.reached(settled(self._base, world.changed(given)))

        both = [*search.solutions, *search.forbidden]
        some = joined(world, both, reached)
        shown = tuple(ranged(world, target, one) for one in some[: self._most])
        return shown, len(some) > self._most or not (search.exhausted and search.whole)


def _when(item: Rule | Advice) -> Condition:
    """The condition; of an advice that is given to everybody one that always holds."""
    return And(()) if item.when is None else item.when
