"""What a page about everybody says of one person: why, until when, and what to ask next."""

from collections.abc import Iterator, Mapping

from engine.advise import Run
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.explain.hinges import WHOLE_LIST
from engine.explain.tree import Node, direct
from engine.explain.words import Words
from engine.ir.case import Case, Place
from engine.ir.dates import date_text
from engine.reason.interpret import interpret
from engine.reason.known import Origin
from engine.report.near import NearDate, near_dates
from engine.report.parts import Data, Parts
from engine.rosters.triage import Watched
from engine.rosters.triage_columns import CONTRADICTION, Reason

_KEY = "chooser"
MAX_NAME, MAX_TEXT = 80, 500  # letters of what somebody wrote on the roster


class PersonOf:
    """Says it in the words of a report, of those whose cases are given."""

    def __init__(self, watched: Watched, cases: Mapping[str, Case]) -> None:
        self._watched = watched
        self._base = watched.base
        self._cases = cases
        self._parts: dict[str, Parts] = {}
        self.words = Words(watched.base)

    def _of(self, name: str) -> Parts:
        if name not in self._parts:
            known, trace = interpret(self._base, self._cases[name])
            self._parts[name] = Parts(Run(known, trace, "interpreter", ""))
        return self._parts[name]

    def reason(self, reason: Reason) -> str:
        """Why somebody is as urgent, without what it rests on."""
        if reason.row == CONTRADICTION:
            return "Some answers contradict each other."
        return self._base.governed[reason.row].because

    def line(self, name: str, reason: Reason) -> Data:
        """The reason with the facts behind it, the nearest date, and the next question."""
        parts = self._of(name)
        text, facts = self._why(reason, parts)
        return {
            "reason": shortened(text, MAX_TEXT),
            "because_of": [shortened(fact, MAX_TEXT) for fact in facts],
            "rule": reason.row,
            "deadline": next(iter(self.dates(name)), None),
            "ask": self._next(parts),
        }

    def _why(self, reason: Reason, parts: Parts) -> tuple[str, list[str]]:
        if reason.row != CONTRADICTION:
            row = self._base.governed[reason.row]
            node = parts.explainer.rule(row, parts.member_of(self._base.root.name))
            return row.because, list(dict.fromkeys(self._facts(node)))
        dispute = parts.known.disputes[0]
        answers = [parts.explainer.fact(place).text for place in dispute.places]
        return f"{self.reason(reason)} {dispute.constraint.say}", answers

    @property
    def _chooser(self) -> Chooser:
        """The chooser of the base, kept with it."""
        own = self._base.own
        if _KEY not in own:
            own[_KEY] = Chooser(Goals(self._base))
        found: Chooser = own[_KEY]
        return found

    def _facts(self, node: Node) -> Iterator[str]:
        """What a row looked at, with the entry of a list that it is about."""
        for fact in direct(node):
            if fact.id not in self._base.layout.quiet:
                about = shortened(fact.about, MAX_NAME)
                said = fact.said if fact.origin is Origin.ANSWER else fact.text
                yield f"{about}: {said}" if about else said

    def _next(self, parts: Parts) -> str | None:
        """What an interview would ask first to settle a headline decision."""
        found = self._chooser.telling(parts.known, self._watched.goals)
        return self._asked(found[0].place, parts) if found else None

    def _asked(self, place: Place, parts: Parts) -> str:
        name, member = place
        if member == WHOLE_LIST:
            entity = self._base.entities[name]
            return entity.asked(more=bool(parts.known.members(name)))
        about = shortened(parts.explainer.name(member), MAX_NAME)
        return f"{self._base.facts[name].ask}{f' ({about})' if about else ''}"

    def dates(self, name: str) -> list[Data]:
        """The dates of a person that are near, the nearest first."""
        parts, watched = self._of(name), self._watched
        found = near_dates(parts, watched.triage, watched.today, watched.days)
        return [self._date(one, parts) for one in found]

    def _date(self, one: NearDate, parts: Parts) -> Data:
        return {
            "item": one.item,
            "first": one.first,
            "when": date_text(one.when),
            "say": shortened(one.say, MAX_TEXT),
            "about": shortened(parts.explainer.name(one.member), MAX_NAME),
        }

    def question(self, name: str) -> Data:
        """A question to everybody: a fact, or whether a list is whole."""
        if name in self._base.facts:
            fact = self._base.facts[name]
            return {"name": name, "ask": fact.ask, "find_out": fact.find_out}
        entity = self._base.entities[name]
        ask = f"{entity.asked(more=False)} And are those that you told about all?"
        return {"name": entity.list_key, "ask": ask, "find_out": ""}


def shortened(text: str, most: int) -> str:
    """The text, cut where it is too long for a line."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
