"""Which questions and lists a variable of the diagrams can depend on."""

from collections.abc import Iterable, Iterator

from engine.ir.base import RuleBase
from engine.ir.conditions import Count, Every, Exists, Node, Ref, Total, children
from engine.proving.measures import Measure, expression
from engine.proving.subjects import Member, Moved, Present, Status, Subject, Valued


class Dependence:
    """Names of facts and entities behind variables; each is worked out once."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._behind: dict[str, frozenset[str]] = {}
        for name in base.order:
            found = self._all(self._parts(name))
            self._behind[name] = found

    def behind(self, subject: Subject) -> frozenset[str]:
        """The questions and lists that a variable depends on."""
        match subject:
            case Valued(fact) | Status(fact):
                return self.fact(fact)
            case Measure():
                return self._all([expression(subject)])
            case Moved(measure):
                return self._all([expression(measure)])
            case Member(entity, part):
                return self._all([Exists(entity, part)])
            case Present(entity):
                return frozenset({entity})
        raise AssertionError(subject)

    def fact(self, name: str) -> frozenset[str]:
        """The questions and lists that a fact depends on; itself, if it is a question."""
        return self._behind.get(name, frozenset({name}))

    def _all(self, nodes: Iterable[Node | None]) -> frozenset[str]:
        return frozenset(name for node in nodes if node for name in self._named(node))

    def _named(self, node: Node) -> Iterator[str]:
        match node:
            case Ref(fact):
                yield from self.fact(fact)
            case Exists(entity) | Every(entity) | Count(entity):
                yield entity
            case Total(ref):
                yield ref.entity
        for child in children(node):
            yield from self._named(child)

    def _parts(self, name: str) -> Iterator[Node | None]:
        yield self._base.facts[name].formula
        yield from (rule.when for rule in self._base.concluding.get(name, ()))
        if name in self._base.decisions:
            yield from (row.when for row in self._base.decisions[name].rows)
