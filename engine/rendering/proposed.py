"""What was read in a text, for the person who confirms it; and the mail that asks for the rest."""

from collections.abc import Iterable, Mapping, Sequence

from engine.extracting.patterns import Mail
from engine.extracting.proposals import Proposal, Reading
from engine.ir.base import Fact, Kind
from engine.rendering.interview import Lines, Strong, answer_text
from engine.rendering.report import capital
from engine.report.parts import Data

HOW = (
    "For each line press Enter to take it, type the right answer, or type - to leave it open; "
    "? shows the choices, :back goes to the line before, :quit stops without saving."
)
AROUND = 45  # letters shown on either side of the words that something was read from


def proposal_lines(fact: Fact, proposal: Proposal, position: str, text: Sequence[str]) -> Lines:
    """A proposed fact with its confidence, and each value with its words and their line.

    `text` are the lines that were read.
    """
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
        lines.append(f"   {said}line {reading.line}: “{_shown(reading, text)}”")
    return lines


def _shown(reading: Reading, text: Sequence[str]) -> str:
    """The words that a value was read from, with some of what stands around them."""
    line = " ".join(text[reading.line - 1].split()) if reading.line <= len(text) else ""
    start = line.find(reading.quote)
    if start < 0:
        return reading.quote
    end = start + len(reading.quote)
    before, behind = line[:start], line[end:]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(behind) > AROUND:
        behind = f"{behind[:AROUND].rpartition(' ')[0]} …"
    return f"{before}{reading.quote}{behind}"


def summary_lines(facts: Sequence[Fact], taken: Mapping[str, object]) -> Lines:
    """Everything that is taken, by number."""
    lines: Lines = [Strong("This is what will be judged:")]
    for number, fact in enumerate(facts, 1):
        said = answer_text(fact, taken[fact.id]) if fact.id in taken else "left open"
        lines.append(f"   {number}. {capital(fact.label)}: {said}")
    return [*lines, "Press Enter to go on, or type the number of a line to change it."]


def choice_lines(fact: Fact) -> Lines:
    """The question behind a fact, and its choices by number."""
    labels = ("yes", "no") if fact.kind is Kind.YES_NO else fact.choices.values()
    choices = [f"   {n}. {label}" for n, label in enumerate(labels, 1)]
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


def mail_text(
    mail: Mail,
    about: str,
    answered: Iterable[str],
    unclear: Iterable[Proposal],
    text: Sequence[str],
) -> str:
    """The message that asks what is open; of what contradicts itself it quotes both."""
    known, quotes = set(answered), {one.fact: one for one in unclear if one.contradicts}
    asked = []
    for name, question in mail.asks.items():
        if name in known:
            continue
        said = [_shown(one, text) for one in quotes[name].readings] if name in quotes else []
        both = " and ".join(f"“{one}”" for one in dict.fromkeys(said))
        asked.append(f"{question} (Your text says {both}.)" if both else question)
    if not asked:
        return ""
    lines = [f"{number}. {question}" for number, question in enumerate(asked, 1)]
    opening = mail.opening.replace("{about}", about)
    return "\n".join([opening, "", *lines, "", mail.closing]) + "\n"
