"""Makes of conditions and numbers what explanations say of them, whatever the case."""

from math import inf

from engine.compiled.amounts import Holds
from engine.compiled.compiler import compiler
from engine.compiled.holding import fails
from engine.explain.numbers import Counted, Read, Summand, Today, Worked, parameters
from engine.explain.told import Comparison, Joint, Over, Test, Told
from engine.explain.tree import PLAIN, Line, Op, Role, Step
from engine.explain.words import CONTRARY, Words
from engine.ir.base import RuleBase
from engine.ir.conditions import (
    Among,
    And,
    Arithmetic,
    Compare,
    Condition,
    Constant,
    Count,
    Every,
    Exists,
    IfKnown,
    IsOpen,
    IsUnknown,
    KnownFrom,
    Lookup,
    Months,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
    Total,
)
from engine.ir.values import Interval
from engine.reason.evaluate import bounds

ALL_OF, ANY_OF = "all of these", "at least one of these"  # the texts of plain joints
_OPS: dict[type[Number], Op] = {
    Constant: Op.FIGURE,
    Parameter: Op.PARAMETER,
    KnownFrom: Op.BOTH,
    Months: Op.MONTHS,
}


class Maker:
    """Makes the conditions and numbers of one rule, or of none."""

    def __init__(
        self, base: RuleBase, words: Words, rule: str = "", sources: tuple[str, ...] = ()
    ) -> None:
        self._base = base
        self._words = words
        self._rule = rule
        self._sources = sources

    def condition(self, node: Condition, *, holds: bool = True) -> Told:
        """The condition, or its contrary."""
        match node:  # what there is most of comes first
            case Among(ref) | IsUnknown(ref) | IsOpen(ref):
                step = self._sought(node, holds=holds)
                return Test(self._test(node, step, holds=holds), self._holds(node, holds), ref)
            case And(parts) | Or(parts):
                return self._joint(node, parts, holds=holds)
            case Compare(left, op, right):
                line = self._test(node, Step(op if holds else CONTRARY[op]), holds=holds)
                sides = self.number(left), self.number(right)
                return Comparison(line, self._holds(node, holds), sides)
            case Not(part):
                return self.condition(part, holds=not holds)
            case Exists(_, part) | Every(_, part):
                return self._over(node, part, holds=holds)

    def _holds(self, node: Condition, holds: bool) -> Holds:
        found = compiler(self._base).holds(node)
        return found if holds else fails(found)

    def _line(self, role: Role, node: Condition, text: str, step: Step = PLAIN) -> Line:
        named = parameters(node) if isinstance(node, Compare) else ()
        return Line(role, text, "", self._sources, False, named, node.span, self._rule, step)

    def _test(self, node: Condition, step: Step, *, holds: bool) -> Line:
        return self._line(Role.TEST, node, self._words.condition(node, holds=holds), step)

    def _sought(self, node: Among | IsUnknown | IsOpen, *, holds: bool) -> Step:
        """What a test of one fact, or its contrary, looks for."""
        match node:
            case Among(ref, values):
                choices = self._base.facts[ref.fact].choices
                return Step(Op.AMONG, tuple(c for c in choices if (c in values) == holds))
            case IsUnknown():
                return Step(Op.UNKNOWN if holds else Op.NOT_UNKNOWN)
            case IsOpen():
                return Step(Op.OPEN if holds else Op.SETTLED)

    def _joint(self, node: And | Or, parts: tuple[Condition, ...], *, holds: bool) -> Told:
        every = isinstance(node, And) == holds
        role, text = (Role.ALL, ALL_OF) if every else (Role.ANY, ANY_OF)
        made = [self.condition(part, holds=holds) for part in parts]
        return Joint(self._line(role, node, text), made, decisive=not every)

    def _over(self, node: Exists | Every, part: Condition, *, holds: bool) -> Told:
        role = Role.MEMBERS if isinstance(node, Exists) == holds else Role.ALL
        text, key = self._words.condition(node, holds=holds), self._base.entities[node.entity].key
        grown = f"{text} (the list of {key} may still grow)"
        line, growing = (
            self._line(role, node, text),
            self._line(role, node, grown, Step(grows=True)),
        )
        made = self.condition(part, holds=holds)
        return Over(line, growing, self._holds(node, holds), node.entity, made)

    def number(self, node: Number | None) -> Told:
        """The number; None: today."""
        match node:
            case Ref():
                return Read(self._figure(node, PLAIN), node)
            case None:
                return Today()
            case Constant() | Parameter():
                return self._worked(node, Step(_OPS[type(node)]))
            case Arithmetic(left, _, right) | KnownFrom(left, right) | Months(left, right):
                step = Step(node.op if isinstance(node, Arithmetic) else _OPS[type(node)])
                return self._worked(node, step, self.number(left), self.number(right))
            case Lookup(table, ref):
                figures = tuple(self._base.tables[table].figures.items())
                return self._worked(node, Step(Op.LOOKUP, figures=figures), self.number(ref))
            case IfKnown(inner, condition):
                step = Step(Op.IF_KNOWN, rest=bounds(inner, self._base))
                return self._worked(node, step, self.condition(condition), self.number(inner))
            case Count(entity, part):
                return self._list(node, entity, self.condition(part), Op.COUNT, None)
            case Total(ref, part):
                return self._total(node, ref, part)

    def _figure(self, node: Number, step: Step) -> Line:
        named = (node.name,) if isinstance(node, Parameter) else ()
        return Line(Role.NUMBER, self._words.number(node), parameters=named, step=step)

    def _worked(self, node: Number, step: Step, *parts: Told) -> Told:
        return Worked(self._figure(node, step), compiler(self._base).amount(node), parts)

    def _list(self, node: Number, entity: str, part: Told, op: Op, rest: Interval | None) -> Told:
        line, growing = (self._figure(node, Step(op, grows=g, rest=rest)) for g in (False, True))
        return Counted(line, growing, compiler(self._base).amount(node), entity, part)

    def _total(self, node: Total, ref: Ref, part: Condition) -> Told:
        """The summands; what further members may add is at least nothing where none is negative."""
        fact = self._base.facts[ref.fact]
        rest = Interval(0, inf) if fact.low >= 0 and not fact.derived else Interval()
        line = Line(Role.NUMBER, fact.label, step=Step(Op.SUMMAND))
        summand = Summand(line, ref.fact, self.condition(part))
        return self._list(node, ref.entity, summand, Op.TOTAL, rest)
