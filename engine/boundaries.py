"""What an advice or a fact gives in the situation of a boundary."""

from engine.ir.base import RuleBase
from engine.ir.boundary import Boundary
from engine.ir.case import Case
from engine.ir.trace import Trace
from engine.ir.values import NO, YES, is_settled, plain


def outcome(base: RuleBase, boundary: Boundary, trace: Trace) -> str:
    """What came out for the first entry that the target is about; `open` if not settled."""
    name = boundary.target
    scope = _scope(base, name)
    member = first_entry(base, boundary.case, scope)
    if member is None:
        return NO
    if name in base.facts:
        value = trace.values[name, member]
        return str(plain(value)) if is_settled(value) else "open"
    return YES if (name, member) in trace.fired else NO


def first_entry(base: RuleBase, case: Case, scope: str) -> int | None:
    """The first entry of the scope's list; the principal one where nothing is listed beside it."""
    members = case.members[scope]
    beside = members[1:] if base.entities[scope].principal else members
    return next(iter(beside or members), None)


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
