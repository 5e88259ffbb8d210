"""Why a conclusion was not reached, in words and as JSON data."""

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from engine.alternatives.whynot import Earlier, Lacking, WhyNot
from engine.alternatives.whynot_lacks import Lack
from engine.alternatives.whynot_search import MOST_CHANGES
from engine.alternatives.whynot_values import MORE, OPEN, UNKNOWN
from engine.alternatives.whynot_ways import Alternative, Way, is_taken_back
from engine.explain.hinges import WHOLE_LIST
from engine.explain.why import Explainer
from engine.ir.base import Fact, Kind
from engine.ir.values import Interval, Value, is_settled
from engine.problem import listing
from engine.proving.ranges import ranges_text
from engine.reason.known import Known, Origin
from engine.rendering.whynot_wording import VERDICT, Wording, days_text

Data = dict[str, Any]
WIDTH = 100


def why_not_text(found: WhyNot, known: Known) -> str:
    """For a reader: the rules that come closest first."""
    teller = _Teller(known)
    return "\n".join(_wrapped(line) for line in teller.lines(found)) + "\n"


def why_not_data(found: WhyNot, known: Known) -> Data:
    """The same as JSON data."""
    return _Teller(known).data(found)


def _wrapped(line: str) -> str:
    text = line.lstrip()
    indent = " " * (len(line) - len(text))
    rest = indent + ("  " if text.startswith("- ") else "")
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


