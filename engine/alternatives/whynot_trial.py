"""A case with some answers changed, of which only what is looked at is worked out."""

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache

from engine.alternatives.whynot_cuts import Cuts
from engine.alternatives.whynot_names import Names, reading
from engine.alternatives.whynot_values import MORE, OPEN, UNKNOWN, WHOLE, Given
from engine.compiled.compiler import truth
from engine.compiled.lazy import Lazy, contradictions
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Constraint, Fact, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import Condition, Node
from engine.ir.values import Choices, Value
from engine.reason.disputes import disputes_over
from engine.reason.known import Dispute, Known

Changes = Mapping[Place, Given]
_REMEMBERED = 4096  # answers that were put in


class Trial(Lazy):
    """What is known of a case; a derived fact is worked out when it is first asked for.

    What does not depend on the facts in `differing` is taken from `before`.
    """

    def __init__(
        self,
        world: "World",
        case: Case,
        disputes: tuple[Dispute, ...],
        differing: Names = frozenset(),
        before: "Trial | None" = None,
    ) -> None:
        super().__init__(world.base, case, disputes)
        self._world = world
        self.differing = differing
        self._before = before
        self._touched = world.touched(differing)

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        before = self._before
        if before is None or place[0] in self._touched or not self._world.is_there(place[1]):
            return super().work_out(place)
        return before.value(place)


class World:
    """One case, and what becomes of it with other answers. Shared work is done once."""

    def __init__(self, base: RuleBase, case: Case) -> None:
        self.base = base
        self._broken: dict[tuple[str, frozenset[tuple[Place, Given]]], tuple[Dispute, ...]] = {}
        self._about: tuple[Node, ...] = ()
        self.case = case
        self._members = frozenset(m for members in case.members.values() for m in members)
        self._reading = reading(base)
        self._by_constraint = {one.id: self._reading.node(one.never) for one in base.constraints}
        self.turning: dict[object, list[Given]] = {}  # kept for those who look for values
        self._own: dict[str, list[Given]] = {}
        self._fitting: dict[tuple[Place, frozenset[str]], dict[tuple[Place, Given], None]] = {}
        self._disputes = contradictions(base, case)
        self._as_it_is: dict[str, list[Dispute]] = {one.id: [] for one in base.constraints}
        for dispute in self._disputes:
            self._as_it_is[dispute.constraint.id].append(dispute)
        self.now = Trial(self, case, self._disputes)

    def about(self, nodes: tuple[Node, ...]) -> "World":
        """The same, where only the values that these conditions tell apart are looked at."""
        found = copy(self)
        found._about, found._own, found._fitting, found.turning = nodes, {}, {}, {}
        for kept in ("_cuts", "_blurred"):
            found.__dict__.pop(kept, None)
        return found

    @cached_property
    def _cuts(self) -> Cuts:
        return Cuts(self.base, self.case.as_of, self._read())

    def _read(self) -> Iterator[Node]:
        """The conditions and formulas that what is looked for rests on, and the constraints."""
        names = frozenset[str]().union(*map(self._reading.node, self._about))
        yield from self._about
        for name in sorted(names & self.base.facts.keys()):
            yield from self.base.follows_from(name)
        for one in self.base.constraints:
            if self._by_constraint[one.id] & names:
                yield one.never

    def state(self, known: Known, node: Node) -> object:
        """What tells on a condition apart from the case as it is."""
        names = self._reading.node(node)
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
        """That it fails."""
        return self._reading.negated(node)

    def own_values(self, fact: Fact) -> list[Given]:
        """The values of an answer that conditions on it alone tell apart."""
        if fact.id not in self._own:
            self._own[fact.id] = self._cuts.values(fact)
        return self._own[fact.id]

    def fitting(self, place: Place, wanted: frozenset[str]) -> dict[tuple[Place, Given], None]:
        """Those of the values of a choice that are wanted, as keys: they need no hashing again."""
        key = place, wanted
        if key not in self._fitting:
            own = self.own_values(self.base.facts[place[0]])
            fits = [one for one in own if isinstance(one, frozenset) and one <= wanted]
            self._fitting[key] = dict.fromkeys((place, one) for one in fits)
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
        disputes = () if free else self._disputed(changes, case)
        names, before = [name for name, _ in changes], self.now
        if after is not None:
            (name, _), before = after
            names = [name]
        differing = self._shaken(disputes, names) | _apart(disputes, before.disputes)
        return Trial(self, case, disputes, differing.union(names), before)

    def _shaken(self, disputes: tuple[Dispute, ...], names: Collection[str]) -> Names:
        """The questions that are in dispute with one of the names, whatever their answers."""
        read = (d for d in disputes if not self._by_constraint[d.constraint.id].isdisjoint(names))
        return frozenset(name for one in read for name, _ in one.places)

    def tells_all(self, changes: Changes, place: Place) -> bool:
        """Whether what follows from a range for one place follows from each number in it."""
        if place[0] in self._blurred:
            return False
        case, name = self.changed(changes), place[0]
        answers = Lazy(self.base.unassuming, case)
        return all(
            truth(one.never, answers, member) is not None
            for one in self.base.constraints
            if name in self._by_constraint[one.id]
            for member in case.members.get(one.scope, ())
        )

    @cached_property
    def _blurred(self) -> Names:
        return frozenset[str]().union(*map(self._reading.blurred, self._read()))

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
                answers[name, member] = _answer(given)
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
        return self.is_there(place[1]) and place[0] not in self.touched(names)

    def is_there(self, member: int) -> bool:
        """Whether a list has the entry without any change."""
        return member in self._members

    def touched(self, names: Names) -> Names:
        """The facts that read one of the names."""
        return self._reading.touched(names)

    def speaks_apart(self, node: Condition, member: int, names: Names) -> bool:
        """The same of a condition on a member."""
        return self.is_there(member) and self._reading.node(node).isdisjoint(names)

    def new_constraints(self, trial: Trial) -> list[Constraint]:
        """The constraints that other answers break and that were kept before."""
        were = {(one.constraint.id, one.places) for one in self._disputes}
        found = [d.constraint for d in trial.disputes if (d.constraint.id, d.places) not in were]
        return list({one.id: one for one in found}.values())


def _apart(some: tuple[Dispute, ...], others: tuple[Dispute, ...]) -> Names:
    """The questions whose answers one or the other alone holds against each other."""
    if not some and not others:
        return frozenset()
    both = ({(one.constraint.id, one.places) for one in disputes} for disputes in (some, others))
    return frozenset(name for _, places in set.__xor__(*both) for name, _ in places)


@lru_cache(_REMEMBERED)
def _answer(given: Given) -> Answer:
    """An answer of a class whose values do alike."""
    if isinstance(given, frozenset):
        return Answer(Choices({min(given)}))
    return Answer(None if given == UNKNOWN else given)
