"""What changed between two reports on the same answers, such as by the mere passing of time."""

from collections.abc import Iterator

from engine.ir.base import RuleBase
from engine.report.parts import Data


def changes(before: Data, after: Data, base: RuleBase) -> list[str]:
    """Changed decisions, entries, dates that have passed, and advice that came or went."""
    return [
        *_decisions(before, after),
        *(line for layout in base.layout.entities for line in _entries(before, after, layout.key)),
        *_due(before, after),
        *_advice(before, after),
    ]


def _decisions(before: Data, after: Data) -> Iterator[str]:
    for name, old in before["decisions"].items():
        new = after["decisions"][name]
        if old["text"] != new["text"]:
            yield f"{new['title']}: {old['text']} → {new['text']}{_because(new)}"


def _because(data: Data) -> str:
    return f" (rule {data['rule']})" if data["rule"] else ""


def _entries(before: Data, after: Data, key: str) -> Iterator[str]:
    old = {entry["name"]: entry for entry in before[key]}
    for entry in after[key]:
        was = old.get(entry["name"], {})
        fields = [name for name in entry if name.endswith("_text") and name in was]
        for name in fields:
            if was[name] != entry[name]:
                yield f"{entry['name']}, {name.removesuffix('_text')}: {was[name]} → {entry[name]}"


def _due(before: Data, after: Data) -> Iterator[str]:
    """Steps whose time has come or has passed since."""
    old = {(item["id"], item["about"]): item["due"] for item in before["advice"]}
    for item in after["advice"]:
        was = old.get((item["id"], item["about"]))
        if was != item["due"] and (item["id"], item["about"]) in old:
            when = item["by"] or item["start"]
            yield f"{item['id']} ({when}): {was or 'undated'} → {item['due'] or 'undated'}"


def _advice(before: Data, after: Data) -> Iterator[str]:
    old = {(item["id"], item["about"]): item for item in before["advice"]}
    new = {(item["id"], item["about"]): item for item in after["advice"]}
    for key in sorted(new.keys() - old.keys()):
        yield f"now also ({key[0]}): {new[key]['say']}"
    for key in sorted(old.keys() - new.keys()):
        yield f"no longer ({key[0]}): {old[key]['say']}"
