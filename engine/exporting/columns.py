"""The columns of a sheet of the tracker: declared, or those of the entity's report."""

from engine.exporting.plain import plain_text
from engine.ir.base import Fact, Kind
from engine.ir.sheets import Column, Sheet
from engine.report.cells import layout_of
from engine.report.parts import Parts


def columns_of(sheet: Sheet, parts: Parts) -> tuple[Column, ...]:
    """The declared columns, otherwise those of the entity's report."""
    layout = layout_of(sheet.entity, parts)
    if sheet.columns or layout is None:
        return sheet.columns
    name = parts.base.entities[sheet.entity].named_by
    facts = dict.fromkeys(filter(None, (name, layout.headline, *layout.fields.values())))
    found = [Column(_title(parts.base.facts[fact]), fact) for fact in facts]
    flags = [Column(_capital(layout.flags), entries=layout.flags, take="all")]
    return (*found, *(flags if layout.flags else ()))


def shown_fact(column: Column, parts: Parts) -> Fact | None:
    """The fact whose values the column holds; for a comparison the first one's yes or no."""
    return parts.base.facts[column.fact] if column.fact else None


def _title(fact: Fact) -> str:
    unit = fact.unit or ("percent" if fact.kind is Kind.PERCENT else "")
    return _capital(f"{fact.label} ({unit})" if unit else fact.label)


def _capital(text: str) -> str:
    words = plain_text(text.replace("_", " "))
    return words[:1].upper() + words[1:]
