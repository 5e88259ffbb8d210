"""Random people: complete answers, drawn from the declared priors (uniform where there is none)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from engine.asking.residual import Residuals
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import IfKnown, Months, Number, Ref
from engine.ir.values import NO, YES, Choices, Interval, Value
from engine.proving.measures import Measure
from engine.proving.regions import Range
from engine.proving.space import Space
from engine.proving.subjects import Variable
from engine.reason.disputes import find_disputes
from engine.reason.evaluate import truth
from engine.reason.known import Known

TODAY = date(2026, 11, 22)
MONTH = 30.44  # days
Reply = tuple[tuple[Place, Value | str | None], ...]


@dataclass(frozen=True)
class People:
    """Draws people whose answers contradict no constraint, with 0 to 2 entries in some lists."""

    base: RuleBase
    space: Space
    residuals: Residuals
    lists: tuple[str, ...]

    @cached_property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """The questions of each entity, texts left out; a set-valued one stands for its parts."""
        found: dict[str, list[Fact]] = {name: [] for name in self.base.entities}
        for fact in self.base.facts.values():
            if not fact.derived and not fact.part_of and fact.kind is not Kind.TEXT:
                found[fact.entity].append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def _ranges(self) -> dict[str, tuple[list[float], tuple[float, ...]]]:
        """For each number or date one value of each class that conditions tell apart."""
        found: dict[str, tuple[list[float], tuple[float, ...]]] = {}
        for number, variable in enumerate(self.space.variables):
            name = _only_fact(variable)
            samples = [one.sample for one in variable.classes if isinstance(one, Range)]
            if name and len(samples) > len(found.get(name, ([], ()))[0]):
                found[name] = samples, self.residuals.shares(number)
        return found

    def draw(self, pick: random.Random) -> Case:
        """One person, drawn again until nothing is contradictory."""
        while True:
            case = self._draw(pick)
            if not find_disputes(self.base, case):
                return case

    def _draw(self, pick: random.Random) -> Case:
        entities = sorted(self.base.entities.values(), key=lambda e: (not e.root, not e.principal))
        principals = [entity.name for entity in entities if entity.principal]
        members: dict[str, tuple[int, ...]] = {
            e.name: (principals.index(e.name),) if e.principal else () for e in entities
        }
        answers: dict[Place, Answer] = {}
        for name in principals:
            answers |= self._entry(pick, name, members[name][0], members)
        following = len(principals)
        for name in self.lists:
            size = pick.randint(0, 2)
            new = tuple(range(following, following + size))
            members[name] = (*members[name], *new)
            following += size
            for member in new:
                answers |= self._entry(pick, name, member, members)
        closed = frozenset(e.name for e in entities if e.list_key)
        return Case(members, answers, closed, as_of=TODAY)

    def _entry(
        self, pick: random.Random, entity: str, member: int, members: dict[str, tuple[int, ...]]
    ) -> dict[Place, Answer]:
        """Answers about one member that contradict no constraint among themselves."""
        bounds = [one for one in self.base.constraints if one.scope == entity]
        while True:
            found: dict[Place, Answer] = {}
            for fact in self.facts[entity]:
                found |= self._answer(pick, fact, member)
            alone = Case({**members, entity: (member,)}, found, as_of=TODAY)
            known = Known(self.base, alone)
            if not any(truth(one.never, known, member) for one in bounds):
                return found

    def _answer(self, pick: random.Random, fact: Fact, member: int) -> dict[Place, Answer]:
        if fact.kind is Kind.CHOICES:
            parts = [self.base.facts[f"{fact.id}:{choice}"] for choice in fact.choices]
            return {(part.id, member): Answer(_choice(pick, part)) for part in parts}
        if fact.kind is Kind.DATE:
            months = self._number(pick, fact, 60)
            day = (TODAY - timedelta(days=round(months * MONTH))).toordinal()
            return {(fact.id, member): Answer(Interval(day, day))}
        if fact.kind in NUMERIC:
            figure = self._number(pick, fact, 10)
            return {(fact.id, member): Answer(Interval(figure, figure))}
        return {(fact.id, member): Answer(_choice(pick, fact))}

    def _number(self, pick: random.Random, fact: Fact, most: float) -> float:
        if fact.id in self._ranges:
            samples, shares = self._ranges[fact.id]
            return pick.choices(samples, shares)[0]
        low = max(fact.low, 0.0)
        return float(pick.randint(int(low), int(min(fact.high, low + most))))

    def vague(self, pick: random.Random, case: Case, share: float) -> Case:
        """The same person, who does not know a share of the answers."""
        asked = {(self._whole(name), member) for name, member in case.answers}
        lost = {place for place in sorted(asked) if pick.random() < share}
        answers = {
            (name, member): Answer(None) if (self._whole(name), member) in lost else answer
            for (name, member), answer in case.answers.items()
        }
        return replace(case, answers=answers)

    def _whole(self, name: str) -> str:
        return self.base.facts[name].part_of or name

    def nobody(self) -> Case:
        """The case in which nothing was answered yet."""
        entities = sorted(self.base.entities.values(), key=lambda e: (not e.root, not e.principal))
        principals = [entity.name for entity in entities if entity.principal]
        members = {e.name: (principals.index(e.name),) if e.principal else () for e in entities}
        closed = frozenset(e.name for e in entities if e.list_key and e.name not in self.lists)
        return Case(members, {}, closed, as_of=TODAY)

    def answered(self, person: Case, case: Case, place: Place) -> tuple[Case, Reply]:
        """The case after one question more was put to a person, and what they said."""
        name, member = place
        if member == WHOLE_LIST:
            return _listed(person, case, name)
        whole = self.base.facts[self._whole(name)]
        names = (
            [f"{whole.id}:{choice}" for choice in whole.choices] if _has_parts(whole) else [name]
        )
        new = {(one, member): person.answers[one, member] for one in names}
        reply = tuple((place, answer.value) for place, answer in new.items())
        return replace(case, answers={**case.answers, **new}), reply

    def form(self, person: Case, lists: tuple[str, ...]) -> Iterator[Place]:
        """Every question of the form, in the order of the vocabulary."""
        seen: set[str] = set()
        for fact in self.base.facts.values():
            if fact not in self.facts[fact.entity]:
                continue
            entity = self.base.entities[fact.entity]
            if entity.principal:
                yield fact.id, person.members[entity.name][0]
            if entity.name in lists and entity.name not in seen:
                seen.add(entity.name)
                for member in person.members[entity.name][int(entity.principal) :]:
                    yield entity.name, WHOLE_LIST
                    yield from ((one.id, member) for one in self.facts[entity.name])
                yield entity.name, WHOLE_LIST


def _has_parts(fact: Fact) -> bool:
    return fact.kind is Kind.CHOICES


def _choice(pick: random.Random, fact: Fact) -> Choices:
    values = list(fact.choices or (YES, NO))
    weights = [fact.prior.get(value, 0.0) for value in values] if fact.prior else None
    return Choices(pick.choices(values, weights))


def _listed(person: Case, case: Case, entity: str) -> tuple[Case, Reply]:
    here = case.members[entity]
    if len(here) == len(person.members[entity]):
        return replace(case, complete=case.complete | {entity}), (((entity, WHOLE_LIST), NO),)
    members = {**case.members, entity: person.members[entity][: len(here) + 1]}
    return replace(case, members=members), (((entity, WHOLE_LIST), YES),)


def _only_fact(variable: Variable) -> str:
    """The number or date that a variable is about, if it is about one alone."""
    if not isinstance(variable.subject, Measure) or len(variable.subject.terms) > 1:
        return ""
    node: Number = variable.subject.terms[0][0].node
    if isinstance(node, IfKnown):
        node = node.number
    if isinstance(node, Months):
        node = node.start if node.end is None and node.start else node
    return node.fact if isinstance(node, Ref) else ""
