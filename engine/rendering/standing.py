"""Where an interview stands, in words: the decisions, and what changes them."""

from collections.abc import Iterator

from engine.asking.document import Document
from engine.asking.interview import Interview
from engine.asking.outlook import (
    OPEN,
    Standing,
    entries,
    everything,
    is_decided,
    record_of,
    recorded,
    standing,
)
from engine.asking.turning import not_known, to_find_out
from engine.explain.why import Explainer
from engine.ir.case import Place
from engine.ir.values import Value, is_settled
from engine.rendering.interview import Command, Lines, Strong
from engine.rendering.turning import capital, decision, turn_lines, value_text


def status_lines(interview: Interview) -> Lines:
    """The decisions as far as they are known, and what the person could find out about."""
    lines = [f"  - {decision(interview, *one)}" for one in standing(interview)]
    missing = not_known(interview, everything(interview))
    head = "You did not know these yet. To find them out helps:"
    more = turn_lines(interview, missing, head)
    return ["What is known so far:", *lines, *entry_lines(interview), *more]


def reached_lines(interview: Interview) -> Lines:
    """The main decisions with the reason of each, once no question can change them any more."""
    head = "Your main results:" if is_decided(interview) else "As far as your answers go:"
    return [Strong(head), *_reasoned(interview, standing(interview))]


def entry_lines(interview: Interview) -> Lines:
    """The decision on each entry of each list, with its reason."""
    lines: Lines = []
    for layout in interview.base.layout.entities:
        found = entries(interview, layout)
        lines += [f"{layout.title}:", *_reasoned(interview, found)] if found else []
    return lines


def open_lines(interview: Interview) -> Lines:
    """What to find out so that the main decisions are settled."""
    return _open(interview, standing(interview))


def end_lines(interview: Interview) -> Lines:
    """What follows when nothing is left to ask, main decisions aside."""
    head = Strong("That was all: no other answer can change your plan as it stands.")
    return [head, *entry_lines(interview), *_open(interview, everything(interview))]


def _open(interview: Interview, decisions: Standing) -> Lines:
    missing = to_find_out(interview, decisions)
    return turn_lines(interview, missing, "To settle the rest, find out:", decisions)


def _reasoned(interview: Interview, decisions: Standing) -> Iterator[str]:
    for place, value in decisions:
        yield f"  - {decision(interview, place, value)}"
        yield from (f"    {reason}" for reason in _reason(interview, place, value))


def _reason(interview: Interview, place: Place, value: Value) -> Iterator[str]:
    fact, member = place
    decision = interview.base.decisions.get(fact)
    for row in decision.rows if decision else ():
        if (row.id, member) in interview.trace.fired:
            yield from [f"Why: {row.because}"] if row.because else []
            return
    if is_settled(value):
        yield "Why: every possibility that your answers leave open leads here."


def difference_lines(before: Interview, after: Interview) -> Lines:
    """What a changed answer does to the main decisions."""
    pairs = zip(standing(before), standing(after), strict=True)
    found = [
        f"  - {decision(before, place, old)} -> {value_text(before.base, place, new)}"
        for (place, old), (_, new) in pairs
        if old != new
    ]
    if not found:
        return ["The main results stay as they are."]
    return ["With this answer the main results change:", *found]


def dispute_lines(before: Interview | None, after: Interview) -> Lines:
    """Answers that cannot all be true, when an answer has just brought that about."""
    known = [one.constraint.id for one in before.known.disputes] if before else []
    explainer = Explainer(after.known)
    lines: Lines = []
    for one in after.known.disputes:
        if one.constraint.id not in known:
            lines.append(f"These answers do not fit together: {one.constraint.say}")
            lines += [f"  - {explainer.fact(place).text}" for place in one.places]
    return [*lines, "Type :review to put one of them right."] if lines else []


def knowledge_lines(interview: Interview, saved: Document) -> Lines:
    """What a new version of the knowledge made of the same answers; empty for the same version."""
    was, version = str(saved.get("knowledge", "")), interview.base.version
    if not was or was == version:
        return []
    head = f"The knowledge has changed since this case was saved ({was}, now {version})."
    before, now = record_of(saved), recorded(interview)
    if not now.keys() & before.keys():
        return [head, "What it said then was not kept, so the two cannot be compared."]
    changed = [name for name in now if before.get(name, now[name]) != now[name]]
    if not changed:
        return [head, "Your main results are the same as before."]
    return [head, "With the same answers these are different now:", *_moved(interview, saved)]


def _moved(interview: Interview, saved: Document) -> Iterator[str]:
    before, now = record_of(saved), recorded(interview)
    for name, value in now.items():
        if before.get(name, value) != value:
            fact = interview.base.facts[interview.base.layout.decisions[name]]
            old, new = (_short(fact.choices.get(one, one)) for one in (before[name], value))
            yield f"  - {capital(fact.label)}: {old} -> {new}"


def _short(value: str) -> str:
    return "still open" if value == OPEN else value


def saved_lines(path: str, command: str, again: str) -> Lines:
    """Where the answers are and what to do next."""
    return [
        f"Your answers are saved in {path}.",
        "To read the full advice, type:",
        Command(f"  {command}"),
        "To go on or to change an answer, type:",
        Command(f"  {again}"),
    ]
