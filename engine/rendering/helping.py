"""What an interview says to commands: help, why a question is put, and the answers so far."""

import re
from collections.abc import Iterable, Iterator

from engine.asking.interview import Interview, Question
from engine.asking.outlook import answer_at, answers, reach, whole
from engine.asking.typed import is_yes_no
from engine.explain.why import Explainer
from engine.ir.case import Place
from engine.rendering.interview import Lines, Strong, answer_text, heading, how_to_answer, topic

MANY, LONG = 4, 120
NOBODY_SAYS = "If you do not know, type :unknown; it will be kept as not known."
OFFER = "Go on with questions for the full plan? Type y, or n to stop here."
REPLACE = "Keep the new answer? Type y or n."
GOES_ON = (
    "Your file already has answers beyond the main results, so the questions for the full plan "
    "go on. Type :quit to stop at any time."
)
_SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z“])")
COMMANDS = (
    ("?", "why this question is asked"),
    (":help", "help with this question, and this list (:h)"),
    (":unknown", "you do not know the answer (:u, or type: don't know)"),
    (":back", "the question before; later answers are kept (:b)"),
    (":keep", "leave the answer as it is, when you went back (or just press Enter)"),
    (":review", "see all your answers and change one (:r)"),
    (":remove", "take an entry out of a list, with all that was said of it"),
    (":status", "what is known so far (:s)"),
    (":quit", "save and stop; you can go on later (:q)"),
)


def help_lines(interview: Interview) -> Lines:
    """Help with a question, then the commands."""
    question = interview.question
    assert question is not None
    lines = [*_on(interview, question), how_to_answer(question)]
    return [*lines, "You can always type:", *command_lines()]


def _on(interview: Interview, question: Question) -> Iterator[str]:
    """What the vocabulary says, and what to do where that does not help."""
    fact = question.fact
    if fact is None:
        entity = interview.base.entities[question.place[0]]
        if question.text != entity.asked(more=False):
            yield f"What counts: {entity.asked(more=False)}"
        yield "After y you are asked about that one, then whether there is another."
        yield "Type n when none is left, or :unknown if you do not know."
        return
    yield from filter(None, [fact.help])
    yield f"How to find out: {fact.find_out}" if fact.find_out else NOBODY_SAYS
    if question.choices and not is_yes_no(question):
        yield "You can also type the first letters of a choice."


def command_lines() -> Lines:
    """The commands, one a line."""
    return [f"  {name:<9} {what}" for name, what in COMMANDS]


def offer_lines(interview: Interview) -> Lines:
    """What it means to go on after the main decisions."""
    further = interview.going_on()
    more = ", without what you still add" if further.may_grow else ""
    return [
        f"To go on means: at most {further.most_left} more questions{more}.",
        "With them the whole plan fits your case, and not only the main results above.",
        "You can stop at any time with :quit; all answers are saved. You can also go on later.",
        "Type y to go on, or n to stop here.",
    ]


def replacing_lines() -> Lines:
    """What can be done while a new answer waits to be kept."""
    return [
        "Type y to use the new answer, or n to leave the old one.",
        "Other commands work after that; :status works here too, :quit stops without the change.",
    ]


def why_lines(interview: Interview) -> Iterator[Lines]:
    """What an answer can still change, as things stand now; what takes long to find comes last."""
    question = interview.question
    assert question is not None
    decided = reach(interview, question)
    yield _can_change(interview, decided)
    advised = reach(interview, question, advice=True)
    yield _can_bring(interview, advised)
    if not decided and not advised:
        yield ["As things stand, no answer here would change anything."]
    elif not advised:
        yield ["No advice depends on it beyond that."]


def _can_change(interview: Interview, places: Iterable[Place]) -> Lines:
    facts = interview.base.facts
    named = dict.fromkeys(f"{facts[n].label}{about(interview, (n, m))}" for n, m in places)
    more = [f"  - and {len(named) - MANY} more"] if len(named) > MANY else []
    lines = [f"  - {name}" for name in named][:MANY]
    return ["Your answer can still change:", *lines, *more] if named else []


def about(interview: Interview, place: Place) -> str:
    """What a fact is about, in brackets; empty where that is clear."""
    found = topic(interview, place)
    return f" ({found})" if found and found not in interview.base.facts[place[0]].label else ""


def _can_bring(interview: Interview, places: Iterable[Place]) -> Lines:
    """Advice by its first sentence; of a lot of it the first few, the most urgent sections first.

    Where no sentence is short and complete, the sections in which it stands.
    """
    layout = interview.base.layout
    first = {name: index for index, name in enumerate((layout.now, *layout.now_from))}
    reached = {name for name, _ in places}
    items = [item for item in interview.base.advice if item.id in reached]
    items.sort(key=lambda item: first.get(item.section, len(first)))
    titles = {section.id: section.title for section in layout.sections}
    found = list(dict.fromkeys(filter(None, (first_sentence(item.say) for item in items))))
    if not found:
        found = list(dict.fromkeys(f"something under “{titles[i.section]}”" for i in items))
        more = 0
    else:
        more = len(items) - len(found[:MANY])
    head = ["Whether you get this advice can still depend on it:"] if found else []
    rest = [f"  - and {more} more piece{'s' if more > 1 else ''} of advice"] if more else []
    return [*head, *(f"  - {text}" for text in found[:MANY]), *rest]


def first_sentence(text: str) -> str:
    """The first sentence; empty when it is long, or needs something filled in."""
    start = _SENTENCE.split(text)[0].rstrip(".")
    return "" if "{" in start or len(start) > LONG else start


def review_lines(interview: Interview) -> Lines:
    """Every answer with a number, under what it is about."""
    lines: Lines = []
    last = None
    for index, (place, label) in enumerate(labels(interview), 1):
        if place[1] != last:
            lines.append(f"  {heading(interview, place)}")
        last = place[1]
        fact = interview.base.facts[place[0]]
        lines.append(f"  {index}. {label}: {answer_text(fact, answer_at(interview, place))}")
    return [Strong("Your answers:"), *lines] if lines else ["There are no answers yet."]


def entries(interview: Interview) -> list[tuple[Place, str]]:
    """Every entry of a list: its entity and number, and how it is called."""
    explainer, lists = Explainer(interview.known), interview.base.entities.values()
    return [
        ((entity.name, member), f"{entity.noun}: {explainer.name(member)}")
        for entity in lists
        if entity.list_key
        for member in interview.case.members[entity.name]
        if explainer.name(member)
    ]


def entry_lines(interview: Interview) -> Lines:
    """The entries that can be taken out, numbered."""
    return [f"  {i}. {name}" for i, (_, name) in enumerate(entries(interview), 1)]


def labels(interview: Interview) -> list[tuple[Place, str]]:
    """Every question that was answered, with how it is called in a list."""
    places = [whole(interview, place) for place in answers(interview)]
    return [(place, interview.base.facts[place[0]].label) for place in places]
