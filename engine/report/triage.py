"""What a page about everybody on a roster says, as plain data: counts, and whom to call first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import PurePath

from engine.ir.case import Case
from engine.ir.conditions import Node, Parameter, children
from engine.report.parts import Data
from engine.report.triage_person import MAX_NAME, MAX_TEXT, PersonOf, shortened
from engine.rosters.codes import Codes
from engine.rosters.people import people
from engine.rosters.reading import bad_rows
from engine.rosters.rejects import Reject
from engine.rosters.triage import OPEN, Watched
from engine.rosters.triage_asking import Settling

SCHEMA = "crossmatch.triage/1"


def build_triage(watched: Watched, codes: Codes | None = None) -> Data:
    """The page as plain data, once all outcomes were taken; with `codes` in place of ids.

    Reads the rows of those who are listed once more. Raises BadInput where they cannot be read.
    """
    return _Triage(watched, codes).build()


class _Triage:
    def __init__(self, watched: Watched, codes: Codes | None) -> None:
        self._watched, self._tally, self._base = watched, watched.tally, watched.base
        self._triage, self._codes = watched.triage, codes
        self._of = PersonOf(watched, self._cases())

    def _cases(self) -> Mapping[str, Case]:
        tally, watched = self._tally, self._watched
        ids = {one.id for found in tally.people.values() for one in found}
        ids |= {one.id for one in tally.deadlines}
        return people(self._base, watched.roster, watched.lists, ids, watched.today)

    def _shown(self, name: str) -> str:
        return self._codes.of(name) if self._codes else name

    def build(self) -> Data:
        """Everything, in the order of the page."""
        triage, tally, watched = self._triage, self._tally, self._watched
        rejects = watched.rejects(self._codes)
        return {
            "schema": SCHEMA,
            "title": triage.title,
            "intro": triage.intro,
            "as_of": watched.today.isoformat(),
            "knowledge_version": self._base.version,
            "answered": tally.answered,
            "groups": list(self._groups()),
            "unsettled": tally.unsettled,
            "deadlines": self._deadlines(),
            "asking": self._asking(),
            "counts": [self._counted(name) for name in triage.counts],
            "rejected": bad_rows(rejects),
            "rejects": [_reject(one) for one in rejects[: watched.listed]],
            "more_rejects": max(0, len(rejects) - watched.listed),
            "assumptions": list(self._assumptions()),
            "limits": list(self._base.layout.limits),
        }

    def _groups(self) -> Iterator[Data]:
        """Each outcome, the most urgent first, with its reasons and its first few people."""
        tally = self._tally
        for outcome, label in self._base.facts[self._triage.urgency].choices.items():
            own = [n for n, one in enumerate(tally.reasons) if one.outcome == outcome]
            listed = tally.people.get(outcome, [])
            count = sum(tally.by_reason[n] for n in own)
            yield {
                "outcome": outcome,
                "label": label,
                "count": count,
                "reasons": [
                    {"text": self._of.reason(tally.reasons[n]), "count": tally.by_reason[n]}
                    for n in own
                    if tally.by_reason[n]
                ],
                "people": [
                    {"id": self._shown(one.id)} | self._of.line(one.id, tally.reasons[one.reason])
                    for one in listed
                ],
                "more": count - len(listed),
            }

    def _deadlines(self) -> Data:
        tally, watched = self._tally, self._watched
        return {
            "days": watched.days,
            "until": (watched.today + timedelta(watched.days)).isoformat(),
            "count": tally.dates.total(),
            "people": tally.dated_people,
            "weeks": list(self._weeks()),
            "listed": list(self._listed_dates()),
            "more": tally.dates.total() - len(tally.deadlines),
        }

    def _weeks(self) -> Iterator[Data]:
        today, days = self._watched.today, self._watched.days
        for number in range(days // 7 + 1):
            first, last = number * 7, min(number * 7 + 6, days)
            ends = [(today + timedelta(one)).isoformat() for one in (first, last)]
            text = ends[0] if ends[0] == ends[1] else " to ".join(ends)
            yield {"text": text, "count": self._tally.weeks[number]}

    def _listed_dates(self) -> Iterator[Data]:
        """The same dates again, now with the words that a report has for them."""
        found: dict[str, list[Data]] = {}
        for one in self._tally.deadlines:
            left = found.setdefault(one.id, self._of.dates(one.id))
            data = next(d for d in left if (d["item"], d["first"]) == (one.item, one.day))
            left.remove(data)
            yield {"id": self._shown(one.id)} | data

    def _asking(self) -> Data:
        found = [self._of.question(name) | vars(c) for name, c in self._asked() if c.possibly]
        facts = self._base.facts
        return {
            "questions": found[: self._watched.listed],
            "untried": [facts[name].label for name in self._watched.asking.untried],
            "about": [facts[name].label for name in self._watched.goals],
        }

    def _asked(self) -> list[tuple[str, Settling]]:
        asked = self._watched.asking.found.items()
        return sorted(asked, key=lambda one: (-one[1].expected, -one[1].possibly))

    def _counted(self, name: str) -> Data:
        fact, counts = self._base.facts[name], self._tally.counts.get(name, Counter())
        values = [{"text": label, "count": counts[v]} for v, label in fact.choices.items()]
        return {"fact": name, "title": fact.label, "values": values, "open": counts[OPEN]}

    def _assumptions(self) -> Iterator[Data]:
        """The numbers of ours that the page rests on."""
        rows = self._base.decisions[self._triage.urgency].rows
        names = [self._triage.days, self._triage.listed]
        nodes = [node for row in rows if row.when for node in _walk(row.when)]
        names += [node.name for node in nodes if isinstance(node, Parameter)]
        for name in dict.fromkeys(names):
            setting = self._base.settings[name]
            if setting.assumed:
                yield {"text": self._of.words.setting(setting), "because": setting.because}


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _walk(child)


def _reject(one: Reject) -> Data:
    cells = {"file": PurePath(one.file).name, "row": one.row, "id": one.id, "column": one.column}
    return {
        **{name: shortened(str(cell), MAX_NAME) for name, cell in cells.items()},
        "reason": shortened(one.reason, MAX_TEXT),
        "hint": shortened(one.hint, MAX_TEXT),
    }
