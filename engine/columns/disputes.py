"""Contradictory answers, as columns: which are set aside before any rule runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.columns.asked import Answers, has_columns
from engine.columns.conditions import Conditions
from engine.columns.program import Bit, Program
from engine.ir.base import Constraint, RuleBase
from engine.ir.conditions import Count, Every, Exists, Node, Ref, Total, children


@dataclass(frozen=True)
class Read:
    """A fact that a constraint looks at: of the member it is about, of the principal, or of all
    members that a list has; only where every list named by `within` has a member."""

    fact: str
    entity: str
    way: str
    within: tuple[str, ...]


OWN, PRINCIPAL, ALL = "own", "principal", "all"
FIRST = "first"  # the column that tells a principal from the others of its kind


def reads(node: Node, within: tuple[str, ...] = ()) -> Iterator[Read]:
    """Everything that is looked at, as `reason.reads` finds it of one case."""
    match node:
        case Ref(fact, entity, bound):
            way = PRINCIPAL if not bound else ALL if within else OWN
            yield Read(fact, entity, way, within)
        case Exists(entity, part) | Every(entity, part) | Count(entity, part):
            yield from reads(part, (*within, entity))
        case Total(ref, part):
            yield Read(ref.fact, ref.entity, ALL, (*within, ref.entity))
            yield from reads(part, (*within, ref.entity))
        case _:
            for child in children(node):
                yield from reads(child, within)


class Disputes:
    """Where constraints are broken, and which answers are set aside for it."""

    def __init__(self, base: RuleBase, program: Program) -> None:
        self._base = base
        self._p = program
        self._answers = Answers(base.unassuming, program)
        conditions = Conditions(base.unassuming, program, self._answers)
        self.broken = {one.id: conditions.truth(one.never).holds for one in base.constraints}
        self.disputed: dict[str, Bit] = {}
        for constraint in base.constraints:
            self._set_aside(constraint)

    def _set_aside(self, constraint: Constraint) -> None:
        broken = self.broken[constraint.id]
        for read in dict.fromkeys(reads(constraint.never)):
            if has_columns(self._base.facts[read.fact]) and broken is not False:
                here = self._where(read, broken, constraint.scope)
                before = self.disputed.get(read.fact, False)
                self.disputed[read.fact] = self._p.some(before, here)

    def _where(self, read: Read, broken: Bit, scope: str) -> Bit:
        """The members of the fact's entity whose answer is set aside."""
        if read.way == OWN:
            return broken
        anywhere = self._of_any(broken, scope)
        occupied = (self._of_any(True, entity) for entity in read.within)
        there = self._p.both(anywhere, *occupied)
        if self._base.entities[read.entity].single:
            return there
        if read.way == ALL:
            found: Bit = self._p.spread(there, read.entity)
            return found
        return self._p.both(there, self._p.given(read.entity, FIRST, read.entity))

    def _of_any(self, bit: Bit, entity: str) -> Bit:
        if self._base.entities[entity].single:
            return bit
        found: Bit = self._p.gathered("any", bit, entity)
        return found
