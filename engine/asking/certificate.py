"""The certificate of an interview: what was concluded, and that no question left changes it.

It is plain data. `engine.asking.verify` checks it with another method than the interview uses.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.asking.interview import Interview
from engine.asking.states import State
from engine.asking.unanswered import place_named, unanswered, unsuccessful
from engine.ir.case import Place
from engine.ir.values import NO, YES
from engine.visible import json_text

Data = dict[str, Any]
SCHEMA = "crossmatch.certificate/1"
UNCHANGED = "no answer to a remaining question changes it"
OPEN = (
    "it is open for what was asked without success: "
    "whatever that is, no answer to a remaining question changes the outcome"
)
CHANGES = "an answer to a remaining question can change it"
LEFT_OPEN = (
    "it is open for what was asked without success: "
    "a remaining question tells on it only together with that"
)
UNPROVED = "nothing is claimed: it is too large for the diagrams of the interview"
_CLAIMS = (UNPROVED, UNCHANGED, OPEN)  # with no, one or several outcomes


def certificate(interview: Interview) -> Data:
    """What the interview concluded, from what, and what it claims of each conclusion.

    An interview that is not over gives a certificate too; it says which conclusions can change.
    A question that is taken at its declared assumption remains like any other: the claim is that
    its answer, too, changes nothing.
    """
    base, known = interview.base, interview.known
    as_of = interview.case.as_of
    return {
        "schema": SCHEMA,
        "knowledge": base.version,
        "date": as_of.isoformat() if as_of else "",
        "until": interview.until,
        "answers": interview.document,
        "asked_without_success": list(unsuccessful(known, interview.skipped)),
        "remaining": list(unanswered(known, interview.skipped)),
        "conclusions": list(_conclusions(interview)),
    }


def certificate_text(interview: Interview) -> str:
    """The certificate as a file holds it; the same interview gives the same text."""
    return text_of(certificate(interview))


def text_of(data: Data) -> str:
    """A certificate as JSON."""
    return json_text(data, 1)


def _conclusions(interview: Interview) -> Iterator[Data]:
    chooser, known = interview.chooser, interview.known
    changing = dict(chooser.changing(known, interview.goals, interview.skipped))
    for state in chooser.states(known, interview.goals):
        named = place_named(known, state.goal)
        yield {"goal": named.pop("fact"), **named, **_conclusion(interview, state, changing)}


def _conclusion(interview: Interview, state: State, changing: Mapping[Place, bool]) -> Data:
    """An advice is given or not; a decision has a value, or candidates while it is open."""
    is_decision = state.goal[0] in interview.base.facts
    found: Data = {} if is_decision else {"given": state.goal in interview.trace.fired}
    outcomes = [outcome for outcome, _ in state.left.outcomes]  # none: the diagram would be too big
    if len(outcomes) == 1 and is_decision:
        found["value"] = outcomes[0]
    elif outcomes and (is_decision or outcomes != [YES if found["given"] else NO]):
        found["candidates"] = outcomes
    found["claim"] = _CLAIMS[min(len(outcomes), 2)]
    if state.goal in changing:
        found["claim"] = CHANGES if changing[state.goal] else LEFT_OPEN
    return found
