"""Building explanation trees from what is known and concluded."""

from collections.abc import Iterable
from dataclasses import replace

from engine.explain.tree import Node, Role
from engine.explain.words import Words
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
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
    KnownFrom,
    Lookup,
    Months,
    Not,
    Number,
    Or,
    Parameter,
    Ref,
    Total,
    children,
)
from engine.ir.rules import Advice, Decision, Message, Row, Rule
from engine.ir.values import ONLY_YES, Interval, Truth, is_settled
from engine.reason.evaluate import truth
from engine.reason.interpret import reachable_rows, taken_row
from engine.reason.known import Known, Origin

_SAID = {
    Origin.ANSWER: "you said",
    Origin.ASSUMED: "assumed, you have not said",
    Origin.UNKNOWN: "you do not know",
    Origin.OPEN: "not answered yet",
    Origin.DISPUTED: "set aside, it contradicts another answer",
}


ALL_OF = "all of these"
_ALWAYS = {True: "in every other case", False: "always"}


class Explainer:
    """Explains the conclusions of one run; each derived fact is explained once and shared."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._base = known.base
        self.words = Words(known.base)
        self._facts: dict[Place, Node] = {}

    def name(self, member: int) -> str:
        """What the person calls a member; its entity's label and number where it has no name."""
        for entity, members in self._known.case.members.items():
            principal = self._base.entities[entity].principal
            if member in (members[1:] if principal else members):
                label = self._base.entities[entity].label
                return self._distinct(entity, member) or f"{label} {members.index(member) + 1}"
        return ""

    def _distinct(self, entity: str, member: int) -> str:
        """The given name; numbered where an earlier member has the same."""
        name = self.given(entity, member)
        earlier = [m for m in self._known.members(entity) if m < member]
        same = sum(self.given(entity, m) == name for m in earlier) if name else 0
        return f"{name} ({same + 1})" if same else name

    def given(self, entity: str, member: int) -> str:
        """The answer that names a member; empty while there is none."""
        name = self._base.entities[entity].named_by
        if not name or self._base.facts[name].kind is Kind.TEXT:
            return self._known.case.text(name, member)
        value = self._known.value((name, member))
        return self.words.value(self._base.facts[name], value) if is_settled(value) else ""

    def fact(self, place: Place) -> Node:
        """Why a fact has its value, or what keeps it open."""
        if place not in self._facts:
            self._facts[place] = self._fact(place)
        return self._facts[place]

    def _fact(self, place: Place) -> Node:
        fact = self._base.facts[place[0]]
        value = self._known.value(place)
        text = self.words.fact_is(fact, value)
        origin = self._known.origin(place)
        settled = is_settled(value) or origin is Origin.ANSWER
        verdict = True if settled else None
        if origin is not Origin.DERIVED:
            return self._asked(fact, place, self._said(fact, place, origin), verdict)
        role = Role.DECISION if fact.id in self._base.decisions else Role.FACT
        return Node(
            role,
            text,
            verdict,
            id=fact.id,
            place=place,
            origin=origin,
            about=self.name(place[1]),
            parameters=_parameters(fact.formula) if fact.formula else (),
            span=fact.span,
            children=tuple(self._derivation(fact, place[1])),
        )

    def _said(self, fact: Fact, place: Place, origin: Origin) -> str:
        """What was answered, also where it is set aside, and where the answer comes from."""
        answer = self._known.case.answers.get(place)
        if fact.kind is Kind.TEXT and answer is not None:
            return f"{fact.label}: {answer.value or 'not known'} ({_SAID[Origin.ANSWER]})"
        if fact.kind is Kind.CHOICES:
            return self._several(fact, place[1])
        value = self._known.value(place)
        given = answer.value if answer is not None else None
        if origin is Origin.DISPUTED and isinstance(given, frozenset | Interval):
            value = given
        return f"{self.words.fact_is(fact, value)} ({_SAID[origin]})"

    def _several(self, fact: Fact, member: int) -> str:
        answers = {
            c: self._known.case.answers.get((f"{fact.id}:{c}", member)) for c in fact.choices
        }
        if not any(answers.values()):
            return f"{fact.label}: open ({_SAID[Origin.OPEN]})"
        chosen = [
            fact.choices[c] for c, answer in answers.items() if answer and answer.value == ONLY_YES
        ]
        return f"{fact.label}: {', '.join(chosen) or 'none of them'} ({_SAID[Origin.ANSWER]})"

    def _asked(self, fact: Fact, place: Place, text: str, verdict: Truth) -> Node:
        answer = self._known.case.answers.get(place)
        return Node(
            Role.FACT,
            text,
            verdict,
            id=fact.id,
            place=place,
            origin=self._known.origin(place),
            about=self.name(place[1]),
            sources=fact.sources,
            span=answer.span if answer else fact.span,
        )

    def _derivation(self, fact: Fact, member: int) -> Iterable[Node]:
        if fact.id in self._base.decisions:
            return self._rows(self._base.decisions[fact.id], member)
        if fact.formula is not None:
            return self._number(fact.formula, member)
        nodes = [self.rule(rule, member) for rule in self._base.concluding[fact.id]]
        holding = [node for node in nodes if node.verdict]
        return holding or nodes

    def _rows(self, decision: Decision, member: int) -> Iterable[Node]:
        """Every row up to the one taken: those before it had to fail for it to count."""
        verdicts = [self._verdict(row.when, member) for row in decision.rows]
        last = max(reachable_rows(verdicts))
        outcomes = self._base.facts[decision.fact].choices
        nodes = [
            replace(node, text=f"{outcomes[row.then]}: {node.text}")
            for row in decision.rows[: last + 1]
            for node in [self.rule(row, member)]
        ]
        if decision.rows[last].when is None and taken_row(verdicts) != last:
            nodes[last] = replace(nodes[last], verdict=None)  # it takes only what is left
        return nodes

    def rule(self, rule: Row | Rule | Advice | Message, member: int) -> Node:
        """Whether a rule holds of a member, and why."""
        role = Role.ADVICE if isinstance(rule, Advice) else Role.RULE
        if isinstance(rule, Row):
            role = Role.ROW
        parts = () if rule.when is None else self._hoisted(self.condition(rule.when, member))
        return Node(
            role,
            rule.because
            or (self.words.condition(rule.when) if rule.when else _ALWAYS[isinstance(rule, Row)]),
            self._verdict(rule.when, member),
            id=rule.id,
            about=self.name(member),
            sources=rule.sources,
            assumed=rule.assumed,
            span=rule.span,
            children=parts,
        )

    def _hoisted(self, node: Node) -> tuple[Node, ...]:
        """The parts of a rule's condition; a plain "all of these" adds nothing to the rule."""
        return node.relevant() if node.text == ALL_OF else (node,)

    def _verdict(self, when: Condition | None, member: int) -> Truth:
        return True if when is None else truth(when, self._known, member)

    def condition(self, node: Condition, member: int, *, holds: bool = True) -> Node:
        """Whether a condition, or its contrary, is true of a member, and what that rests on.

        Negations are pushed down to the tests, so that every node reads as a plain statement.
        """
        match node:
            case Not(part):
                return self.condition(part, member, holds=not holds)
            case And(parts) | Or(parts):
                below = tuple(self.condition(part, member, holds=holds) for part in parts)
                joint = Role.ALL if isinstance(node, And) == holds else Role.ANY
                text = ALL_OF if joint is Role.ALL else "at least one of these"
                return self._node(joint, node, member, below, holds=holds, text=text)
            case Exists(entity, part) | Every(entity, part):
                return self._over(node, entity, part, holds=holds)
            case Among(ref) | IsUnknown(ref) | IsOpen(ref):
                below = (self.fact(self._known.place(ref, member)),)
                return self._node(Role.TEST, node, member, below, holds=holds)
            case Compare(left, _, right):
                below = (*self._number(left, member), *self._number(right, member))
                made = self._node(Role.TEST, node, member, below, holds=holds)
                return replace(made, parameters=(*_parameters(left), *_parameters(right)))

    def _node(
        self,
        role: Role,
        node: Condition,
        member: int,
        below: tuple[Node, ...],
        *,
        holds: bool,
        text: str = "",
    ) -> Node:
        verdict = truth(node if holds else Not(node), self._known, member)
        text = text or self.words.condition(node, holds=holds)
        return Node(role, text, verdict, span=node.span, children=below)

    def _over(self, node: Exists | Every, entity: str, part: Condition, *, holds: bool) -> Node:
        some = isinstance(node, Exists) == holds
        members = self._known.members(entity)
        below = tuple(self.condition(part, member, holds=holds) for member in members)
        text = self.words.condition(node, holds=holds)
        if not self._known.is_complete(entity):
            text += f" (the list of {self._base.entities[entity].key} may still grow)"
        role = Role.MEMBERS if some else Role.ALL
        return self._node(role, node, 0, below, holds=holds, text=text)

    def _number(self, node: Number, member: int) -> list[Node]:
        """What a number rests on."""
        match node:
            case Ref() | Lookup(_, Ref()):
                ref = node if isinstance(node, Ref) else node.ref
                return [self.fact(self._known.place(ref, member))]
            case Months(start, end):
                return [self.fact(self._known.place(r, member)) for r in (start, end) if r]
            case Arithmetic(left, _, right) | KnownFrom(left, right):
                return [*self._number(left, member), *self._number(right, member)]
            case IfKnown(inner, condition):
                return [self.condition(condition, member), *self._number(inner, member)]
            case Count(entity, part):
                return [self.condition(part, one) for one in self._known.members(entity)]
            case Total(ref, part):
                return [
                    found
                    for one in self._known.members(ref.entity)
                    for found in self._summand(ref, part, one)
                ]
        return []

    def _summand(self, ref: Ref, part: Condition, member: int) -> list[Node]:
        counted = self.condition(part, member)
        return [counted] if counted.verdict is False else [counted, self.fact((ref.fact, member))]


def _parameters(node: Condition | Number) -> tuple[str, ...]:
    """The parameters that stand in a number itself, not those of the facts it reads."""
    if isinstance(node, Parameter):
        return (node.name,)
    return tuple(name for child in children(node) for name in _parameters(child))
