"""A case with some answers changed, of which only what is looked at is worked out."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property

from engine.alternatives.whynot_cuts import Cuts
from engine.alternatives.whynot_values import MORE, OPEN, UNKNOWN, WHOLE, Given
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy, contradictions
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Constraint, Fact, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import Condition, Count, Every, Exists, Node, Not, Ref, Total, children
from engine.ir.values import Choices, Value
from engine.reason.disputes import disputes_over
from engine.reason.known import Dispute, Known

Changes = Mapping[Place, Given]
Names = frozenset[str]


class Trial(Lazy):
    """What is known of a case; a derived fact is worked out when it is first asked for.

    What does not depend on the facts in `differing` is taken from `before`; `changed` are those
    that are not as in the case itself.
    """

    def __init__(
        self,
        world: "World",
        case: Case,
        disputes: tuple[Dispute, ...],
        changed: Names = frozenset(),
        differing: Names = frozenset(),
        before: "Trial | None" = None,
    ) -> None:
        super().__init__(world.base, case, disputes)
        self._world = world
        self.changed = changed
        self._differing = differing
        self._before = before

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        before = self._before
        if before is None or not self._world.is_apart(place, self._differing):
            return super().work_out(place)
        found = before.value(place)
        self.conclude(place, found)
        return found


class World:
    """One case, and what becomes of it with other answers. Shared work is done once."""

    def __init__(self, base: RuleBase, case: Case) -> None:
        self.base = base
        self._broken: dict[tuple[str, frozenset[tuple[Place, Given]]], tuple[Dispute, ...]] = {}
        self._about: tuple[Node, ...] = ()
        self.case = case
        self._members = frozenset(m for members in case.members.values() for m in members)
        self._reads: dict[str, Names] = {}
        self._named: dict[int, tuple[Node, Names]] = {}
        self._by_constraint = {one.id: self._names_in(one.never) for one in base.constraints}
        self.turning: dict[object, list[Given]] = {}  # kept for those who look for values
        self._negated: dict[int, tuple[Condition, Condition]] = {}
        self._own: dict[str, list[Given]] = {}
        self._fitting: dict[tuple[str, frozenset[str]], list[Given]] = {}
        self._disputes = contradictions(base, case)
        self._as_it_is: dict[str, list[Dispute]] = {one.id: [] for one in base.constraints}
        for dispute in self._disputes:
            self._as_it_is[dispute.constraint.id].append(dispute)
        self.now = Trial(self, case, self._disputes)

    def about(self, nodes: tuple[Node, ...]) -> "World":
        """The same, where only the values that these conditions tell apart are looked at."""
        found = copy(self)
        found._about, found._own, found._fitting, found.turning = nodes, {}, {}, {}
        found.__dict__.pop("_cuts", None)
        return found

    @cached_property
    def _cuts(self) -> Cuts:
        return Cuts(self.base, self.case.as_of, self._read())

    def _read(self) -> Iterator[Node]:
        """The conditions and formulas that what is looked for rests on, and the constraints."""
        names = self.needed(self._about)
        yield from self._about
        for name in sorted(names & self.base.facts.keys()):
            yield from self.base.follows_from(name)
        for one in self.base.constraints:
            if self._by_constraint[one.id] & names:
                yield one.never

    def state(self, known: Known, node: Node) -> object:
        """What tells on a condition apart from the case as it is."""
        names = self._names_in(node)
        apart = {p for d in known.disputes for p in d.places if p[0] in names}
        answers, was = known.case.answers, self.case.answers
        changed = [
            (place, answer.value)
            for place, answer in answers.items()
            if place[0] in names and was.get(place) is not answer
        ]
        gone = [place for place in was if place[0] in names and place not in answers]
        lists = [
            (name, known.members(name), name in known.case.complete)
            for name in names
            if name in self.base.entities
        ]
        return frozenset(apart), frozenset(changed), frozenset(gone), frozenset(lists)

    def negated(self, node: Condition) -> Condition:
        """That it fails, as one and the same condition each time: it is compiled once."""
        if id(node) not in self._negated:
            self._negated[id(node)] = node, Not(node)
        return self._negated[id(node)][1]

    def own_values(self, fact: Fact) -> list[Given]:
        """The values of an answer that conditions on it alone tell apart."""
        if fact.id not in self._own:
            self._own[fact.id] = self._cuts.values(fact)
        return self._own[fact.id]

    def fitting(self, fact: Fact, wanted: frozenset[str]) -> list[Given]:
        """Those of the values of a choice that are wanted."""
        key = fact.id, wanted
        if key not in self._fitting:
            own = self.own_values(fact)
            self._fitting[key] = [
                one for one in own if isinstance(one, frozenset) and one <= wanted
            ]
        return self._fitting[key]

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The contradictions that the case has as it is."""
        return self._disputes

    def trial(
        self, changes: Changes, *, free: bool = False, after: tuple[Place, Trial] | None = None
    ) -> Trial:
        """What follows with other answers; `free`: as if nothing contradicted anything.

        `after` is a trial of the same without the change of one place, which comes last.
        """
        case = self.changed(changes)
        names = frozenset(name for name, _ in changes)
        disputes = () if free else self._disputed(changes, case)
        changed = names | _apart(disputes, self._disputes)
        if after is None:
            return Trial(self, case, disputes, changed, changed, self.now)
        (name, _), before = after
        differing = _apart(disputes, before.disputes) | {name}
        return Trial(self, case, disputes, changed, differing, before)

    def changed(self, changes: Changes) -> Case:
        """The case with other answers."""
        answers, members = dict(self.case.answers), dict(self.case.members)
        complete = self.case.complete
        for (name, member), given in changes.items():
            if member == WHOLE_LIST:
                complete = complete | {name} if given == WHOLE else complete
                members[name] += (self.newcomer(name),) if given == MORE else ()
            elif given == OPEN:
                answers.pop((name, member), None)
            else:
                answers[name, member] = Answer(None if given == UNKNOWN else one_of(given))
        case = self.case.answering(answers)
        if all(member != WHOLE_LIST for _, member in changes):
            return case
        return replace(case, members=members, complete=complete)

    def newcomer(self, entity: str) -> int:
        """The number of an entry that a list does not have yet."""
        return 1 + max(self._members) + [*self.base.entities].index(entity)

    def _disputed(self, changes: Changes, case: Case) -> tuple[Dispute, ...]:
        """Only constraints that speak of what was changed are looked at again, each way once."""
        changed = {name for name, _ in changes}
        found: list[Dispute] = []
        for one in self.base.constraints:
            names = self._by_constraint[one.id]
            if names.isdisjoint(changed):
                found += self._as_it_is[one.id]
                continue
            mine = one.id, frozenset(pair for pair in changes.items() if pair[0][0] in names)
            if mine not in self._broken:
                answers = Lazy(self.base.unassuming, case)
                self._broken[mine] = (*disputes_over([one], answers, truth),)
            found += self._broken[mine]
        return tuple(found)

    def is_apart(self, place: Place, names: Names) -> bool:
        """Whether a derived fact of a member that is there already reads none of the names."""
        return place[1] in self._members and self.reads(place[0]).isdisjoint(names)

    def speaks_apart(self, node: Condition, member: int, names: Names) -> bool:
        """The same of a condition on a member."""
        return member in self._members and self._names_in(node).isdisjoint(names)

    def reads(self, fact: str) -> Names:
        """Every fact and list that a fact rests on, itself among them."""
        if fact not in self._reads:
            self._reads[fact] = frozenset({fact})  # facts are in an order without circles
            below = (self._names_in(node) for node in self.base.follows_from(fact))
            self._reads[fact] = frozenset({fact}).union(*below)
        return self._reads[fact]

    def needed(self, nodes: tuple[Node, ...]) -> Names:
        """Every fact and list that conditions rest on."""
        return frozenset[str]().union(*map(self._names_in, nodes))

    def _names_in(self, node: Node) -> Names:
        if isinstance(node, Ref):
            return self.reads(node.fact)
        if id(node) not in self._named:  # kept with the node, so that no other takes its identity
            self._named[id(node)] = node, self._names_below(node)
        return self._named[id(node)][1]

    def _names_below(self, node: Node) -> Names:
        own: set[str] = set()
        if isinstance(node, Exists | Every | Count):
            own = {node.entity}
        elif isinstance(node, Total):
            own = {node.ref.entity}
        return frozenset(own).union(*(self._names_in(child) for child in children(node)))

    def new_constraints(self, trial: Trial) -> list[Constraint]:
        """The constraints that other answers break and that were kept before."""
        were = {(one.constraint.id, one.places) for one in self._disputes}
        found = [d.constraint for d in trial.disputes if (d.constraint.id, d.places) not in were]
        return list({one.id: one for one in found}.values())


def _apart(some: tuple[Dispute, ...], others: tuple[Dispute, ...]) -> Names:
    """The questions whose answers are set aside by one or the other alone."""
    return frozenset(name for name, _ in _set_aside(some) ^ _set_aside(others))


def _set_aside(disputes: tuple[Dispute, ...]) -> frozenset[Place]:
    return frozenset(place for dispute in disputes for place in dispute.places)


def one_of(given: Given) -> Given:
    """One value of a class whose values do alike."""
    return Choices({min(given)}) if isinstance(given, frozenset) else given
