"""What to find out, in words: under what it is about, and which decisions it would settle."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from engine.asking.interview import Interview
from engine.asking.outlook import Standing, is_list
from engine.asking.turning import Missing, Turn, turns
from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.values import Value, is_settled
from engine.problem import listing
from engine.rendering.helping import about
from engine.rendering.interview import Lines, Strong, heading

MOST, SOME = 8, 6


def turn_lines(
    interview: Interview, missing: Missing, head: str, decisions: Standing = ()
) -> Lines:
    """What to find out and how, and which way each answer would turn a decision.

    What serves most comes first; of a lot of it the first few. `decisions` that are settled are
    told before.
    """
    if not missing:
        return []
    first = dict(islice(missing.items(), MOST))
    found = sorted(turns(interview, first), key=_rank)
    lines = [*_settled(interview, decisions), Strong(head)]
    for _, group in groupby(found, key=lambda turn: _topic(interview, turn)):
        lines += _group(interview, list(group))
    more = len(missing) - len(first)
    return [*lines, *([f"  - and {more} more: see crossmatch advise"] if more else [])]


def _rank(turn: Turn) -> tuple[int, int]:
    """What is about the same thing together, and what tells most first."""
    return turn.question.place[1], -len(turn.branches)


def _settled(interview: Interview, decisions: Standing) -> Iterator[str]:
    """Which decisions are settled and which are not; nothing unless there are both."""
    done = [_name(interview, place) for place, value in decisions if is_settled(value)]
    left = [_name(interview, place) for place, value in decisions if not is_settled(value)]
    if done and left:
        yield f"Settled: {'; '.join(done)}. What follows can only change: {'; '.join(left)}."


def _topic(interview: Interview, turn: Turn) -> str:
    return heading(interview, turn.question.place)


def _group(interview: Interview, group: Sequence[Turn]) -> Iterator[str]:
    yield f"  {_topic(interview, group[0])}"
    for turn in group:
        yield from _turn(interview, turn)


def _turn(interview: Interview, turn: Turn) -> Iterator[str]:
    question = turn.question
    yield f"  - {question.text}"
    if question.fact and question.fact.find_out:
        yield f"    How: {question.fact.find_out}"
    telling = [branch for branch in turn.branches if branch[1] != turn.now]
    names = "; ".join(_name(interview, place) for place, _ in turn.now)
    together = "" if telling or is_list(question.place) else " together with other answers"
    yield f"    Helps to settle{together}: {names}."
    for texts, found in telling:
        pairs = zip(turn.now, found, strict=True)
        said = "; ".join(_effect(interview, *o, n[1]) for o, n in pairs if o != n)
        yield f"    If {_some(texts)}: {said}."


def _effect(interview: Interview, place: Place, before: Value, after: Value) -> str:
    """What becomes of a decision: what it is then, or all that is left."""
    if isinstance(after, frozenset) and len(after) > 1:
        return f"{_name(interview, place)}: leaves {_quoted(_labels(interview.base, place, after))}"
    return decision(interview, place, after)


def _some(texts: tuple[str, ...]) -> str:
    if len(texts) > SOME:
        return f"{_quoted(texts[:4])} or one of {len(texts) - 4} more"
    return _quoted(texts)


def _quoted(texts: Sequence[str]) -> str:
    return listing([f"“{text}”" for text in texts])


def _labels(base: RuleBase, place: Place, value: frozenset[str]) -> list[str]:
    fact = base.facts[place[0]]
    return [fact.choices[choice] for choice in fact.choices if choice in value]


def decision(interview: Interview, place: Place, value: Value) -> str:
    """A decision with the values that it can have."""
    return f"{_name(interview, place)}: {value_text(interview.base, place, value)}"


def _name(interview: Interview, place: Place) -> str:
    return capital(f"{interview.base.facts[place[0]].label}{about(interview, place)}")


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def value_text(base: RuleBase, place: Place, value: Value) -> str:
    """The value, or those that are left."""
    if is_settled(value) or not isinstance(value, frozenset):
        return Words(base).value(base.facts[place[0]], value)
    return f"still open ({_quoted(_labels(base, place, value))})"
