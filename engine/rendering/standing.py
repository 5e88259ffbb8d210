"""Where an interview stands, in words: main decisions, what changes, what to find out."""

from collections.abc import Iterator, Sequence

from engine.asking.document import Document
from engine.asking.interview import Interview
from engine.asking.outlook import (
    OPEN,
    Turn,
    is_decided,
    is_list,
    record_of,
    recorded,
    standing,
    turns,
)
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.values import Value, is_settled
from engine.problem import listing
from engine.rendering.interview import Command, Lines, Strong, topic


def status_lines(interview: Interview) -> Lines:
    """The main decisions as far as they are known."""
    lines = [f"  - {_decision(interview.base, *one)}" for one in standing(interview)]
    return ["What is known so far:", *lines]


def _decision(base: RuleBase, place: Place, value: Value) -> str:
    return f"{_capital(base.facts[place[0]].label)}: {_value(base, place, value)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(base: RuleBase, place: Place, value: Value) -> str:
    fact = base.facts[place[0]]
    if is_settled(value) or not isinstance(value, frozenset):
        return Words(base).value(fact, value)
    labels = [fact.choices[choice] for choice in fact.choices if choice in value]
    return f"still open ({_quoted(labels)})"


def reached_lines(interview: Interview) -> Lines:
    """The main decisions with the reason of each, once no question can change them any more."""
    head = "Your main results:" if is_decided(interview) else "As far as your answers go:"
    lines: Lines = [Strong(head)]
    for place, value in standing(interview):
        lines.append(f"  - {_decision(interview.base, place, value)}")
        lines += [f"    {reason}" for reason in _reason(interview, place, value)]
    return lines


def _reason(interview: Interview, place: Place, value: Value) -> Iterator[str]:
    fact, member = place
    decision = interview.base.decisions.get(fact)
    for row in decision.rows if decision else ():
        if (row.id, member) in interview.trace.fired:
            yield f"Why: {row.because}" if row.because else f"By rule {row.id}."
            return
    if is_settled(value):
        yield "Why: every possibility that your answers leave open leads here."


def turn_lines(interview: Interview) -> Lines:
    """What to find out, whom to ask, and which way each answer would turn a decision."""
    if is_decided(interview):
        return []
    lines: Lines = [Strong("To settle the rest, find out:")]
    for turn in sorted(turns(interview), key=lambda turn: -len(turn.branches)):
        lines += _turn(interview, turn)
    return lines


def _turn(interview: Interview, turn: Turn) -> Iterator[str]:
    question = turn.question
    about = "" if is_list(question.place) else topic(interview, question.place)
    yield f"  - {question.text}{f' ({about})' if about else ''}"
    if question.fact and question.fact.find_out:
        yield f"    How: {question.fact.find_out}"
    now = standing(interview)
    telling = [branch for branch in turn.branches if branch[1] != now]
    for texts, found in telling:
        pairs = zip(now, found, strict=True)
        said = "; ".join(_effect(interview.base, *o, n[1]) for o, n in pairs if o != n)
        yield f"    If {_some(texts)}: {said}."
    if telling and len(telling) < len(turn.branches):
        yield "    Otherwise: this alone changes nothing."
    elif turn.branches and not telling:
        yield "    It tells only together with the other answers."


def _effect(base: RuleBase, place: Place, before: Value, after: Value) -> str:
    """What becomes of a decision: all that is left, or what is ruled out where that is shorter."""
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        fact, gone = base.facts[place[0]], before - after
        if len(after) > 1 and after < before and len(gone) <= len(after):
            labels = [fact.choices[choice] for choice in fact.choices if choice in gone]
            return f"{_decision(base, place, after).split(':')[0]}: not {_quoted(labels)}"
    return _decision(base, place, after)


def _some(texts: tuple[str, ...]) -> str:
    if len(texts) > 6:
        return f"{_quoted(texts[:4])} or one of {len(texts) - 4} more"
    return _quoted(texts)


def _quoted(texts: Sequence[str]) -> str:
    return listing([f"“{text}”" for text in texts])


def difference_lines(before: Interview, after: Interview) -> Lines:
    """What a changed answer does to the main decisions."""
    base = before.base
    pairs = zip(standing(before), standing(after), strict=True)
    found = [
        f"  - {_decision(base, place, old)} -> {_value(base, place, new)}"
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
            yield f"  - {_capital(fact.label)}: {old} -> {new}"


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
