"""Closures of conditions; what each means is said, and checked against, in `reason.evaluate`."""

from engine.compiled.amounts import Amount, Holds
from engine.ir.conditions import Ref
from engine.ir.values import Interval, Truth
from engine.reason.evaluate import is_open, is_unknown
from engine.reason.intervals import compare
from engine.reason.known import Known


def always(_: Known, __: int) -> Truth:
    """What has no condition."""
    return True


def all_hold(parts: list[Holds]) -> Holds:
    """Kleene's and; parts after one that fails are not looked at."""

    def run(known: Known, member: int) -> Truth:
        verdict: Truth = True
        for part in parts:
            found = part(known, member)
            if found is False:
                return False
            if found is None:
                verdict = None
        return verdict

    return run


def some_hold(parts: list[Holds]) -> Holds:
    """Kleene's or; parts after one that holds are not looked at."""

    def run(known: Known, member: int) -> Truth:
        verdict: Truth = False
        for part in parts:
            found = part(known, member)
            if found:
                return True
            if found is None:
                verdict = None
        return verdict

    return run


def fails(part: Holds) -> Holds:
    """Kleene's not."""

    def run(known: Known, member: int) -> Truth:
        found = part(known, member)
        return None if found is None else not found

    return run


def every(entity: str, part: Holds) -> Holds:
    """Whether the list is complete and each member satisfies the condition."""

    def run(known: Known, _: int) -> Truth:
        verdict: Truth = True
        for one in known.members(entity):
            found = part(known, one)
            if found is False:
                return False
            if found is None:
                verdict = None
        return verdict if known.is_complete(entity) else None

    return run


def among(ref: Ref, values: frozenset[str]) -> Holds:
    """Whether the fact has one of the values."""
    fact, entity = ref.fact, ref.entity

    def bound(known: Known, member: int) -> Truth:
        value = known.value((fact, member))
        assert not isinstance(value, Interval)
        return True if value <= values else False if value.isdisjoint(values) else None

    def principal(known: Known, _: int) -> Truth:
        return bound(known, known.members(entity)[0])

    return bound if ref.bound else principal


def compared(left: Amount, op: str, right: Amount) -> Holds:
    """Whether two numbers stand in a relation."""
    return lambda known, member: compare(left(known, member), op, right(known, member))


def opened(ref: Ref) -> Holds:
    """Whether no value of the fact is settled."""
    return lambda known, member: is_open(known.place(ref, member), known)


def untold(ref: Ref) -> Holds:
    """Whether the fact was asked without success."""
    return lambda known, member: is_unknown(known.origin(known.place(ref, member)))
