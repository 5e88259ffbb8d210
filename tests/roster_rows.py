"""Cases as rows of a roster and of the lists that go with it: the way back from reading one."""

from collections.abc import Mapping, Sequence

from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Answer, Case
from engine.ir.dates import date_text
from engine.ir.values import ONLY_YES, Interval, number
from engine.rosters.headings import CLOSED, ID, MANY, principals, questions

Row = dict[str, str | None]


def rows_of(
    base: RuleBase, cases: Sequence[Case], ids: Sequence[str]
) -> tuple[list[Row], Mapping[str, list[Row]]]:
    """The roster of some cases, and the list of each entity that can have further members."""
    roster: list[Row] = []
    lists: dict[str, list[Row]] = {e.name: [] for e in base.entities.values() if e.list_key}
    for case, name in zip(cases, ids, strict=True):
        closed = sorted(base.entities[entity].list_key for entity in case.complete)
        row: Row = {ID: name, CLOSED: MANY.join(closed) or None}
        for entity in principals(base):
            row |= _row(base, case, entity.name, case.members[entity.name][0])
        roster.append(row)
        for entity_name, rows in lists.items():
            entity = base.entities[entity_name]
            for member in case.members[entity_name][int(entity.principal) :]:
                rows.append({ID: name, **_list_row(base, case, entity_name, member)})
    return roster, lists


def _list_row(base: RuleBase, case: Case, entity: str, member: int) -> Row:
    """Under the names alone, which one entity does with."""
    found = _row(base, case, entity, member)
    return {heading.rpartition(".")[2]: cell for heading, cell in found.items()}


def _row(base: RuleBase, case: Case, entity: str, member: int) -> Row:
    found: Row = {}
    for heading, fact in questions(base, [base.entities[entity]]):
        if fact.kind is Kind.CHOICES:
            parts = {c: case.answers.get((f"{fact.id}:{c}", member)) for c in fact.choices}
            found[heading] = _several({c: one for c, one in parts.items() if one is not None})
        else:
            found[heading] = _cell(fact, case.answers.get((fact.id, member)))
    return found


def _several(parts: Mapping[str, Answer]) -> str | None:
    """Those that apply; with `unknown` among them the others are not known."""
    if not parts:
        return None
    words = [choice for choice, answer in parts.items() if answer.value == ONLY_YES]
    if any(answer.value is None for answer in parts.values()):
        words.append("unknown")
    return MANY.join(words) or MANY  # none of them: a list without entries


def _cell(fact: Fact, answer: Answer | None) -> str | None:
    if answer is None:
        return None
    if isinstance(answer.value, Interval):
        if fact.kind is Kind.DATE:
            return date_text(answer.value)
        return str(number(answer.value.low))
    if isinstance(answer.value, str):
        return answer.value
    return "unknown" if answer.value is None else next(iter(answer.value))
