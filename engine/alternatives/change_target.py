"""What is wanted of a conclusion: the outcomes that are good enough."""

from dataclasses import dataclass
from math import inf

from engine.ir.base import NUMERIC, Fact
from engine.ir.values import Choices, Interval, Value
from engine.problem import BadInput, Problem, Problems, listing, suggest
from engine.reading.answers import read_value
from engine.span import NOWHERE


@dataclass(frozen=True, slots=True)
class Target:
    """Good enough are these values of a choice, or a number from `low` to `high`."""

    values: frozenset[str] = frozenset()
    low: float = -inf
    high: float = inf

    def reached(self, value: Value) -> bool:
        """Whether whatever the fact can still be is good enough."""
        if isinstance(value, Interval):
            return value.figure is True and self.low <= value.low and value.high <= self.high
        return bool(value) and value <= self.values

    def missed(self, value: Value) -> bool:
        """Whether nothing that the fact can still be is good enough."""
        if isinstance(value, Interval):
            return value.figure is False or value.high < self.low or self.high < value.low
        return not value & self.values


def wanted(fact: Fact, now: Value, to: str | None) -> Target | None:
    """The outcomes at least as good as `to`, or as the next better one; None if there is none.

    Raises BadInput where `to` is no outcome, or is needed and not given.
    """
    if fact.kind in NUMERIC:
        return _amount(fact, to)
    if not fact.choices:
        raise _mistake(f"{fact.id} has no outcomes", "name a decision, or a fact with values")
    if to is not None and to not in fact.choices:
        raise _mistake(f"{to} is not an outcome of {fact.id}", suggest(to, fact.choices))
    if to is not None:
        _refuse_unranked(fact, now, to)
        return Target(frozenset(_from(fact, to)))
    assert isinstance(now, frozenset)
    better = _next(fact, now)
    return None if better is None else Target(frozenset(_from(fact, better)))


def _from(fact: Fact, value: str) -> tuple[str, ...]:
    """The value and those better than it; the value alone where nothing ranks it."""
    return fact.better[fact.better.index(value) :] if value in fact.better else (value,)


def _refuse_unranked(fact: Fact, now: Value, to: str) -> None:
    """Raise BadInput for an outcome without a rank beside others that have one."""
    if fact.better and to not in fact.better and now != Choices({to}):
        what = f"“{fact.choices[to]}” is neither better nor worse than other outcomes of {fact.id}"
        raise _mistake(what, f"name one of {listing([*fact.better])}")


def _next(fact: Fact, now: frozenset[str]) -> str | None:
    """The outcome next better than the worst that is possible now; None at the best."""
    ranked = [value for value in fact.better if value in now]
    if not ranked or not now <= {*fact.better}:
        others = [*fact.better] or [value for value in fact.choices if {value} != {*now}]
        hint = f"say what you want: --to with one of {listing(others)}"
        what = "and nothing says which is better" if not fact.better else "which has no rank"
        labels = [f"“{label}”" for one, label in fact.choices.items() if one in now]
        raise _mistake(f"{fact.label} is {listing(labels)} now, {what}", hint)
    place = fact.better.index(ranked[0]) + 1
    return fact.better[place] if place < len(fact.better) else None


def _amount(fact: Fact, to: str | None) -> Target:
    if fact.better not in (("higher",), ("lower",)):
        raise _mistake(f"nothing says whether more of {fact.id} is better", "name a decision")
    if to is None:
        raise _mistake(f"{fact.id} is a number", "say how much you want: --to NUMBER")
    problems = Problems()
    value = read_value(fact, to, NOWHERE, problems)
    if not isinstance(value, Interval):
        raise BadInput(problems.sorted())
    if fact.better == ("higher",):
        return Target(low=value.low)
    return Target(high=value.high)


def _mistake(message: str, hint: str) -> BadInput:
    return BadInput([Problem(NOWHERE, message, hint)])
