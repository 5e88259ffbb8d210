"""What explanations say of the rules of a base, whatever the case: made once and kept with it."""

from dataclasses import dataclass, replace

from engine.explain.making import ALL_OF, Maker
from engine.explain.numbers import parameters
from engine.explain.told import Teller, Told
from engine.explain.tree import PLAIN, Line, Node, Op, Role, Step
from engine.explain.words import Words
from engine.ir.base import Fact, RuleBase
from engine.ir.conditions import Condition, Number
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule

Ruling = Row | Rule | Advice | Message | Argument
_KEY = "telling"
_ROLES: dict[type[Ruling], Role] = {Advice: Role.ADVICE, Row: Role.ROW}
_ALWAYS = {True: "in every other case", False: "always"}


@dataclass(frozen=True, slots=True, eq=False)
class Ruled:
    """A rule; where its condition is `spread` its parts stand below the rule without it."""

    rule: Ruling
    line: Line
    when: Told | None
    spread: bool

    def node(self, teller: Teller, member: int) -> Node:
        """Whether the rule holds of a member, and why."""
        about = teller.name(member)
        if self.when is None:
            return Node(self.line, True, about=about)
        found = self.when.node(teller, member)
        below = found.children if self.spread else (found,)
        return Node(self.line, found.verdict, below, about=about)


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """The formula of a fact, and the parameters that stand in it."""

    number: Told
    parameters: tuple[str, ...]


def telling(base: RuleBase) -> "Telling":
    """What is said of the rules of a base."""
    found = base.own.get(_KEY)
    if not isinstance(found, Telling):
        found = base.own[_KEY] = Telling(base)
    return found


class Telling:
    """Makes each rule once, when it is first explained; rules are kept, so that ids stay theirs."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._words = Words(base)
        self._rules: dict[int, Ruled] = {}
        self._rows: dict[str, tuple[Line, ...]] = {}
        self._formulas: dict[str, Formula] = {}

    def condition(self, node: Condition, *, holds: bool) -> Told:
        """A condition that belongs to no rule; it is not kept, nor what is said of it."""
        return Maker(self._base, Words(self._base)).condition(node, holds=holds)

    def rule(self, rule: Ruling) -> Ruled:
        """A rule with its condition."""
        found = self._rules.get(id(rule))
        if found is None:
            found = self._rules[id(rule)] = self._ruled(rule)
        return found

    def _ruled(self, rule: Ruling) -> Ruled:
        maker = Maker(self._base, self._words, rule.id, rule.sources)
        made = maker.condition(rule.when) if rule.when is not None else None
        return Ruled(rule, self._line(rule), made, made is not None and made.line.text == ALL_OF)

    def _line(self, rule: Ruling) -> Line:
        always = _ALWAYS[isinstance(rule, Row)]
        return Line(
            _ROLES.get(type(rule), Role.RULE),
            rule.because or (self._words.condition(rule.when) if rule.when else always),
            rule.id,
            rule.sources,
            rule.assumed,
            span=rule.span,
            rule=rule.id,
            step=_gives(rule) if isinstance(rule, Row) else PLAIN,
        )

    def rows(self, decision: Decision) -> tuple[Line, ...]:
        """The rows of a decision, each with its outcome."""
        found = self._rows.get(decision.fact)
        if found is None:
            outcomes = self._base.facts[decision.fact].choices
            lines = [(outcomes[row.then], self.rule(row).line) for row in decision.rows]
            found = tuple(replace(line, text=f"{then}: {line.text}") for then, line in lines)
            self._rows[decision.fact] = found
        return found

    def formula(self, fact: Fact, name: str, number: Number) -> Formula:
        """The formula of a fact."""
        found = self._formulas.get(name)
        if found is None:
            maker = Maker(self._base, self._words, name, fact.sources)
            found = self._formulas[name] = Formula(maker.number(number), parameters(number))
        return found


def _gives(row: Row) -> Step:
    return Step(Op.OTHERWISE if row.when is None else Op.NONE, (row.then,))
