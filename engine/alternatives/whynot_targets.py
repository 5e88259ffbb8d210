"""What is wanted of a case: that a row is taken, a condition holds, or a fact is settled."""

from dataclasses import dataclass
from typing import Protocol

from engine.alternatives.whynot_blame import Blame
from engine.alternatives.whynot_needs import Blames
from engine.compiled.compiler import compiler, truth
from engine.ir.case import Place
from engine.ir.conditions import Condition, Node, Ref
from engine.ir.rules import Decision
from engine.reason.known import Known


class Target(Protocol):
    """What is to come about."""

    def reached(self, trial: Known) -> bool:
        """Whether it has come about."""

    def blame(self, blame: Blame) -> Blames:
        """What must change while it has not."""

    def rests_on(self) -> tuple[Node, ...]:
        """The conditions and facts that it is about."""


@dataclass(frozen=True, slots=True)
class Taken:
    """That a decision takes a row for a member."""

    decision: Decision
    index: int
    member: int

    def reached(self, trial: Known) -> bool:
        """Whether the row holds and none before it can."""
        rows = self.decision.rows[: self.index + 1]
        holds, member = compiler(trial.base).holds, self.member
        last = rows[-1].when
        if last is not None and holds(last)(trial, member) is not True:
            return False  # as it mostly is: the others need not be looked at
        before = [row.when for row in rows[:-1]]
        return all(when is not None and holds(when)(trial, member) is False for when in before)

    def blame(self, blame: Blame) -> Blames:
        """What must change while it has not."""
        return blame.taken(self.decision.rows, self.index, self.member)

    def rests_on(self) -> tuple[Node, ...]:
        """The conditions of the row and those before it."""
        rows = self.decision.rows[: self.index + 1]
        return tuple(row.when for row in rows if row.when is not None)


@dataclass(frozen=True, slots=True)
class Holds:
    """That a condition holds of a member."""

    when: Condition
    member: int

    def reached(self, trial: Known) -> bool:
        """Whether it is sure to hold."""
        return truth(self.when, trial, self.member) is True

    def blame(self, blame: Blame) -> Blames:
        """What must change while it does not."""
        return blame.condition(self.when, self.member, True)

    def rests_on(self) -> tuple[Node, ...]:
        """The condition."""
        return (self.when,)


@dataclass(frozen=True, slots=True)
class Settled:
    """That a choice has one of the values."""

    place: Place
    wanted: frozenset[str]

    def reached(self, trial: Known) -> bool:
        """Whether it can have no other."""
        value = trial.value(self.place)
        return isinstance(value, frozenset) and value <= self.wanted

    def blame(self, blame: Blame) -> Blames:
        """What must change while it can."""
        return blame.fact(self.place, self.wanted)

    def rests_on(self) -> tuple[Node, ...]:
        """The fact."""
        return (Ref(self.place[0], "", True),)
