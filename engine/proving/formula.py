"""Formulas over variables with finitely many classes, in negation normal form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lit:
    """The variable has one of the classes; `size` is how many classes it has."""

    variable: int
    classes: frozenset[int]
    size: int


@dataclass(frozen=True, slots=True)
class _Joined:
    parts: tuple["Formula", ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.parts))  # once, not again for all that is below

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class All(_Joined):
    """Every part holds; of no parts: always true."""

    __hash__ = _Joined.__hash__


@dataclass(frozen=True, slots=True)
class Some(_Joined):
    """Some part holds; of no parts: never true."""

    __hash__ = _Joined.__hash__


Formula = Lit | All | Some
TRUE, FALSE = All(()), Some(())


def literal(variable: int, classes: Iterable[int], size: int) -> Formula:
    """The variable has one of the classes; simplified where that is always or never so."""
    chosen = frozenset(classes)
    if not chosen:
        return FALSE
    return TRUE if len(chosen) == size else Lit(variable, chosen, size)


def both(parts: Iterable[Formula]) -> Formula:
    """Every part holds."""
    found: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        found.update(dict.fromkeys(part.parts if isinstance(part, All) else (part,)))
    return next(iter(found)) if len(found) == 1 else All(tuple(found))


def either(parts: Iterable[Formula]) -> Formula:
    """Some part holds."""
    found: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        found.update(dict.fromkeys(part.parts if isinstance(part, Some) else (part,)))
    return next(iter(found)) if len(found) == 1 else Some(tuple(found))


def negation(formula: Formula) -> Formula:
    """The formula holds exactly where the given one does not."""
    match formula:
        case Lit(variable, classes, size):
            return Lit(variable, frozenset(range(size)) - classes, size)
        case All(parts):
            return either(map(negation, parts))
        case Some(parts):
            return both(map(negation, parts))


def variables(formula: Formula) -> Iterator[int]:
    """The variables in the order written, with repetitions."""
    if isinstance(formula, Lit):
        yield formula.variable
    else:
        for part in formula.parts:
            yield from variables(part)
