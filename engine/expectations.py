"""Checking what a case file expects of its own report; the same language for tests and authors.

expect:
  decisions: {NAME: VALUE or open}
  candidates: {NAME: [every value left]}
  hinges: {NAME: [facts among those it hinges on]}
  advice: [ids that must be given]
  no_advice: [ids that must not be given]
  problems: [ids of constraints that are violated, all of them]
  LIST: {ENTRY NAME: {FIELD: value, open, or a list of ids; no_FIELD: ids that are absent}}
"""

from collections.abc import Callable, Iterator
from typing import Any

from engine.ir.base import RuleBase
from engine.ir.layout import EntityLayout
from engine.report.parts import Data

OPEN = "open"


def failures(base: RuleBase, expect: Any, report: Data) -> list[str]:
    """What the report does not fulfil, in words; empty when everything is as expected."""
    if not isinstance(expect, dict):
        return ["expect: names with values are expected"]
    found: list[str] = []
    for key, wanted in expect.items():
        layout = next((part for part in base.layout.entities if part.key == key), None)
        if layout is not None:
            found += _entries(layout, wanted, report[key])
        elif key in _CHECKS:
            found += _CHECKS[key](wanted, report)
        else:
            found.append(f"expect: {key} is not something a report can be checked for")
    return found


def _decisions(wanted: dict[str, str], report: Data) -> Iterator[str]:
    for name, value in wanted.items():
        data = report["decisions"].get(name)
        if data is None:
            yield f"there is no decision {name}"
        elif _shown(data["value"], data["status"]) != value:
            yield f"{name} is {_shown(data['value'], data['status'])}, not {value}"


def _candidates(wanted: dict[str, list[str]], report: Data) -> Iterator[str]:
    for name, values in wanted.items():
        found = report["decisions"].get(name, {}).get("candidates")
        if sorted(values) != found:
            yield f"{name} has the candidates {found}, not {sorted(values)}"


def _hinges(wanted: dict[str, list[str]], report: Data) -> Iterator[str]:
    for name, facts in wanted.items():
        missing = set(facts) - set(report["decisions"].get(name, {}).get("hinges_on", ()))
        yield from (f"{name} does not hinge on {fact}" for fact in sorted(missing))


def _advice(wanted: list[str], report: Data) -> Iterator[str]:
    given = {item["id"] for item in report["advice"]}
    yield from (f"advice {name} is not given" for name in wanted if name not in given)


def _no_advice(unwanted: list[str], report: Data) -> Iterator[str]:
    given = {item["id"] for item in report["advice"]}
    yield from (f"advice {name} is given" for name in unwanted if name in given)


def _problems(wanted: list[str], report: Data) -> Iterator[str]:
    found = sorted(problem["id"] for problem in report["problems"])
    if found != sorted(wanted):
        yield f"the problems are {found}, not {sorted(wanted)}"


def _entries(
    layout: EntityLayout, wanted: dict[str, dict[str, Any]], data: list[Data]
) -> list[str]:
    named = {entry["name"]: entry for entry in data}
    found = [f"{layout.key}: there is no {name}" for name in wanted if name not in named]
    for name in wanted.keys() & named.keys():
        fields = wanted[name].items()
        wrong = [_field(field, value, named[name], layout) for field, value in fields]
        found += [f"{layout.key}, {name}: {text}" for text in wrong if text]
    return found


def _field(field: str, wanted: Any, entry: Data, layout: EntityLayout) -> str:
    if field not in entry:
        return f"there is no {field}"
    actual = entry[field]
    if field == layout.flags:
        actual = sorted(flag["flag"] for flag in actual)
        return "" if actual == sorted(wanted) else f"{field} are {actual}, not {sorted(wanted)}"
    if field in layout.lists:
        missing = sorted(set(wanted) - {item["id"] for item in actual})
        return f"{field} lack {', '.join(missing)}" if missing else ""
    if isinstance(actual, list):
        same = sorted(actual) == sorted(wanted)
    else:
        same = _shown(actual, "") == wanted
    return "" if same else f"{field} is {actual}, not {wanted}"


def _shown(value: Any, status: str) -> str:
    return OPEN if value is None or status == OPEN else str(value)


_CHECKS: dict[str, Callable[[Any, Data], Iterator[str]]] = {
    "decisions": _decisions,
    "candidates": _candidates,
    "hinges": _hinges,
    "advice": _advice,
    "no_advice": _no_advice,
    "problems": _problems,
}
