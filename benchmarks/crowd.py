"""Random people who know, and were asked, more or less: many and quickly.

A pool of them is drawn from the declared priors, without contradictions. Each person of the crowd
has the answers of one of the pool and 0 to 5 entries in every list, each entry from anybody's. Of
these answers some are open, some unknown and some another person's, so that they may contradict
each other; lists may grow.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.profiles import TODAY, People
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place

SEED = 20261122
SHARES = (0.0, 0.05, 0.3, 0.7)  # of answers that are open, and that are unknown
TAKEN = (0.0, 0.0, 0.1)  # of answers that are another person's
UNKNOWN = Answer(None)
SIZES, WEIGHTS = (0, 1, 2, 5), (40, 35, 22, 3)  # entries in a list; in percent
EACH = 20  # people of the crowd for each one drawn
Entry = tuple[tuple[str, Answer], ...]


def people_of(base: RuleBase) -> People:
    """Random people with entries in every list."""
    chooser = Chooser(Goals(base))
    for name in base.layout.main:
        chooser.goals.goal(base.layout.decisions[name])
    lists = tuple(entity.name for entity in base.entities.values() if entity.list_key)
    return People(base, chooser.goals.space, chooser.residuals, lists)


def drawn(people: People, count: int, pick: random.Random) -> Iterator[Case]:
    """People who know, and were asked, more or less."""
    pool = Pool(people, 2 + count // EACH, pick)
    stranger = pool.person(pick)
    for _ in range(count):
        person = pool.person(pick)
        yield blurred(people, person, stranger, pick)
        stranger = person


class Pool:
    """Parts of drawn people, to be put together anew."""

    def __init__(self, people: People, size: int, pick: random.Random) -> None:
        base = people.base
        self._lists = people.lists
        self._heads = {e.name for e in base.entities.values() if e.principal}
        self._own: list[dict[Place, Answer]] = []
        self._entries: dict[str, list[Entry]] = {name: [] for name in people.lists}
        while len(self._own) < size or not all(self._entries.values()):
            self._take(base, people.draw(pick))

    def _take(self, base: RuleBase, case: Case) -> None:
        self._principals = {name: case.members[name][:1] for name in self._heads}
        heads = {member for members in self._principals.values() for member in members}
        self._own.append({p: a for p, a in case.answers.items() if p[1] in heads})
        parts: dict[int, list[tuple[str, Answer]]] = {}
        for (name, member), answer in case.answers.items():
            parts.setdefault(member, []).append((name, answer))
        for name in self._lists:
            found = case.members[name][int(name in self._heads) :]
            self._entries[name] += [tuple(parts[member]) for member in found]

    def person(self, pick: random.Random) -> Case:
        """The answers of one, with entries of anybody."""
        answers, members = dict(pick.choice(self._own)), dict(self._principals)
        following = len(members)
        for name, size in zip(
            self._lists, pick.choices(SIZES, WEIGHTS, k=len(self._lists)), strict=True
        ):
            new = tuple(range(following, following + size))
            members[name] = (*members.get(name, ()), *new)
            following += size
            for member, entry in zip(new, pick.choices(self._entries[name], k=size), strict=True):
                answers.update([((fact, member), answer) for fact, answer in entry])
        return Case(members, answers, frozenset(self._lists), as_of=TODAY)


def blurred(people: People, person: Case, stranger: Case, pick: random.Random) -> Case:
    """The same with some answers open, unknown or another person's, and lists that may grow."""
    taken, unsure, lost = pick.choice(TAKEN), pick.choice(SHARES), pick.choice(SHARES)
    answers, chance, facts = dict[Place, Answer](), pick.random, people.base.facts
    vague: dict[Place, bool] = {}  # who is unsure of a question is unsure of all its parts
    for place, answer in person.answers.items():
        if chance() < lost:
            continue
        whole = facts[place[0]].part_of or place[0], place[1]
        if whole not in vague:
            vague[whole] = chance() < unsure
        if vague[whole]:
            answers[place] = UNKNOWN
        else:
            answers[place] = stranger.answers.get(place, answer) if chance() < taken else answer
    closed = frozenset(name for name in people.lists if chance() < 0.7)
    day = None if chance() < 0.02 else person.as_of
    return replace(person, answers=answers, complete=closed, as_of=day)
