"""Answers put into a case: read exactly as those of a case file, every mistake told."""

from dataclasses import dataclass

from engine.asking.document import Document, text_of
from engine.ir.base import Entity, Fact, Kind, RuleBase
from engine.ir.case import Answer, Case, Place
from engine.problem import BadInput, Problem
from engine.reading.case import SCHEMA, case_from_bytes
from engine.span import NOWHERE

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Setting:
    """A question of one member and the answer as typed; empty takes the answer back."""

    fact: Fact
    member: int
    text: str


def with_answer(base: RuleBase, case: Case, one: Setting) -> Case:
    """The case with the answer. Raises BadInput with every mistake in it."""
    kept = {place: answer for place, answer in case.answers.items() if place not in _places(one)}
    try:
        read = _read(base, one) if one.text else {}
    except BadInput as bad:
        raise BadInput([_problem(one, problem) for problem in bad.problems]) from bad
    return case.answering({**kept, **read})


def _problem(one: Setting, problem: Problem) -> Problem:
    """A mistake without a place: there is no file that it stands in."""
    hint = "" if "remove the line" in problem.hint else problem.hint
    if not hint:
        hint = f"write {one.fact.id}=unknown if you asked and it is not known"
    return Problem(NOWHERE, f"{one.fact.id}={one.text}: {problem.message}", hint)


def _places(one: Setting) -> list[Place]:
    """Where the answer to a question is kept."""
    if one.fact.kind is Kind.CHOICES:
        return [(f"{one.fact.id}:{choice}", one.member) for choice in one.fact.choices]
    return [(one.fact.id, one.member)]


def _read(base: RuleBase, one: Setting) -> dict[Place, Answer]:
    """The answer as a case file that has nothing else would give it."""
    entity = base.entities[one.fact.entity]
    document = _document(entity, one.fact, _value(one))
    read = case_from_bytes(base, text_of(document).encode(), "")
    return {(name, one.member): answer for (name, _), answer in read.answers.items()}


def _value(one: Setting) -> str | list[str]:
    """What a case file would hold: a list where several values are asked for."""
    if one.fact.kind is not Kind.CHOICES or one.text == UNKNOWN:
        return one.text
    text = one.text.removeprefix("[").removesuffix("]")
    parts = [part.strip() for part in text.split(",")]
    return [] if parts in ([""], ["none"]) else parts


def _document(entity: Entity, fact: Fact, value: str | list[str]) -> Document:
    entry = {fact.name: value}
    return {"schema": SCHEMA, entity.key: entry if entity.principal else [entry]}
