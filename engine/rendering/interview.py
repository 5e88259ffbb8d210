"""An interview in words: its questions and what is said to answers.

Every text is a list of lines that are not wrapped yet; a Strong one may be made to stand out.
"""

import re
from textwrap import wrap

from engine.asking.document import UNKNOWN
from engine.asking.interview import Interview, Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.outlook import is_list
from engine.asking.typed import is_yes_no
from engine.explain.why import Explainer
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Place
from engine.problem import BadInput

WIDTH = 80
LONG_LIST = 15  # choices, above which a name is easier to type than to find
Lines = list[str]


class Strong(str):
    """A line that may be made to stand out."""

    __slots__ = ()


class Command(str):
    """A line to be copied: it is never wrapped."""

    __slots__ = ()


def fitted(line: str, width: int = WIDTH) -> Lines:
    """A line wrapped for a terminal; what follows stands below the text, not below its number."""
    if isinstance(line, Command):
        return [line]
    match = re.match(r" *(?:\d+\. |- |:\w+ +|\? +)?", line)
    start = match[0] if match else ""
    indent = " " * len(start)
    found = wrap(
        line,
        width - 1,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return found or [""]


def welcome(path: str, *, goes_on: bool) -> Lines:
    """What a person reads first."""
    first = f"Going on with {path}." if goes_on else f"Your answers are kept in {path}."
    return [
        f"{first} Everything is saved after each answer.",
        "Answer each question and press Enter. If you do not know, type: don't know.",
        "Type ? to see why a question is asked, :help for help, :quit to save and stop.",
    ]


def question_lines(interview: Interview) -> Lines:
    """The question with what it is about, how many may follow, and its choices."""
    question = interview.question
    assert question is not None
    lines = [*_head(interview, question), Strong(question.text)]
    if not is_yes_no(question):
        lines += [f"  {i}. {label}" for i, (_, label) in enumerate(question.choices, 1)]
    if question.previous is not None:
        said = answer_text(question.fact, question.previous)
        lines.append(f"Your answer was: {said}. Press Enter to keep it, or type a new one.")
    return [*lines, how_to_answer(question)]


def _head(interview: Interview, question: Question) -> Lines:
    about = topic(interview, question.place)
    count = progress(interview)
    if interview.asked_again is not None:
        count = "" if question.previous is None else "Asked again"
    head = f"[{about[:1].upper()}{about[1:]}] {count}".rstrip() if about else count
    return [head] if head else []


def progress(interview: Interview) -> str:
    """How many questions there can still be."""
    if interview.may_grow:
        return f"At most {interview.most_left} more, without what you still add"
    left = interview.most_left
    return f"At most {left} more" if left > 1 else "Maybe the last one"


def topic(interview: Interview, place: Place) -> str:
    """What a question is about: the name of the entry, or what kind of thing it is."""
    name, member = place
    if is_list(place):
        return interview.base.entities[name].noun
    entity = interview.base.entities[interview.base.facts[name].entity]
    members = interview.case.members[entity.name]
    given = Explainer(interview.known).given(entity.name, member) if entity.named_by else ""
    noun = "" if entity.root else entity.noun
    return given or (f"{noun} {members.index(member) + 1}" if len(members) > 1 else noun)


def heading(interview: Interview, place: Place) -> str:
    """The topic as a heading above several lines."""
    text = topic(interview, place) or interview.base.root.label
    return f"{text[:1].upper()}{text[1:]}:"


def how_to_answer(question: Question) -> str:
    """One line on what to type."""
    if question.fact is None:
        return "Type y to add one, or n if there is none."
    if is_yes_no(question):
        return "Type y or n."
    if question.several:
        return "Type the numbers that apply, such as 1, 3, or none."
    if question.choices:
        return _how_to_choose(question)
    unit = f" ({question.fact.unit})" if question.fact.unit else ""
    if question.fact.kind is Kind.DATE:
        return "Type a date, such as March 2027 or 15 Sep 2026."
    return {
        Kind.TEXT: "Type a few words.",
        Kind.MONEY: f"Type an amount, such as 1,500{unit}.",
        Kind.COUNT: f"Type a whole number{unit}.",
        Kind.PERCENT: "Type a number from 0 to 100.",
        Kind.MONTHS: "Type a number of months, such as 6.",
    }.get(question.fact.kind, f"Type a number{unit}.")


def _how_to_choose(question: Question) -> str:
    count = len(question.choices)
    if count > LONG_LIST:
        return f"Type a name, such as {question.choices[0][1]}, or a number from 1 to {count}."
    return f"Type a number from 1 to {count}."


def answer_text(fact: Fact | None, answer: object) -> str:
    """An answer of a case file as a reader would say it."""
    if answer == UNKNOWN:
        return "not known"
    if fact is None:
        return str(answer)
    if isinstance(answer, list):
        return ", ".join(fact.choices.get(str(one), str(one)) for one in answer) or "none"
    text = fact.choices.get(str(answer), str(answer))
    return f"{text} {fact.unit}".rstrip() if fact.kind in NUMERIC else text


def noted(question: Question, answer: object) -> str:
    """A short receipt for an answer."""
    said = answer_text(question.fact, answer)
    return f"Noted: {question.fact.label}: {said}." if question.fact else f"Noted: {said}."


def mistake_lines(mistake: NotUnderstood | BadInput, fact: Fact | None) -> Lines:
    """What is wrong with what was typed, and what to type."""
    if isinstance(mistake, NotUnderstood):
        between = ". " if mistake.hint[:1].isupper() else ": "
        return [_ended(f"{mistake.message}{between}{mistake.hint}")]
    found = []
    for problem in mistake.problems:
        hint = f": {problem.hint}" if problem.hint else ""
        text = _ended(f"{problem.message}{hint}")
        found.append(text.replace(fact.id, f"“{fact.label}”") if fact else text)
    return found


def _ended(text: str) -> str:
    return text if text.endswith(("?", ".")) else f"{text}."
