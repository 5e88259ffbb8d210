"""An interview in words: its questions, why they are asked, help, and the answers so far.

Every text is a list of lines that are not wrapped yet; a Strong one may be made to stand out.
"""

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from engine.asking.interview import Interview, Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.outlook import answer_at, answers, is_list, reach
from engine.asking.typed import is_yes_no
from engine.explain.why import Explainer
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Place
from engine.problem import BadInput

WIDTH, MANY = 80, 5
Lines = list[str]
COMMANDS = (
    ("?", "why this question is asked"),
    (":help", "help with this question, and this list (:h)"),
    (":unknown", "you do not know the answer (:u, or type: don't know)"),
    (":back", "the question before; later answers are kept (:b)"),
    (":keep", "leave the answer as it is, when you went back (or just press Enter)"),
    (":review", "see all your answers and change one (:r)"),
    (":status", "what is known so far (:s)"),
    (":quit", "save and stop; you can go on later (:q)"),
)


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
    left = interview.most_left
    count = f"About {left} more at most" if left > 1 else "Maybe the last one"
    if interview.asked_again is not None:
        count = "" if question.previous is None else "Asked again"
    head = f"[{about[:1].upper()}{about[1:]}] {count}".rstrip() if about else count
    return [head] if head else []


def topic(interview: Interview, place: Place) -> str:
    """What a question is about: the name of the entry, or what kind of thing it is."""
    name, member = place
    if is_list(place):
        return interview.base.entities[name].label.removeprefix("a ").removeprefix("an ")
    entity = interview.base.entities[interview.base.facts[name].entity]
    members = interview.case.members[entity.name]
    given = Explainer(interview.known).given(entity.name, member) if entity.named_by else ""
    noun = "" if entity.root else entity.label.removeprefix("a ").removeprefix("an ")
    return given or (f"{noun} {members.index(member) + 1}" if len(members) > 1 else noun)


def how_to_answer(question: Question) -> str:
    """One line on what to type."""
    if question.fact is None:
        return "Type y to add one, or n if there is none."
    if is_yes_no(question):
        return "Type y or n."
    if question.several:
        return "Type the numbers that apply, such as 1, 3, or none."
    if question.choices:
        return f"Type a number from 1 to {len(question.choices)}."
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


def answer_text(fact: Fact | None, answer: object) -> str:
    """An answer of a case file as a reader would say it."""
    if fact is None or answer == "unknown":
        return str(answer) if fact is None else "not known"
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
        return [_ended(f"{mistake.message}: {mistake.hint}")]
    found = []
    for problem in mistake.problems:
        hint = f": {problem.hint}" if problem.hint else ""
        text = _ended(f"{problem.message}{hint}")
        found.append(text.replace(fact.id, f"“{fact.label}”") if fact else text)
    return found


def _ended(text: str) -> str:
    return text if text.endswith(("?", ".")) else f"{text}."


def help_lines(question: Question) -> Lines:
    """Help with a question, then the commands."""
    fact = question.fact
    lines = [fact.help] if fact and fact.help else []
    lines += [f"How to find out: {fact.find_out}"] if fact and fact.find_out else []
    if question.choices and not is_yes_no(question):
        lines.append("You can also type the first letters of a choice.")
    return [*lines, how_to_answer(question), "You can always type:", *command_lines()]


def command_lines() -> Lines:
    """The commands, one a line."""
    return [f"  {name:<9} {what}" for name, what in COMMANDS]


def why_lines(interview: Interview) -> Iterator[Lines]:
    """What an answer can still change, as things stand now; what takes long to find comes last."""
    question = interview.question
    assert question is not None
    decided = reach(interview, question)
    yield _can_change(interview, decided)
    yield ["One moment, looking at the advice (the first time this takes some seconds)."]
    advised = reach(interview, question, advice=True)
    yield _can_bring(interview, advised)
    if not decided and not advised:
        yield ["As things stand, no answer here would change anything."]
    elif not advised:
        yield ["No advice depends on it beyond that."]


def _can_change(interview: Interview, places: Iterable[Place]) -> Lines:
    facts = interview.base.facts
    named = dict.fromkeys(f"{facts[n].label}{_about(interview, (n, m))}" for n, m in places)
    return ["Your answer can still change:", *(f"  - {name}" for name in named)] if named else []


def _about(interview: Interview, place: Place) -> str:
    fact = interview.base.facts[place[0]]
    found = topic(interview, place)
    return f" ({found})" if found and found not in fact.label else ""


def _can_bring(interview: Interview, places: Iterable[Place]) -> Lines:
    """Advice by its first words; of a lot of it the first few, the most urgent sections first."""
    layout = interview.base.layout
    first = {name: index for index, name in enumerate((layout.now, *layout.now_from))}
    reached = {name for name, _ in places}
    items = [item for item in interview.base.advice if item.id in reached]
    items.sort(key=lambda item: first.get(item.section, len(first)))
    found = list(dict.fromkeys(first_words(item.say) for item in items))
    more = [f"  - and {len(found) - MANY} more"] if len(found) > MANY else []
    head = ["Whether you get this advice can still depend on it:"] if found else []
    return [*head, *(f"  - {text}" for text in found[:MANY]), *more]


def first_words(text: str, length: int = 60) -> str:
    """The beginning of a sentence."""
    start = text.split(". ")[0].rstrip(".")
    start = re.sub(r"\{[^}]*\}", "…", start)
    return start if len(start) <= length else f"{start[:length].rsplit(' ', 1)[0]} …"


def review_lines(interview: Interview) -> Lines:
    """Every answer with a number."""
    lines = []
    for index, place in enumerate(answers(interview), 1):
        fact = interview.base.facts[place[0]]
        fact = interview.base.facts[fact.part_of] if fact.part_of else fact
        said = answer_text(fact, answer_at(interview, place))
        lines.append(f"  {index}. {fact.label}{_about(interview, place)}: {said}")
    return ["Your answers:", *lines] if lines else ["There are no answers yet."]
