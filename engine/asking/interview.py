"""One interview: the answers so far, the question that comes next, and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from engine.asking import document as documents
from engine.asking.choose import Chooser, Wanted
from engine.asking.document import UNKNOWN, Document
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Case, Place
from engine.ir.trace import Trace
from engine.reason.interpret import derived, interpret
from engine.reason.known import Known

DECISIONS, EVERYTHING = "decisions", "everything"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a fact of one member, or (without `fact`) whether a list has another entry.

    `choices` are value and label; `previous` is the answer that stands there now, if any.
    """

    place: Place
    fact: Fact | None
    text: str
    choices: tuple[tuple[str, str], ...]
    several: bool
    about: str
    affects: tuple[Place, ...]
    previous: object = None


@dataclass(frozen=True)
class Interview:
    """The state between two questions; every change gives a new one.

    `steps` are the places answered in order, for the way back, which goes on before the first
    `before` of them (None: all); `asked_again` is the place that the person went back to, `skipped`
    are lists of which they do not know what is in them.
    """

    base: RuleBase
    chooser: Chooser
    document: Document
    until: str = DECISIONS
    steps: tuple[Place, ...] = ()
    asked_again: Place | None = None
    name: str = "interview"
    skipped: frozenset[Place] = frozenset()
    before: int | None = None

    @cached_property
    def case(self) -> Case:
        """The answers. Raises BadInput when one of them is no answer."""
        return documents.case_of(self.base, self.document, self.name)

    @cached_property
    def known(self) -> Known:
        """What follows from the answers."""
        return derived(self.base, self.case)

    @cached_property
    def trace(self) -> Trace:
        """How it follows, and the advice."""
        return interpret(self.base, self.case)[1]

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """What the interview wants to settle: the main decisions, or everything a report shows."""
        layout = self.base.layout
        main = tuple(layout.decisions[name] for name in layout.main)
        if self.until == DECISIONS:
            return main
        others = [name for name in layout.decisions.values() if name in self.chooser.goals.decided]
        heads = [entity.headline for entity in layout.entities if entity.headline]
        advice = [item.id for item in self.base.advice]
        return tuple(dict.fromkeys([*main, *others, *heads, *advice]))

    @cached_property
    def wanted(self) -> list[Wanted]:
        """Questions that can still change a main decision, the most telling first."""
        layout = self.base.layout
        main = [layout.decisions[name] for name in layout.main]
        found = self.chooser.telling(self.known, main)
        return [one for one in found if one.place not in self.skipped]

    def _next(self) -> Wanted | None:
        """The question to ask; main decisions go before the rest."""
        if self.wanted or self.until == DECISIONS:
            return next(iter(self.wanted), None)
        here = self.steps[-1][1] if self.steps else 0
        same = [place for place in self._rest if place[1] == here > 0]  # one entry at a time
        places = dict.fromkeys([*same, *self._rest])
        changing = self.chooser.mattering(self.known, self.goals, places)
        return next(changing, None) or next(iter(self._confirming), None)

    @cached_property
    def _rest(self) -> list[Place]:
        """Questions behind anything that is open, those that serve most first."""
        serving = self.chooser.serving(self.known, self.goals)
        return [place for place in serving if place not in self.skipped]

    @cached_property
    def _confirming(self) -> list[Wanted]:
        found = self.chooser.confirming(self.known, self.goals)
        return [one for one in found if one.place not in self.skipped]

    @cached_property
    def question(self) -> Question | None:
        """The next question; None when no answer can change anything any more."""
        if self.asked_again is not None:
            return self._question(self.asked_again, ())
        best = self._next()
        return None if best is None else self._question(best.place, best.affects)

    def _question(self, place: Place, affects: tuple[Place, ...]) -> Question:
        name, member = place
        if member == WHOLE_LIST:
            return self._about_list(place, affects)
        fact = self.base.facts[name]
        whole = self.base.facts[fact.part_of] if fact.part_of else fact
        previous = documents.answer(self.base, self.case, self.document, place)
        several = documents.is_several(self.base, name)
        choices = tuple(whole.choices.items())
        about = self._name(member)
        return Question(place, whole, whole.ask, choices, several, about, affects, previous)

    def _about_list(self, place: Place, affects: tuple[Place, ...]) -> Question:
        entity = self.base.entities[place[0]]
        text = entity.asked(more=bool(self.document.get(entity.list_key)))
        choices = (("yes", "yes"), ("no", "no"))
        return Question(place, None, text, choices, False, "", affects, self._said_of(place))

    def _said_of(self, place: Place) -> str | None:
        """What was said of a list that has no further entries, or may have some."""
        if place in self.skipped:
            return UNKNOWN
        ended = self.base.entities[place[0]].list_key in self.document.get("complete", [])
        return "no" if ended else None

    def _name(self, member: int) -> str:
        """How the entry that a question is about is called; empty for the person."""
        for entity in self.base.entities.values():
            members = self.case.members[entity.name]
            if member in members and entity.list_key:
                given = self.case.text(entity.named_by, member) if entity.named_by else ""
                return given or f"{entity.label} ({members.index(member) + 1})"
        return ""

    def answered(self, value: object) -> "Interview":
        """The interview after the question was answered; the answer is text, or a list of texts.

        Raises BadInput when it is no answer; nothing is changed then.
        """
        assert self.question is not None
        place = self.question.place
        if self.question.fact is None:
            changed = self._listed(place, value == "yes")
        else:
            changed = documents.with_answer(self.base, self.case, self.document, place, value)
        return self._after(changed, place)

    def _listed(self, place: Place, more: bool) -> Document:
        entity = self.base.entities[place[0]]
        if more:
            return documents.with_entry(self._reopened(place), entity)
        return documents.with_complete(self._reopened(place), entity)

    def _reopened(self, place: Place) -> Document:
        """The document in which it is not said that a list has no further entries."""
        entity, ended = self.base.entities[place[0]], self._said_of(place) == "no"
        return (documents.without_last(self.document, entity) if ended else None) or self.document

    def _after(self, changed: Document, place: Place) -> "Interview":
        found = replace(self._past(place), document=changed, skipped=self.skipped - {place})
        sizes = [sum(map(len, one.case.members.values())) for one in (self, found)]  # may raise
        return found._renumbered(place[0]) if sizes[1] > sizes[0] else found

    def _past(self, place: Place) -> "Interview":
        """The interview after a place was answered: one that was gone back to keeps its step."""
        wholes = [self._whole(step) for step in self.steps]
        if place[1] == WHOLE_LIST:  # of a list several steps may tell; only `before` is meant
            index = self.before if place == self.asked_again else None
        else:
            index = wholes.index(self._whole(place)) if self._whole(place) in wholes else None
        if index is None:
            return replace(self, steps=(*self.steps, place), before=None, asked_again=None)
        return replace(self, before=index + 1, asked_again=None)

    def _renumbered(self, entity: str) -> "Interview":
        """The steps by their numbers after an entry was added, which moves those behind it."""
        new = self.case.members[entity][-1]
        moved = tuple((name, member + (member >= new)) for name, member in self.steps)
        return replace(self, steps=moved)

    def not_known(self) -> "Interview":
        """The interview after the person said that they do not know."""
        assert self.question is not None
        if self.question.fact is not None:
            return self.answered(UNKNOWN)
        place = self.question.place
        found, skipped = self._past(place), self.skipped | {place}
        return replace(found, document=self._reopened(place), skipped=skipped)

    def back(self) -> "Interview | None":
        """The interview at the question before, all answers kept; None at the first question."""
        start = len(self.steps) if self.before is None else self.before
        found = (self._back_at(index) for index in range(start - 1, -1, -1))
        return next((one for one in found if one is not None), None)

    def _back_at(self, index: int) -> "Interview | None":
        """The interview at an answered question; None where a list has got an entry by it."""
        place = self.steps[index]
        again = replace(self, asked_again=place, before=index)
        if place[1] != WHOLE_LIST:
            return again
        if place in self.steps[index + 1 :]:
            return None
        return again if self._said_of(place) else again._undone(place)

    def _undone(self, place: Place) -> "Interview | None":
        """The interview before a list got its last entry; None if that has answers by now."""
        document = documents.without_last(self.document, self.base.entities[place[0]])
        if document is None:
            return None
        found = replace(self, document=document)
        gone = set(self.case.members[place[0]]) - set(found.case.members[place[0]])
        above = min(gone, default=len(self.case.answers) + len(self.base.entities) + 1)
        return replace(found, steps=tuple((n, m - (m > above)) for n, m in self.steps))

    def removing(self, entity: str, member: int) -> "Interview":
        """The interview without an entry of a list and all that was said of it."""
        of = self.base.entities[entity]
        index = self.case.members[entity].index(member) - of.principal  # a principal is in no list
        document = documents.without_entry(self.document, of.list_key, index)
        kept = ((name, one) for name, one in self.steps if one != member)
        steps = tuple((name, one - (one > member)) for name, one in kept)
        return replace(self, document=document, steps=steps, asked_again=None, before=None)

    def keeping(self) -> "Interview":
        """The interview after a question that was asked again, its answer left as it was."""
        return replace(self, asked_again=None)

    def going_on(self) -> "Interview":
        """The same interview, until everything is settled."""
        return replace(self, until=EVERYTHING, asked_again=None)

    def asking_again(self, place: Place) -> "Interview":
        """The interview at a question that was answered before."""
        return replace(self, asked_again=place)

    @property
    def most_left(self) -> int:
        """How many questions there can still be at most, as things stand."""
        return len({self._whole(place) for place in self._left})

    @property
    def may_grow(self) -> bool:
        """Whether one of these questions is whether a list has another entry."""
        return any(member == WHOLE_LIST for _, member in self._left)

    @cached_property
    def _left(self) -> list[Place]:
        """Questions that may be asked; further answers make them fewer, never more."""
        unseen = self.chooser.unseen(self.known, self.goals)
        return [*self._rest, *(place for place in unseen if place not in self.skipped)]

    def _whole(self, place: Place) -> Place:
        fact = self.base.facts.get(place[0])
        return (fact.part_of, place[1]) if fact and fact.part_of else place


def answered_places(interview: Interview) -> Iterable[Place]:
    """Everything that was answered, in the order of the vocabulary."""
    order = {name: index for index, name in enumerate(interview.base.facts)}
    return sorted(interview.case.answers, key=lambda place: (order[place[0]], place[1]))
