"""Ways to choose the next question, each a function from the answers so far to a question."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from benchmarks.profiles import People, Reply
from engine.asking.choose import Chooser
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Condition, Count, Every, Exists, Node, Ref, Total, children
from engine.ir.values import Value, is_settled
from engine.reason.evaluate import truth
from engine.reason.interpret import interpret, reachable_rows
from engine.reason.known import Known, Origin

Strategy = Callable[[Case], Place | None]


def cut_down(base: RuleBase, goals: Iterable[str]) -> RuleBase:
    """Only what the goals rest on, nothing assumed; for people without contradictions."""
    needed: set[str] = set()
    waiting = list(goals)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += _read(base, name)
    facts = {name: replace(fact, assume=None) for name, fact in base.facts.items()}
    order = tuple(name for name in base.order if name in needed)
    return replace(base, facts=facts, order=order, advice=(), constraints=())


def read_by(base: RuleBase, goals: Iterable[str]) -> frozenset[str]:
    """The questions that the goals rest on."""
    found = {name for goal in cut_down(base, goals).order for name in _read(base, goal)}
    return frozenset(name for name in found if not base.facts[name].derived)


def _read(base: RuleBase, name: str) -> list[str]:
    fact = base.facts[name]
    nodes: list[Node | None] = [fact.formula]
    nodes += [rule.when for rule in base.concluding.get(name, ())]
    nodes += [row.when for row in base.decisions[name].rows] if name in base.decisions else []
    return [one for node in nodes if node is not None for one in _facts(node)]


def _facts(node: Node) -> Iterator[str]:
    if isinstance(node, Ref):
        yield node.fact
    for child in children(node):
        yield from _facts(child)


class Missing:
    """Missing answers in the order in which rules ask for them, as often as they do."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._base = known.base
        self._found: dict[Place, list[Place]] = {}

    def of(self, place: Place) -> list[Place]:
        """The missing answers behind an open fact."""
        if place not in self._found:
            self._found[place] = list(self._fact(place))
        return self._found[place]

    def _fact(self, place: Place) -> Iterator[Place]:
        name, member = place
        fact = self._base.facts[name]
        if is_settled(self._known.value(place)):
            return
        if not fact.derived:
            if self._known.origin(place) is Origin.OPEN:
                yield place
        elif fact.formula is not None:
            yield from self._parts(fact.formula, member)
        else:
            for condition in self._conditions(name, member):
                yield from self._parts(condition, member)

    def _conditions(self, name: str, member: int) -> Iterator[Condition]:
        if name not in self._base.decisions:
            yield from (rule.when for rule in self._base.concluding[name])
            return
        rows = self._base.decisions[name].rows
        verdicts = [r.when is None or truth(r.when, self._known, member) for r in rows]
        whens = [rows[index].when for index in reachable_rows(verdicts)]
        yield from (when for when in whens if when is not None)

    def _parts(self, node: Node, member: int) -> Iterator[Place]:
        if isinstance(node, Condition) and truth(node, self._known, member) is not None:
            return
        match node:
            case Ref():
                yield from self.of(self._known.place(node, member))
            case Exists(entity, part) | Every(entity, part) | Count(entity, part):
                yield from self._over(entity, part)
            case Total(ref, part):
                yield from self._over(ref.entity, part)
                for one in self._known.members(ref.entity):
                    yield from self.of((ref.fact, one))
            case _:
                for child in children(node):
                    yield from self._parts(child, member)

    def _over(self, entity: str, part: Condition) -> Iterator[Place]:
        for one in self._known.members(entity):
            yield from self._parts(part, one)
        if not self._known.is_complete(entity):
            yield entity, WHOLE_LIST


@dataclass(frozen=True)
class Strategies:
    """The strategies for some goals; each is given in the tables under its name."""

    people: People
    chooser: Chooser
    goals: tuple[str, ...]
    small: RuleBase

    @cached_property
    def read(self) -> frozenset[str]:
        """The questions that the goals rest on."""
        return read_by(self.small, self.goals)

    def places(self, known: Known) -> list[Place]:
        """The goals, each about the principal member."""
        return [(goal, known.members(known.base.facts[goal].entity)[0]) for goal in self.goals]

    def run(self, case: Case) -> Known:
        """What follows for the goals."""
        return interpret(self.small, case)[0]

    def values(self, case: Case) -> tuple[Value, ...]:
        """The goals."""
        known = self.run(case)
        return tuple(known.value(place) for place in self.places(known))

    def exact(self, case: Case) -> Place | None:
        """The interview."""
        wanted = self.chooser.telling(self.run(case), self.goals)
        return wanted[0].place if wanted else None

    def skipping(self, case: Case) -> Place | None:
        """The first question of the form that still matters."""
        wanted = self.chooser.telling(self.run(case), self.goals)
        base = self.people.base
        order = {name: index for index, name in enumerate(base.facts)}
        firsts = {facts[0].entity: facts[0].id for facts in self.people.facts.values() if facts}

        def position(place: Place) -> tuple[int, int, int]:
            name, member = place
            if base.entities.get(name):
                return order[firsts[name]], len(order), 0
            entity = base.entities[base.facts[name].entity]
            name = name if entity.principal else firsts[entity.name]
            return order[name], member, order[place[0]]

        return min((one.place for one in wanted), key=position, default=None)

    def backward(self, case: Case) -> Place | None:
        """The first unknown fact of the first undetermined condition of the first open goal."""
        known = self.run(case)
        missing = Missing(known)
        return next((one for goal in self.places(known) for one in missing.of(goal)), None)

    def counting(self, case: Case) -> Place | None:
        """The fact that occurs most often behind the open goals."""
        known = self.run(case)
        missing = Missing(known)
        counts = Counter(one for goal in self.places(known) for one in missing.of(goal))
        return max(counts, key=lambda place: counts[place], default=None)


@dataclass
class Step:
    """A state that a strategy reaches: the answers, its next question, and what came after."""

    case: Case
    question: Place | None
    after: dict[Reply, "Step"] = field(default_factory=dict)


class Played:
    """A strategy as a tree of states, each worked out once for all people who come to it."""

    def __init__(self, people: People, strategy: Strategy) -> None:
        self._people = people
        self._strategy = strategy
        self._first = Step(people.nobody(), strategy(people.nobody()))

    def ask(self, person: Case) -> tuple[int, Case]:
        """How many questions a person is asked, and the answers at the end."""
        step, count = self._first, 0
        while step.question is not None:
            case, reply = self._people.answered(person, step.case, step.question)
            if reply not in step.after:
                step.after[reply] = Step(case, self._strategy(case))
            step, count = step.after[reply], count + 1
        return count, step.case


def form_until_settled(way: Strategies, person: Case, form: list[Place]) -> int:
    """How many questions of a form are asked until the goals are settled."""
    low, high = 0, len(form)
    while low < high:
        half = (low + high) // 2
        if _settles(way, person, form[:half]):
            high = half
        else:
            low = half + 1
    return low if low < len(form) or _settles(way, person, form) else len(form)


def _settles(way: Strategies, person: Case, asked: list[Place]) -> bool:
    case = way.people.nobody()
    answers = dict(case.answers)
    for place in asked:
        if place[1] == WHOLE_LIST or place[0] in way.read:
            case, _ = way.people.answered(person, replace(case, answers=answers), place)
            answers = dict(case.answers)
    return all(is_settled(value) for value in way.values(case))
