"""Whether a certificate is right: everything it says is worked out again, by python-sat."""

from collections.abc import Iterator
from typing import Any

from engine.asking.certificate import CHANGES, LEFT_OPEN, OPEN, SCHEMA, UNCHANGED, UNPROVED, Data
from engine.asking.document import case_of
from engine.asking.interview import DECISIONS, EVERYTHING
from engine.asking.proof import Person, Proof
from engine.asking.unanswered import place_named, remaining, unanswered, unsuccessful
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.trace import Trace
from engine.ir.values import NO, YES
from engine.problem import BadInput
from engine.reason.interpret import interpret
from engine.reason.known import Known

CLAIMS = (UNCHANGED, OPEN, LEFT_OPEN, CHANGES, UNPROVED)
SHAPE: dict[str, type] = {
    "schema": str,
    "knowledge": str,
    "date": str,
    "until": str,
    "answers": dict,
    "asked_without_success": list,
    "remaining": list,
    "conclusions": list,
}


def verify(base: RuleBase, data: object) -> list[str]:
    """What is wrong with a certificate, in words; nothing when it is right."""
    return Verifier(base).problems(data)


class Verifier:
    """Checks certificates of one knowledge base; its clauses serve all of them."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self._proof = Proof(base)

    def problems(self, data: object) -> list[str]:
        """What is wrong with a certificate, in words; nothing when it is right."""
        wrong = list(_misshapen(data))
        if wrong or not isinstance(data, dict):
            return wrong
        wrong = list(self._foreign(data))
        try:
            case = case_of(self.base, data["answers"], "certificate")
        except BadInput as bad:
            return [*wrong, *(f"answers: {problem.message}" for problem in bad.problems)]
        return [*wrong, *self._claims(data, case)]

    def _foreign(self, data: Data) -> Iterator[str]:
        if data["knowledge"] != self.base.version:
            yield (
                f"it was made with knowledge {data['knowledge']}; this is {self.base.version}, "
                "so what it claims is not shown here"
            )

    def _claims(self, data: Data, case: Case) -> Iterator[str]:
        day = case.as_of.isoformat() if case.as_of else ""
        if data["date"] != day:
            yield f"date: it says {data['date'] or 'none'}, the answers say {day or 'none'}"
        known, trace = interpret(self.base, case)
        skipped = frozenset(self._skipped(data))
        yield from _compared("remaining", data, unanswered(known, skipped))
        yield from _compared("asked_without_success", data, unsuccessful(known, skipped))
        answered = interpret(self.base.unassuming, case)[0]  # what is assumed may be asked
        left = frozenset(remaining(known, skipped))
        yield from _Conclusions(self._proof, answered, trace, left).problems(data)

    def _skipped(self, data: Data) -> Iterator[Place]:
        """The lists of which it says that the person does not know what is in them."""
        keys = {e.list_key: e.name for e in self.base.entities.values() if e.list_key}
        for item in data["asked_without_success"]:
            name = item.get("list") if isinstance(item, dict) else None
            if isinstance(name, str) and name in keys:
                yield keys[name], WHOLE_LIST


class _Conclusions:
    """What a certificate concludes, against what the answers leave possible."""

    def __init__(self, proof: Proof, known: Known, trace: Trace, left: frozenset[Place]) -> None:
        self._proof = proof
        self._known = known
        self._trace = trace
        self._left = left
        self._people: dict[tuple[str, int], Person] = {}

    def problems(self, data: Data) -> Iterator[str]:
        stated: dict[str, Any] = {}
        for one in data["conclusions"]:
            name = _name(one) if isinstance(one, dict) else str(one)
            if name in stated or not isinstance(one, dict):
                yield f"conclusions: {name} cannot be read or stands there twice"
            stated[name] = one
        for place in self._goals(data["until"]):
            named = place_named(self._known, place)
            name = _name({"goal": named.pop("fact"), **named})
            one = stated.pop(name, None)
            if isinstance(one, dict):
                yield from (f"{name}: {what}" for what in self._wrong(place, one))
            else:
                yield f"{name}: nothing is said of it"
        yield from (f"{name}: it is no conclusion of this interview" for name in stated)

    def _goals(self, until: str) -> Iterator[Place]:
        """What an interview of this kind wants to settle, for every member."""
        base, layout = self._known.base, self._known.base.layout
        names = [layout.decisions[name] for name in layout.main]
        if until == EVERYTHING:
            decided = {*base.decisions, *base.concluding}
            names += [name for name in layout.decisions.values() if name in decided]
            names += [entity.headline for entity in layout.entities if entity.headline]
            names += [advice.id for advice in base.advice]
        for name in dict.fromkeys(names):
            for member in self._known.members(self._proof.scope(name)):
                yield name, member

    def _wrong(self, place: Place, said: Data) -> Iterator[str]:
        outcomes = _outcomes(said, place[0] in self._known.base.facts)
        if outcomes is None or said.get("claim") not in CLAIMS:
            yield "what it says cannot be read"
            return
        if "given" in said and said["given"] != (place in self._trace.fired):
            yield "it is not given" if said["given"] else "it is given"
        if said["claim"] == UNPROVED:
            return
        person = self._person(place)
        possible = self._proof.possible(place[0], person)
        if {*possible} != {*outcomes}:
            yield f"it says {_or(outcomes)}; possible: {_or(possible)}"
        changes = len(possible) > 1 and self._proof.can_change(place[0], person, possible[1:])
        right = CHANGES if changes else OPEN if len(possible) > 1 else UNCHANGED
        if said["claim"] == LEFT_OPEN and changes and person.fixed:
            return  # that nothing tells without what is not known is not proved
        if said["claim"] != right:
            yield right

    def _person(self, place: Place) -> Person:
        key = self._proof.scope(place[0]), place[1]
        if key not in self._people:
            self._people[key] = self._proof.person(self._known, place, self._left)
        return self._people[key]


def _misshapen(data: object) -> Iterator[str]:
    if not isinstance(data, dict):
        yield "it is no certificate"
        return
    if data.get("schema") != SCHEMA:
        yield f"schema: {SCHEMA} is expected"
    for name, kind in SHAPE.items():
        if not isinstance(data.get(name), kind):
            yield f"{name}: it is missing or cannot be read"
    if data.get("until", DECISIONS) not in (DECISIONS, EVERYTHING):
        yield f"until: {DECISIONS} or {EVERYTHING} is expected"
    yield from (f"{name}: it does not belong here" for name in data.keys() - SHAPE.keys())


def _compared(key: str, data: Data, right: Iterator[Data]) -> Iterator[str]:
    """What a list says too much or too little."""
    expected = [_name(item) for item in right]
    stated = [_name(item) if isinstance(item, dict) else str(item) for item in data[key]]
    for name in expected:
        if name not in stated:
            yield f"{key}: {name} is missing"
    for name in dict.fromkeys(stated):
        if name not in expected or stated.count(name) > 1:
            yield f"{key}: {name} does not belong there or stands there twice"


def _name(item: Data) -> str:
    """A fact, goal or list as a problem names it."""
    what = item.get("goal", item.get("fact", f"the list {item.get('list')}"))
    entry = f" (entry {item['entry']})" if "entry" in item else ""
    return f"{what}{entry}"


def _outcomes(said: Data, is_decision: bool) -> list[str] | None:
    """The outcomes that are stated; None when that cannot be read."""
    allowed = {"goal", "entry", "claim", "candidates", "value" if is_decision else "given"}
    found = said.get("candidates")
    if not said.keys() <= allowed or ("value" in said and "candidates" in said):
        return None
    if said.get("claim") == UNPROVED and found is None and "value" not in said:
        found = []
    elif found is None and is_decision:
        found = [said.get("value")]
    elif found is None:
        found = [YES if said.get("given") is True else NO]
    if not is_decision and not isinstance(said.get("given"), bool):
        return None
    readable = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return found if readable else None


def _or(outcomes: list[str]) -> str:
    return " or ".join(outcomes) or "nothing"
