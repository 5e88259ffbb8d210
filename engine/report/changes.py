"""What changed between two reports on the same answers, such as by the mere passing of time."""

from collections.abc import Iterator

from engine.ir.base import RuleBase
from engine.report.parts import Data


def changes(before: Data, after: Data, base: RuleBase) -> list[str]:
    """Changed decisions, entries, dates that have passed, and advice that came or went."""
    return [
        *_decisions(before, after),
        *(line for layout in base.layout.entities for line in _entries(before, after, layout.key)),
        *_due(_items(before, base), _items(after, base)),
        *_advice(_items(before, base), _items(after, base)),
    ]


def _items(report: Data, base: RuleBase) -> dict[tuple[str, str], Data]:
    """Every advice, also that shown with an entry, and every warning, by id and entry."""
    found = list(report["advice"])
    for layout in base.layout.entities:
        for entry in report[layout.key]:
            found += [item for name in layout.lists for item in entry[name]]
            flags = entry[layout.flags] if layout.flags else []
            found += [_as_item(flag, entry["name"]) for flag in flags]
    return {(item["id"], item["about"]): item for item in found}


def _as_item(flag: Data, name: str) -> Data:
    say = f"{flag['title']}. {flag['because']}"
    return {"id": flag["rule"], "about": name, "say": say, "due": None, "start": None, "by": None}


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


def _due(old: dict[tuple[str, str], Data], new: dict[tuple[str, str], Data]) -> Iterator[str]:
    """Steps whose time has come or has passed since."""
    for key in sorted(old.keys() & new.keys()):
        was, now = old[key]["due"] or "undated", new[key]["due"] or "undated"
        if was != now:
            when = new[key]["by"] or new[key]["start"]
            yield f"{_name(key)}, {when}: {was} → {now}: {new[key]['say']}"


def _advice(old: dict[tuple[str, str], Data], new: dict[tuple[str, str], Data]) -> Iterator[str]:
    for key in sorted(new.keys() - old.keys()):
        yield f"now also ({_name(key)}): {new[key]['say']}"
    for key in sorted(old.keys() - new.keys()):
        yield f"no longer ({_name(key)}): {old[key]['say']}"


def _name(key: tuple[str, str]) -> str:
    return f"{key[0]}, {key[1]}" if key[1] else key[0]
