"""What an advice or a fact gives in the situation of a boundary."""

from engine.ir.base import RuleBase
from engine.ir.boundary import Boundary
from engine.ir.trace import Trace
from engine.ir.values import NO, YES, is_settled, plain


def outcome(base: RuleBase, boundary: Boundary, trace: Trace) -> str:
    """What came out for the first one that the target is about; `open` where it is not settled."""
    name = boundary.target
    scope = _scope(base, name)
    members = boundary.case.members[scope]
    if not members:
        return NO
    if name in base.facts:
        value = trace.values[name, members[0]]
        return str(plain(value)) if is_settled(value) else "open"
    return YES if (name, members[0]) in trace.fired else NO


def _scope(base: RuleBase, name: str) -> str:
    if name in base.facts:
        return base.facts[name].entity
    advice = base.governed[name]
    return getattr(advice, "scope", base.root.name)


def failure(base: RuleBase, boundary: Boundary, trace: Trace) -> str:
    """What is wrong with the outcome, in words; empty when it is as expected."""
    found = outcome(base, boundary, trace)
    if found == boundary.gives:
        return ""
    return f"{boundary.span}: {boundary.target} gives {found}, not {boundary.gives}"
