"""Members of a list side by side and the cheapest combination, as text, Markdown and JSON."""

from collections.abc import Iterator

from tabulate import tabulate

from engine.explain.words import figure
from engine.ir.base import RuleBase
from engine.problem import listing
from engine.rendering.blocks import Block, Heading, Item, Paragraph, escape, to_markdown, to_text
from engine.report.parts import Data
from engine.visible import json_text, visible

_COLUMN, _GAP = 22, 2


def comparison_text(data: Data, base: RuleBase, width: int = 80) -> str:
    """Tables no wider than `width` columns, at least one member each, then what to combine."""
    each = max(1, (width - _COLUMN) // (_COLUMN + _GAP))
    tables = [_table(data, start, each) for start in range(0, len(data["members"]), each)]
    return "\n".join([to_text(_head(data)), *tables, to_text(_choice(data, base))])


def comparison_markdown(data: Data, base: RuleBase) -> str:
    """One table of everybody, then what to combine."""
    rows = [[title, *map(escape, cells)] for title, cells in _rows(data, data["members"])]
    heads = ["", *(escape(one["name"]) for one in data["members"])]
    table = tabulate(rows, heads, tablefmt="pipe", disable_numparse=True)
    parts = [to_markdown(_head(data)), table + "\n"] if data["members"] else []
    return "\n".join([*parts, to_markdown(_choice(data, base))])


def comparison_json(data: Data) -> str:
    """The same as data."""
    return json_text(data)


def _head(data: Data) -> Iterator[Block]:
    yield Heading(1, f"{data['title']} side by side")


def _table(data: Data, start: int, count: int) -> str:
    members = data["members"][start : start + count]
    rows = [[title, *map(visible, cells)] for title, cells in _rows(data, members)]
    heads = ["", *(visible(one["name"]) for one in members)]
    table: str = tabulate(
        rows,
        heads,
        tablefmt="simple",
        maxcolwidths=_COLUMN,
        maxheadercolwidths=_COLUMN,
        disable_numparse=True,
    )
    return f"{table}\n"


def _rows(data: Data, members: list[Data]) -> Iterator[tuple[str, list[str]]]:
    for title in members[0]["rows"] if members else ():
        yield title, [one["rows"][title] for one in members]


def _choice(data: Data, base: RuleBase) -> Iterator[Block]:
    yield Heading(2, "What is missing, and the cheapest way to it")
    yield from (Item(_need(need)) for need in data["needs"])
    if data["limit"]:
        fact = base.facts[data["limit"]["fact"]]
        yield Item(f"{fact.label}: {figure(data['limit']['amount'])} {fact.unit}")
    yield from _combined(data)
    if data["left_out"]:
        yield Paragraph("Not counted in:")
        yield from (Item(f"{one['name']}: {one['because']}") for one in data["left_out"])


def _need(need: Data) -> str:
    if need["missing"] <= 0:
        return f"{need['title']}: nothing is missing"
    most = "" if need["status"] == "settled" else "at most "
    return f"{need['title']}: {most}{figure(need['missing'])} missing"


def _combined(data: Data) -> Iterator[Block]:
    found, unit = data["combination"], data["unit"]
    if all(need["missing"] <= 0 for need in data["needs"]):
        yield Paragraph("Nothing is missing, so none of them is needed for it.")
    elif found["closes"] == "not":
        yield from _not_enough(found, unit)
    else:
        words = "brings" if found["closes"] == "surely" else "may bring"
        yield Paragraph(f"The cheapest combination that {words} all of it, {_cost(found, unit)}:")
        yield from _parts(found, unit)
    if found["cut"]:
        yield Paragraph("There are too many combinations: not all of them were looked at.")


def _not_enough(found: Data, unit: str) -> Iterator[Block]:
    yield Paragraph("No combination of these brings all of it within what is left.")
    if found["beyond_limit"]:
        beyond = found["beyond_limit"]
        names = listing([one["name"] for one in beyond["members"]])
        yield Item(f"Beyond what is left, {_cost(beyond, unit)}: {names}")
    for title, alone in found["alone"].items():
        most = "all that is missing" if alone["brings"] is None else figure(alone["brings"])
        if alone["members"]:
            yield Item(f"Of {title}, {most} can be had {_cost(alone, unit)}:")
            yield from _parts(alone, unit, depth=1)
        else:
            yield Item(f"Of {title}, nothing can be had.")


def _cost(found: Data, unit: str) -> str:
    least = any(one["cost_open"] for one in found["members"])
    return f"for {'at least ' if least else ''}{figure(found['cost'])} {unit}"


def _parts(found: Data, unit: str, depth: int = 0) -> Iterator[Block]:
    for one in found["members"]:
        notes = {
            "Cost still open": one["cost_open"],
            "Make sure first": one["confirm"],
            "Dates still open, they must not overlap": one["dates_open"],
        }
        details = [one["headline_open"]] if one["headline_open"] else []
        details += [f"{title}: {', '.join(names)}" for title, names in notes.items() if names]
        yield Item(f"{one['name']} ({figure(one['cost'])} {unit})", tuple(details), depth)
