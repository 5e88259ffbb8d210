"""What is known of the facts that are asked, as columns: answered, unknown, open, set aside."""

from typing import Protocol

from engine.columns.numbers import Num
from engine.columns.program import CASES, Bit, Figure, Program
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.values import Choices, Interval

ANSWERED, ASKED, LOW, HIGH = "answered", "asked", "low", "high"
Picks = dict[str, Bit]  # for each value of a choice whether the fact can still have it


class View(Protocol):
    """What conditions look at: every fact of every member, as far as it is known."""

    def picks(self, name: str) -> Picks:
        """The values that a choice or yes/no fact can still have."""

    def num(self, name: str) -> Num:
        """The number, or the days of a date."""

    def answered(self, name: str) -> Bit:
        """Where there is an answer that is not set aside."""

    def asked(self, name: str) -> Bit:
        """Where the question was put, whatever came of it."""


def scope_of(base: RuleBase, fact: Fact) -> str:
    """The scope of a fact's columns: the cases, or the members of an entity that can be many."""
    return CASES if base.entities[fact.entity].single else fact.entity


def is_number(fact: Fact) -> bool:
    """Whether the fact is known as an interval."""
    return fact.kind in NUMERIC or fact.kind is Kind.DATE


def has_columns(fact: Fact) -> bool:
    """Whether answers come as columns of this fact; a set-valued one has them by member."""
    return not fact.derived and fact.kind is not Kind.CHOICES


class Answers:
    """The answers as given, without assumptions: what contradictions are looked for in.

    Derived facts are not known yet.
    """

    def __init__(self, base: RuleBase, program: Program) -> None:
        self.base = base
        self.program = program

    def picks(self, name: str) -> Picks:
        """Every value but those that an answer excludes."""
        fact = self.base.facts[name]
        given = self.program.no(self.answered(name))
        return {v: self.program.some(self._is(fact, v), given) for v in choices_of(fact)}

    def num(self, name: str) -> Num:
        """The number given, else the widest."""
        fact = self.base.facts[name]
        return self.given_number(fact, self.answered(name))

    def answered(self, name: str) -> Bit:
        """Where an answer was given."""
        return self._given(name, ANSWERED)

    def asked(self, name: str) -> Bit:
        """Where the question was put."""
        return self._given(name, ASKED)

    def given_number(self, fact: Fact, where: Bit) -> Num:
        """The number that was given in some rows, elsewhere the widest."""
        wide = fact.widest
        assert isinstance(wide, Interval)
        if where is False:
            return Num(wide.low, wide.high)
        scope, p = scope_of(self.base, fact), self.program
        low, high = (p.given(fact.id, end, scope) for end in (LOW, HIGH))
        return Num(p.choose(where, low, wide.low), p.choose(where, high, wide.high))

    def _is(self, fact: Fact, value: str) -> Bit:
        if not has_columns(fact):
            return False
        return self.program.given(fact.id, is_value(value), scope_of(self.base, fact))

    def _given(self, name: str, what: str) -> Bit:
        fact = self.base.facts[name]
        if not has_columns(fact):
            return False
        return self.program.given(name, what, scope_of(self.base, fact))


def is_value(value: str) -> str:
    """The name of the column that says where an answer is a value."""
    return f"is {value}"


def choices_of(fact: Fact) -> Choices:
    """Every value of a choice or yes/no fact, in no order."""
    wide = fact.widest
    assert not isinstance(wide, Interval)
    return wide


class Taken(Answers):
    """The answers that count: contradictory ones set aside, assumptions in place of open ones."""

    def __init__(self, base: RuleBase, program: Program, disputed: dict[str, Bit]) -> None:
        super().__init__(base, program)
        self._disputed = disputed

    def answered(self, name: str) -> Bit:
        """Where an answer was given and is not set aside."""
        p = self.program
        return p.both(super().answered(name), p.no(self._disputed.get(name, False)))

    def picks(self, name: str) -> Picks:
        """What the answer says, the assumption where nobody asked, elsewhere every value."""
        fact, p = self.base.facts[name], self.program
        counts, found = self.answered(name), {}
        # What is answered with a value is answered: only what is set aside is to be left out.
        also = counts if name in self._disputed else True
        for value in choices_of(fact):
            wide = p.no(counts)
            if isinstance(fact.assume, frozenset) and value not in fact.assume:
                wide = p.both(wide, self.asked(name))
            found[value] = p.some(p.both(self._is(fact, value), also), wide)
        return found

    def num(self, name: str) -> Num:
        """What the answer says, the assumption where nobody asked, elsewhere the widest."""
        fact = self.base.facts[name]
        found = self.given_number(fact, self.answered(name))
        if not isinstance(fact.assume, Interval):
            return found
        unasked = self.program.no(self.asked(name))
        return Num(
            self._or_assumed(unasked, fact.assume.low, found.low),
            self._or_assumed(unasked, fact.assume.high, found.high),
        )

    def _or_assumed(self, unasked: Bit, assumed: float, found: Figure) -> Figure:
        return self.program.choose(unasked, assumed, found)
