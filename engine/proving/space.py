"""Variables with classes for everything that conditions read, and conditions as formulas."""

from collections.abc import Iterable, Iterator

from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Count,
    Every,
    Exists,
    IfKnown,
    IsOpen,
    IsUnknown,
    Months,
    Not,
    Number,
    Or,
    Ref,
)
from engine.proving.formula import FALSE, TRUE, Formula, Lit, both, either, literal, negation
from engine.proving.measures import (
    Linear,
    Measure,
    Slot,
    expanded,
    linear,
    slot_of,
)
from engine.proving.regions import RELATION, Range, Regions, relation
from engine.proving.subjects import (
    YES_NO,
    ByClass,
    Class,
    FirstOf,
    Meaning,
    Member,
    Moved,
    Present,
    Status,
    Subject,
    Valued,
    Variable,
)


class Space:
    """Variables by number; made when a formula first mentions them.

    With `partial` a condition is lowered to when it is sure to hold although some facts may be
    open, as advice is given; otherwise to when it holds with everything known.
    """

    def __init__(self, base: RuleBase, also: Iterable[Condition] = ()) -> None:
        self.base = base
        self.variables: list[Variable] = []
        self._numbers: dict[Subject, int] = {}
        self._regions = Regions(base, also)
        self._meanings: dict[int, Meaning | None] = {}
        self._asked = set(_status_facts(base))

    def __getstate__(self) -> dict[str, object]:
        """Without what is told again by the base."""
        return vars(self) | {"_meanings": {}}

    def number(self, subject: Subject) -> int:
        """The number of the variable about something."""
        if subject not in self._numbers:
            self._numbers[subject] = len(self.variables)
            self.variables.append(Variable(subject, self._classes(subject)))
        return self._numbers[subject]

    def _classes(self, subject: Subject) -> tuple[Class, ...]:
        match subject:
            case Valued(fact):
                return self._regions.choices(self.base.facts[fact])
            case Measure():
                return self._regions.ranges(subject)
            case Moved(measure):
                return self._regions.ranges(measure)
        return YES_NO

    def chosen(self, subject: Subject, classes: Iterable[int]) -> Formula:
        """The variable has one of the classes, given by their places."""
        number = self.number(subject)
        return literal(number, classes, len(self.variables[number].classes))

    def is_(self, subject: Subject, *, holds: bool = True) -> Formula:
        """A yes/no variable is yes, or no."""
        return self.chosen(subject, [0 if holds else 1])

    def present(self, entity: str) -> Formula:
        """That there is somebody of an entity to speak of."""
        if self.base.entities[entity].principal:
            return TRUE
        return self.is_(Present(entity))

    def alike(self, fact: str, value: str) -> frozenset[str]:
        """The values of a fact that nothing in the base tells from this one, with itself."""
        classes = self._regions.choices(self.base.facts[fact])
        return next(one for one in classes if isinstance(one, frozenset) and value in one)

    def valued(self, fact: str, slot: Slot, values: Iterable[str]) -> Formula:
        """A choice or yes/no fact has one of the values."""
        subject, among = Valued(fact, slot), frozenset(values)
        classes = self.variables[self.number(subject)].classes
        fits = [isinstance(one, frozenset) and one <= among for one in classes]
        return self.chosen(subject, [i for i, fit in enumerate(fits) if fit])

    def lower(self, node: Condition, slot: Slot, *, partial: bool = False) -> Formula:
        """The formula under which the condition holds of the member in `slot`."""
        return self._lower(node, slot, True, partial)

    def _lower(self, node: Condition, slot: Slot, holds: bool, partial: bool) -> Formula:
        match node:
            case Not(part):
                return self._lower(part, slot, not holds, partial)
            case And(parts) | Or(parts):
                join = both if isinstance(node, And) == holds else either
                return join(self._lower(part, slot, holds, partial) for part in parts)
            case Among(ref, values):
                return self._among(ref, values, slot, holds, partial)
            case Compare():
                return self._compare(node, slot, holds, partial)
            case Exists(entity, part):
                return self.is_(Member(entity, positive(part)), holds=holds)
            case Every(entity, part):
                return self.is_(Member(entity, positive(Not(part))), holds=not holds)
            case IsOpen(ref) | IsUnknown(ref):
                subject = Status(ref.fact, slot_of(ref, slot), isinstance(node, IsUnknown))
                return self.is_(subject, holds=holds)

    def _among(
        self, ref: Ref, values: frozenset[str], slot: Slot, holds: bool, partial: bool
    ) -> Formula:
        fact, own = self.base.facts[ref.fact], slot_of(ref, slot)
        wanted = values if holds else frozenset(fact.choices) - values
        formula = self.valued(ref.fact, own, wanted)
        single = len(wanted) == 1 or not fact.derived
        return both([formula, self._settled(ref.fact, own)]) if partial and single else formula

    def _settled(self, fact: str, slot: Slot) -> Formula:
        """That the fact is settled; of a derived one, where a condition asks whether it is."""
        if self.base.facts[fact].derived and fact not in self._asked:
            return TRUE
        return self.is_(Status(fact, slot, unknown=False), holds=False)

    def _compare(self, node: Compare, slot: Slot, holds: bool, partial: bool) -> Formula:
        formula = self.compared(linear(node.left, node.right, slot), node.op)
        formula = formula if holds else negation(formula)
        needed = [*self._needed(node.left, slot), *self._needed(node.right, slot)]
        return both([formula, *(self._settled(*one) for one in needed if partial)])

    def _needed(self, node: Number, slot: Slot) -> Iterator[tuple[str, Slot]]:
        """Questions without whose answer nothing is known of a number."""
        match node:
            case Ref(name):
                formula = self.base.facts[name].formula
                if formula is not None:
                    yield from self._needed(formula, slot_of(node, slot))
                elif not self.base.facts[name].derived:
                    yield name, slot_of(node, slot)
            case Months(start, end):
                for date in (start, end):
                    if date is not None:
                        yield date.fact, slot_of(date, slot)
            case Arithmetic(left, _, right):
                yield from self._needed(left, slot)
                yield from self._needed(right, slot)
            case IfKnown(inner, _):
                yield from self._needed(inner, slot)

    def compared(self, form: Linear, op: str) -> Formula:
        """`form op 0`."""
        if form.measure is None:
            return TRUE if RELATION[op](round(form.constant, 9), 0) else FALSE
        moved, edge = relation(form, op)
        classes = self.variables[self.number(form.measure)].classes
        fits = [RELATION[moved](one.sample, edge) for one in classes if isinstance(one, Range)]
        return self.chosen(form.measure, [i for i, fit in enumerate(fits) if fit])

    def meaning(self, number: int) -> Meaning | None:
        """What a derived variable follows from; None for one that is given."""
        if number not in self._meanings:
            self._meanings[number] = self._meaning(self.variables[number])
        return self._meanings[number]

    def _meaning(self, variable: Variable) -> Meaning | None:
        match variable.subject:
            case Valued(fact, slot) if fact in self.base.decisions:
                *rows, (_, last) = self.rows(fact, slot)
                return FirstOf((*rows, (TRUE, last)))  # a gap is found elsewhere, and once
            case Valued(fact, slot) if fact in self.base.concluding:
                rules = self.base.concluding[fact]
                holds = either(self.lower(rule.when, slot) for rule in rules)
                return ByClass((holds, negation(holds)))
            case Measure() as measure:
                return self._calculated(measure, variable)
        return None

    def rows(self, fact: str, slot: Slot) -> Iterator[tuple[Formula, int]]:
        """The rows of a decision: when each holds and the class of its outcome."""
        for row in self.base.decisions[fact].rows:
            outcome = self.valued(fact, slot, [row.then])
            when = TRUE if row.when is None else self.lower(row.when, slot)
            yield when, next(iter(outcome.classes)) if isinstance(outcome, Lit) else 0

    def _calculated(self, measure: Measure, variable: Variable) -> ByClass | None:
        cases = expanded(self.base, measure)
        if not cases:
            return None
        found = []
        for one in variable.classes:
            assert isinstance(one, Range)
            parts = [
                both([*(self.valued(r.fact, s, [v]) for r, v, s in choices), self._in(form, one)])
                for choices, form in cases
            ]
            found.append(either(parts))
        return ByClass(tuple(found))

    def _in(self, form: Linear, one: Range) -> Formula:
        low = Linear(form.measure, form.scale, form.constant - one.low)
        high = Linear(form.measure, form.scale, form.constant - one.high)
        parts = []
        if one.low > float("-inf"):
            parts.append(self.compared(low, ">=" if one.low_in else ">"))
        if one.high < float("inf"):
            parts.append(self.compared(high, "<=" if one.high_in else "<"))
        return both(parts)


def positive(node: Condition) -> Condition:
    """Without a double negation in front, so that the same question is one variable."""
    while isinstance(node, Not) and isinstance(node.part, Not):
        node = node.part.part
    return node


def _status_facts(base: RuleBase) -> Iterator[str]:
    """Facts of which some condition asks whether they are settled."""
    waiting: list[object] = [advice.when for advice in base.advice]
    waiting += [message.when for message in base.messages]
    waiting += [part.when for message in base.messages for part in message.parts]
    while waiting:
        node = waiting.pop()
        match node:
            case IsOpen(ref) | IsUnknown(ref):
                yield ref.fact
            case And(parts) | Or(parts):
                waiting += parts
            case Not(part) | Exists(_, part) | Every(_, part) | Count(_, part):
                waiting.append(part)
