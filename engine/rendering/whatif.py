"""What other answers would change, in words and as JSON data."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill
from typing import Any

from engine.alternatives.whatif import (
    FACT,
    GIVEN,
    LOST,
    MAIN,
    NARROWED,
    WIDENED,
    AdviceChange,
    Changed,
    Said,
    WhatIf,
)
from engine.alternatives.whatif_causes import Cause, Turned
from engine.explain.why import Explainer
from engine.ir.case import Place
from engine.ir.rules import Advice
from engine.ir.values import Interval, Truth, Value, is_settled, plain
from engine.problem import listing
from engine.reason.known import Dispute, Known

Data = dict[str, Any]
WIDTH, MOST, MOST_FACTS = 100, 12, 8
_NOTHING = "Nothing changes: every conclusion and all advice stay the same."
_VERDICT = {True: "holds", False: "fails", None: "is not known yet"}
_TURN = {True: "now holds", False: "no longer holds", None: "is no longer settled"}
_UNSURE = "no longer sure"
_SIGN = {GIVEN: "now also", LOST: "no longer"}


def what_if_text(found: WhatIf) -> str:
    """For a reader: main decisions, others, then advice by section."""
    lines = _Teller(found).lines()
    return "\n".join(_wrapped(line) for line in lines) + "\n"


def what_if_data(found: WhatIf) -> Data:
    """The same as JSON data, complete."""
    return _Teller(found).data()


def _wrapped(line: str) -> str:
    text = line.lstrip()
    indent = " " * (len(line) - len(text))
    rest = indent + ("  " if text.startswith("- ") else "")
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


class _Teller:
    def __init__(self, found: WhatIf) -> None:
        self._found = found
        self._base = found.after.base
        self._before, self._after = Explainer(found.before), Explainer(found.after)

    def lines(self) -> Iterator[str]:
        yield from self._put()
        if self._found.is_empty:
            yield _NOTHING
            return
        yield from self._disputes()
        main = [one for one in self._found.conclusions if one.kind == MAIN]
        others = [one for one in self._found.conclusions if one.kind not in (MAIN, FACT)]
        yield "Your main results:" if main else "Your main results stay as they are."
        yield from (line for one in main for line in self._conclusion(one))
        yield from self._some("Other results:", others, MOST)
        facts = [one for one in self._found.conclusions if one.kind == FACT]
        yield from self._some("Worked out on the way:", facts, MOST_FACTS)
        yield from self._advice()

    def _put(self) -> Iterator[str]:
        if not self._found.put:
            yield "These are your answers already."
        places = [one.place for one in self._found.put]
        pairs = dict.fromkeys((self._answer(p, 0), self._answer(p, 1)) for p in places)
        yield from (f"{_capital(old)} -> {new}" for old, new in pairs)
        if pairs:
            yield ""

    def _answer(self, place: Place, side: int) -> str:
        explainer = (self._before, self._after)[side]
        about = explainer.name(place[1])
        text = explainer.fact(place).text
        if side:
            return text.partition(": ")[2]
        return f"{about}, {text}" if about else text

    def _disputes(self) -> Iterator[str]:
        for dispute in self._found.appeared:
            yield f"These answers do not fit together: {dispute.constraint.say}"
            yield from (f"  - {self._after.fact(place).text}" for place in dispute.places)
            yield "What rests on them is left open."
        for dispute in self._found.resolved:
            yield f"This contradiction is gone: {_stated(dispute.constraint.say)}"
        if self._found.appeared or self._found.resolved:
            yield ""

    def _some(self, title: str, found: Sequence[Changed], most: int) -> Iterator[str]:
        if found:
            yield ""
            yield title
        for one in found[:most]:
            yield from self._conclusion(one)
        if len(found) > most:
            yield f"  - and {len(found) - most} more, which --format json lists"

    def _conclusion(self, one: Changed) -> Iterator[str]:
        fact = self._base.facts[one.place[0]]
        about = self._after.name(one.place[1])
        name = f"{about}, {fact.label}" if about else _capital(fact.label)
        old, new = (self._value(one.place, value) for value in (one.before, one.after))
        notes = [one.direction] if one.direction else []
        if not (is_settled(one.before) and is_settled(one.after)):
            span = {NARROWED: "fewer are possible", WIDENED: "more are possible"}
            notes += [span[one.span]] if one.span in span and not is_settled(one.after) else []
        yield f"  - {name}: {old} -> {new}{f' ({notes[0]})' if notes else ''}"
        for cause in one.causes[:2]:
            yield f"    {self._cause(cause)}"

    def _value(self, place: Place, value: Value) -> str:
        fact = self._base.facts[place[0]]
        if isinstance(value, Interval) or is_settled(value):
            return self._after.words.value(fact, value)
        labels = [f"“{fact.choices[one]}”" for one in fact.choices if one in value]
        return f"open ({listing(labels)})"

    def _cause(self, cause: Cause) -> str:
        because = [part for one in cause.conditions for part in _moved(one)]
        why = "; ".join(dict.fromkeys(because))
        if not cause.rule:
            return f"Because: {why}"
        text = f"“{cause.because.rstrip('.')}” ({cause.rule})" if cause.because else cause.rule
        what = "Advice" if isinstance(self._base.governed.get(cause.rule), Advice) else "Rule"
        return f"{what} {text} {_turn(cause)}{f', because {why}' if why else ''}."

    def _advice(self) -> Iterator[str]:
        titles = {section.id: section.title for section in self._base.layout.sections}
        found = self._found.advice
        for section, group in groupby(found[:MOST], key=lambda one: one.section):
            yield ""
            yield f"{titles[section]}:"
            for one in group:
                yield from self._told(one)
        if len(found) > MOST:
            yield f"  - and {len(found) - MOST} more, which --format json lists"

    def _told(self, one: AdviceChange) -> Iterator[str]:
        about = self._after.name(one.member)
        of = f" ({about})" if about else ""
        said = one.after or one.before
        assert said is not None
        if one.before is not None and one.after is not None:
            yield f"  - changed{of}: {_said(one.before)} -> {_said(one.after)}"
        else:
            unsure = one.kind == LOST and any(cause.after is None for cause in one.causes[:1])
            yield f"  - {_UNSURE if unsure else _SIGN[one.kind]}{of}: {_said(said)}"
        for cause in one.causes[:1]:
            yield f"    {self._cause(cause)}"

    def data(self) -> Data:
        found = self._found
        return {
            "answers": [self._put_data(one.place) for one in found.put],
            "changes": not found.is_empty,
            "conclusions": [self._changed_data(one) for one in found.conclusions],
            "advice": [self._advice_data(one) for one in found.advice],
            "contradictions": [self._dispute_data(one, found.after) for one in found.appeared],
            "resolved": [self._dispute_data(one, found.before) for one in found.resolved],
        }

    def _put_data(self, place: Place) -> Data:
        before, after = (side.fact(place).text for side in (self._before, self._after))
        about = self._after.name(place[1])
        return {"fact": place[0], "about": about, "before": before, "after": after}

    def _changed_data(self, one: Changed) -> Data:
        return {
            "fact": one.place[0],
            "about": self._after.name(one.place[1]),
            "kind": one.kind,
            "before": self._value_data(one.place, one.before),
            "after": self._value_data(one.place, one.after),
            "direction": one.direction or None,
            "candidates": one.span,
            "because": [_cause_data(cause) for cause in one.causes],
        }

    def _value_data(self, place: Place, value: Value) -> Data:
        left = [] if isinstance(value, Interval) else sorted(value)
        return {"value": plain(value), "candidates": left, "text": self._value(place, value)}

    def _advice_data(self, one: AdviceChange) -> Data:
        return {
            "id": one.id,
            "about": self._after.name(one.member),
            "section": one.section,
            "change": one.kind,
            "before": _said_data(one.before),
            "after": _said_data(one.after),
            "because": [_cause_data(cause) for cause in one.causes],
        }

    def _dispute_data(self, dispute: Dispute, known: Known) -> Data:
        explainer = Explainer(known)
        answers = [explainer.fact(place).text for place in dispute.places]
        return {"constraint": dispute.constraint.id, "say": dispute.constraint.say} | {
            "answers": answers
        }


def _stated(say: str) -> str:
    """What a constraint states, without what it asks of the person after that."""
    return re.split(r"(?<=[.?!])\s+(?=[A-Z])", say)[0]


def _moved(one: Turned) -> Iterator[str]:
    """What turned a condition: the facts that are others, or else the condition itself."""
    for name, old, new in one.facts[:2]:
        yield f"{name}: {old} -> {new}"
    if not one.facts:
        yield f"{one.text} {_VERDICT[one.after]}"


def _turn(cause: Cause) -> str:
    """How the verdict of a rule turned."""
    if cause.after is None:
        return "may hold now" if cause.before is False else "is not sure to hold any more"
    if cause.before is None:
        return "holds for sure now" if cause.after else "is ruled out now"
    return _TURN[cause.after]


def _said(said: Said) -> str:
    dates = f"{said.start} to {said.by}" if said.start and said.by else said.start or said.by
    return f"[{dates}] {said.text}" if dates else said.text


def _said_data(said: Said | None) -> Data | None:
    if said is None:
        return None
    return {"say": said.text, "start": said.start or None, "by": said.by or None}


def _cause_data(cause: Cause) -> Data:
    return {
        "rule": cause.rule or None,
        "because": cause.because,
        "before": _name(cause.before),
        "after": _name(cause.after),
        "conditions": [_turned_data(one) for one in cause.conditions],
    }


def _turned_data(one: Turned) -> Data:
    facts = [{"fact": name, "before": old, "after": new} for name, old, new in one.facts]
    return {"text": one.text, "before": _name(one.before), "after": _name(one.after)} | {
        "facts": facts
    }


def _name(verdict: Truth) -> str:
    return {True: "holds", False: "fails", None: "not known yet"}[verdict]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
