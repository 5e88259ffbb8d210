"""Building explanation trees from what is known and concluded."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from engine.compiled.compiler import compiler
from engine.explain.numbers import Numbers, parameters
from engine.explain.tree import PLAIN, SAID, Node, Op, Role, Step
from engine.explain.words import CONTRARY, Words
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.ir.conditions import (
    Among,
    And,
    Compare,
    Condition,
    Every,
    Exists,
    IsOpen,
    IsUnknown,
    Not,
    Or,
)
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule
from engine.ir.values import ONLY_YES, Interval, Truth, is_settled
from engine.reason.evaluate import all_of, negated
from engine.reason.interpret import reachable_rows, taken_row
from engine.reason.known import Known, Origin

ALL_OF, ANY_OF = "all of these", "at least one of these"  # the texts of plain joints
_ALWAYS = {True: "in every other case", False: "always"}


class Explainer:
    """Explains the conclusions of one run; each derived fact is explained once and shared."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._base = known.base
        self._holds = compiler(known.base).holds
        self.words = Words(known.base)
        self._names: dict[int, str] = {}
        self._facts: dict[Place, Node] = {}
        self._rules: dict[tuple[str, int], Node] = {}
        self._tests: dict[tuple[int, bool], tuple[Condition, Step]] = {}
        self._rule = ""  # what the conditions being explained belong to
        self._cited: tuple[str, ...] = ()
        self._numbers = Numbers(known, self.words, self.fact, self.condition)

    def name(self, member: int) -> str:
        """What the person calls a member; its entity's label and number where it has no name."""
        if member not in self._names:
            self._names[member] = self._name(member)
        return self._names[member]

    def _name(self, member: int) -> str:
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
            sources=fact.sources,
            parameters=parameters(fact.formula) if fact.formula else (),
            span=fact.span,
            children=tuple(self._derivation(fact, place[1])),
            rule=fact.id if fact.formula else "",
            value=value,
        )

    def _said(self, fact: Fact, place: Place, origin: Origin) -> str:
        """What was answered, also where it is set aside, and where the answer comes from."""
        answer = self._known.case.answers.get(place)
        if fact.kind is Kind.TEXT and answer is not None:
            return f"{fact.label}: {answer.value or 'not known'} ({SAID[Origin.ANSWER]})"
        if fact.kind is Kind.CHOICES:
            return self._several(fact, place[1])
        value = self._known.value(place)
        given = answer.value if answer is not None else None
        if origin is Origin.DISPUTED and isinstance(given, frozenset | Interval):
            value = given
        return f"{self.words.fact_is(fact, value)} ({SAID[origin]})"

    def _several(self, fact: Fact, member: int) -> str:
        answers = {
            c: self._known.case.answers.get((f"{fact.id}:{c}", member)) for c in fact.choices
        }
        if not any(answers.values()):
            return f"{fact.label}: open ({SAID[Origin.OPEN]})"
        chosen = [
            fact.choices[c] for c, answer in answers.items() if answer and answer.value == ONLY_YES
        ]
        return f"{fact.label}: {', '.join(chosen) or 'none of them'} ({SAID[Origin.ANSWER]})"

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
            value=self._known.value(place),
        )

    def _derivation(self, fact: Fact, member: int) -> Iterable[Node]:
        if fact.id in self._base.decisions:
            return self._rows(self._base.decisions[fact.id], member)
        if fact.formula is not None:
            with self._within(fact.id, fact.sources):
                return [self._numbers.explained(fact.formula, member)]
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

    @contextmanager
    def _within(self, rule: str, sources: tuple[str, ...]) -> Iterator[None]:
        """What is explained meanwhile belongs to this rule, facts with rules of their own apart."""
        outer = self._rule, self._cited
        self._rule, self._cited = rule, sources
        try:
            yield
        finally:
            self._rule, self._cited = outer

    def rule(self, rule: Row | Rule | Advice | Message | Argument, member: int) -> Node:
        """Whether a rule holds of a member, and why."""
        if (rule.id, member) not in self._rules:
            self._rules[rule.id, member] = self._ruled(rule, member)
        return self._rules[rule.id, member]

    def _ruled(self, rule: Row | Rule | Advice | Message | Argument, member: int) -> Node:
        role = Role.ADVICE if isinstance(rule, Advice) else Role.RULE
        if isinstance(rule, Row):
            role = Role.ROW
        parts: tuple[Node, ...] = ()
        if rule.when is not None:
            with self._within(rule.id, rule.sources):
                parts = self._hoisted(self.condition(rule.when, member))
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
            rule=rule.id,
            step=_gives(rule) if isinstance(rule, Row) else PLAIN,
        )

    def _hoisted(self, node: Node) -> tuple[Node, ...]:
        """The parts of a rule's condition; a plain "all of these" adds nothing to the rule."""
        return node.children if node.text == ALL_OF else (node,)

    def _verdict(self, when: Condition | None, member: int) -> Truth:
        return True if when is None else self._holds(when)(self._known, member)

    def condition(self, node: Condition, member: int, *, holds: bool = True) -> Node:
        """Whether a condition, or its contrary, is true of a member, and what that rests on.

        Negations are pushed down to the tests, so that every node reads as a plain statement.
        """
        match node:  # what there is most of comes first
            case Among(ref) | IsUnknown(ref) | IsOpen(ref):
                below: tuple[Node, ...] = (self.fact(self._known.place(ref, member)),)
                step = self._test(node, self._base.facts[ref.fact], holds=holds)
            case And(parts) | Or(parts):
                below = tuple([self.condition(part, member, holds=holds) for part in parts])
                found = [one.verdict for one in below]
                if isinstance(node, And) == holds:
                    return self._node(Role.ALL, node, all_of(found), ALL_OF, below)
                some = negated(all_of(map(negated, found)))
                return self._node(Role.ANY, node, some, ANY_OF, below)
            case Compare(left, op, right):
                below = tuple(self._numbers.explained(side, member) for side in (left, right))
                step = Step(op if holds else CONTRARY[op])
            case Not(part):
                return self.condition(part, member, holds=not holds)
            case Exists(entity, part) | Every(entity, part):
                return self._over(node, entity, part, holds=holds)
        verdict, text = self._truth(node, member, holds), self.words.condition(node, holds=holds)
        return self._node(Role.TEST, node, verdict, text, below, step)

    def _truth(self, node: Condition, member: int, holds: bool) -> Truth:
        found = self._holds(node)(self._known, member)
        return found if holds else negated(found)

    def _node(
        self,
        role: Role,
        node: Condition,
        verdict: Truth,
        text: str,
        below: tuple[Node, ...],
        step: Step = PLAIN,
    ) -> Node:
        return Node(
            role,
            text,
            verdict,
            sources=self._cited,
            span=node.span,
            children=below,
            rule=self._rule,
            step=step,
            parameters=parameters(node) if isinstance(node, Compare) else (),
        )

    def _test(self, node: Among | IsUnknown | IsOpen, fact: Fact, *, holds: bool) -> Step:
        if (id(node), holds) not in self._tests:  # with the node, so that its id stays its own
            self._tests[id(node), holds] = node, _test(node, fact, holds=holds)
        return self._tests[id(node), holds][1]

    def _over(self, node: Exists | Every, entity: str, part: Condition, *, holds: bool) -> Node:
        some = isinstance(node, Exists) == holds
        members = self._known.members(entity)
        below = tuple(self.condition(part, member, holds=holds) for member in members)
        text = self.words.condition(node, holds=holds)
        grows = not self._known.is_complete(entity)
        if grows:
            text += f" (the list of {self._base.entities[entity].key} may still grow)"
        role, step = Role.MEMBERS if some else Role.ALL, Step(grows=True) if grows else PLAIN
        return self._node(role, node, self._truth(node, 0, holds), text, below, step)


def _gives(row: Row) -> Step:
    return Step(Op.OTHERWISE if row.when is None else Op.NONE, (row.then,))


def _test(node: Among | IsUnknown | IsOpen, fact: Fact, *, holds: bool) -> Step:
    """What a test of one fact, or its contrary, looks for."""
    match node:
        case Among(_, values):
            return Step(Op.AMONG, tuple(c for c in fact.choices if (c in values) == holds))
        case IsUnknown():
            return Step(Op.UNKNOWN if holds else Op.NOT_UNKNOWN)
        case IsOpen():
            return Step(Op.OPEN if holds else Op.SETTLED)
