"""What was read in a text, for the person who confirms it; and the mail that asks for the rest."""

from collections.abc import Iterable

from engine.extracting.patterns import Mail
from engine.extracting.proposals import Proposal
from engine.ir.base import Fact
from engine.rendering.interview import Lines, Strong, answer_text
from engine.rendering.report import capital
from engine.report.parts import Data

HOW = (
    "For each line press Enter to take it, type the right answer, or type - to leave it open; "
    "? shows the choices, :quit stops without saving."
)


def proposal_lines(fact: Fact, proposal: Proposal, position: str) -> Lines:
    """A proposed fact with its confidence, and each value with its words and their line."""
    label = capital(fact.label)
    if proposal.contradicts:
        head = f"{position} {label}: the text contradicts itself"
    elif proposal.value is None:
        head = f"{position} {label}: mentioned, but not clear"
    else:
        head = (
            f"{position} {label}: {answer_text(fact, proposal.value)} ({proposal.confidence.word})"
        )
    lines: Lines = [Strong(head)]
    for reading in proposal.readings:
        said = f"{answer_text(fact, reading.value)}: " if proposal.contradicts else ""
        lines.append(f"   {said}line {reading.line}: “{reading.quote}”")
    return lines


def choice_lines(fact: Fact) -> Lines:
    """The question behind a fact, and its choices by number."""
    choices = [f"   {n}. {label}" for n, label in enumerate(fact.choices.values(), 1)]
    return [fact.ask, *choices]


def proposal_data(proposal: Proposal, confirmed: object) -> Data:
    """A proposal as plain data; `confirmed` is the answer that was taken, if any."""
    readings = [{"value": r.value, "quote": r.quote, "line": r.line} for r in proposal.readings]
    return {
        "fact": proposal.fact,
        "confidence": proposal.confidence.word,
        "contradicts": proposal.contradicts,
        "readings": readings,
        "confirmed": confirmed,
    }


def mail_text(mail: Mail, about: str, answered: Iterable[str], unclear: Iterable[Proposal]) -> str:
    """The message that asks what is open; of what contradicts itself it quotes both."""
    known, quotes = set(answered), {one.fact: one for one in unclear if one.contradicts}
    asked = []
    for name, question in mail.asks.items():
        if name in known:
            continue
        both = " and ".join(f"“{r.quote}”" for r in quotes[name].readings) if name in quotes else ""
        asked.append(f"{question} (Your text says {both}.)" if both else question)
    if not asked:
        return ""
    lines = [f"{number}. {question}" for number, question in enumerate(asked, 1)]
    opening = mail.opening.replace("{about}", about)
    return "\n".join([opening, "", *lines, "", mail.closing]) + "\n"
