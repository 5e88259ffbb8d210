"""Reading a recorded trace, and comparing it with what the same case derives now."""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any

from engine.explain.judge import faults
from engine.explain.record import Recorder, restored
from engine.exporting.conforms import mistakes
from engine.problem import BadInput, Problem
from engine.report.parts import Data
from engine.span import Span

MAX_BYTES = 20_000_000
SCHEMA_FILE = "trace.schema.json"
# Each part that must come out the same, and what tells its items apart.
_PARTS = {
    "entries": ("entity",),
    "answers": ("fact", "about", "member"),
    "assumptions": ("fact", "about", "member"),
    "disputes": ("id",),
    "derived": ("fact", "about", "member"),
    "rules": ("id",),
    "advice": ("id", "about", "member"),
}
_UNCOMPARED = ("node",)  # numbers of nodes; the explanations are compared by themselves


def trace_schema() -> Data:
    """The JSON Schema of a trace."""
    text = files("engine.exporting").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    found: Data = json.loads(text)
    return found


def read_trace(path: Path) -> Data:
    """The trace in a file. Raises BadInput where it is none, or one that contradicts itself."""
    span = Span(str(path), 0, 0, 0)
    data = _json(path, span)
    found = mistakes(data, trace_schema())
    if found:
        raise BadInput([Problem(span, f"this is no trace: {one}") for one in found])
    wrong = list(inconsistent(data))
    if wrong:
        raise BadInput([Problem(span, f"this trace contradicts itself: {one}") for one in wrong])
    trace: Data = data
    return trace


def _json(path: Path, span: Span) -> Any:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput([Problem(span, f"it cannot be read: {error.strerror}")]) from error
    if len(raw) > MAX_BYTES:
        limit = f"a trace may have {MAX_BYTES // 1_000_000} MB"
        raise BadInput([Problem(span, "the file is too large", limit)])
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        hint = "name a file that `crossmatch explain CASE trace -o FILE` has written"
        raise BadInput([Problem(span, "this is no trace: it is not JSON", hint)]) from error


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    found = float(text)
    return found if isfinite(found) else _no_number(text)


def inconsistent(trace: Data) -> Iterator[str]:
    """What in the explanations of a trace does not follow from what stands below it."""
    try:
        nodes = restored(trace["nodes"])
        rooted = [one["node"] for one in (*trace["explanations"], *trace["advice"])]
        yield from (f"there is no explanation {name}" for name in rooted if name not in nodes)
        yield from faults(*(nodes[name] for name in rooted if name in nodes))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, RecursionError) as error:
        yield f"an explanation cannot be followed ({error})"


def trace_differences(old: Data, new: Data) -> list[str]:
    """What the same case derives otherwise now, in words; nothing when all is the same.

    A difference of the knowledge is told first, because it can explain all that follows.
    """
    return [
        *_heads(old, new),
        *(line for part, keys in _PARTS.items() for line in _items(part, keys, old, new)),
        *_order(old, new),
        *_notes(old, new),
        *_explanations(old, new),
    ]


def _heads(old: Data, new: Data) -> Iterator[str]:
    if old["knowledge"] != new["knowledge"]:
        before, after = (_version(trace["knowledge"]) for trace in (old, new))
        yield f"the knowledge is another one: {before} then, {after} now"
    if old["case"]["as_of"] != new["case"]["as_of"]:
        yield f"the date of the case: {old['case']['as_of']} then, {new['case']['as_of']} now"


def _version(knowledge: Data) -> str:
    return f"{knowledge['version']}+{knowledge['hash']}"


def _items(part: str, keys: tuple[str, ...], old: Data, new: Data) -> Iterator[str]:
    before, after = (_by_key(trace[part], keys) for trace in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        name = f"{part}, {_name(key)}"
        if key not in after:
            yield f"{name}: then, not now"
        elif key not in before:
            yield f"{name}: now, not then"
        elif before[key] != after[key]:
            yield f"{name}: {_changed(before[key], after[key])}"


def _by_key(items: list[Data], keys: tuple[str, ...]) -> dict[tuple[str, ...], Data]:
    kept = ({key: one[key] for key in one if key not in _UNCOMPARED} for one in items)
    return {tuple(str(one[key]) for key in keys): one for one in kept}


def _name(key: Iterable[str]) -> str:
    name, *about = key
    return f"{name} ({about[0]})" if about and about[0] else name


def _changed(before: Data, after: Data) -> str:
    """The first entries that differ, as they were and are."""
    found = [key for key in before if before[key] != after.get(key)]
    told = "text" if "text" in found else found[0] if found else "more"
    return f"{_short(before.get(told))} then, {_short(after.get(told))} now"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _order(old: Data, new: Data) -> Iterator[str]:
    before, after = ([(one["id"], one["member"]) for one in t["advice"]] for t in (old, new))
    if before != after and sorted(before) == sorted(after):
        yield "the advice is the same, but in another order"


def _notes(old: Data, new: Data) -> Iterator[str]:
    """Notes that were added, taken out or changed; a record without any is of before there were."""
    before, after = (list(trace.get("notes", ())) for trace in (old, new))
    for one in before:
        if one in after:
            after.remove(one)
        else:
            yield f"notes, {_note_name(one)}: then, not now"
    yield from (f"notes, {_note_name(one)}: now, not then" for one in after)


def _note_name(note: Data) -> str:
    about = f" on {_name((note['name'], note['about']))}" if note["name"] else ""
    return f"{note['by']}, {note['date']}{about}"


def _explanations(old: Data, new: Data) -> Iterator[str]:
    """Conclusions that are the same for another reason, or explained in other words."""
    nodes, same = (restored(old["nodes"]), restored(new["nodes"])), Recorder()
    for part, keys in (("explanations", ("fact", "member")), ("advice", ("id", "member"))):
        before, after = (_roots(trace[part], keys) for trace in (old, new))
        for key in (key for key in before if key in after):
            if same.add(nodes[0][before[key]]) != same.add(nodes[1][after[key]]):
                yield f"the explanation of {key[0]} is another one"


def _roots(items: list[Data], keys: tuple[str, str]) -> dict[tuple[Any, ...], str]:
    return {tuple(one[key] for key in keys): one["node"] for one in items}
