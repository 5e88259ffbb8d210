"""What one case says more than another: an interview mostly adds an answer or an entry."""

from collections.abc import Mapping

from engine.ir.case import Answer, Case
from engine.reason.known import Known

Numbered = tuple[str, int]  # a goal, or a fact, and the how-manieth member of its entity


def by_number(case: Case) -> dict[Numbered, Answer]:
    """The answers by the place of the member in its list, which an added entry does not move."""
    index = {one: i for members in case.members.values() for i, one in enumerate(members)}
    return {(name, index[member]): answer for (name, member), answer in case.answers.items()}


def changed(
    before: Case,
    said: Mapping[Numbered, Answer],
    now: Case,
    says: Mapping[Numbered, Answer],
) -> frozenset[str]:
    """The questions and lists of which a case says more than the one before."""
    sizes = before.members.items()
    grown = {name for name, members in sizes if len(members) < len(now.members[name])}
    return frozenset({name for name, _ in says.keys() - said.keys()} | grown) | (
        now.complete - before.complete
    )


def moved(before: Case, now: Case) -> set[int]:
    """The members of a case that have another number in a later one."""
    pairs = ((members, now.members[name]) for name, members in before.members.items())
    return {old for olds, news in pairs for old, new in zip(olds, news, strict=False) if old != new}


def goes_on(
    before: Known, said: Mapping[Numbered, Answer], now: Known, says: Mapping[Numbered, Answer]
) -> bool:
    """Whether a case has all answers of another, and neither contradicts itself."""
    if before.disputes or now.disputes or before.case.as_of != now.case.as_of:
        return False
    if not before.case.complete <= now.case.complete:
        return False
    sizes = before.case.members.items()
    if any(len(now.members(name)) < len(members) for name, members in sizes):
        return False
    return all(key in says and says[key].value == one.value for key, one in said.items())
