"""A whole rule base as one program of column operations."""

from dataclasses import dataclass, field

from engine.columns.asked import Picks, Taken, choices_of, is_number
from engine.columns.conditions import Conditions
from engine.columns.disputes import Disputes
from engine.columns.numbers import Num, Truth
from engine.columns.program import Bit, Program
from engine.ir.base import RuleBase
from engine.ir.conditions import Condition
from engine.ir.rules import Decision
from engine.ir.values import NO, YES

ALWAYS = Truth(True, False)
_KEY = "columns"


@dataclass
class Compiled:
    """The program of a base, and which of its columns say what.

    Each column has a row for each member of the entity that its fact or rule is about. `values`
    are the derived facts, `truths` the verdicts on rows and rules, `fired` what took effect, by
    id; `broken` are the constraints that answers contradict, `disputed` the facts set aside.
    """

    base: RuleBase
    program: Program = field(default_factory=Program)
    values: dict[str, Picks | Num] = field(default_factory=dict)
    truths: dict[str, Truth] = field(default_factory=dict)
    fired: dict[str, Bit] = field(default_factory=dict)
    broken: dict[str, Bit] = field(default_factory=dict)
    disputed: dict[str, Bit] = field(default_factory=dict)


def compiled(base: RuleBase) -> Compiled:
    """The columns of a base; compiled once."""
    found = base.own.get(_KEY)
    if not isinstance(found, Compiled):
        found = base.own[_KEY] = _Compiler(base).run()
    return found


class _Known(Taken):
    """What is known of every fact, derived ones once they are compiled."""

    def __init__(self, out: Compiled) -> None:
        super().__init__(out.base, out.program, out.disputed)
        self._values = out.values
        self._kept: dict[str, Picks | Num] = {}

    def picks(self, name: str) -> Picks:
        """The values that a choice or yes/no fact can still have."""
        found = self._values.get(name) or self._kept.get(name)
        if found is None:
            found = self._kept[name] = super().picks(name)
        assert isinstance(found, dict)
        return found

    def num(self, name: str) -> Num:
        """The number, or the days of a date."""
        found = self._values.get(name) or self._kept.get(name)
        if found is None:
            found = self._kept[name] = super().num(name)
        assert isinstance(found, Num)
        return found


class _Compiler:
    def __init__(self, base: RuleBase) -> None:
        self._out = Compiled(base)
        self._p = self._out.program
        disputes = Disputes(base, self._p)
        self._out.broken, self._out.disputed = disputes.broken, disputes.disputed
        self._conditions = Conditions(base, self._p, _Known(self._out))

    def run(self) -> Compiled:
        """Every derived fact in order, then every advice."""
        out = self._out
        for name in out.base.order:
            out.values[name] = self._derived(name)
        for advice in out.base.advice:
            out.fired[advice.id] = self._truth(advice.when).holds
        return out

    def _truth(self, when: Condition | None) -> Truth:
        return ALWAYS if when is None else self._conditions.truth(when)

    def _derived(self, name: str) -> Picks | Num:
        base = self._out.base
        formula = base.facts[name].formula
        if formula is not None:
            return self._conditions.amount(formula)
        if name in base.decisions:
            return self._decided(base.decisions[name])
        assert not is_number(base.facts[name])
        return self._completed(name)

    def _completed(self, name: str) -> Picks:
        """Yes if some rule holds, no if every one fails."""
        rules = self._out.base.concluding[name]
        for rule in rules:
            found = self._out.truths[rule.id] = self._truth(rule.when)
            self._out.fired[rule.id] = found.holds
        truths = [self._out.truths[rule.id] for rule in rules]
        fails = self._p.both(*(truth.fails for truth in truths))
        holds = self._p.some(*(truth.holds for truth in truths))
        return {YES: self._p.no(fails), NO: self._p.no(holds)}

    def _decided(self, decision: Decision) -> Picks:
        """The outcomes of rows that can still be the first to hold."""
        p, out = self._p, self._out
        possible: dict[str, list[Bit]] = {v: [] for v in choices_of(out.base.facts[decision.fact])}
        reached: Bit = True  # no row before holds
        left: Bit = True  # every row before fails
        for row in decision.rows:
            truth = out.truths[row.id] = self._truth(row.when)
            possible[row.then].append(p.both(reached, p.no(truth.fails)))
            out.fired[row.id] = p.both(left, truth.holds)
            reached, left = p.both(reached, p.no(truth.holds)), p.both(left, truth.fails)
        return {value: p.some(*bits) for value, bits in possible.items()}
