"""The decisions of a report: value or candidates, the rule, and what would settle them."""

from collections.abc import Sequence

from engine.explain.words import Words
from engine.ir.case import Place
from engine.ir.conditions import And, Condition, Not, Or
from engine.ir.rules import Decision
from engine.ir.values import Interval, is_settled, plain
from engine.reason.evaluate import truth
from engine.reason.interpret import reachable_rows
from engine.reason.known import Known
from engine.report.parts import Data, Parts, candidates, status

OTHERWISE = "otherwise"


def decisions(parts: Parts) -> Data:
    """Every decision that the layout names, under its report name."""
    layout = parts.base.layout
    return {name: _decision(name, fact, parts) for name, fact in layout.decisions.items()}


def _decision(name: str, fact_id: str, parts: Parts) -> Data:
    fact = parts.base.facts[fact_id]
    place = (fact_id, parts.member_of(fact.entity))
    value = parts.known.value(place)
    node = parts.explainer.fact(place)
    parts.note(node)
    data = {
        "fact": fact_id,
        "title": fact.label,
        "value": plain(value),
        "text": parts.explainer.words.value(fact, value),
        "status": status(value),
        "candidates": candidates(value),
        "hinges_on": parts.hinge_names(place, fact.label),
        "supports": parts.supports(node),
        "checks": [_check(check, parts) for check in parts.base.layout.checks.get(name, ())],
    }
    return data | reason(place, parts) | {"if": branches(place, parts)}


def reason(place: Place, parts: Parts) -> Data:
    """The rule that settled a fact, its sentence and its sources."""
    fact, member = place
    row = parts.taken(fact, member)
    if row is not None:
        because_of = parts.because_of(parts.explainer.rule(row, member))
        return _governed(row.id, row.because, row.sources, row.assumed, because_of)
    if not is_settled(parts.known.value(place)):
        return _governed(None, "", (), False)
    if fact in parts.base.decisions:
        return _by_cases(place, parts)
    rules = parts.base.concluding.get(fact, ())
    holding = [rule for rule in rules if (rule.id, member) in parts.trace.fired] or list(rules)
    rule = holding[0]
    fired = (rule.id, member) in parts.trace.fired
    sentence = rule.because if fired else "What it takes does not hold."
    because_of = parts.because_of(parts.explainer.rule(rule, member))
    return _governed(rule.id, sentence, rule.sources, rule.assumed, because_of)


def _by_cases(place: Place, parts: Parts) -> Data:
    """A decision that is settled although its row is not: all that can still be taken agree."""
    rows = parts.base.decisions[place[0]].rows
    verdicts = [parts.trace.truths[row.id, place[1]] for row in rows]
    left = [rows[index] for index in reachable_rows(verdicts)]
    sources = tuple(dict.fromkeys(source for row in left for source in row.sources))
    ways = "; ".join(dict.fromkeys(row.because.rstrip(".") for row in left if row.because))
    because = f"Whatever the open answers turn out to be, it comes to this: {ways}."
    data = _governed(" or ".join(row.id for row in left), because, sources, False)
    return data | {"assumed": any(row.assumed for row in left)}


def _governed(
    rule: str | None,
    because: str,
    sources: tuple[str, ...],
    assumed: bool,
    because_of: Sequence[str] = (),
) -> Data:
    data = {"rule": rule, "because": because, "sources": list(sources), "assumed": assumed}
    return data | {"because_of": list(because_of)}


def _check(name: str, parts: Parts) -> Data:
    fact = parts.base.facts[name]
    place = (name, parts.member_of(fact.entity))
    value = parts.known.value(place)
    rule = parts.base.concluding[name][0] if name in parts.base.concluding else None
    return {
        "fact": name,
        "title": fact.label,
        "verdict": {"yes": "holds", "no": "fails"}.get(str(plain(value)), "unknown"),
        "rule": rule.id if rule else None,
        "sources": list(rule.sources) if rule else [],
        "because": [part["text"] for part in parts.supports(parts.explainer.fact(place))],
    }


def branches(place: Place, parts: Parts) -> Data:
    """For an open decision: under which missing condition each candidate would be taken."""
    fact, member = place
    value = parts.known.value(place)
    if is_settled(value) or isinstance(value, Interval) or fact not in parts.base.decisions:
        return {}
    decision = parts.base.decisions[fact]
    order = dict.fromkeys(row.then for row in decision.rows)
    found = {c: _branch(decision, c, member, parts) for c in order if c in value}
    return dict(sorted(found.items(), key=lambda item: item[1] == OTHERWISE))


def _branch(decision: Decision, choice: str, member: int, parts: Parts) -> str:
    """What is still missing for a choice, in words; "otherwise" for what is left."""
    rows = decision.rows
    verdicts = [r.when is None or truth(r.when, parts.known, member) for r in rows]
    words = Words(parts.base)
    found = []
    for index in reachable_rows(verdicts):
        when = rows[index].when
        if rows[index].then == choice and when is not None and verdicts[index] is None:
            found.append(words.condition(missing(when, parts.known, member)))
    left = [rows[index] for index in reachable_rows(verdicts)]
    if any(row.when is None and row.then == choice for row in left):
        found.append(OTHERWISE)
    return "; or ".join(dict.fromkeys(found)) if found else OTHERWISE


def missing(node: Condition, known: Known, member: int) -> Condition:
    """The undetermined rest of an undetermined condition."""
    match node:
        case And(found) | Or(found):
            rest = [p for p in found if truth(p, known, member) is None]
            left = [missing(part, known, member) for part in rest]
            return left[0] if len(left) == 1 else type(node)(tuple(left), node.span)
        case Not(part):
            return Not(missing(part, known, member), node.span)
    return node
