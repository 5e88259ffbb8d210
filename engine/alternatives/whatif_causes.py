"""Which rules turned between two runs, and which of their conditions did."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.alternatives.whynot_lacks import conjuncts
from engine.explain.why import Explainer
from engine.ir.base import Kind
from engine.ir.case import Place
from engine.ir.conditions import Condition
from engine.ir.rules import Advice, Row, Rule
from engine.ir.values import Truth
from engine.reading.rules import PLACEHOLDER
from engine.reason.evaluate import truth
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known, Origin
from engine.reason.reads import places_read


@dataclass(frozen=True, slots=True)
class Turned:
    """A condition that came out otherwise, and the facts in it that are others now.

    `facts` are each a name with the value in words before and after.
    """

    text: str
    before: Truth
    after: Truth
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule whose verdict changed. Without a rule: facts that something is worked out from."""

    rule: str
    because: str
    before: Truth
    after: Truth
    conditions: tuple[Turned, ...]


class Causes:
    """Compares what rules come to before and after."""

    def __init__(self, before: Known, after: Known) -> None:
        self._before, self._after = before, after
        self._base = before.base
        self._one, self._other = Explainer(before), Explainer(after)

    def of_fact(self, place: Place) -> Iterator[Cause]:
        """The rules behind a derived fact that turned; for a number what it is worked out from."""
        name, member = place
        formula = self._base.facts[name].formula
        if formula is not None:
            places = places_read(formula, self._after, member)
            yield from self._plain(dict.fromkeys(places), member)
        elif name in self._base.decisions:
            yield from self._of_rows(self._base.decisions[name].rows, member)
        else:
            for rule in self._base.concluding[name]:
                yield from self.of_item(rule, member)

    def _of_rows(self, rows: tuple[Row, ...], member: int) -> Iterator[Cause]:
        """Rows that turned, as far as they count; the one that is taken now comes first."""
        verdicts = [self._verdicts(row.when, member) for row in rows]
        last = max(max(reachable_rows([v[side] for v in verdicts])) for side in (0, 1))
        found = [cause for row in rows[: last + 1] for cause in self.of_item(row, member)]
        yield from sorted(found, key=lambda cause: (True, None, False).index(cause.after))

    def of_item(self, item: Row | Rule | Advice, member: int) -> list[Cause]:
        """What turned in a rule; nothing where its verdict is the same."""
        before, after = self._verdicts(item.when, member)
        if before is after or item.when is None:
            return []
        turned = [self._turned(part, member) for part in conjuncts(item.when)]
        conditions = tuple(one for one in turned if one.before is not one.after)
        because = "" if isinstance(item, Advice) else item.because
        return [Cause(item.id, because, before, after, conditions)]

    def of_text(self, item: Advice, member: int) -> list[Cause]:
        """The facts that stand in the words or dates of an advice and are others now."""
        names = [name for name in PLACEHOLDER.findall(item.say) if name in self._base.facts]
        places = [(name, self._about(name, member)) for name in names]
        dues = [due for due in (item.start, item.by) if due is not None]
        places += [self._after.place(due.ref, member) for due in dues]
        return list(self._plain(dict.fromkeys(places), member))

    def _about(self, name: str, member: int) -> int:
        members = self._after.members(self._base.facts[name].entity)
        return member if member in members else members[0]

    def _plain(self, places: dict[Place, None], here: int) -> Iterator[Cause]:
        moved = [place for place in places if self._is_other(place)]
        if moved:
            turned = Turned("", None, None, tuple(self._words(place, here) for place in moved))
            yield Cause("", "", None, None, (turned,))

    def _verdicts(self, when: Condition | None, member: int) -> tuple[Truth, Truth]:
        if when is None:
            return True, True
        return truth(when, self._before, member), truth(when, self._after, member)

    def _turned(self, part: Condition, member: int) -> Turned:
        before, after = self._verdicts(part, member)
        places = dict.fromkeys(places_read(part, self._after, member))
        moved = tuple(place for place in places if self._is_other(place))
        words = self._other.words.condition(part)
        facts = tuple(self._words(place, member) for place in moved)
        return Turned(words, before, after, facts)

    def _is_other(self, place: Place) -> bool:
        sides = (self._before, self._after)
        one, other = ((k.value(place), k.origin(place), k.case.text(*place)) for k in sides)
        return one != other

    def _words(self, place: Place, here: int) -> tuple[str, str, str]:
        about = self._other.name(place[1]) if place[1] != here else ""
        label = self._base.facts[place[0]].label
        name = f"{about}, {label}" if about else label
        return name, _said(self._before, self._one, place), _said(self._after, self._other, place)


def _said(known: Known, explainer: Explainer, place: Place) -> str:
    """The value in words; where it is neither an answer nor follows from any, also why not."""
    fact = known.base.facts[place[0]]
    is_known = known.origin(place) in (Origin.ANSWER, Origin.DERIVED)
    if is_known and fact.kind not in (Kind.TEXT, Kind.CHOICES):
        return explainer.words.value(fact, known.value(place))
    return explainer.fact(place).text.removeprefix(f"{fact.label}: ")
