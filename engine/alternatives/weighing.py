"""What speaks for and against each outcome of a decision, also where it is settled.

Nothing is counted or summed up: what the decision is follows from the rules alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from engine.alternatives.options import Asked, Ground, Lack, Option, Reason, Standing, Weighing
from engine.alternatives.ways import Way, parts, ways
from engine.explain.filling import filled
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.explain.tree import Node, supports
from engine.explain.why import Explainer
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Place
from engine.ir.conditions import Condition
from engine.ir.rules import Advice, Argument, Row, Rule, Stance
from engine.ir.values import NO, Truth, is_settled
from engine.reason.evaluate import truth
from engine.reason.known import Known, Origin

Arguing = Row | Rule | Advice | Argument
_KINDS = {Row: "row", Rule: "rule", Advice: "advice", Argument: "argument"}


def weigh(known: Known, place: Place) -> Weighing:
    """The outcomes of a decision, or of a yes/no fact that rules conclude, weighed for a member."""
    return _Weigher(known, Explainer(known), Hinges(known), place).weighing()


@dataclass(frozen=True)
class _Weigher:
    known: Known
    explainer: Explainer
    hinges: Hinges
    place: Place

    @property
    def base(self) -> RuleBase:
        return self.known.base

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        return ways(self.known, self.place)

    def weighing(self) -> Weighing:
        fact, value = self.base.facts[self.place[0]], self.known.value(self.place)
        assert isinstance(value, frozenset)
        derived = next(iter(value)) if is_settled(value) else ""
        options = tuple(self.option(outcome, label) for outcome, label in fact.choices.items())
        about, aside = self.explainer.name(self.place[1]), tuple(self.set_aside(options))
        return Weighing(fact.id, fact.label, about, derived, options, aside)

    def set_aside(self, options: Iterable[Option]) -> Iterator[tuple[str, ...]]:
        """The contradictory answers that a reason hangs on, as they were given."""
        named = {
            name
            for one in options
            for reason in (*one.open_for, *one.open_against)
            for name in reason.clashes
        }
        for places in dict.fromkeys(dispute.places for dispute in self.known.disputes):
            if not named.isdisjoint(map(self.named, places)):
                yield tuple(dict.fromkeys(self.given(place) for place in places))

    def option(self, outcome: str, label: str) -> Option:
        value = self.known.value(self.place)
        assert isinstance(value, frozenset)
        standing = Standing.EXCLUDED
        if outcome in value:
            standing = Standing.DERIVED if is_settled(value) else Standing.POSSIBLE
        own = [way for way in self.ways if way.outcome == outcome]
        masked = outcome not in value and (self.is_rest(outcome) or any(w.masked for w in own))
        told = {side: self.told(outcome, speaks_for=side) for side in (True, False)}
        fails = [way for way in own if way.verdict is False] if outcome not in value else []
        return Option(
            outcome,
            label,
            standing,
            masked,
            tuple(self.grounds(own, masked=masked)),
            (*self.rows(own, True), *told[True][True]),
            (*(self.failing(way) for way in fails if way.item.when), *told[False][True]),
            (*self.rows(own, None), *told[True][None]),
            told[False][None],
        )

    def is_rest(self, outcome: str) -> bool:
        """Whether an outcome is what is left when no rule for a yes/no fact holds."""
        return outcome == NO and self.place[0] not in self.base.decisions

    def grounds(self, own: list[Way], *, masked: bool) -> Iterator[Ground]:
        """What an outcome owes its standing to."""
        found = [way for way in own if way.reachable] or own
        if masked:
            found = [way for way in self.ways if way.verdict is True][:1]
        yield from (Ground(way.item.id, self.because(way.item)) for way in found)

    def rows(self, own: list[Way], verdict: Truth) -> tuple[Reason, ...]:
        """The rows of an outcome that surely decide, or that may: others say nothing true here.

        The sentence of a row is only meant for those for whom no row before it holds.
        """
        found = [way for way in own if self.counts(way) is verdict]
        return tuple(
            self.reason(way.item, self.place[1], verdict, self.waits_for(way)) for way in found
        )

    def counts(self, way: Way) -> Truth:
        """Whether a row is what decides; a rule for a yes/no fact need only hold."""
        if not way.reachable:
            return False
        return None if self.waits_for(way) else way.verdict

    def waits_for(self, way: Way) -> list[Condition]:
        """The open conditions, of a row and of those before it, on which it hangs."""
        before = takewhile(lambda one: one is not way, self.ways)
        first = [*before] if self.place[0] in self.base.decisions else []
        return [one.item.when for one in (*first, way) if one.verdict is None and one.item.when]

    def failing(self, way: Way) -> Reason:
        """Why a row does not lead to its outcome: those of its conditions that fail."""
        item = way.item
        failed = [one for one in parts(item.when) if truth(one, self.known, self.place[1]) is False]
        lacks = tuple(map(self.lack, failed))
        says = f"Its rule asks for {' and '.join(f'“{one.asks}”' for one in lacks)}"
        facts = tuple(dict.fromkeys(text for one in lacks for text in one.facts))
        taken = tuple(dict.fromkeys(text for one in lacks for text in one.taken))
        kind = _KINDS[type(item)]
        return Reason(
            item.id, kind, says, facts, (), item.sources, item.assumed, taken, lacks=lacks
        )

    def lack(self, condition: Condition) -> Lack:
        """A condition that fails, with what it fails by."""
        node = self.explainer.condition(condition, self.place[1], holds=False)
        asks = self.explainer.words.condition(condition)
        return Lack(asks, tuple(self.facts(node)), tuple(self.taken(node)))

    def told(self, outcome: str, *, speaks_for: bool) -> Mapping[Truth, tuple[Reason, ...]]:
        """What argues for the outcome, or against it, by whether its condition holds."""
        found: dict[Truth, tuple[Reason, ...]] = {True: (), None: (), False: ()}
        for item, member, stance in self.arguing:
            if (stance.outcome, stance.speaks_for) == (outcome, speaks_for):
                verdict, waits = self.verdict(item, member)
                if verdict is not False:
                    found[verdict] += (self.reason(item, member, verdict, waits),)
        return found

    def verdict(self, item: Arguing, member: int) -> tuple[Truth, list[Condition]]:
        """Whether an item speaks, and the open conditions on which that hangs."""
        if isinstance(item, Row):
            fact = next(one.fact for one in self.base.decisions.values() if item in one.rows)
            other = replace(self, place=(fact, member))
            way = next(one for one in other.ways if one.item is item)
            return other.counts(way), other.waits_for(way)
        if item.when is None:
            return True, []
        return truth(item.when, self.known, member), [item.when]

    @cached_property
    def arguing(self) -> tuple[tuple[Arguing, int, Stance], ...]:
        """Everything that argues about the decision, with the member to hold it against."""
        return tuple(
            (item, self.member(item), stance)
            for item in self.base.arguing.get(self.place[0], ())
            for stance in item.argues
            if stance.decision == self.place[0]
        )

    def member(self, item: Arguing) -> int:
        """The member of the decision where an item is about such; else the only one there is."""
        scope = self.base.scope_of(item)
        same = scope == self.base.facts[self.place[0]].entity
        return self.place[1] if same else self.known.members(scope)[0]

    def reason(
        self, item: Arguing, member: int, verdict: Truth, waits: Iterable[Condition]
    ) -> Reason:
        node = self.explainer.rule(item, member)
        says, kind = self.because(item, member), _KINDS[type(item)]
        facts, taken = tuple(self.facts(node)), tuple(self.taken(node))
        if verdict is not None:
            return Reason(item.id, kind, says, facts, (), item.sources, item.assumed, taken)
        asked, clashes = self.missing(item, waits, member)
        return Reason(
            item.id, kind, says, facts, asked, item.sources, item.assumed, clashes=clashes
        )

    def because(self, item: Arguing, member: int | None = None) -> str:
        words = self.explainer.words
        if item.because:
            return item.because
        if isinstance(item, Advice):
            return filled(item.say, self.place[1] if member is None else member, self.known, words)
        return words.condition(item.when) if item.when else "in every other case"

    def facts(self, node: Node) -> Iterator[str]:
        """The answers that a verdict rests on, each with the entry it is about if not this one."""
        for part in supports(node):
            # what is open is among the questions; what is assumed was never said
            if part.verdict is not None and part.origin is not Origin.ASSUMED:
                yield self.of_entry(part, part.text)

    def taken(self, node: Node) -> Iterator[str]:
        """The assumptions that a verdict rests on."""
        for part in self.assumed(node):
            yield self.of_entry(part, part.said)

    def assumed(self, node: Node) -> Iterator[Node]:
        return (part for part in supports(node) if part.origin is Origin.ASSUMED)

    def of_entry(self, part: Node, text: str) -> str:
        own = part.place is not None and part.place[1] == self.place[1]
        return f"{part.about}: {text}" if part.about and not own else text

    def missing(
        self, item: Arguing, waits: Iterable[Condition], member: int
    ) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
        """The questions behind what is open, each once, and what was answered in contradiction.

        What is assumed comes first: with another answer to it the rest may not matter.
        """
        conditions = [*waits]
        nodes = [self.explainer.condition(one, member) for one in conditions]
        nodes.append(self.explainer.rule(item, member))
        asked = [self.asked(one.place) for node in nodes for one in self.assumed(node) if one.place]
        behind = [place for one in conditions for place in self.hinges.behind(one, member)]
        disputed = [place for place in behind if self.is_disputed(place)]
        asked += [self.asked(place) for place in behind if place not in disputed]
        return tuple(dict.fromkeys(asked)), tuple(dict.fromkeys(map(self.named, disputed)))

    def is_disputed(self, place: Place) -> bool:
        return place[1] != WHOLE_LIST and self.known.origin(place) is Origin.DISPUTED

    def asked(self, place: Place) -> Asked:
        name, member = place
        if member == WHOLE_LIST:
            entity = self.base.entities[name]
            return Asked(entity.asked(more=bool(self.known.members(name))), "")
        fact, taken = self.whole(place), ""
        if self.known.origin(place) is Origin.ASSUMED:
            taken = self.explainer.words.value(self.base.facts[name], self.known.value(place))
        return Asked(fact.ask or fact.label, self.entry(place), taken)

    def named(self, place: Place) -> str:
        """What a question is about, with the entry if that is another one."""
        return ": ".join(filter(None, (self.entry(place), self.whole(place).label)))

    def given(self, place: Place) -> str:
        """An answer as it was given, also where it is set aside."""
        return self.of_entry(node := self.explainer.fact(place), node.said)

    def entry(self, place: Place) -> str:
        return "" if place[1] == self.place[1] else self.explainer.name(place[1])

    def whole(self, place: Place) -> Fact:
        """The question that a place belongs to."""
        fact = self.base.facts[place[0]]
        return self.base.facts[fact.part_of] if fact.part_of else fact
