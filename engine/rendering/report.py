"""A report as blocks: where one stands, what to do, each offer, what is open, and the sources."""

from collections import Counter
from collections.abc import Iterable, Iterator

from engine.ir.base import RuleBase
from engine.ir.layout import EntityLayout
from engine.problem import listing
from engine.rendering.blocks import Block, Heading, Item, Paragraph
from engine.rendering.notes import beside, rest_blocks, within
from engine.rendering.under import Trees, Under
from engine.report.parts import Data
from engine.report.plan import LATE, dated

NOW, PLAN = "*now", "*plan"
SEVERITY = {"decisive": "decisive warning", "major": "serious warning", "minor": "minor warning"}


def report_blocks(
    report: Data, base: RuleBase, *, full: bool = False, trees: Trees | None = None
) -> list[Block]:
    """The whole report for a reader; `full`: with every statement that is cited.

    `trees` are printed under the items that they explain.
    """
    under = Under(report, base, trees or {})
    return [
        *_head(report),
        *_problems(report),
        *_decisions(report, base, under),
        *_advice(report, base, under),
        *(
            block
            for layout in base.layout.entities
            for block in _members(report, layout, base, under)
        ),
        *rest_blocks(under.notes.rest()),
        *_open(report, base),
        *_assumptions(report),
        *_sources(report, full=full),
        *_limits(report),
    ]


def _head(report: Data) -> Iterator[Block]:
    yield Heading(1, report["title"])
    if report["case"]:
        yield Paragraph(report["case"])
    engine = report["engine"]
    checked = f", checked by the {engine['checked_by']}" if engine["checked_by"] else ""
    date = f"As of {report['as_of']}. " if report["as_of"] else ""
    yield Paragraph(
        f"{date}Knowledge {report['knowledge_version']}; rules fired by "
        f"{engine['fired_by']}{checked}."
    )
    if engine["note"]:
        yield Paragraph(f"Note: {engine['note']}; the {engine['fired_by']} served alone.")
    if report["intro"]:
        yield Paragraph(report["intro"])


def _problems(report: Data) -> Iterator[Block]:
    if report["problems"]:
        yield Heading(2, "Answers that cannot all be true")
        for problem in report["problems"]:
            yield Item(problem["say"], tuple(problem["answers"]))


def _decisions(report: Data, base: RuleBase, under: Under) -> Iterator[Block]:
    yield Heading(2, base.layout.decisions_title)
    for name in base.layout.headlines:
        data = report["decisions"][name]
        yield Item(f"{capital(data['title'])}: {_shown(data)}", under.reasons(data))
        yield from _branches(data, base)
        for check in data["checks"]:
            yield Item(f"{check['verdict']}: {check['title']}", tuple(check["because"]), depth=1)
            yield from beside(under.notes.on([check["fact"]]), depth=2)
        yield from under.tree(data["fact"], "", depth=1)
        yield from beside(under.notes.on([data["fact"]]), depth=1)


def _shown(data: Data) -> str:
    return f"{data['text']}." if data["status"] == "settled" else "still open."


def _branches(data: Data, base: RuleBase) -> Iterator[Block]:
    labels = base.facts[data["fact"]].choices
    for choice, condition in data["if"].items():
        word = "" if condition == "otherwise" else "if "
        yield Item(f"{labels[choice]}, {word}{condition}", depth=1)


def _advice(report: Data, base: RuleBase, under: Under) -> Iterator[Block]:
    for _, title, items in advice_groups(report, base):
        yield Heading(2, title)
        yield from _advice_items(items, under)


def advice_groups(report: Data, base: RuleBase) -> Iterator[tuple[str, str, list[Data]]]:
    """What to do now first, then everything with a date, then the rest by section.

    Each group has the name of its section (NOW and PLAN for the first two), a title and items.
    """
    layout = base.layout
    titles = {section.id: section.title for section in layout.sections}
    keys = [(part["id"], part["about"]) for part in report["now"]]
    by_key = {(item["id"], item["about"]): item for item in report["advice"]}
    rest = [item for key, item in by_key.items() if key not in keys]
    plan = dated(rest)
    if keys:
        yield NOW, titles[layout.now], [by_key[key] for key in keys]
    if plan:
        yield PLAN, layout.plan_title, plan
    for section in layout.sections:
        items = [item for item in rest if item["section"] == section.id and item not in plan]
        if items:
            title = f"{section.title}, next" if section.id == layout.now else section.title
            yield section.id, title, items


def _advice_items(items: Iterable[Data], under: Under, depth: int = 0) -> Iterator[Block]:
    for item in items:
        yield Item(f"{when(item)}{item['say']}", under.why(item), depth)
        yield from under.tree(item["id"], item["about"], depth + 1)
        yield from beside(under.notes.on([item["id"]], item["about"]), depth + 1)


def when(item: Data) -> str:
    """The dates of an advice in brackets, or nothing."""
    start, by = item["start"], item["by"]
    if not start and not by:
        return ""
    span = f"{start} to {by}" if start and by else f"from {start}" if start else f"by {by}"
    late = ", already late" if item["due"] == LATE else ""
    return f"[{span}{late}] "


def _members(report: Data, layout: EntityLayout, base: RuleBase, under: Under) -> Iterator[Block]:
    if report[layout.key]:
        yield Heading(2, layout.title)
    for data in report[layout.key]:
        yield Heading(3, data["name"])
        yield from member_blocks(data, layout, base, under)


