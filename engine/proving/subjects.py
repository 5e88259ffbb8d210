"""What formulas are about: variables, the classes they can have, and what they follow from."""

from dataclasses import dataclass

from engine.ir.conditions import Condition
from engine.ir.values import NO, YES
from engine.proving.formula import Formula
from engine.proving.measures import Measure, Slot
from engine.proving.regions import Range


@dataclass(frozen=True, slots=True)
class Valued:
    """A choice or yes/no fact of the principal member or of an arbitrary one."""

    fact: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Member:
    """Whether some member of an entity satisfies a condition."""

    entity: str
    part: Condition


@dataclass(frozen=True, slots=True)
class Present:
    """Whether a list has the arbitrary member that formulas speak of."""

    entity: str


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a fact is not settled, or was asked without success (`unknown`)."""

    fact: str
    slot: Slot
    unknown: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A sum after one of its terms was changed, beside what it was before."""

    measure: Measure


Subject = Valued | Measure | Member | Present | Status | Moved
Class = frozenset[str] | Range
YES_NO: tuple[Class, ...] = (frozenset({YES}), frozenset({NO}))


@dataclass(frozen=True, slots=True)
class Variable:
    """What it is about and the classes it can have."""

    subject: Subject
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """A derived variable: the class of the first row whose formula holds."""

    rows: tuple[tuple[Formula, int], ...]


@dataclass(frozen=True, slots=True)
class ByClass:
    """A derived variable: for each class the formula under which it has it."""

    formulas: tuple[Formula, ...]


Meaning = FirstOf | ByClass
