"""Drafts of messages: what the case supports, and a gap in brackets for what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import Match

from engine.advise import Run
from engine.exporting.plain import file_name, plain_text
from engine.ir.base import Fact, Kind
from engine.ir.case import Place
from engine.ir.rules import Message
from engine.ir.values import is_settled
from engine.reading.rules import PLACEHOLDER
from engine.reason.evaluate import truth
from engine.reason.known import Origin
from engine.report.parts import Parts, json_value

RULE = "-" * 72


@dataclass(frozen=True, slots=True)
class Draft:
    """A file with a draft."""

    name: str
    text: str


def drafts(run: Run) -> list[Draft]:
    """A draft for every message whose condition holds, for each member that it is about."""
    parts, found, taken = Parts(run), list[Draft](), set[str]()
    for message in run.known.base.messages:
        for index, member in enumerate(run.known.members(message.scope)):
            if message.when is None or truth(message.when, run.known, member) is True:
                body = "\n\n".join(_paragraphs(message, member, parts))
                if body:
                    name = _unused(_name(message, member, index, parts), taken)
                    found.append(Draft(name, _text(message, member, body, parts)))
    return found


def _paragraphs(message: Message, member: int, parts: Parts) -> Iterator[str]:
    """The parts whose condition holds; one that is undetermined would be a claim."""
    for part in message.parts:
        if part.when is None or truth(part.when, parts.known, member) is True:
            yield PLACEHOLDER.sub(lambda match: _fill(match, member, parts), part.say)


def _fill(match: Match[str], member: int, parts: Parts) -> str:
    name, base = match[1], parts.base
    if name.startswith("param."):
        return parts.explainer.words.setting(base.settings[name.removeprefix("param.")])
    fact = base.facts[name]
    about = member if member in parts.known.members(fact.entity) else parts.member_of(fact.entity)
    return _said(fact, (name, about), parts) or f"[{fact.label}]"


def _said(fact: Fact, place: Place, parts: Parts) -> str:
    """What was answered or follows from answers; nothing for what is open or only assumed."""
    if parts.known.origin(place) not in (Origin.ANSWER, Origin.DERIVED):
        return ""
    if fact.kind is Kind.TEXT:
        return plain_text(parts.known.case.text(*place))
    value = parts.known.value(place)
    if not is_settled(value) and (fact.kind is not Kind.DATE or json_value(fact, value) is None):
        return ""
    return parts.explainer.words.value(fact, value)


def _text(message: Message, member: int, body: str, parts: Parts) -> str:
    about = plain_text(parts.explainer.name(member))
    lines = [message.title, f"To: {message.to}", *([f"About: {about}"] if about else [])]
    if "[" in body:
        lines.append("Fill in what stands in [brackets], and change the words to your own.")
    ours = " (our reading, not the source's)" if message.assumed else ""
    sources = f"; source {', '.join(message.sources)}" if message.sources else ""
    lines += [RULE, "", body, "", RULE, f"Rule {message.id}{ours}{sources}"]
    return "\n".join(lines) + "\n"


def _name(message: Message, member: int, index: int, parts: Parts) -> str:
    """The message, and whom it is about where there can be several."""
    name, about = file_name(message.id), parts.explainer.name(member)
    return f"{name}-{file_name(about) or index + 1}" if about else name


def _unused(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return f"{found}.txt"
