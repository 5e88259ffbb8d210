"""Random cases for any rule base, and what can be added to what is known of a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import floor
from typing import Any

from hypothesis import strategies as st

from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.conditions import Constant, Node, Parameter, children
from engine.ir.dates import parse_date
from engine.ir.values import ONLY_NO, ONLY_YES, Choices, Interval, Value

OPEN, UNKNOWN, PARTLY, VALUE = "open", "unknown", "partly", "value"
ALL = (VALUE,)
TODAY = date(2026, 11, 22)
DATES = ("2024-06", "2026-11-22", "2027-01-31", "2027-09", "2028", "2029-09-15")
MOODS = (
    (OPEN,),
    (OPEN, OPEN, OPEN, UNKNOWN, VALUE),
    (OPEN, UNKNOWN, PARTLY, VALUE),
    (VALUE, VALUE, VALUE, VALUE, PARTLY, UNKNOWN, OPEN),
    ALL,
)


@dataclass(frozen=True)
class Questions:
    """The questions of a base, and strategies for answering them."""

    base: RuleBase

    @cached_property
    def of(self) -> Mapping[str, tuple[Fact, ...]]:
        """The questions of each entity; a set-valued one stands for its members."""
        found: dict[str, list[Fact]] = {name: [] for name in self.base.entities}
        for fact in self.base.facts.values():
            if not fact.derived and not fact.part_of and fact.kind is not Kind.TEXT:
                found[fact.entity].append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The entities of which a case may have any number."""
        return tuple(e.name for e in self.base.entities.values() if e.list_key)

    @cached_property
    def figures(self) -> tuple[float, ...]:
        """Numbers that conditions mention, and those around them."""
        named = {n.value for n in _nodes(_roots(self.base)) if isinstance(n, Constant | Parameter)}
        return tuple(sorted({0.0, *(figure + by for figure in named for by in (-1, 0, 1))}))

    def places(self, fact: Fact, member: int) -> list[Place]:
        """Where the answer to a question goes."""
        if fact.kind is Kind.CHOICES:
            return [(f"{fact.id}:{choice}", member) for choice in fact.choices]
        return [(fact.id, member)]

    def answers(self, fact: Fact, member: int, state: str) -> st.SearchStrategy[dict[Place, Any]]:
        """Answers to one question; PARTLY: only some members of a set-valued one are known."""
        places = self.places(fact, member)
        if state == OPEN:
            return st.just({})
        if state == UNKNOWN:
            return st.just({place: Answer(None) for place in places})
        if fact.kind is Kind.CHOICES:
            rest = Answer(None if state == PARTLY else ONLY_NO)
            each = st.sampled_from([rest, Answer(ONLY_YES)])
            return st.fixed_dictionaries(dict.fromkeys(places, each))
        return st.sampled_from([{places[0]: Answer(value)} for value in self.values(fact)])

    def values(self, fact: Fact) -> list[Value]:
        """Some values of a fact: all of a choice, for a number those near what rules mention."""
        if fact.kind is Kind.DATE:
            return [value for text in DATES if (value := parse_date(text))]
        if fact.kind not in NUMERIC:
            return [Choices({choice}) for choice in fact.choices]
        near = {min(max(figure, fact.low), fact.high) for figure in self.figures}
        if fact.kind is Kind.COUNT:
            near = {float(floor(figure)) for figure in near}
        return [Interval(figure, figure) for figure in sorted(near, key=abs)]


def _roots(base: RuleBase) -> Iterator[Node]:
    yield from (fact.formula for fact in base.facts.values() if fact.formula is not None)
    for item in base.governed.values():
        if item.when is not None:
            yield item.when
    yield from (constraint.never for constraint in base.constraints)


def _nodes(roots: Iterable[Node]) -> Iterator[Node]:
    for root in roots:
        yield root
        yield from _nodes(children(root))


@st.composite
def cases(
    draw: st.DrawFn,
    asked: Questions,
    *,
    most: int = 4,
    complete: bool = False,
    moods: tuple[tuple[str, ...], ...] = MOODS,
) -> Case:
    """A case with up to `most` members in each list; `complete`: every list is."""
    mood = draw(st.sampled_from(moods))
    entities = sorted(asked.base.entities.values(), key=lambda e: (not e.root, not e.principal))
    principals = [entity.name for entity in entities if entity.principal]
    members: dict[str, tuple[int, ...]]
    members = {e.name: (principals.index(e.name),) if e.principal else () for e in entities}
    number = len(principals)
    for name in asked.lists:
        size = draw(st.integers(0, most))
        members[name] += tuple(range(number, number + size))
        number += size
    answers: dict[Place, Answer] = {}
    for name, numbers in members.items():
        for member in numbers:
            answers |= draw(member_answers(asked, name, member, mood))
    closed = asked.lists if complete else draw(st.sets(st.sampled_from([*asked.lists, ""])))
    return Case(members, answers, frozenset(closed) - {""}, as_of=TODAY)


@st.composite
def member_answers(
    draw: st.DrawFn, asked: Questions, entity: str, member: int, mood: tuple[str, ...]
) -> dict[Place, Answer]:
    """Answers to the questions about one member."""
    found: dict[Place, Answer] = {}
    for fact in asked.of[entity]:
        state = draw(st.sampled_from(mood))
        found |= draw(asked.answers(fact, member, state))
    return found


@st.composite
def additions(draw: st.DrawFn, asked: Questions, case: Case) -> Case:
    """The case with one thing more known: an open question answered, a member, a list closed.

    Facts with a declared assumption are left alone: answering one replaces the assumption.
    """
    questions = list(_open(asked, case))
    growing = [name for name in asked.lists if name not in case.complete]
    kinds = [*(["answer"] * 3 if questions else []), *(["add", "close"] if growing else [])]
    match draw(st.sampled_from(kinds)) if kinds else "":
        case "answer":
            fact, member = draw(st.sampled_from(questions))
            found = draw(
                asked.answers(fact, member, draw(st.sampled_from([VALUE, PARTLY, UNKNOWN])))
            )
            return replace(case, answers={**case.answers, **found})
        case "add":
            return draw(_with_member(asked, case, draw(st.sampled_from(growing))))
        case "close":
            return replace(case, complete=case.complete | {draw(st.sampled_from(growing))})
    return case


@st.composite
def _with_member(draw: st.DrawFn, asked: Questions, case: Case, entity: str) -> Case:
    member = 1 + max(number for numbers in case.members.values() for number in numbers)
    members = {**case.members, entity: (*case.members[entity], member)}
    found = draw(member_answers(asked, entity, member, draw(st.sampled_from(MOODS))))
    return replace(case, members=members, answers={**case.answers, **found})


def _open(asked: Questions, case: Case) -> Iterator[tuple[Fact, int]]:
    for name, facts in asked.of.items():
        for fact in facts:
            for member in case.members[name]:
                if fact.assume is None and asked.places(fact, member)[0] not in case.answers:
                    yield fact, member
