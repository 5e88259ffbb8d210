"""Interviews with seeded random answers, their certificates, and certificates tampered with."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

from engine.asking import document as documents
from engine.asking.certificate import CHANGES, OPEN, UNCHANGED, certificate, certificate_text
from engine.asking.choose import Chooser
from engine.asking.interview import Interview, Question, answered_places
from engine.asking.unanswered import remaining
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place

Data = dict[str, Any]
TODAY = "2026-11-22"
DATES = ("2024-06", TODAY, "2027-01-31", "2027-09", "2028")


def fresh(base: RuleBase, chooser: Chooser, until: str) -> Interview:
    return Interview(base, chooser, documents.empty("Simulated", TODAY, base.version), until)


def simulated(base: RuleBase, chooser: Chooser, seed: int, until: str) -> Iterator[Interview]:
    """The states of an interview from the first question to the end."""
    random = Random(seed)
    rarely = random.choice((0.0, 0.15, 0.3, 0.6))
    state = fresh(base, chooser, until)
    yield state
    while (question := state.question) is not None:
        if random.random() < rarely:
            state = state.not_known()
        else:
            state = state.answered(answer(question, random))
        yield state


def answer(question: Question, random: Random) -> object:
    if question.fact is None:
        return "yes" if random.random() < 0.3 else "no"
    return any_value(question.fact, question.several, random)


def any_value(fact: Fact, several: bool, random: Random) -> object:
    if several:
        return [choice for choice in fact.choices if random.random() < 0.3]
    if fact.choices:
        return random.choice(list(fact.choices))
    if fact.kind is Kind.DATE:
        return random.choice(DATES)
    if fact.kind is Kind.TEXT:
        return "x"
    low, high = max(fact.low, 0), min(fact.high, random.choice((2, 12, 300)))
    return str(int(random.uniform(low, max(low, high))))


def honest(base: RuleBase, chooser: Chooser, data: Data, skipped: frozenset[Place]) -> Data:
    """What the interview itself says of the same answers."""
    interview = Interview(base, chooser, data["answers"], data["until"], skipped=skipped)
    found: Data = json.loads(certificate_text(interview))
    return found


def tampered(states: list[Interview], seed: int) -> Iterator[tuple[str, Data]]:
    """Certificates of an interview with one thing changed, by what was changed."""
    random, last = Random(seed), states[-1]
    for name, change in (
        ("conclusion", _conclusion),
        ("candidate", _candidate),
        ("remaining", _remaining),
    ):
        data = deepcopy(certificate(last))
        if change(last, data, random):
            yield name, data
    if (changed := _answer(last, random)) is not None:
        yield "answer", changed
    stopped = random.choice(states[:-1] or states)
    yield "stopped", _finished(replace(stopped, skipped=last.skipped))


def _answer(interview: Interview, random: Random) -> Data | None:
    """Another answer to a question; everything else as it was."""
    base, data = interview.base, deepcopy(certificate(interview))
    places = list(answered_places(interview))
    if not places:
        return None
    place = random.choice(places)
    part_of = base.facts[place[0]].part_of
    fact = base.facts[part_of or place[0]]
    value = any_value(fact, bool(part_of), random)
    data["answers"] = documents.with_answer(base, interview.case, interview.document, place, value)
    return data


def _conclusion(interview: Interview, data: Data, random: Random) -> bool:
    said = random.choice(data["conclusions"])
    if "given" in said:
        said["given"] = not said["given"]
    else:
        choices = list(interview.base.facts[said["goal"]].choices)
        said.pop("candidates", None)
        said["value"] = random.choice([one for one in choices if one != said.get("value")])
    return True


def _candidate(interview: Interview, data: Data, random: Random) -> bool:
    open_ones = [one for one in data["conclusions"] if len(one.get("candidates", ())) > 1]
    if open_ones:
        found = random.choice(open_ones)["candidates"]
        found.remove(random.choice(found))
    return bool(open_ones)


def _remaining(interview: Interview, data: Data, random: Random) -> bool:
    if data["remaining"]:
        data["remaining"].remove(random.choice(data["remaining"]))
        return True
    return False


def _finished(interview: Interview) -> Data:
    """The certificate, all of whose conclusions are said to stand."""
    data = deepcopy(certificate(interview))
    for said in data["conclusions"]:
        stands = OPEN if "candidates" in said else UNCHANGED
        said["claim"] = said["claim"].replace(CHANGES, stands)
    return data


def gone_on(interview: Interview, random: Random) -> Interview:
    """The interview with about half of the remaining questions answered at random."""
    base, document = interview.base, interview.document
    for place in remaining(interview.known, interview.skipped):
        if random.random() < 0.5:
            continue
        if place[1] == WHOLE_LIST:
            document = documents.with_complete(document, base.entities[place[0]])
        else:
            fact = base.facts[place[0]]
            value = any_value(fact, fact.kind is Kind.CHOICES, random)
            document = documents.with_answer(base, interview.case, document, place, value)
    return replace(interview, document=document)


def resolved(interview: Interview, random: Random) -> Interview:
    """The interview with everything answered at random that was asked without success."""
    base, document = interview.base, interview.document
    for place, given in interview.case.answers.items():
        if given.value is None:
            fact = base.facts[base.facts[place[0]].part_of or place[0]]
            value = any_value(fact, fact.kind is Kind.CHOICES, random)
            document = documents.with_answer(base, interview.case, document, place, value)
    return replace(interview, document=document)
