"""What speaks for and against each outcome of a decision, also where it is settled.

Nothing is counted or summed up: what the decision is follows from the rules alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.alternatives.options import Asked, Ground, Option, Reason, Standing, Weighing
from engine.alternatives.ways import Way, parts, ways
from engine.explain.filling import filled
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.explain.tree import Node, supports
from engine.explain.why import Explainer
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.rules import Advice, Argument, Row, Rule, Stance
from engine.ir.values import NO, Truth, is_settled
from engine.reason.evaluate import truth
from engine.reason.known import Known

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
        return Weighing(fact.id, fact.label, self.explainer.name(self.place[1]), derived, options)

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
        """The rows of an outcome with this verdict; what comes first does not matter to them."""
        member = self.place[1]
        found = [way for way in own if way.verdict is verdict]
        return tuple(self.reason(way.item, member, verdict) for way in found)

    def failing(self, way: Way) -> Reason:
        """Why a row does not lead to its outcome: those of its conditions that fail."""
        member, when = self.place[1], way.item.when
        failed = [one for one in parts(when) if truth(one, self.known, member) is False]
        nodes = [self.explainer.condition(one, member, holds=False) for one in failed]
        asked = " and ".join(f"“{self.explainer.words.condition(one)}”" for one in failed)
        says = f"Its rule asks for {asked}"
        facts = tuple(dict.fromkeys(text for node in nodes for text in self.facts(node)))
        item = way.item
        return Reason(item.id, _KINDS[type(item)], says, facts, (), item.sources, item.assumed)

    def told(self, outcome: str, *, speaks_for: bool) -> Mapping[Truth, tuple[Reason, ...]]:
        """What argues for the outcome, or against it, by whether its condition holds."""
        found: dict[Truth, tuple[Reason, ...]] = {True: (), None: (), False: ()}
        for item, member, stance in self.arguing:
            if (stance.outcome, stance.speaks_for) == (outcome, speaks_for):
                verdict = True if item.when is None else truth(item.when, self.known, member)
                if verdict is not False:
                    found[verdict] += (self.reason(item, member, verdict),)
        return found

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

    def reason(self, item: Arguing, member: int, verdict: Truth) -> Reason:
        questions = self.questions(item, member) if verdict is None else ()
        node = self.explainer.rule(item, member)
        says = self.because(item, member)
        kind, facts = _KINDS[type(item)], tuple(self.facts(node))
        return Reason(item.id, kind, says, facts, questions, item.sources, item.assumed)

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
            if part.verdict is None:  # among the questions
                continue
            own = part.place is not None and part.place[1] == self.place[1]
            yield f"{part.about}: {part.text}" if part.about and not own else part.text

    def questions(self, item: Arguing, member: int) -> tuple[Asked, ...]:
        """The missing answers behind what is open, each question once."""
        undecided = [way.item.when for way in self.ways if way.verdict is None]
        conditions = undecided if item.when is None else [item.when]  # the rest waits for all
        found = (self.hinges.behind(when, member) for when in conditions if when is not None)
        return tuple(dict.fromkeys(self.asked(place) for places in found for place in places))

    def asked(self, place: Place) -> Asked:
        name, member = place
        if member == WHOLE_LIST:
            entity = self.base.entities[name]
            return Asked(entity.asked(more=bool(self.known.members(name))), "")
        fact = self.base.facts[name]
        whole = self.base.facts[fact.part_of] if fact.part_of else fact
        about = "" if member == self.place[1] else self.explainer.name(member)
        return Asked(whole.ask or whole.label, about)
