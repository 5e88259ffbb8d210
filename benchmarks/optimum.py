"""The interview beside the best there can be, on small made-up bases that allow trying all orders.

A base has eight questions, two yes/no conclusions and two decisions in two layers; everybody
answers alike often.
"""

import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path

from engine.asking.choose import Chooser
from engine.asking.goals import Goals, Left
from engine.ir.case import Answer, Case
from engine.proving.subjects import Valued
from engine.reading.base import read_base
from engine.reason.interpret import interpret

GOALS = ("first", "second")
_OWN = {"because": "so", "assumed": "yes"}
State = tuple[Left, ...]


def made_up(pick: random.Random, questions: int = 8) -> list[object]:
    """The items of a small base."""
    values = {value: value for value in "abc"}
    facts: dict[str, object] = {}
    tests: list[str] = []
    for number in range(questions):
        name, chosen = f"q{number}", pick.random() < 0.5
        kind = {"type": "choice", "values": values} if chosen else {"type": "yes_no"}
        facts[name] = {"ask": "?", "label": name, **kind}
        tests += [f"{name} is {value}" for value in ("abc" if chosen else ["yes", "no"])]
    items: list[object] = [
        {"entities": {"me": {"label": "you", "root": "yes", "key": "me"}}},
        {"report": {"title": "t", "version": "1", "sections": {"main": "Main"}}},
        {"facts": facts},
    ]
    derived: dict[str, object] = {name: {"label": name, "type": "yes_no"} for name in "yz"}
    choice = {"label": "d", "type": "choice", "values": values}
    items.append({"derived": {**derived, **dict.fromkeys(GOALS, choice)}})
    for name in "yz":
        for index in range(2):
            rule = {"rule": f"{name}/{index}", "when": _condition(pick, tests), **_OWN}
            items.append({**rule, "conclude": {name: "yes"}})
    known = [*tests, "y is yes", "z is yes", "y is no"]
    for goal in GOALS:
        rows = [
            {"rule": f"{goal}/{i}", "when": _condition(pick, known), "then": v, **_OWN}
            for i, v in enumerate("abc")
        ]
        items.append({"decision": goal, "rows": [*rows, {"otherwise": "a", **_OWN}]})
        known += [f"{goal} is {value}" for value in "ab"]
    return items


def _condition(pick: random.Random, tests: list[str]) -> str:
    one, other, third = pick.sample(tests, 3)
    return f"{one} and ({other} or {third})"


class Small:
    """One base, its states with the mean number of questions left: at best, and as asked."""

    def __init__(self, items: list[object]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "base.yaml").write_text(json.dumps(items))
            self.base = read_base([Path(folder)])
        self.chooser = Chooser(Goals(self.base))
        self._left = self.chooser.residuals
        self._best: dict[State, float] = {}
        self._asked: dict[tuple[State, object], float] = {}
        self._variables = {
            variable.subject.fact: number
            for number, variable in enumerate(self.chooser.goals.space.variables)
            if isinstance(variable.subject, Valued)
        }

    @property
    def start(self) -> State:
        """Nothing is answered."""
        return tuple(self.chooser.goals.goal(name).left for name in GOALS)

    def after(self, state: State, number: int, chosen: int) -> State:
        """The state once a question is answered."""
        return tuple(self._left.put(left, number, chosen) for left in state)

    def best(self, state: State) -> float:
        """The least mean number of questions, by dynamic programming."""
        if state not in self._best:
            support = {
                n for left in state if len(left.outcomes) > 1 for n in self._left.support(left)
            }
            ways = (self._mean(state, number) for number in support)
            self._best[state] = 1 + min(ways) if support else 0.0
        return self._best[state]

    def _mean(self, state: State, number: int) -> float:
        shares = enumerate(self._left.shares(number))
        return sum(share * self.best(self.after(state, number, i)) for i, share in shares)

    def asked(self, state: State, case: Case, *, shown: bool) -> float:
        """The mean number of questions of the interview, until the goals are certain.

        `shown`: until the rules alone show it too, as reports need it.
        """
        key = state, frozenset(case.answers.items()) if shown else None
        if key not in self._asked:
            certain = all(len(left.outcomes) < 2 for left in state)
            known = interpret(self.base, case)[0]
            wanted = [] if certain and not shown else self.chooser.telling(known, GOALS)
            more = self._told(state, case, wanted[0].place[0], shown) if wanted else -1.0
            self._asked[key] = 1 + more
        return self._asked[key]

    def _told(self, state: State, case: Case, name: str, shown: bool) -> float:
        number = self._variables[name]
        variable = self.chooser.goals.space.variables[number]
        mean = 0.0
        for chosen, one in enumerate(variable.classes):
            assert isinstance(one, frozenset)
            answers = {**case.answers, (name, 0): Answer(frozenset(sorted(one)[:1]))}
            after = self.after(state, number, chosen)
            share = self._left.shares(number)[chosen]
            mean += share * self.asked(after, replace(case, answers=answers), shown=shown)
        return mean


def compared(bases: int, seed: int) -> tuple[float, float, float]:
    """Mean numbers of questions: the least possible, the interview, and until rules show it."""
    pick = random.Random(seed)
    best = certain = shown = 0.0
    for _ in range(bases):
        small = Small(made_up(pick))
        nobody = Case({"me": (0,)}, {})
        best += small.best(small.start)
        certain += small.asked(small.start, nobody, shown=False)
        shown += small.asked(small.start, nobody, shown=True)
    return best / bases, certain / bases, shown / bases
