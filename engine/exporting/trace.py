"""The complete record of one consultation, as plain data for JSON: `crossmatch.trace/1`."""

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version

from engine.advise import Run
from engine.compiled.compiler import compiler
from engine.compiled.holding import always
from engine.explain.record import VERDICTS, Recorder, value_data
from engine.ir.case import Place
from engine.ir.rules import Advice, Row, Rule
from engine.report.advice import given, said
from engine.report.notes import kind, target
from engine.report.parts import Data, Parts, json_value, status

SCHEMA = "crossmatch.trace/1"


def trace_data(run: Run, command: str, file: str) -> Data:
    """Everything that led to the advice; `command` makes it again from the `file` of the case."""
    parts, recorder = Parts(run), Recorder()
    case, base = run.known.case, run.known.base
    number, _, digest = base.version.partition("+")
    head: Data = {
        "schema": SCHEMA,
        "program": {"name": "crossmatch", "version": program_version()},
        "knowledge": {"version": number, "hash": digest},
        "command": command,
        "case": {
            "file": file,
            "title": case.title,
            "as_of": case.as_of.isoformat() if case.as_of else None,
        },
        "executors": {"fired_by": run.fired_by, "checked_by": run.checked_by, "note": run.note},
    }
    body: Data = {
        "entries": list(_entries(parts)),
        "answers": list(_answers(parts)),
        "assumptions": list(_assumptions(parts)),
        "disputes": list(_disputes(parts)),
        "derived": list(_derived(parts)),
        "rules": list(_rules(parts)),
        "advice": list(_advice(parts, recorder)),
        "explanations": list(_decisions(parts, recorder)),
        "notes": list(_notes(parts)),
    }
    used = recorder.sources.union(*(rule["sources"] for rule in body["rules"]))
    return head | body | {"nodes": recorder.nodes, "sources": _sources(parts, used)}


def program_version() -> str:
    """The version of this program; empty where it runs without being installed."""
    try:
        return version("crossmatch")
    except PackageNotFoundError:
        return ""


def _entries(parts: Parts) -> Iterator[Data]:
    """Every member that facts are about, and whether its list can still grow."""
    for entity in parts.base.entities.values():
        members = parts.known.members(entity.name)
        yield {
            "entity": entity.name,
            "complete": parts.known.is_complete(entity.name),
            "members": [{"member": one, "name": parts.explainer.name(one)} for one in members],
        }


def _answers(parts: Parts) -> Iterator[Data]:
    """Every answer in the case, also that something is not known, or that was set aside."""
    for place, answer in sorted(parts.known.case.answers.items()):
        said = answer.value if isinstance(answer.value, str) else None
        value = None if said is not None else _said_value(place, parts)
        origin = str(parts.known.origin(place))
        text = said if said is not None else parts.explainer.fact(place).said
        yield _place(place, parts) | {"state": origin, "value": value, "text": text}


def _said_value(place: Place, parts: Parts) -> Data | list[str] | None:
    value = parts.known.case.answers[place].value
    return None if value is None or isinstance(value, str) else value_data(value)


def _place(place: Place, parts: Parts) -> Data:
    return {"fact": place[0], "member": place[1], "about": parts.explainer.name(place[1])}


def _assumptions(parts: Parts) -> Iterator[Data]:
    """Every fact that was taken at its declared assumption."""
    for place in parts.known.assumptions():
        fact, value = parts.base.facts[place[0]], parts.known.value(place)
        text = parts.explainer.words.fact_is(fact, value)
        said = {"value": value_data(value), "text": text, "because": fact.assume_because}
        yield _place(place, parts) | said


def _disputes(parts: Parts) -> Iterator[Data]:
    for dispute in parts.known.disputes:
        places = [_place(place, parts) for place in dispute.places]
        yield {"id": dispute.constraint.id, "say": dispute.constraint.say, "answers": places}


def _derived(parts: Parts) -> Iterator[Data]:
    """Every derived fact in the order in which it was derived, and the rules that fired for it."""
    for name in parts.base.order:
        fact = parts.base.facts[name]
        for member in parts.known.members(fact.entity):
            place = name, member
            value = parts.known.value(place)
            yield _place(place, parts) | {
                "value": value_data(value),
                "shown": json_value(fact, value),
                "status": status(value),
                "text": parts.explainer.says(place),
                "fired": [one for one in _concluding(name, parts) if _fired(one, member, parts)],
            }


def _concluding(name: str, parts: Parts) -> list[str]:
    if name in parts.base.decisions:
        return [row.id for row in parts.base.decisions[name].rows]
    return [rule.id for rule in parts.base.concluding.get(name, ())]


def _fired(name: str, member: int, parts: Parts) -> bool:
    return (name, member) in parts.trace.fired


def _rules(parts: Parts) -> Iterator[Data]:
    """Every row, rule and advice with its verdict on each member it is about."""
    for decision in parts.base.decisions.values():
        yield from _ruled("row", decision.rows, decision.scope, parts)
    for rule in parts.base.rules:
        yield from _ruled("rule", [rule], rule.scope, parts)
    for advice in parts.base.advice:
        yield from _ruled("advice", [advice], advice.scope, parts)


def _ruled(
    kind: str, items: Iterable[Row | Rule | Advice], scope: str, parts: Parts
) -> Iterator[Data]:
    members = [(member, parts.explainer.name(member)) for member in parts.known.members(scope)]
    for one in items:
        cited = {"sources": list(one.sources), "assumed": one.assumed}
        verdicts = [*_verdicts(one, members, parts)]
        yield {"id": one.id, "kind": kind, **cited, "verdicts": verdicts}


def _verdicts(
    one: Row | Rule | Advice, members: list[tuple[int, str]], parts: Parts
) -> Iterator[Data]:
    """As the executor found them; of an advice it keeps only whether it is given."""
    holds = always if one.when is None else compiler(parts.base).holds(one.when)
    truths = parts.trace.truths
    for member, about in members:
        found = (one.id, member) in truths and one.when is not None
        verdict = truths[one.id, member] if found else holds(parts.known, member)
        fired = _fired(one.id, member, parts)
        yield {"member": member, "about": about, "verdict": VERDICTS[verdict], "fired": fired}


def _advice(parts: Parts, recorder: Recorder) -> Iterator[Data]:
    """The advice given, in the order of the report, each with its explanation."""
    for advice, member in given(parts):
        node = recorder.add(parts.explainer.rule(advice, member))
        yield {"member": member, **said(advice, member, parts), "node": node}


def _notes(parts: Parts) -> Iterator[Data]:
    """Every note in the order of the case; nothing above depends on them."""
    for note in parts.known.case.notes:
        found = target(note, parts)
        said = {"by": note.by, "date": note.day.isoformat(), "text": note.text}
        place = {"kind": kind(note, parts.base), "name": note.about, "member": found.member}
        yield said | place | {"about": found.about, "says": note.says or None}


def _decisions(parts: Parts, recorder: Recorder) -> Iterator[Data]:
    for name, decision in parts.base.decisions.items():
        for member in parts.known.members(decision.scope):
            place = (name, member)
            yield _place(place, parts) | {"node": recorder.add(parts.explainer.fact(place))}


def _sources(parts: Parts, names: set[str]) -> Data:
    found = {}
    for name in sorted(names):
        citation = parts.base.citations.get(name)
        if citation is not None:
            document = parts.base.documents[citation.document]
            where = {"document": document, "section": citation.section}
            found[name] = where | {"statement": citation.statement}
    return found
