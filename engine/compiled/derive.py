"""How each derived fact of a base follows, and what rests on each fact."""

from collections.abc import Callable, Iterable, Iterator

from engine.compiled.amounts import Holds
from engine.compiled.compiler import Compiler, compiler
from engine.compiled.holding import always, some_hold
from engine.ir.base import Constraint, RuleBase
from engine.ir.conditions import Months, Node, Ref, children
from engine.ir.rules import Decision
from engine.ir.values import Choices, Value, of_truth
from engine.reason.known import Known

Derive = Callable[[Known, int], Value]
TODAY = ""  # stands for the date of the case among the names of facts
_DERIVERS, _RESTING, _READS, _CONSTRAINED = "derivers", "resting", "reads", "constrained"


class Derivers(dict[str, Derive | None]):
    """The closure that works out each derived fact of a member; None for what is answered."""

    def __init__(self, base: RuleBase) -> None:
        super().__init__()
        self._base = base

    def __missing__(self, name: str) -> Derive | None:
        found = self[name] = _deriver(self._base, name) if self._base.facts[name].derived else None
        return found


def derivers(base: RuleBase) -> Derivers:
    """The closures of a base, each made when it is first looked at."""
    found: Derivers | None = base.own.get(_DERIVERS)
    if found is None:
        found = base.own[_DERIVERS] = Derivers(base)
    return found


def derive(base: RuleBase, name: str) -> Derive:
    """The closure that works out a derived fact of a member."""
    found = derivers(base)[name]
    assert found is not None
    return found


def _deriver(base: RuleBase, name: str) -> Derive:
    compiled, formula = compiler(base), base.facts[name].formula
    if formula is not None:
        return compiled.amount(formula)
    if name in base.decisions:
        return _decided(compiled, base.decisions[name])
    return _completed([compiled.holds(rule.when) for rule in base.concluding.get(name, ())])


def _decided(compiled: Compiler, decision: Decision) -> Derive:
    rows = [(compiled.holds(row.when) if row.when else always, row.then) for row in decision.rows]

    def run(known: Known, member: int) -> Value:
        possible = set()
        for holds, outcome in rows:
            verdict = holds(known, member)
            if verdict is not False:
                possible.add(outcome)
                if verdict:
                    break
        return Choices(possible)

    return run


def _completed(rules: list[Holds]) -> Derive:
    some = some_hold(rules)
    return lambda known, member: of_truth(some(known, member))


def moving(base: RuleBase, names: Iterable[str]) -> set[str]:
    """These facts, or the date (TODAY), and what rests on one of them, also through others."""
    resting: dict[str, frozenset[str]] = base.own.get(_RESTING) or _all_resting(base)
    some = {*names}
    return some.union(*[resting[name] for name in some if name in resting])


def constraints_on(base: RuleBase, names: Iterable[str]) -> list[Constraint]:
    """The constraints that other answers to the questions `names` can break or mend."""
    moved = moving(base, names)
    read: dict[str, frozenset[str]] = base.own.setdefault(_CONSTRAINED, {})
    if not read:
        read |= {one.id: frozenset(_names(one.never)) for one in base.constraints}
    return [one for one in base.constraints if not moved.isdisjoint(read[one.id])]


def _all_resting(base: RuleBase) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for derived in reversed(base.order):
        above = found.get(derived, frozenset()) | {derived}
        for name in _read(base, derived):
            found[name] = found.get(name, frozenset()) | above
    base.own[_RESTING] = found
    return found


def _read(base: RuleBase, name: str) -> frozenset[str]:
    """The facts that the conditions or the formula of a derived fact look at."""
    kept: dict[int, tuple[Node, frozenset[str]]] = base.shared.setdefault(_READS, {})
    found: set[str] = set()
    for node in base.follows_from(name):
        if id(node) not in kept:
            kept[id(node)] = node, frozenset(_names(node))
        found |= kept[id(node)][1]
    return frozenset(found)


def _names(node: Node) -> Iterator[str]:
    """The facts that a node reads, and the date of the case."""
    if isinstance(node, Ref):
        yield node.fact
    if isinstance(node, Months) and None in (node.start, node.end):
        yield TODAY
    for child in children(node):
        yield from _names(child)
