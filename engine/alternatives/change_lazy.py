"""What is known of a case, with every conclusion worked out only when it is looked at."""

from collections.abc import Iterator

from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.conditions import Condition, Count, Every, Exists, Node, Ref, Total, children
from engine.ir.values import Choices, Value, of_truth
from engine.reason.disputes import find_disputes
from engine.reason.evaluate import all_of, amount, negated, truth
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known


class Lazy(Known):
    """The same conclusions as the interpreter's; those that nobody looks at cost nothing."""

    def value(self, place: Place) -> Value:
        """The values that the fact can still have."""
        if place not in self._derived and self.base.facts[place[0]].derived:
            self.conclude(place, self._derive(*place))
        return super().value(place)

    def _derive(self, name: str, member: int) -> Value:
        formula = self.base.facts[name].formula
        if formula is not None:
            return amount(formula, self, member)
        conditions = whens(self.base, name)
        verdicts = (True if one is None else truth(one, self, member) for one in conditions)
        if name not in self.base.decisions:
            return of_truth(negated(all_of(map(negated, verdicts))))
        rows, found = self.base.decisions[name].rows, [*verdicts]
        return Choices(rows[index].then for index in reachable_rows(found))


def whens(base: RuleBase, name: str) -> list[Condition | None]:
    """The conditions of the rows or rules that conclude a fact."""
    if name in base.decisions:
        return [row.when for row in base.decisions[name].rows]
    return [rule.when for rule in base.concluding.get(name, ())]


def settled(base: RuleBase, case: Case) -> Lazy:
    """What is known of a case; answers that contradict each other are set aside."""
    return Lazy(base, case, find_disputes(base, case))


def answers_behind(known: Known, roots: list[tuple[Node, int]]) -> set[Place]:
    """Every answer that conditions or numbers about a member can read, also through derived facts.

    `roots` are pairs of a node and the member that it is about.
    """
    found: set[Place] = set()
    waiting = [place for node, member in roots for place in _read(node, known, member)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [one for node in below(known.base, place[0])
                        for one in _read(node, known, place[1])]  # fmt: skip
    return {place for place in found if not known.base.facts[place[0]].derived}


def below(base: RuleBase, name: str) -> list[Node]:
    """The conditions and the formula that a fact follows from; none for one that is asked."""
    formula = base.facts[name].formula
    if formula is not None:
        return [formula]
    return [one for one in whens(base, name) if one is not None]


def _read(node: Node, known: Known, member: int) -> Iterator[Place]:
    match node:
        case Ref():
            yield known.place(node, member)
        case Exists(entity, part) | Every(entity, part) | Count(entity, part):
            for one in known.members(entity):
                yield from _read(part, known, one)
        case Total(ref, part):
            for one in known.members(ref.entity):
                yield ref.fact, one
                yield from _read(part, known, one)
        case _:
            for child in children(node):
                yield from _read(child, known, member)
