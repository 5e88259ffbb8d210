"""Write clauses as a durable-rules ruleset that stays far from the engine's limits.

Every distinct shape of condition (key, constant member numbers) gets a number of its own, and a
fact is sent once for each number whose shape it has. So a message meets exactly one condition,
found by two equality tests (group, then number in the group); 511 conditions under one node,
64 conditions met by one fact and 255 rules sharing a condition are out of reach, the last
because a much used shape is given further numbers. Messages carry an `id` that we choose: the
engine would otherwise derive one and compare only its 32-bit hash, taking two facts for one.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from engine.firing.horn import Fact, Pattern
from engine.firing.steps import Place, Recipe, Step

GROUP = 24
"""Condition numbers per group; also keeps the number of groups low."""
JOINED_USES = 40
"""Most joined uses of one number: each is visited on a stack of 64."""
PLAIN_USES = 200
"""Most uses without join of one number: their list holds 255."""
BOOT = '{"sid":1,"id":0,"boot":1}'
"""The message that makes the first rule of every ruleset fire; its id is 0."""
BOOT_RULE = "boot"

Shape: TypeAlias = tuple[int, int | None, int | None, bool]
"""Key, constant `at` or None, constant `via` or None, whether `at` must equal `via`."""


@dataclass(frozen=True, slots=True)
class Route:
    """Facts with these constants (None: any) go out as `template`.

    A `bare` template takes the id only, since every fact sent by it is the same; any other
    takes (id, at, via).
    """

    at: int | None
    via: int | None
    same: bool
    bare: bool
    template: str

    def accepts(self, fact: Fact) -> bool:
        """Tell whether `fact`, whose key is already right, has this shape."""
        return (
            (self.at is None or self.at == fact.at)
            and (self.via is None or self.via == fact.via)
            and (not self.same or fact.at == fact.via)
        )

    def message(self, identity: int, fact: Fact) -> str:
        """Return the message that asserts `fact` under the id `identity`."""
        return self.template % (identity if self.bare else (identity, fact.at, fact.via))


@dataclass(frozen=True, slots=True)
class Rule:
    """How to read a firing of one engine rule.

    `names` are the aliases in order. If `token` is set the rule is not the last of its clause:
    `token` % (id, *values at carried) continues it. Otherwise the clause has fired.
    """

    recipe: Recipe
    names: tuple[str, ...]
    token: str | None
    carried: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A ruleset: its JSON text, its rules by number, and where facts of each key go."""

    text: str
    rules: tuple[Rule, ...]
    routes: dict[int, tuple[Route, ...]]


def layout(recipes: Sequence[Recipe]) -> Layout:
    """Return the ruleset for `recipes`."""
    writer = _Writer()
    for item in recipes:
        writer.add(item)
    return writer.finish()


class _Writer:
    """Collects rules and hands out condition numbers."""

    def __init__(self) -> None:
        """Start with the boot rule only."""
        self.count = 0
        self.numbers: defaultdict[Shape, list[int]] = defaultdict(list)
        self.uses: defaultdict[tuple[Shape, bool], int] = defaultdict(int)
        self.rules: list[Rule] = []
        boot = {"all": [{"m0": {"$and": [{"boot": 1}]}}]}
        self.definition: dict[str, object] = {BOOT_RULE: boot}

    def add(self, item: Recipe) -> None:
        """Append the engine rules of one clause, chained by tokens."""
        conditions: list[list[dict[str, object]]] = []
        for step, following in zip_longest(item.steps, item.steps[1:]):
            conditions += self._conditions(step)
            if following is None:
                self._rule(item, conditions, None, ())
            else:
                token = self._number()
                message = _token(token, len(following.carried))
                self._rule(item, conditions, message, following.carried)
                conditions = [_numbered(token)]

    def finish(self) -> Layout:
        """Return the finished ruleset."""
        routes: defaultdict[int, list[Route]] = defaultdict(list)
        for (key, at, via, same), numbers in self.numbers.items():
            for number in numbers:
                bare = at is not None and via is not None
                routes[key].append(Route(at, via, same, bare, _message(number, bare=bare)))
        text = json.dumps(self.definition, separators=(",", ":"))
        return Layout(text, tuple(self.rules), {key: tuple(r) for key, r in routes.items()})

    def _rule(
        self,
        item: Recipe,
        conditions: Sequence[list[dict[str, object]]],
        token: str | None,
        carried: Sequence[str],
    ) -> None:
        """Append one engine rule; `dist` 0 lets one fact meet two of its conditions."""
        names = tuple(f"m{index}" for index in range(len(conditions)))
        body = [{name: {"$and": c}} for name, c in zip(names, conditions, strict=True)]
        self.definition[str(len(self.rules))] = {"all": body, "dist": 0}
        places = tuple(item.sources[name] for name in carried)
        self.rules.append(Rule(item, names, token, places))

    def _conditions(self, step: Step) -> list[list[dict[str, object]]]:
        """Return the tests of each pattern: its condition number, then equality joins."""
        offset = 0 if step.first else 1
        bound = {name: ("m0", f"p{index}") for index, name in enumerate(step.carried)}
        conditions = []
        for index, pattern in enumerate(step.patterns):
            joins = _joins(pattern, bound)
            number = self._number_for(shape(pattern), joined=bool(joins))
            conditions.append(_numbered(number) + joins)
            for field, term in (("a", pattern.at), ("v", pattern.via)):
                if isinstance(term, str):
                    bound.setdefault(term, (f"m{index + offset}", field))
        return conditions

    def _number_for(self, wanted: Shape, *, joined: bool) -> int:
        """Return a number of this shape that can bear one more use."""
        index = self.uses[wanted, joined] // (JOINED_USES if joined else PLAIN_USES)
        self.uses[wanted, joined] += 1
        numbers = self.numbers[wanted]
        if index == len(numbers):
            numbers.append(self._number())
        return numbers[index]

    def _number(self) -> int:
        """Return a fresh condition number."""
        self.count += 1
        return self.count - 1


def shape(pattern: Pattern) -> Shape:
    """Return what `pattern` asks of a single fact, joins apart."""
    at, via = (None if isinstance(t, str) else t for t in (pattern.at, pattern.via))
    return pattern.key, at, via, at is None and pattern.at == pattern.via


def _joins(pattern: Pattern, bound: dict[str, tuple[str, str]]) -> list[dict[str, object]]:
    """Return one equality for each variable bound by an earlier condition."""
    terms = (("a", pattern.at),) if pattern.at == pattern.via else _fields(pattern)
    return [
        {field: {bound[term][0]: bound[term][1]}}
        for field, term in terms
        if isinstance(term, str) and term in bound
    ]


def _fields(pattern: Pattern) -> tuple[tuple[str, int | str], ...]:
    """Return the message fields of a pattern with their terms."""
    return ("a", pattern.at), ("v", pattern.via)


def _numbered(number: int) -> list[dict[str, object]]:
    """Return the two tests that single out a condition number."""
    return [{"b": number // GROUP}, {"c": number % GROUP}]


def _message(number: int, *, bare: bool) -> str:
    """Return the template of a fact's message; a `bare` one needs no member numbers."""
    fields = "" if bare else ',"a":%d,"v":%d'
    return f'{{"sid":1,"id":%d,"b":{number // GROUP},"c":{number % GROUP}{fields}}}'


def _token(number: int, carried: int) -> str:
    """Return the template of the token that continues a clause with `carried` values."""
    fields = "".join(f',"p{index}":%d' for index in range(carried))
    return f'{{"sid":1,"id":%d,"b":{number // GROUP},"c":{number % GROUP}{fields}}}'
