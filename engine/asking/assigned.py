"""What the answers of a case say of the variables that diagrams test."""

from collections.abc import Iterator

from engine.explain.hinges import Hinges
from engine.ir.case import Place
from engine.ir.conditions import Count, Exists, IsOpen, IsUnknown, Node, Ref, Total, children
from engine.ir.values import Interval, Truth, is_settled
from engine.proving.measures import PRINCIPAL, Measure, expression
from engine.proving.ranges import contains
from engine.proving.regions import Range
from engine.proving.space import Space
from engine.proving.subjects import Member, Present, Status, Subject, Valued, Variable
from engine.reason.evaluate import amount, truth
from engine.reason.known import Known, Origin


def is_about_one(subject: Subject) -> bool:
    """Whether a variable is about the member at hand, and not the same for all of a case."""
    match subject:
        case Valued(_, slot) | Status(_, slot):
            return slot != PRINCIPAL
        case Measure(terms):
            return any(atom.slot != PRINCIPAL for atom, _ in terms)
        case Member():
            return False
    return True


class Reading:
    """A case as classes of variables, for the principal members and one entry of a list."""

    def __init__(self, space: Space, known: Known, member: int) -> None:
        self._space = space
        self._known = known.foreseeing()
        self._member = member
        self.hinges = Hinges(self._known)
        entities = known.base.entities.values()
        self._entity = next(e.name for e in entities if member in known.members(e.name))

    def speaks_of(self, number: int) -> bool:
        """Whether a variable is about these members, and not about some entry of another list."""
        match self._space.variables[number].subject:
            case Present(entity):
                return entity == self._entity
            case Valued(fact, slot) | Status(fact, slot):
                return slot == PRINCIPAL or self._space.base.facts[fact].entity == self._entity
            case Measure(terms):
                bound = (atom.node for atom, _ in terms if atom.slot != PRINCIPAL)
                return all(entity == self._entity for node in bound for entity in _bound(node))
        return True

    def class_of(self, number: int) -> int | None:
        """The class of a variable as far as the answers settle it; None while they do not."""
        if not self.speaks_of(number):
            return None
        variable = self._space.variables[number]
        match variable.subject:
            case Valued(fact, slot):
                value = self._known.value(self._place(fact, slot))
                return _first(
                    i
                    for i, one in enumerate(variable.classes)
                    if isinstance(value, frozenset) and isinstance(one, frozenset) and value <= one
                )
            case Measure():
                found = amount(expression(variable.subject), self._known, self._member)
                return _within(found, variable)
            case Member(entity, part):
                return _yes_no(truth(Exists(entity, part), self._known, self._member))
            case Status(fact, slot, unknown):
                return self._status(fact, slot, unknown)
        return 0

    def _status(self, name: str, slot: str, unknown: bool) -> int | None:
        """Settled and asked are known; what nobody asked may still become either."""
        place = self._place(name, slot)
        origin = self._known.origin(place)
        if origin in (Origin.UNKNOWN, Origin.DISPUTED):
            return 0
        if origin is Origin.DERIVED:
            return 1 if is_settled(self._known.value(place)) and not unknown else None
        return 1 if origin is Origin.ANSWER else None

    def _place(self, fact: str, slot: str) -> Place:
        ref = Ref(fact, self._space.base.facts[fact].entity, slot != PRINCIPAL)
        return self._known.place(ref, self._member)

    def questions(self, number: int) -> list[Place]:
        """The missing answers that could settle a variable."""
        if not self.speaks_of(number):
            return []
        match self._space.variables[number].subject:
            case Valued(fact, slot):
                return self.hinges.of(self._place(fact, slot))
            case Measure() as measure:
                return self.hinges.behind(expression(measure), self._member)
            case Member(entity, part):
                return self.hinges.behind(Exists(entity, part), self._member)
            case Status(fact, slot, unknown):
                ref = Ref(fact, self._space.base.facts[fact].entity, slot != PRINCIPAL)
                node = IsUnknown(ref) if unknown else IsOpen(ref)
                return self.hinges.of(self._known.place(node.ref, self._member))
        return []


def _bound(node: Node) -> Iterator[str]:
    """The entities of whose arbitrary member a number speaks."""
    if isinstance(node, Ref):
        yield from [node.entity] if node.bound else []
    elif not isinstance(node, Count | Total):
        for child in children(node):
            yield from _bound(child)


def _first(found: Iterator[int]) -> int | None:
    return next(found, None)


def _yes_no(verdict: Truth) -> int | None:
    return None if verdict is None else 0 if verdict else 1


def _within(found: Interval, variable: Variable) -> int | None:
    ranges = [one for one in variable.classes if isinstance(one, Range)]
    return next((i for i, one in enumerate(ranges) if contains(one, found)), None)
