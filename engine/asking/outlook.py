"""Where an interview stands: the main decisions, those of entries, what an answer can change."""

from collections.abc import Iterable
from dataclasses import replace

from engine.asking import document as documents
from engine.asking.document import Document
from engine.asking.interview import Interview, Question, answered_places
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.case import Place
from engine.ir.layout import EntityLayout
from engine.ir.values import Value, is_settled, plain

OPEN, LAST = "open", "no"  # LAST: what was said of a list without further entries
Standing = tuple[tuple[Place, Value], ...]


def standing(interview: Interview) -> Standing:
    """The main decisions with the values that they can still have."""
    facts, layout = interview.base.facts, interview.base.layout
    names = [layout.decisions[name] for name in layout.main]
    return values(interview, [(n, interview.known.members(facts[n].entity)[0]) for n in names])


def values(interview: Interview, places: Iterable[Place]) -> Standing:
    """Decisions with the values that they can still have."""
    return tuple((place, interview.known.value(place)) for place in places)


def entries(interview: Interview, layout: EntityLayout) -> Standing:
    """The decision on each entry of a list that is still to be weighed."""
    members = interview.known.members(layout.entity)
    alone = interview.base.entities[layout.entity].principal and len(members) == 1
    if alone or not layout.headline:
        return ()
    weighed = [member for member in members if _is_weighed(interview, layout, member)]
    return values(interview, [(layout.headline, member) for member in weighed])


def _is_weighed(interview: Interview, layout: EntityLayout, member: int) -> bool:
    if not layout.status or not layout.weighed:
        return True
    return plain(interview.known.value((layout.status, member))) in (None, *layout.weighed)


def everything(interview: Interview) -> Standing:
    """The main decisions, then those on the entries of lists."""
    lists = [entries(interview, layout) for layout in interview.base.layout.entities]
    return tuple(dict.fromkeys([*standing(interview), *(one for found in lists for one in found)]))


def is_decided(interview: Interview) -> bool:
    """Whether the main decisions are all settled."""
    return all(is_settled(value) for _, value in standing(interview))


def whole(interview: Interview, place: Place) -> Place:
    """The question that a place belongs to."""
    fact = interview.base.facts.get(place[0])
    return (fact.part_of, place[1]) if fact and fact.part_of else place


def answers(interview: Interview) -> list[Place]:
    """Everything that was answered, each question once, what is about the same thing together."""
    found: dict[Place, Place] = {}
    for place in answered_places(interview):
        found.setdefault(whole(interview, place), place)
    return sorted(found.values(), key=lambda place: place[1])


def answer_at(interview: Interview, place: Place) -> object:
    """The answer at a place as the case file holds it."""
    return documents.answer(interview.base, interview.case, interview.document, place)


def naming(before: Interview, after: Interview) -> Interview:
    """After an entry was added the interview that asks for its name first; else as it is."""
    for entity in after.base.entities.values():
        members = after.case.members[entity.name]
        if entity.named_by and len(members) > len(before.case.members[entity.name]):
            return after.asking_again((entity.named_by, members[-1]))
    return after


def reach(interview: Interview, question: Question, *, advice: bool = False) -> tuple[Place, ...]:
    """The decisions, or else the advice, that an answer to the question can still change."""
    asked = question.place
    if question.previous is not None and (question.fact or question.previous == LAST):
        interview = _without(interview, asked)
    facts = interview.base.facts
    names = [name for name in interview.going_on().goals if (name not in facts) == advice]
    wanted = whole(interview, asked)
    ways = interview.chooser.reach(interview.known, names)
    found = (goal for goal, place in ways if whole(interview, place) == wanted)
    return tuple(dict.fromkeys(found))


def _without(interview: Interview, place: Place) -> Interview:
    """The interview without one answer."""
    if is_list(place):
        entity = interview.base.entities[place[0]]
        opened = documents.without_last(interview.document, entity)
        return replace(interview, document=opened or interview.document, skipped=frozenset())
    document = documents.with_answer(
        interview.base, interview.case, interview.document, place, None
    )
    return replace(interview, document=document)


def recorded(interview: Interview) -> Document:
    """The main decisions as a case file records them, to compare with them later."""
    names = interview.base.layout.main
    values = [value for _, value in standing(interview)]
    return {n: _recorded(value) for n, value in zip(names, values, strict=True)}


def _recorded(value: Value) -> str:
    if not isinstance(value, frozenset) or len(value) != 1:
        return OPEN
    return next(iter(value))


def with_record(interview: Interview) -> Document:
    """The document with the version of the knowledge and what the main decisions were with it."""
    document = dict(interview.document)
    expect = document.get("expect")
    expect = dict(expect) if isinstance(expect, dict) else {}
    before = expect.get("decisions")
    expect["decisions"] = {**(before if isinstance(before, dict) else {}), **recorded(interview)}
    for name in ("candidates", "hinges"):
        if isinstance(expect.get(name), dict):
            expect[name] = {k: v for k, v in expect[name].items() if k not in recorded(interview)}
    return {**document, "knowledge": interview.base.version, "expect": expect}


def record_of(document: Document) -> dict[str, str]:
    """What a case file says that the decisions were when it was saved."""
    expect = document.get("expect")
    found = expect.get("decisions") if isinstance(expect, dict) else None
    return {k: str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def walked(interview: Interview) -> tuple[Place, ...]:
    """The way back through what a case file holds: its answers in their order, then its lists."""
    case = interview.case
    places = sorted(case.answers, key=lambda place: case.answers[place].span)
    whole_lists = [e.name for e in interview.base.entities.values() if e.name in case.complete]
    steps = [whole(interview, place) for place in places]
    return tuple(dict.fromkeys([*steps, *((name, WHOLE_LIST) for name in whole_lists)]))


def goes_beyond(interview: Interview) -> bool:
    """Whether something was answered that no main decision asks for."""
    day, version = str(interview.document.get("date", "")), interview.base.version
    blank = replace(interview, document=documents.empty("", day, version))
    hinges = Hinges(blank.known)
    asked = {whole(blank, hinge) for place, _ in standing(blank) for hinge in hinges.of(place)}
    return not asked.issuperset(whole(interview, place) for place in interview.steps)


def is_list(place: Place) -> bool:
    """Whether a place stands for a list that may still grow."""
    return place[1] == WHOLE_LIST
