"""Random bases in which random items argue, and what must be said of each outcome then."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import strategies as st

from engine.alternatives.options import Reason, Standing, Weighing
from engine.alternatives.weighing import weigh
from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.case import Place
from engine.ir.conditions import refs
from engine.ir.rules import Row
from engine.ir.trace import Trace
from engine.ir.values import YES, Truth
from engine.reason.evaluate import truth
from engine.reason.known import Known
from tests.random_bases import DUMPER, read_text

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every value stays a text
FOR, AGAINST, MAY, MAY_NOT = "for", "against", "may", "may not"
Told = tuple[str, str]  # a list of an outcome, and the id of what belongs into it


@st.composite
def arguing(draw: st.DrawFn, text: str) -> str:
    """The base with arguments added, and with rules, rows and advice that argue."""
    base, items = read_text(text), yaml.load(text, LOADER)
    decided = [f for f in base.facts.values() if f.derived and f.kind in (Kind.CHOICE, Kind.YES_NO)]
    stances = [(fact, outcome) for fact in decided for outcome in fact.choices]
    conditions = [(rule.id, rule.scope) for rule in base.rules]
    conditions += [(r.id, d.scope) for d in base.decisions.values() for r in d.rows if r.when]
    if not stances or not conditions:
        return text
    texts = dict(_conditions(items))
    for number in range(draw(st.integers(1, 6))):
        stance, side = draw(st.sampled_from(stances)), draw(st.sampled_from(["for", "against"]))
        chosen, scope = draw(st.sampled_from(conditions))
        if chosen in texts and _may_argue(base, chosen, scope, stance[0]):
            argues = {side: {stance[0].id: [stance[1]]}}
            said = {"because": f"so {number}", "assumed": "yes", "argues": argues}
            items.append({"argument": f"argument/{number}", "when": texts[chosen], **said})
            items[-1]["for"] = scope
    for item in [one for one in items if "advice" in one or "rule" in one]:
        stance = draw(st.sampled_from(stances))
        scope, name = item.get("for", base.root.name), item.get("advice") or item["rule"]
        if draw(st.booleans()) and _may_argue(base, name, scope, stance[0]):
            item["argues"] = {"against": {stance[0].id: [stance[1]]}}
    return yaml.dump(items, Dumper=DUMPER, sort_keys=False)


def _may_argue(base: RuleBase, name: str, scope: str, decision: Fact) -> bool:
    """Whether an item of the scope with this one's condition may argue about the decision."""
    seen = scope == decision.entity or base.entities[scope].principal
    return seen and decision.id not in _read(base, name)


def _conditions(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    rows = [row for item in items for row in item.get("rows", [])]
    both = [one for one in [*items, *rows] if "rule" in one and "when" in one]
    return [(one["rule"], one["when"]) for one in both]


def _read(base: RuleBase, name: str) -> set[str]:
    when = base.governed[name].when
    return {ref.fact for ref in refs(when)} if when else set()


def expected(known: Known, trace: Trace, place: Place, outcome: str) -> Counter[Told]:
    """What belongs into each list of an outcome, worked out item by item."""
    return Counter([*_rows(known, trace, place, outcome), *_stances(known, place, outcome)])


def _rows(known: Known, trace: Trace, place: Place, outcome: str) -> Iterator[Told]:
    value = known.value(place)
    assert isinstance(value, frozenset)
    for name, then, verdict, counts, rest in _verdicts(known, trace, place):
        if then == outcome and counts is not False:
            yield FOR if counts else MAY, name
        elif then == outcome and verdict is False and not rest and outcome not in value:
            yield AGAINST, name


def _verdicts(
    known: Known, trace: Trace, place: Place
) -> Iterator[tuple[str, str, Truth, Truth, bool]]:
    """Each row or rule: its id and outcome, whether it holds, and whether it is what counts.

    A row counts only where none before it holds; the last is whether it takes the rest.
    """
    name, member = place
    if name not in known.base.decisions:
        for rule in known.base.concluding.get(name, ()):
            verdict = trace.truths[rule.id, member]
            yield rule.id, YES, verdict, verdict, False
        return
    before: list[Truth] = []
    for row in known.base.decisions[name].rows:
        rest = False if True in before else None if None in before else True
        own = True if row.when is None else trace.truths[row.id, member]
        counts = False if False in (rest, own) else None if None in (rest, own) else True
        yield row.id, row.then, own, counts, row.when is None
        before.append(own)


def _stances(known: Known, place: Place, outcome: str) -> Iterator[Told]:
    name, member = place
    for item in known.base.governed.values():
        for stance in getattr(item, "argues", ()):
            if (stance.decision, stance.outcome) == (name, outcome):
                assert not isinstance(item, Row)
                own = item.scope == known.base.facts[name].entity
                about = member if own else known.members(item.scope)[0]
                holds = item.when is None or truth(item.when, known, about)
                if holds is not False:
                    sides = (FOR, MAY) if stance.speaks_for else (AGAINST, MAY_NOT)
                    yield sides[0] if holds else sides[1], item.id


def check(known: Known, trace: Trace) -> list[Weighing]:
    """Hold every list of every decision against what the interpreter says of each item."""
    weighed = []
    for place, value in trace.values.items():
        if isinstance(value, frozenset):
            found = weigh(known, place)
            weighed.append(found)
            choices = known.base.facts[place[0]].choices
            assert [one.outcome for one in found.options] == list(choices)
            assert found.derived == (next(iter(value)) if len(value) == 1 else "")
            for option in found.options:
                lists = {FOR: option.reasons_for, AGAINST: option.reasons_against}
                lists |= {MAY: option.open_for, MAY_NOT: option.open_against}
                said = [(side, one.id) for side, reasons in lists.items() for one in reasons]
                assert Counter(said) == expected(known, trace, place, option.outcome)
                assert (option.standing is Standing.EXCLUDED) == (option.outcome not in value)
                assert (option.standing is Standing.DERIVED) == (found.derived == option.outcome)
    return weighed


def reasons(found: Weighing, *, settled: bool) -> list[Reason]:
    """Every reason that holds now, or every one that is still open."""
    return [
        reason
        for one in found.options
        for side in (
            (one.reasons_for, one.reasons_against) if settled else (one.open_for, one.open_against)
        )
        for reason in side
    ]
