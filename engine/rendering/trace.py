"""A trace as text: the whole record of a consultation, in the order in which it came about."""

from collections.abc import Iterable, Iterator
from textwrap import fill

from engine.report.parts import Data
from engine.visible import visible

WIDTH = 100
_OF_VALUES = {"holds": "known", "undetermined": "open"}  # a fact's verdict is whether it is known


def trace_text(trace: Data) -> str:
    """The record for a reader; it holds the same as the JSON form."""
    lines = [
        *_head(trace),
        *_part("Entries", map(_entry, trace["entries"])),
        *_part("Answers", (f"{_of(a)}{a['text']} [{a['state']}]" for a in trace["answers"])),
        *_part("Assumptions", map(_assumption, trace["assumptions"])),
        *_part("Answers that cannot all be true", map(_dispute, trace["disputes"])),
        *_part("Derived facts, in order", map(_derived, trace["derived"])),
        *_part("Rows, rules and advice", map(_rule, trace["rules"])),
        *_part("Advice given, in order", map(_advice, trace["advice"])),
        *_part("Notes; nothing is derived from them", map(_note, trace.get("notes", ()))),
        *_part("Explanations", _explanations(trace)),
        *_part("Sources", (_source(name, one) for name, one in trace["sources"].items())),
    ]
    return "\n".join(map(visible, lines)) + "\n"


def _head(trace: Data) -> Iterator[str]:
    case, by = trace["case"], trace["executors"]
    checked = f", checked by the {by['checked_by']}" if by["checked_by"] else ""
    knowledge, program = trace["knowledge"], trace["program"]
    yield f"Trace of {case['file']}{': ' if case['title'] else ''}{case['title']}"
    yield f"As of {case['as_of'] or 'no date'}."
    yield f"Knowledge {knowledge['version']}+{knowledge['hash']}, {program['name']} " + (
        program["version"] or "not installed"
    )
    yield f"Rules fired by {by['fired_by']}{checked}."
    yield from [f"Note: {by['note']}."] if by["note"] else []
    yield f"Made by: {trace['command']}"


def _part(title: str, items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    if found:
        yield from ("", title, "=" * len(title))
    yield from map(_wrapped, found)


def _wrapped(text: str) -> str:
    """The text as an item; white space before it is how deep it stands."""
    indent = " " * (len(text) - len(text.lstrip()))
    return fill(
        text.lstrip(),
        WIDTH,
        initial_indent=f"{indent}- ",
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
    )


def _of(item: Data) -> str:
    return f"{item['about']}: " if item["about"] else ""


def _entry(entry: Data) -> str:
    names = ", ".join(f"{one['member']} {one['name']}".strip() for one in entry["members"])
    grows = "" if entry["complete"] else " (may still grow)"
    return f"{entry['entity']}{grows}: {names or 'none'}"


def _assumption(item: Data) -> str:
    return f"{_of(item)}{item['text']}, because {item['because']}"


def _dispute(item: Data) -> str:
    places = ", ".join(f"{_of(one)}{one['fact']}" for one in item["answers"])
    return f"{item['say']} ({places})"


def _derived(item: Data) -> str:
    fired = f" (by {', '.join(item['fired'])})" if item["fired"] else ""
    return f"{_of(item)}{item['text']}{fired}"


def _rule(rule: Data) -> str:
    """What became of a rule, for all members it is about in one line."""
    told = [_verdict(one) for one in rule["verdicts"]] or ["nobody it could be about"]
    return f"{rule['kind']} {rule['id']}: {'; '.join(told)}"


def _verdict(one: Data) -> str:
    passed = ", not taken" if one["verdict"] == "holds" and not one["fired"] else ""
    return f"{_of(one)}{one['verdict']}{passed}"


def _advice(item: Data) -> str:
    dates = [f"{word} {item[key]}" for word, key in (("from", "start"), ("by", "by")) if item[key]]
    when = f" [{' '.join(dates)}]" if dates else ""
    return f"{_of(item)}{item['say']}{when} ({item['id']}, {item['strength']}, {item['node']})"


def _note(note: Data) -> str:
    lost = "no such entry: " if note["member"] is None and note["about"] else ""
    about = f" on {note['name']}" if note["name"] else ""
    says = f" says {note['says']}, because" if note["says"] else ":"
    return f"{_of(note)}{lost}{note['by']}, {note['date']}{about}{says} “{note['text']}”"


def _explanations(trace: Data) -> Iterator[str]:
    """Each explanation with all its nodes; one told before is only named."""
    told: set[str] = set()
    for one in (*trace["explanations"], *trace["advice"]):
        yield from _nodes(one["node"], trace["nodes"], 0, told)


def _nodes(name: str, nodes: Data, depth: int, told: set[str]) -> Iterator[str]:
    node, again = nodes[name], name in told
    told.add(name)
    of_rule = f" ({node['id']})" if node["role"] in ("row", "rule", "advice") else ""
    cited = f"; {', '.join(node['sources'])}" if of_rule and node.get("sources") else ""
    seen = ", see above" if again and node.get("below") else ""
    about = f"{node['about']}: " if node.get("about") else ""
    words = _OF_VALUES if node["role"] in ("decision", "fact", "number") else {}
    verdict = words.get(node["verdict"], node["verdict"])
    yield f"{'  ' * depth}[{verdict}] {about}{node['text']}{of_rule}{cited} {name}{seen}"
    for child in () if again else node.get("below", ()):
        yield from _nodes(child, nodes, depth + 1, told)


def _source(name: str, source: Data) -> str:
    return f"{name}: {source['document']}, {source['section']}: {source['statement']}"
