"""Notes on a case as a report has them: each with what it is about, and what was derived of it.

Nothing here goes into a conclusion: a note that prefers another outcome stands beside the derived
one.
"""

from dataclasses import dataclass

from engine.ir.base import RuleBase
from engine.ir.case import Note, Place
from engine.ir.names import same_word
from engine.ir.rules import Advice, Rule
from engine.ir.values import NO, YES, Interval, Truth, is_settled
from engine.problem import closest
from engine.reason.evaluate import truth
from engine.report.parts import Data, Parts, json_value

NO_ENTRY, NOT_GIVEN = "entry", "advice"  # what a note is about and the case has not
OPEN = "still open"
_GIVEN: dict[Truth, str] = {True: "given", False: "not given", None: OPEN}
_HOLDS: dict[Truth, str] = {True: "holds", False: "does not hold", None: OPEN}


@dataclass(frozen=True, slots=True)
class Target:
    """What a note is about: the member by number, None where the case has no such entry.

    `about` is the name of the entry as explanations write it, `meant` one that is spelt alike.
    """

    member: int | None
    about: str
    meant: str = ""


def notes(parts: Parts) -> list[Data]:
    """Every note, the oldest first."""
    found = sorted(parts.known.case.notes, key=lambda note: note.day)
    return [_data(note, target(note, parts), parts) for note in found]


def target(note: Note, parts: Parts) -> Target:
    """The entry with the name in the note; without one the principal member."""
    members = parts.known.members(_entity(note.about, parts.base))
    if not note.entry:
        return Target(members[0] if members else None, "")
    names = {parts.explainer.name(member): member for member in members}
    names.pop("", None)
    found = same_word(note.entry, names)
    if found is None:
        return Target(None, note.entry, closest(note.entry, names))
    return Target(names[found], found)


def _entity(name: str, base: RuleBase) -> str:
    lists = {entity.list_key: entity.name for entity in base.entities.values() if entity.list_key}
    if name in base.facts:
        return base.facts[name].entity
    item = base.governed.get(name)
    return lists.get(name, base.root.name) if item is None else base.scope_of(item)


def kind(note: Note, base: RuleBase) -> str:
    """What sort of thing a note is about."""
    fact, item = base.facts.get(note.about), base.governed.get(note.about)
    if fact is not None:
        return "conclusion" if fact.derived else "answer"
    if item is not None:
        return "advice" if isinstance(item, Advice) else "rule"
    return "case" if not note.about else "entry" if note.entry else "list"


def _data(note: Note, found: Target, parts: Parts) -> Data:
    told: Data = {
        "by": note.by,
        "date": note.day.isoformat(),
        "text": note.text,
        "kind": kind(note, parts.base),
        "name": note.about,
        "about": found.about,
        "title": note.about,
        "says": note.says or None,
        "says_text": "",
        "value": None,
        "value_text": "",
        "agrees": None,
        "missing": NO_ENTRY if note.entry and found.member is None else None,
        "meant": found.meant,
    }
    return told | _conclusion(note, found.member, parts)


def _conclusion(note: Note, member: int | None, parts: Parts) -> Data:
    """The note's subject in words, and what the case says of it."""
    item = parts.base.governed.get(note.about)
    if note.about in parts.base.facts:
        return _of_fact(note, (note.about, member), parts)
    return _of_rule(note, item, member, parts) if isinstance(item, Rule | Advice) else {}


def _of_fact(note: Note, place: tuple[str, int | None], parts: Parts) -> Data:
    fact = parts.base.facts[place[0]]
    told: Data = {"title": fact.label, "says_text": fact.choices.get(note.says, "")}
    if place[1] is None:
        return told
    known: Place = (fact.id, place[1])
    if not fact.derived:
        return told | {"value_text": parts.explainer.fact(known).said}
    value = parts.known.value(known)
    text = parts.explainer.words.value(fact, value) if is_settled(value) else OPEN
    agrees = None
    if note.says and not isinstance(value, Interval) and note.says not in value:
        agrees = False
    elif note.says and is_settled(value):
        agrees = True
    return told | {"value": json_value(fact, value), "value_text": text, "agrees": agrees}


def _of_rule(note: Note, item: Rule | Advice, member: int | None, parts: Parts) -> Data:
    words = _GIVEN if isinstance(item, Advice) else _HOLDS
    told: Data = {"says_text": {YES: words[True], NO: words[False]}.get(note.says, "")}
    if member is None:
        return told
    holds = _verdict(item, member, parts)
    value = None if holds is None else YES if holds else NO
    agrees = None if not note.says or value is None else note.says == value
    lacks = {"missing": NOT_GIVEN} if isinstance(item, Advice) and value != YES else {}
    return told | {"value": value, "value_text": words[holds], "agrees": agrees} | lacks


def _verdict(item: Rule | Advice, member: int, parts: Parts) -> Truth:
    """Whether it took effect; undetermined while it still can."""
    if (item.id, member) in parts.trace.fired:
        return True
    is_open = item.when is not None and truth(item.when, parts.known, member) is None
    return None if is_open else False
