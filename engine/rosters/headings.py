"""Which columns a roster, or a list that goes with it, can have; the same names as in a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.columns.asked import is_number
from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.problem import closest, suggest

ID, CLOSED = "id", "complete"
MANY = ";"  # between several values in one cell


@dataclass(frozen=True)
class Headings:
    """The facts that the columns of a table are about; `wrong` says why others are none."""

    facts: dict[str, Fact]
    wrong: tuple[tuple[str, str, str], ...]  # heading, what is wrong, hint


def principals(base: RuleBase) -> tuple[Entity, ...]:
    """The entities that have their answers in the row of a case, the root first."""
    found = [entity for entity in base.entities.values() if entity.principal]
    return tuple(sorted(found, key=lambda entity: not entity.root))


def questions(base: RuleBase, entities: Iterable[Entity]) -> Iterator[tuple[str, Fact]]:
    """The heading of each question, and its fact."""
    for entity in entities:
        for fact in base.facts.values():
            if fact.entity == entity.name and not fact.derived and not fact.part_of:
                yield f"{entity.key if entity.principal else entity.name}.{fact.name}", fact


def read_headings(base: RuleBase, entities: Iterable[Entity], given: Iterable[str]) -> Headings:
    """What the columns mean; the name alone does where one entity is asked about."""
    entities = tuple(entities)
    known = dict(questions(base, entities))
    if len(entities) == 1:
        known |= {fact.name: fact for fact in list(known.values())}
    facts: dict[str, Fact] = {}
    wrong = []
    for heading in given:
        name = heading.strip()
        if name in (ID, CLOSED):
            continue
        if name not in known:
            wrong.append((heading, *_wrong(base, entities, known, name)))
        elif known[name] in facts.values():
            wrong.append((heading, "this question has a column already", "remove one of the two"))
        else:
            facts[heading] = known[name]
    return Headings(facts, tuple(wrong))


def _wrong(
    base: RuleBase, entities: tuple[Entity, ...], known: dict[str, Fact], name: str
) -> tuple[str, str]:
    own = {entity.name for entity in entities}
    short = name.rpartition(".")[2]
    if any(f.derived and f.name == short and f.entity in own for f in base.facts.values()):
        return "this is worked out from the answers", "remove the column"
    prefixed = next((heading for heading in known if heading.endswith(f".{name}")), "")
    hint = f"write {prefixed}" if prefixed else suggest(name, known)
    if not hint and (near := closest(short, [one.rpartition(".")[2] for one in known])):
        hint = f"did you mean {next(one for one in known if one.endswith(near))}?"
    return "there is no such question; the column was not read", hint


def template(base: RuleBase, entities: Iterable[Entity]) -> tuple[list[str], list[str]]:
    """The headings of an empty table, and an example of a row that says what can be written."""
    found = list(questions(base, entities))
    return [ID, CLOSED, *(name for name, _ in found)], ["", "", *(_sample(f) for _, f in found)]


def _sample(fact: Fact) -> str:
    """What may be written in a column."""
    if fact.kind is Kind.CHOICES:
        return f"{MANY} ".join(fact.choices)
    if fact.kind is Kind.DATE:
        return "year-month-day or year-month"
    if is_number(fact):
        return f"a number{f' of {fact.unit}' if fact.unit else ''}"
    return " | ".join(fact.choices) or "any words"
