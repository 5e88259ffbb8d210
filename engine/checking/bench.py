"""What every check works with: the base, a prover, and each condition as a formula."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.checking.situation import Told, formula_of, in_questions, widest
from engine.ir.base import RuleBase
from engine.ir.conditions import Condition
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule
from engine.proving.formula import TRUE, Formula, both, negation
from engine.proving.measures import Slot
from engine.proving.prover import Prover
from engine.proving.subjects import Valued
from engine.proving.world import item_slot


@dataclass(frozen=True, slots=True)
class Item:
    """A rule, advice, message or argument, and when it takes effect."""

    item: Rule | Advice | Message | Argument
    formula: Formula


@dataclass(frozen=True, slots=True)
class Reached:
    """A row, when its condition holds, and when it is taken: no row before it holds."""

    row: Row
    holds: Formula
    taken: Formula
    before: Formula


class Bench:
    """A rule base under proof."""

    def __init__(self, base: RuleBase, prover: Prover | None = None) -> None:
        self.base = base
        self.prover = prover or Prover(base, [one.when for one in base.arguments])
        self.told = Told(base)

    def slot(self, scope: str) -> Slot:
        """The member that stands for all members of a scope."""
        return item_slot(self.base, scope)

    def lower(self, when: Condition | None, scope: str, *, partial: bool = False) -> Formula:
        """A condition as a formula; none always holds."""
        if when is None:
            return TRUE
        return self.prover.space.lower(when, self.slot(scope), partial=partial)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every rule, advice, message and argument."""
        base = self.base
        found: list[Rule | Advice | Message | Argument] = [*base.rules, *base.advice]
        found += [*base.messages, *base.arguments]
        return tuple(
            Item(
                one,
                both(
                    [
                        self.prover.space.present(one.scope),
                        self.lower(one.when, one.scope, partial=asks(one)),
                    ]
                ),
            )
            for one in found
        )

    def rows(self, decision: Decision) -> Iterator[Reached]:
        """The rows of a decision in order."""
        before = self.prover.space.present(decision.scope)
        for row in decision.rows:
            holds = self.lower(row.when, decision.scope)
            yield Reached(row, holds, both([before, holds]), before)
            before = both([before, negation(holds)])

    @cached_property
    def unreachable(self) -> dict[tuple[str, str], bool]:
        """Values of derived facts that nobody can have; True where a row or rule names them."""
        found = {}
        for name in self.base.order:
            fact = self.base.facts[name]
            slot = self.slot(fact.entity)
            for value in fact.choices:
                someone = self.prover.space.present(fact.entity)
                valued = self.prover.space.valued(name, slot, [value])
                if not self.prover.possible(both([someone, valued])):
                    rows = self.base.decisions[name].rows if name in self.base.decisions else ()
                    named = any(row.then == value for row in rows)
                    found[name, value] = named or (value == "yes" and not rows)
        return found

    @cached_property
    def _faulty(self) -> frozenset[int]:
        """The variables of derived facts that have a value which nobody can have."""
        slots = {name: self.slot(self.base.facts[name].entity) for name, _ in self.unreachable}
        return frozenset(self.prover.space.number(Valued(*one)) for one in slots.items())

    def never(self, formula: Formula) -> bool:
        """Whether nobody satisfies it, for a cause of its own.

        Not, that is, because of a value that nobody can have: that is reported where it is given.
        """
        if self.prover.possible(formula):
            return False
        return not self._faulty or not self.prover.possible(formula, given=self._faulty)

    def situation(self, formula: Formula) -> tuple[str, str]:
        """The widest situation in which it holds: over the facts it names, and over questions."""
        direct = widest(self.prover, formula)
        text = self.told.cube(self.prover, direct)
        if all(self.prover.space.meaning(name) is None for name in direct):
            return text, ""
        narrowed = both([formula, formula_of(self.prover, direct)])
        asked = in_questions(self.prover, narrowed)
        return text, self.told.cube(self.prover, asked)


def asks(item: Rule | Advice | Message | Argument) -> bool:
    """Whether its condition may speak of facts that are open."""
    return not isinstance(item, Rule | Argument)