class _Teller:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._base = known.base
        self._explainer = Explainer(known)
        self._wording = Wording(self._base, self._explainer)
        self._here = 0  # the member that is spoken of

    def lines(self, found: WhyNot) -> Iterator[str]:
        """The answer, line by line."""
        self._here = found.member
        yield self._head(found)
        for rule in found.rules:
            yield ""
            yield from self._rule(rule)
        if not found.rules and not found.reached:
            yield "No rule leads there."

    def _head(self, found: WhyNot) -> str:
        about = self._explainer.name(found.member)
        of = f"{about}: " if about else ""
        if not found.value:
            if found.reached:
                return f"{of}{found.name} takes effect; nothing keeps it from that."
            return f"{of}Why {found.name} does not take effect:"
        fact = self._base.facts[found.name]
        wanted = f"“{fact.choices[found.value]}”"
        if found.reached:
            return f"{of}{_capital(fact.label)} is {wanted} already."
        return f"{of}{_capital(fact.label)} is not {wanted}. {self._now(fact, found.now)}"

    def _now(self, fact: Fact, now: Value | None) -> str:
        if now is None or isinstance(now, Interval):
            return ""
        labels = [f"“{fact.choices[one]}”" for one in fact.choices if one in now]
        if is_settled(now):
            return f"It is {labels[0]}."
        return f"It is not known yet; it can be {listing(labels)}."

    def _rule(self, rule: Lacking) -> Iterator[str]:
        yield self._title(rule)
        if rule.lacks:
            yield "  It lacks:"
            yield from (f"  - {self._wording.lack(one, wanted=True)}" for one in rule.lacks)
        if rule.earlier:
            yield "  A rule that comes before it stands in the way:"
            for row in rule.earlier:
                yield from self._before(row)
        yield from self._ways(rule)

    def _title(self, rule: Lacking) -> str:
        if not rule.id:
            return "Without it being known which rule applies:"
        named = f"{rule.text} ({rule.id})" if rule.text else f"Rule {rule.id}"
        return f"What is left where no rule before it applies: {named}" if rule.rest else named

    def _before(self, row: Earlier) -> Iterator[str]:
        word = "holds" if row.verdict else "is not known to fail yet"
        yield f"  - “{row.text}” ({row.id}) {word}:"
        yield from (f"    - {self._wording.lack(one)}" for one in row.support)

    def _ways(self, rule: Lacking) -> Iterator[str]:
        if not rule.alternatives:
            yield f"  {self._nothing(rule)}"
            return
        one = len(rule.alternatives) == 1
        yield "  It would take effect with:" if one else "  It would take effect with any of these:"
        for alternative in rule.alternatives:
            parts = [self._way(way) for way in alternative.ways]
            yield f"  - {'; and '.join(parts)}"
            for constraint in alternative.breaks[:1]:  # one is enough to rule it out
                yield f"    But that contradicts another answer. {constraint.say}"
        if rule.cut:
            yield "  There may be further ways: not every set of answers was looked at."
        elif rule.more:
            yield "  There may be further ways, with as many answers or more."

    def _nothing(self, rule: Lacking) -> str:
        """That no way was found, as far as was looked, and how much stands against it."""
        most = f"up to {MOST_CHANGES} other answers"
        looked = f"not every set of {most} was looked at" if rule.cut else ""
        found = f"No way to it was found{f' with {most}' if rule.more and not rule.cut else ''}"
        lacking = sum(one.verdict is not True for one in rule.lacks)
        some = [f"{lacking} of its conditions do not hold" if lacking > 1 else ""]
        some += [f"{len(rule.earlier)} rules come before it" if len(rule.earlier) > 1 else ""]
        return "; ".join(filter(None, [found, looked, *some])) + "."

    def _way(self, way: Way) -> str:
        text = self._wanted(way)
        through = list(dict.fromkeys(self._base.facts[name].label for name, _ in way.through))
        notes = [f"now: {now}" for now in [self._answer(way)] if now]
        notes += [f"by way of {', '.join(through)}"] if through else []
        notes += ["you cannot change this"] if self._is_fixed(way) else []
        return f"{text} ({'; '.join(notes)})" if notes else text

    def _wanted(self, way: Way) -> str:
        name, member = way.place
        if member == WHOLE_LIST:
            entity = self._base.entities[name]
            if way.values[0] == MORE:
                some = self._known.members(name)
                return f"one more {entity.noun}" if some else entity.label
            return f"the list of {entity.list_key} names all there are"
        known = any(member in members for members in self._known.case.members.values())
        is_here = member == self._here
        about = self._explainer.name(member) if known and not is_here else ""
        fact = self._base.facts[name]
        prefix = f"{about}: " if about else ""
        label = fact.label if known else f"{fact.label} of the new one"
        if is_taken_back(self._known.case, way):
            return f"{prefix}{label}: only if you did not know it"
        said = self._values(fact, way)
        is_span = way.range is not None and fact.kind is not Kind.DATE
        return f"{prefix}{label}{' ' if is_span else ': '}{said}"

    def _values(self, fact: Fact, way: Way) -> str:
        if way.range is not None:
            return self._wording.range(fact, way.range)
        choices = frozenset[str]().union(*(v for v in way.values if isinstance(v, frozenset)))
        texts = [fact.choices[one] for one in fact.choices if one in choices]
        numbers = [v for v in way.values if isinstance(v, Interval)]
        texts += [self._wording.value(fact, number) for number in numbers]
        texts += ["not known"] if UNKNOWN in way.values else []
        texts += ["not answered"] if OPEN in way.values else []
        return listing(texts)

    def _answer(self, way: Way) -> str:
        """What stands there now."""
        if way.place[1] == WHOLE_LIST or not any(
            way.place[1] in members for members in self._known.case.members.values()
        ):
            return ""
        match self._known.origin(way.place):
            case Origin.OPEN:
                return "not answered yet"
            case Origin.UNKNOWN:
                return "not known"
        answer = self._known.case.answers.get(way.place)
        value = self._known.value(way.place) if answer is None else answer.value
        fact = self._base.facts[way.place[0]]
        return "" if value is None or isinstance(value, str) else self._wording.value(fact, value)

    def _is_fixed(self, way: Way) -> bool:
        """Whether it is answered and cannot be changed; what is not known can be found out."""
        name, member = way.place
        return self._is_frozen(way) and self._known.origin((name, member)) is Origin.ANSWER

    def _is_frozen(self, way: Way) -> bool:
        fact = self._base.facts.get(way.place[0])
        return way.place[1] != WHOLE_LIST and fact is not None and fact.frozen

    def data(self, found: WhyNot) -> Data:
        """The answer as data."""
        self._here = found.member
        now = found.now if isinstance(found.now, frozenset) else None
        return {
            "name": found.name,
            "about": self._explainer.name(found.member),
            "value": found.value or None,
            "reached": found.reached,
            "now": None if now is None else sorted(now),
            "rules": [self._rule_data(rule) for rule in found.rules],
        }

    def _rule_data(self, rule: Lacking) -> Data:
        return {
            "rule": rule.id or None,
            "because": rule.text,
            "lacks": [_lack_data(one) for one in rule.lacks],
            "earlier": [
                {"rule": row.id, "outcome": row.text, "verdict": VERDICT[row.verdict]}
                | {"conditions": [_lack_data(one) for one in row.support]}
                for row in rule.earlier
            ],
            "alternatives": [self._alternative_data(one) for one in rule.alternatives],
            "more": rule.more,
            "cut": rule.cut,
            "otherwise": rule.rest,
        }

    def _alternative_data(self, one: Alternative) -> Data:
        breaks = [{"constraint": c.id, "say": c.say} for c in one.breaks]
        return {"answers": [self._way_data(way) for way in one.ways], "contradicts": breaks}

    def _way_data(self, way: Way) -> Data:
        name, member = way.place
        is_list = member == WHOLE_LIST
        values: list[Any] = []
        for value in way.values:
            if isinstance(value, Interval):
                values.append(value.low)
            else:
                values += [value] if isinstance(value, str) else sorted(value)
        span = way.range and {"from": _end(way.range.low), "to": _end(way.range.high)}
        is_day = not is_list and self._base.facts[name].kind is Kind.DATE
        words = days_text if is_day else lambda one: ranges_text([one])
        return {
            "fact": None if is_list else name,
            "list": self._base.entities[name].list_key if is_list else None,
            "about": "" if is_list else self._explainer.name(member),
            "values": list(dict.fromkeys(values)),
            "range": span and span | {"text": words(way.range)} if way.range else None,
            "now": self._answer(way),
            "through": [fact for fact, _ in way.through],
            "frozen": self._is_frozen(way),
            "text": self._wanted(way),
        }


def _end(number: float) -> float | None:
    return None if abs(number) == float("inf") else number


def _lack_data(one: Lack) -> Data:
    return {"text": one.text, "verdict": VERDICT[one.verdict], "because": list(one.because)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
