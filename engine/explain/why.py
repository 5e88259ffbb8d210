"""Building explanation trees from what is known and concluded."""

from collections.abc import Iterable

from engine.explain.telling import Ruling, telling
from engine.explain.tree import SAID, Line, Node, Role
from engine.explain.words import Words
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.ir.conditions import Condition
from engine.ir.rules import Decision
from engine.ir.values import ONLY_YES, Interval, Value, is_settled
from engine.reason.known import Known, Origin


class Explainer:
    """Explains the conclusions of one run; each derived fact is explained once and shared."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._base = known.base
        self._telling = telling(known.base)
        self.words = Words(known.base)
        self._names: dict[int, str] = {}
        self._facts: dict[Place, Node] = {}
        self._lines: dict[tuple[str, Origin, Value], Line] = {}
        self._rules: dict[tuple[str, int], Node] = {}

    def name(self, member: int) -> str:
        """What the person calls a member; its entity's label and number where it has no name."""
        if member not in self._names:
            self._names[member] = self._name(member)
        return self._names[member]

    def _name(self, member: int) -> str:
        for entity, members in self.known.case.members.items():
            principal = self._base.entities[entity].principal
            if member in (members[1:] if principal else members):
                label = self._base.entities[entity].label
                return self._distinct(entity, member) or f"{label} {members.index(member) + 1}"
        return ""

    def _distinct(self, entity: str, member: int) -> str:
        """The given name; numbered where an earlier member has the same."""
        name = self.given(entity, member)
        earlier = [m for m in self.known.members(entity) if m < member]
        same = sum(self.given(entity, m) == name for m in earlier) if name else 0
        return f"{name} ({same + 1})" if same else name

    def given(self, entity: str, member: int) -> str:
        """The answer that names a member; empty while there is none."""
        name = self._base.entities[entity].named_by
        if not name or self._base.facts[name].kind is Kind.TEXT:
            return self.known.case.text(name, member)
        value = self.known.value((name, member))
        return self.words.value(self._base.facts[name], value) if is_settled(value) else ""

    def fact(self, place: Place) -> Node:
        """Why a fact has its value, or what keeps it open."""
        found = self._facts.get(place)
        if found is None:
            found = self._facts[place] = self._fact(place)
        return found

    def _fact(self, place: Place) -> Node:
        fact, value = self._base.facts[place[0]], self.known.value(place)
        origin, about = self.known.origin(place), self.name(place[1])
        verdict = True if origin is Origin.ANSWER or is_settled(value) else None
        line = self._line(fact, place, origin, value)
        below = tuple(self._derivation(fact, place)) if origin is Origin.DERIVED else ()
        return Node(line, verdict, below, place, origin, about, value)

    def says(self, place: Place) -> str:
        """What an explanation says of a fact, without its reasons."""
        value, origin = self.known.value(place), self.known.origin(place)
        return self._line(self._base.facts[place[0]], place, origin, value).text

    def _line(self, fact: Fact, place: Place, origin: Origin, value: Value) -> Line:
        """What is said of a fact: one line for all members of whom nobody said anything else."""
        if origin is not Origin.DERIVED and (
            fact.kind is Kind.CHOICES or place in self.known.case.answers
        ):
            return self._asked(fact, place, origin, value)
        key = place[0], origin, value
        found = self._lines.get(key)
        if found is None:
            make = self._concluded if origin is Origin.DERIVED else self._asked
            found = self._lines[key] = make(fact, place, origin, value)
        return found

    def _concluded(self, fact: Fact, place: Place, _: Origin, value: Value) -> Line:
        name, text = place[0], self.words.fact_is(fact, value)
        role = Role.DECISION if name in self._base.decisions else Role.FACT
        if fact.formula is None:
            return Line(role, text, name, fact.sources, span=fact.span)
        named = self._telling.formula(fact, name, fact.formula).parameters
        return Line(role, text, name, fact.sources, False, named, fact.span, name)

    def _asked(self, fact: Fact, place: Place, origin: Origin, value: Value) -> Line:
        answer = self.known.case.answers.get(place)
        text = self._said(fact, place, origin, value)
        span = answer.span if answer else fact.span
        return Line(Role.FACT, text, place[0], fact.sources, span=span)

    def _said(self, fact: Fact, place: Place, origin: Origin, value: Value) -> str:
        """What was answered, also where it is set aside, and where the answer comes from."""
        answer = self.known.case.answers.get(place)
        if fact.kind is Kind.TEXT and answer is not None:
            return f"{fact.label}: {answer.value or 'not known'} ({SAID[Origin.ANSWER]})"
        if fact.kind is Kind.CHOICES:
            return self._several(fact, place[1])
        given = answer.value if answer is not None else None
        if origin is Origin.DISPUTED and isinstance(given, frozenset | Interval):
            value = given
        return f"{self.words.fact_is(fact, value)} ({SAID[origin]})"

    def _several(self, fact: Fact, member: int) -> str:
        answers = {c: self.known.case.answers.get((f"{fact.id}:{c}", member)) for c in fact.choices}
        if not any(answers.values()):
            return f"{fact.label}: open ({SAID[Origin.OPEN]})"
        chosen = [
            fact.choices[c] for c, answer in answers.items() if answer and answer.value == ONLY_YES
        ]
        return f"{fact.label}: {', '.join(chosen) or 'none of them'} ({SAID[Origin.ANSWER]})"

    def _derivation(self, fact: Fact, place: Place) -> Iterable[Node]:
        name, member = place
        if name in self._base.decisions:
            return self._rows(self._base.decisions[name], member)
        if fact.formula is not None:
            number = self._telling.formula(fact, name, fact.formula).number
            return [number.node(self, member)]
        nodes = [self.rule(rule, member) for rule in self._base.concluding[name]]
        return [node for node in nodes if node.verdict] or nodes

    def _rows(self, decision: Decision, member: int) -> Iterable[Node]:
        """Every row up to the one taken: those before it had to fail for it to count.

        The last takes only what is left, so it holds no sooner than the others fail.
        """
        found: list[Node] = []
        waits = False
        for row, line in zip(decision.rows, self._telling.rows(decision), strict=True):
            node = self.rule(row, member)
            verdict = None if waits and row.when is None else node.verdict
            found.append(Node(line, verdict, node.children, about=node.about))
            if node.verdict:
                break
            waits = waits or node.verdict is None
        return found

    def rule(self, rule: Ruling, member: int) -> Node:
        """Whether a rule holds of a member, and why."""
        found = self._rules.get((rule.id, member))
        if found is None:
            made = self._telling.rule(rule).node(self, member)
            found = self._rules[rule.id, member] = made
        return found

    def condition(self, node: Condition, member: int, *, holds: bool = True) -> Node:
        """Whether a condition, or its contrary, is true of a member, and what that rests on."""
        return self._telling.condition(node, holds=holds).node(self, member)
