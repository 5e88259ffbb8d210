"""The whole report of one consultation."""

from collections.abc import Iterator

from engine.advise import Run
from engine.explain.hinges import WHOLE_LIST
from engine.ir.base import Entity
from engine.ir.case import Place
from engine.report.advice import advice_items
from engine.report.decisions import decisions
from engine.report.members import members
from engine.report.notes import notes
from engine.report.parts import Data, Parts, json_value
from engine.report.plan import first

SCHEMA = "crossmatch.report/1"


def build_report(run: Run) -> Data:
    """The report as plain data; its form is versioned by `schema`."""
    parts = Parts(run)
    layout = parts.base.layout
    elsewhere = frozenset(name for part in layout.entities for name in part.lists.values())
    advice = advice_items(parts, elsewhere)
    now = [_key(item) for item in first(advice, layout.now, layout.now_from)]
    body: Data = {"decisions": decisions(parts), "now": now, "advice": advice}
    body |= {part.key: members(part, parts) for part in layout.entities}
    tail = {
        "assumptions": list(_assumptions(parts)),
        "open": list(_open(parts)),
        "problems": list(_problems(parts)),
        "notes": notes(parts),
    }
    return (
        _head(run) | body | tail | {"sources": _sources(parts, body), "limits": list(layout.limits)}
    )


def _head(run: Run) -> Data:
    case, base = run.known.case, run.known.base
    return {
        "schema": SCHEMA,
        "title": base.layout.title,
        "intro": base.layout.intro,
        "case": case.title,
        "as_of": case.as_of.isoformat() if case.as_of else None,
        "knowledge_version": base.version,
        "engine": {"fired_by": run.fired_by, "checked_by": run.checked_by, "note": run.note},
    }


def _key(item: Data) -> Data:
    return {"id": item["id"], "about": item["about"]}


def _assumptions(parts: Parts) -> Iterator[Data]:
    """Defaults taken for open facts, and parameters that are ours, where the report used them."""
    for place in parts.known.assumptions():
        if place in parts.used:
            fact = parts.base.facts[place[0]]
            value = parts.known.value(place)
            yield {
                "kind": "answer",
                "name": fact.id,
                "about": parts.explainer.name(place[1]),
                "value": json_value(fact, value),
                "text": parts.explainer.words.fact_is(fact, value),
                "because": fact.assume_because,
            }
    for name in sorted(parts.parameters):
        setting = parts.base.settings[name]
        if setting.assumed:
            yield {
                "kind": "parameter",
                "name": name,
                "about": "",
                "value": setting.value,
                "text": parts.explainer.words.setting(setting),
                "because": setting.because,
            }


def _open(parts: Parts) -> Iterator[Data]:
    """The missing answers, those that the most conclusions hinge on first."""
    hinging = sorted(parts.hinging.items(), key=lambda item: -len(item[1]))
    asked: set[tuple[str, str]] = set()
    for place, affects in hinging:
        found = question(place, parts)
        key = found["ask"], found["about"]
        if key not in asked:  # a question for several values stands behind each of them
            asked.add(key)
            yield found | {"affects": affects}


def question(place: Place, parts: Parts) -> Data:
    """A missing answer, or a list that may still grow, as the question for it."""
    name, member = place
    if member == WHOLE_LIST:
        entity = parts.base.entities[name]
        ask = _about_list(entity, parts)
        return {"fact": entity.list_key, "about": "", "ask": ask, "find_out": "", "state": "open"}
    fact = parts.base.facts[name]
    return {
        "fact": fact.id,
        "about": parts.explainer.name(member),
        "ask": fact.ask,
        "find_out": fact.find_out,
        "state": str(parts.known.origin(place)),
    }


def _about_list(entity: Entity, parts: Parts) -> str:
    """An empty list is asked for first; only then whether it is complete."""
    key, named_by = entity.list_key, entity.named_by
    complete = f"`complete: [{key}]` says that these are all."
    if parts.known.members(entity.name) or not named_by:
        return f"Are these all of your {key}? {complete}"
    return f"{parts.base.facts[named_by].ask} List each under {key}; {complete}"


def _problems(parts: Parts) -> Iterator[Data]:
    for dispute in parts.known.disputes:
        answers = [parts.explainer.fact(place).text for place in dispute.places]
        facts = [fact for fact, _ in dispute.places]
        yield {"id": dispute.constraint.id, "say": dispute.constraint.say} | {
            "answers": answers,
            "facts": facts,
        }


def _sources(parts: Parts, body: Data) -> Data:
    """Every citation in the report, with what the source says and where."""
    found = {}
    for name in sorted(_cited(body)):
        citation = parts.base.citations.get(name)
        if citation is not None:
            document = parts.base.documents[citation.document]
            where = {"document": document, "section": citation.section}
            found[name] = where | {"statement": citation.statement}
    return found


def _cited(data: object) -> set[str]:
    if isinstance(data, dict):
        own = {s for key, value in data.items() if str(key).endswith("sources") for s in value}
        return own.union(*map(_cited, data.values()))
    if isinstance(data, list):
        return set().union(*map(_cited, data))
    return set()