def member_blocks(
    data: Data, layout: EntityLayout, base: RuleBase, under: Under
) -> Iterator[Block]:
    """What is reported about one member: headline, fields, flags, checks and questions."""
    yield from _headline(data, layout, base, under)
    yield from under.tree(layout.headline, data["name"], depth=1)
    yield from beside(under.notes.on([layout.headline], data["name"]), depth=1)
    yield from _member_fields(data, layout, base, under)
    for flag in data.get(layout.flags, ()):
        weight = SEVERITY[flag["severity"]]
        yield Item(f"{capital(weight)}: {flag['title']}. {flag['because']}", under.flag(flag))
        yield from under.tree(flag["rule"], data["name"], depth=1)
        yield from beside(under.notes.on([flag["rule"]], data["name"]), depth=1)
    titles = {section.id: section.title for section in base.layout.sections}
    for name, section in layout.lists.items():
        if data[name]:
            yield Item(f"{titles[section]}:")
        yield from _advice_items(data[name], under, depth=1)
    entity = base.entities[layout.entity]
    own = [fact.id for fact in base.facts.values() if fact.entity == entity.name]
    yield from within(under.notes.on([*own, entity.list_key], data["name"]))


def _headline(data: Data, layout: EntityLayout, base: RuleBase, under: Under) -> Iterator[Block]:
    if not layout.headline:
        return
    name = layout.headline.rpartition(".")[2]
    fact = base.facts[layout.headline]
    if data[f"{name}_status"] == "past":
        yield Item(f"{capital(base.facts[layout.status].label)}: {_status(data, layout, base)}.")
        return
    if data[f"{name}_status"] == "settled":
        yield Item(f"{capital(fact.label)}: {data[f'{name}_text']}.", under.reasons(data))
        return
    meanwhile = f" For now: {fact.choices[data[name]]}." if data[name] else ""
    labels = listing(
        [fact.choices[choice] for choice in fact.choices if choice in data["candidates"]]
    )
    yield Item(f"{capital(fact.label)}: still open.{meanwhile}", (f"It can become: {labels}.",))


def _status(data: Data, layout: EntityLayout, base: RuleBase) -> str:
    return base.facts[layout.status].choices.get(str(data["status"]), "")


def _member_fields(
    data: Data, layout: EntityLayout, base: RuleBase, under: Under
) -> Iterator[Block]:
    shown, details = [], []
    for name, fact_id in layout.fields.items():
        shown.append(f"{capital(base.facts[fact_id].label)}: {data[f'{name}_text']}")
        because, sources = data[f"{name}_because"], data[f"{name}_sources"]
        details += [because] if because and because not in details else []
        details += under.sources(sources)
    if shown:
        yield Item(f"{'; '.join(shown)}.", tuple(details))
    for name, fact_id in layout.span_of.items():
        if data[name]:
            low, high = (base.facts[fact_id].choices[end] for end in data[name])
            yield Item(f"It lies between: {low} and {high}.")


def _open(report: Data, base: RuleBase) -> Iterator[Block]:
    """Missing answers; those about one entry of a reported list are only counted here."""
    if report["open"]:
        yield Heading(2, "What is still open")
        yield Paragraph("These missing answers can still change what is said above.")
    listed = {
        base.facts[q["fact"]].entity if q["fact"] in base.facts else "" for q in report["open"]
    }
    inside = listed & {layout.entity for layout in base.layout.entities}
    counted: Counter[str] = Counter()
    for question in report["open"]:
        fact = base.facts.get(question["fact"])
        if fact is not None and fact.entity in inside and question["about"]:
            counted[question["about"]] += 1
        else:
            yield _question(question)
    for about, count in counted.items():
        yield Item(f"{about}: {count} answers are missing, see the questions there.")


def _question(question: Data) -> Item:
    about = f" ({question['about']})" if question["about"] else ""
    details = [f"Can change: {', '.join(question['affects'])}"]
    if question["find_out"]:
        details.insert(0, f"How to find out: {question['find_out']}")
    return Item(f"{question['ask']}{about}", tuple(details))


def _assumptions(report: Data) -> Iterator[Block]:
    if report["assumptions"]:
        yield Heading(2, "Assumptions")
        yield Paragraph(
            "Taken while you have not answered, or numbers of ours that the sources do not give."
        )
    same: dict[tuple[str, str, str], list[str]] = {}
    for entry in report["assumptions"]:
        name = f" (parameter {entry['name']})" if entry["kind"] == "parameter" else ""
        key = (f"{capital(entry['text'])}{name}", entry["because"], entry["name"])
        same.setdefault(key, []).extend(filter(None, [entry["about"]]))
    for (text, because, _), about in same.items():
        whom = f" ({_whom(about)})" if about else ""
        yield Item(f"{text}{whom}", (because,))


def _whom(about: list[str]) -> str:
    more = f" and {len(about) - 3} more" if len(about) > 3 else ""
    return ", ".join(about[:3]) + more


def _sources(report: Data, *, full: bool) -> Iterator[Block]:
    """The sections cited, each with its citations; `full`: with what they say."""
    if report["sources"]:
        yield Heading(2, "Sources")
    sections: dict[str, list[str]] = {}
    for name, source in report["sources"].items():
        sections.setdefault(f"{source['document']}, {source['section']}", []).append(name)
    for section, names in sections.items():
        yield Item(section if full else f"{section}: {', '.join(names)}")
        for name in names if full else ():
            yield Item(f"{name}: {report['sources'][name]['statement']}", depth=1)


def _limits(report: Data) -> Iterable[Block]:
    if report["limits"]:
        yield Heading(2, "Limits")
    yield from (Item(limit) for limit in report["limits"])


def capital(text: str) -> str:
    """With a capital letter at the start."""
    return text[:1].upper() + text[1:]
