"""Which answers stand in the way of a condition: without changing one of them it stays as it is.

A blame is a set of answers with values to put in. Whatever makes the condition come out as wanted
contains at least one of each blame, so that trying those of one in turn finds every way (a
hitting-set search), and blames that have nothing in common tell how many answers it takes at least.
Numbers are tried at the values where a comparison turns.
"""

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from itertools import chain

from engine.alternatives.whynot_needs import Blames, Via, Wants, any_of
from engine.alternatives.whynot_trial import Trial, World
from engine.alternatives.whynot_turning import Turning
from engine.alternatives.whynot_values import MORE, OPEN, UNKNOWN, WHOLE, Given, samples_for
from engine.compiled.compiler import compiler
from engine.explain.hinges import WHOLE_LIST
from engine.ir.case import Place
from engine.ir.conditions import (
    Among,
    And,
    Compare,
    Condition,
    Count,
    Every,
    Exists,
    IsOpen,
    IsUnknown,
    Node,
    Not,
    Or,
    Ref,
    Total,
    children,
)
from engine.ir.rules import Row
from engine.ir.values import Truth
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known, Origin

Trying = Callable[[Place, Given], Known]


class Blame:
    """Blames for one trial. `trying` gives what is known once one more answer is changed."""

    def __init__(
        self, world: World, known: Known, trying: Trying, before: "Blame | None" = None
    ) -> None:
        """`before` has the blames of the trial that this one came from, the same where it is."""
        self._world = world
        self._base = world.base
        self._holds = compiler(world.base).holds
        self._known = known
        self._trying = trying
        self._before = before
        self._changed = known.differing if isinstance(known, Trial) else frozenset()
        self._facts: dict[tuple[Place, frozenset[str]], Blames] = {}
        self._rows: dict[tuple[str, int, bool, Via], Blames] = {}

    def condition(self, node: Condition, member: int, want: bool, via: Via = ()) -> Blames:
        """What must change for a condition that does not come out as wanted; empty: nothing can."""
        match node:
            case Among(ref, values):
                wanted = values if want else frozenset(self._choices(ref)) - values
                return self.fact(self._known.place(ref, member), wanted, via)
            case Not(part):
                return self.condition(part, member, not want, via)
            case And(parts) | Or(parts):
                each = [(part, member) for part in parts]
                return self._joint(each, want, via, all_of=isinstance(node, And) == want)
            case Exists(entity, part):
                return self._some(entity, part, want, via)
            case Every(entity, part):
                return self._some(entity, self._world.negated(part), not want, via)
            case Compare():
                return self._compare(node, member, want, via)
            case IsOpen(ref) | IsUnknown(ref):
                return self._status(node, self._known.place(ref, member), want, via)

    def _choices(self, ref: Ref) -> Iterable[str]:
        return self._base.facts[ref.fact].choices

    def _joint(
        self, parts: list[tuple[Condition, int]], want: bool, via: Via, *, all_of: bool
    ) -> Blames:
        """Of parts that must all come out so one that does not will do; otherwise any may."""
        holds, known = self._holds, self._known
        wrong = [one for one in parts if holds(one[0])(known, one[1]) is not want]
        found = [self.condition(part, member, want, via) for part, member in wrong]
        return list(chain.from_iterable(found)) if all_of else any_of(found)

    def _some(self, entity: str, part: Condition, want: bool, via: Via) -> Blames:
        each = [(part, member) for member in self._known.members(entity)]
        if want:
            more: Wants = {((entity, WHOLE_LIST), MORE): via}
            return any_of([self._joint(each, want, via, all_of=False), [more]])
        if all(self._holds(one)(self._known, member) is False for one, member in each):
            return [{((entity, WHOLE_LIST), WHOLE): via}]
        return self._joint(each, want, via, all_of=True)

    def fact(self, place: Place, wanted: frozenset[str], via: Via = ()) -> Blames:
        """What must change for a choice to have one of the values and no other."""
        fact = self._base.facts[place[0]]
        if not fact.derived:
            return self._asked(place, wanted, via)
        if self._before and self._world.is_apart(place, self._changed):
            return self._before.fact(place, wanted, via)
        key = place, wanted
        if key not in self._facts:
            self._facts[key] = self._derived(place, wanted, (*via, place))
        return self._facts[key]

    def _asked(self, place: Place, wanted: frozenset[str], via: Via) -> Blames:
        answer = self._known.case.answers.get(place)
        given = answer.value if answer else None
        if isinstance(given, frozenset) and given <= wanted:
            return self._resolved(place, via)
        return [dict.fromkeys(self._world.fitting(place, wanted), via)]

    def _resolved(self, place: Place, via: Via) -> Blames:
        """What must change so that an answer is no longer set aside."""
        found = Blames()
        for dispute in self._known.disputes:
            if place in dispute.places:
                never, blame = dispute.constraint.never, self._freely
                for member in self._known.members(dispute.constraint.scope):
                    if self._holds(never)(blame._known, member) is True:
                        found += blame.condition(never, member, False, via)
        return found

    @cached_property
    def _freely(self) -> "Blame":
        """Blames as if nothing contradicted anything."""
        return Blame(self._world, Known(self._base.unassuming, self._known.case), self._free)

    def _free(self, place: Place, given: Given) -> Known:
        return Known(self._base.unassuming, self._trying(place, given).case)

    def _derived(self, place: Place, wanted: frozenset[str], via: Via) -> Blames:
        name, member = place
        if name in self._base.decisions:
            return self._decided(self._base.decisions[name].rows, member, wanted, via)
        yes = "yes" in wanted
        rules = [(rule.when, member) for rule in self._base.concluding[name]]
        return self._joint(rules, yes, via, all_of=not yes) if len(wanted) == 1 else [{}]

    def _decided(
        self, rows: tuple[Row, ...], member: int, wanted: frozenset[str], via: Via
    ) -> Blames:
        """A row with another outcome must go, or one before it with a wanted one must come."""
        verdicts = [self._verdict(row, member) for row in rows]
        found = []
        for index in reachable_rows(verdicts):
            if rows[index].then not in wanted:
                sooner = [row for row in rows[:index] if row.then in wanted]
                ways = [self.row(row, member, True, via) for row in sooner]
                found += any_of([self.row(rows[index], member, False, via), *ways])
        return found

    def row(self, row: Row, member: int, want: bool, via: Via = ()) -> Blames:
        """What must change for the condition of a row; nothing can where it has none."""
        if row.when is None:
            return [{}]
        if self._before and self._world.speaks_apart(row.when, member, self._changed):
            return self._before.row(row, member, want, via)
        key = row.id, member, want, via
        if key not in self._rows:
            self._rows[key] = self.condition(row.when, member, want, via)
        return self._rows[key]

    def taken(self, rows: tuple[Row, ...], index: int, member: int) -> Blames:
        """What must change for a row to be taken: it holds, and none before it does."""
        found = []
        for row in rows[:index]:
            if self._verdict(row, member) is not False:
                found += self.row(row, member, False)
        if self._verdict(rows[index], member) is not True:
            found += self.row(rows[index], member, True)
        return found

    def _verdict(self, row: Row, member: int) -> Truth:
        return True if row.when is None else self._holds(row.when)(self._known, member)

    def _status(self, node: IsOpen | IsUnknown, place: Place, want: bool, via: Via) -> Blames:
        """To be open or not known; the answers behind a derived fact are tried in its place."""
        places = dict.fromkeys([(place, via)])
        if self._base.facts[place[0]].derived:
            places = dict.fromkeys(self._leaves(node.ref, place[1], via))
        found: Wants = {}
        for one, way in places:
            if one[1] == WHOLE_LIST:
                found |= {(one, given): way for given in (MORE, WHOLE)}
            elif want:
                found |= {(one, UNKNOWN): way}
                found |= {(one, OPEN): way} if isinstance(node, IsOpen) else {}
            else:
                found |= {(one, value): way for value in self._samples(one)}
        return [found]

    def _samples(self, place: Place) -> list[Given]:
        fact = self._base.facts[place[0]]
        own = self._world.own_values(fact)
        return own or samples_for(fact, self._known)

    def _compare(self, node: Compare, member: int, want: bool, via: Via) -> Blames:
        """Values that alone turn it; where there are none, any that may do so with another."""
        places = dict(self._leaves(node, member, via))
        alone: Wants = {}
        for place, way in places.items():
            for given in self._turning(node, member, want, place, len(places) > 1):
                alone[place, given] = way
        if alone:
            return [alone]
        some: Wants = {}
        for place, way in places.items():
            values: list[Given] = [MORE, WHOLE] if place[1] == WHOLE_LIST else self._samples(place)
            some |= {(place, one): way for one in values}
        return [some]

    def _turning(
        self, node: Compare, member: int, want: bool, place: Place, several: bool
    ) -> list[Given]:
        key = node, member, want, place, self._world.state(self._known, node)
        if key not in self._world.turning:
            turning = Turning(node, member, want, partial(self._trying, place))
            self._world.turning[key] = self._turned(turning, place, several)
        return self._world.turning[key]

    def _turned(self, turning: Turning, place: Place, several: bool) -> list[Given]:
        if place[1] == WHOLE_LIST:
            return turning.list_changes()
        fact = self._base.facts[place[0]]
        own = self._world.own_values(fact)
        return turning.values(fact, own, self._known, several=several)

    def _leaves(self, node: Node, member: int, via: Via) -> list[tuple[Place, Via]]:
        """Every answer and list that a node rests on, with the way to it."""
        match node:
            case Ref():
                return self._behind(self._known.place(node, member), via)
            case Exists(entity, part) | Every(entity, part) | Count(entity, part):
                return self._in_list(entity, [part], via)
            case Total(ref, part):
                return self._in_list(ref.entity, [part, Ref(ref.fact, ref.entity, True)], via)
        return [one for child in children(node) for one in self._leaves(child, member, via)]

    def _in_list(self, entity: str, parts: list[Node], via: Via) -> list[tuple[Place, Via]]:
        found: list[tuple[Place, Via]] = [((entity, WHOLE_LIST), via)]
        for member in self._known.members(entity):
            found += [one for part in parts for one in self._leaves(part, member, via)]
        return found

    def _behind(self, place: Place, via: Via) -> list[tuple[Place, Via]]:
        fact = self._base.facts[place[0]]
        if not fact.derived:
            disputed = self._known.origin(place) is Origin.DISPUTED
            return [(place, via), *([(p, via) for p in self._rivals(place)] if disputed else [])]
        via = (*via, place)
        nodes = self._world.base.follows_from(place[0])
        return [one for node in nodes for one in self._leaves(node, place[1], via)]

    def _rivals(self, place: Place) -> list[Place]:
        """The answers that contradict an answer."""
        return [p for d in self._known.disputes if place in d.places for p in d.places]
